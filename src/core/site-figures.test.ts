import { expect, it } from 'vitest';
import { deltaMatrix } from './directions.ts';
import fixture from './directions.fixture.json';
import { deltaOf, site } from './directions-testing.ts';
import { findIntruders } from './intruders.ts';
import type { DenseDelta } from './methods/method.ts';
import { createRng } from './rng.ts';
import { chanceSimilarity } from './similarity.ts';
import { SITE_FIGURES } from './site-figures.ts';
import { dense, svd, transpose, type Dense } from './svd.ts';

const [one, two] = [deltaOf(fixture.one), deltaOf(fixture.two)];
const whole: DenseDelta = {
  site,
  dIn: one.dIn,
  dOut: one.dOut,
  values: Float32Array.from(transpose(deltaMatrix(one)).values),
};
const w0 = dense(20, 14, fixture.w0);
const input = { w0, delta: one, other: null };
const close = (value: number) => expect.closeTo(value, 6) as number;
const diagonal = ({ rows, columns, values }: Dense) =>
  Array.from({ length: Math.min(rows, columns) }, (_, i) => values[i * columns + i]);

it('sums up ΔW with its spectrum', () => {
  const { sigma, amplification } = SITE_FIGURES.summary(input);
  expect(sigma).toHaveLength(3);
  expect(Math.hypot(...sigma)).toBeCloseTo(fixture.amplification.deltaNorm, 6);
  expect(amplification).toBeCloseTo(fixture.amplification.factor, 6);
});

it('holds ΔW against W0 as NumPy does, at every power of two below its rank and at its rank', () => {
  const { amplifications, intruders, onBase, similarity, spaces, baseSigma } = SITE_FIGURES.base(input);
  expect(amplifications.map(({ r }) => r)).toEqual([1, 2, 3]);
  const { overlap, own, factor, baseNorm } = fixture.amplification;
  expect(amplifications[2]).toMatchObject({
    overlap: close(overlap),
    own: close(own),
    factor: close(factor),
    baseNorm: close(baseNorm),
  });
  // Of the first direction alone, σ₁ over what W0 has there.
  const { sigma } = SITE_FIGURES.summary(input);
  expect(amplifications[0]?.deltaNorm).toBeCloseTo(sigma[0] ?? NaN, 9);
  expect(amplifications[0]?.factor).toBeCloseTo((sigma[0] ?? NaN) / (amplifications[0]?.overlap ?? NaN), 9);
  expect(Math.hypot(...baseSigma)).toBeCloseTo(baseNorm, 6);
  expect(spaces).toEqual({ left: 20, right: 14 });
  expect(intruders.cosines).toEqual(fixture.cosines.one.map(close));
  expect([...onBase.left.values]).toEqual(fixture.onBase.left.flat().map(close));
  // All of W0's right vectors together span all that ΔW's can.
  expect(similarity.right).toMatchObject({ rows: 3, columns: 14 });
  expect(similarity.right.values[13]).toBeCloseTo(1, 12);
});

it('finds in a wide W0 what it finds in a tall one, turned round, and its intruders with their vectors', () => {
  const [a, b] = [transpose(dense(20, 3, one.b)), transpose(dense(3, 14, one.a))];
  const turned = {
    ...one,
    dIn: 20,
    dOut: 14,
    a: Float32Array.from(a.values),
    b: Float32Array.from(b.values),
  };
  for (const [w, delta] of [
    [w0, one],
    [transpose(w0), turned],
  ] as const) {
    const { intruders, baseSigma, onBase } = SITE_FIGURES.base({ w0: w, delta, other: null });
    const direct = findIntruders(w, deltaMatrix(delta), svd(w));
    expect(intruders.cosines).toEqual(direct.cosines.map(close));
    for (const side of ['left', 'right'] as const)
      direct.tuned[side].values.forEach((value, i) =>
        expect(Math.abs(intruders.tuned[side].values[i] ?? NaN)).toBeCloseTo(Math.abs(value), 10),
      );
    expect([...baseSigma]).toEqual([...svd(w).sigma].map(close));
    const longer = w.rows > w.columns ? onBase.left : onBase.right;
    expect([...longer.values]).toEqual(fixture.onBase.left.flat().map(close));
  }
});

it('shares with W0 what chance gives where ΔW is random, on the longer side of W0 too', () => {
  const { normal } = createRng(2, 'random ΔW');
  const random = () => ({
    ...one,
    a: Float32Array.from(one.a, normal),
    b: Float32Array.from(one.b, normal),
  });
  const found = Array.from({ length: 400 }, () => SITE_FIGURES.base({ ...input, delta: random() }));
  for (const side of ['left', 'right'] as const) {
    const [first] = found;
    const mean = found.reduce((sum, { similarity }) => sum + (similarity[side].values[5] ?? NaN), 0) / 400;
    // φ(1, 6) of a direction and six of W0's.
    expect(mean).toBeCloseTo(chanceSimilarity(1, 6, first?.spaces[side] ?? NaN), 1.5);
  }
});

it('finds in a dense ΔW what it finds in its factors', () => {
  // Rounded to float32, the dense one has small directions beside.
  const [dense, factored] = [whole, one].map((delta) =>
    SITE_FIGURES.base({ ...input, delta }).amplifications.find(({ r }) => r === 2),
  );
  expect(dense?.overlap).toBeCloseTo(factored?.overlap ?? NaN, 5);
});

it('compares two runs by A, B and ΔW, and by ΔW alone where one has no factors', () => {
  const same = SITE_FIGURES.similarity({ ...input, other: one });
  for (const each of [same.a, same.b, same.left, same.right])
    expect(each && diagonal(each)).toEqual([1, 1, 1].map(close));
  const { a, right } = SITE_FIGURES.similarity({ ...input, other: two });
  expect(a?.values[0]).toBeLessThan(1);
  // A and ΔW have one row space.
  expect(a?.values.at(-1)).toBeCloseTo(right.values.at(-1) ?? NaN, 10);
  for (const other of [whole, { ...two, isStacked: true }])
    expect(SITE_FIGURES.similarity({ ...input, other })).toMatchObject({ a: null, b: null });
  expect(() => SITE_FIGURES.similarity(input)).toThrow('No second ΔW');
});

it('of a ΔW of 0: no directions, no amplification, no intruders', () => {
  const none = { ...input, delta: { ...one, b: new Float32Array(one.b.length) }, other: one };
  expect(SITE_FIGURES.base(none)).toMatchObject({
    amplifications: [],
    onBase: { left: { rows: 0, columns: 14 } },
    intruders: { intruders: [] },
  });
  expect(SITE_FIGURES.similarity(none).left).toMatchObject({ rows: 0, columns: 3 });
});
