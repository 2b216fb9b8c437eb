import { describe, expect, it } from 'vitest';
import { alignmentsOf, denseFigures, lowRankFigures, type Leading } from './delta-figures.ts';
import { deltaMatrix, deltaSvd } from './directions.ts';
import { alignment, deltaOf, site } from './directions-testing.ts';
import fixture from './directions.fixture.json';
import { createRng } from './rng.ts';
import { singularValues } from './singular-values.ts';
import { transpose } from './svd.ts';

const one = deltaOf(fixture.one);
const earlier = deltaOf(fixture.earlier);
const close = (value: number) => expect.closeTo(value, 12) as number;
/** ΔW without factors, as full fine-tuning has it. */
const denseOf = (delta: typeof one) =>
  denseFigures(Float32Array.from(transpose(deltaMatrix(delta)).values), delta.dIn, delta.dOut);

function inner(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return Array.from(x).reduce((sum, value, i) => sum + value * (y[i] ?? NaN), 0);
}

describe.each([
  ['of factors', lowRankFigures],
  ['of a matrix', denseOf],
] as const)('the leading direction %s', (_, figuresOf) => {
  it('is NumPy’s, with one sign for both sides', () => {
    const { leading } = figuresOf(one);
    const [left, right] = [
      inner(leading?.left ?? [], fixture.leading.left),
      inner(leading?.right ?? [], fixture.leading.right),
    ];
    expect(Math.abs(left)).toBeCloseTo(1, 6);
    expect(right).toBeCloseTo(left, 6);
  });

  it('has come as near to its final place as NumPy says', () => {
    const [first, last] = alignmentsOf([
      { step: 1, leading: [figuresOf(earlier).leading] },
      { step: 2, leading: [figuresOf(one).leading] },
    ]);
    expect(first?.left[0]).toBeCloseTo(fixture.alignment.left, 6);
    expect(first?.right[0]).toBeCloseTo(fixture.alignment.right, 6);
    expect([last?.left[0], last?.right[0]]).toEqual([expect.closeTo(1, 6), expect.closeTo(1, 6)]);
  });
});

describe('lowRankFigures', () => {
  it('has NumPy’s norms of A and B, whatever s is', () => {
    for (const scale of [one.scale, -7])
      expect(lowRankFigures({ ...one, scale }).norms).toEqual({
        a: fixture.norms.a.map(close),
        b: fixture.norms.b.map(close),
      });
  });

  it('has the singular values of a run’s spectrum, to the bit', () => {
    expect(lowRankFigures(one).singularValues).toEqual(singularValues(one, one.scale));
  });

  it('finds the directions of more factors than ΔW has dimensions, and of a negative s', () => {
    const { normal } = createRng(3);
    const values = (length: number) => Float32Array.from({ length }, normal);
    const wide = { site, r: 9, dIn: 5, dOut: 7, a: values(45), b: values(63), scale: -0.5 };
    const full = deltaSvd(wide);
    const { leading } = lowRankFigures(wide);
    const left = inner(leading?.left ?? [], full.left.values.subarray(0, 7));
    expect(Math.abs(left)).toBeCloseTo(1, 6);
    expect(inner(leading?.right ?? [], full.right.values.subarray(0, 5))).toBeCloseTo(left, 6);
  });

  it('finds no direction where ΔW is 0, as before the first step', () => {
    const start = lowRankFigures({ ...one, b: one.b.map(() => 0) });
    expect(start.leading).toBeNull();
    expect(start.norms?.b).toEqual([0, 0]);
    expect(denseFigures(new Float32Array(6), 2, 3).leading).toBeNull();
  });
});

describe('alignmentsOf', () => {
  const along = (x: number, y: number): Leading => ({
    left: Float32Array.of(x, y),
    right: Float32Array.of(y, x),
  });

  it('takes the last step as the final place, whatever order they came in', () => {
    expect(
      alignmentsOf([
        { step: 0, leading: [null, along(1, 0)] },
        { step: 9, leading: [along(0, -1), along(0.6, 0.8)] },
        { step: 4, leading: [along(0, 1), along(0, 1)] },
      ]),
    ).toEqual([
      { step: 0, left: [null, expect.closeTo(0.6, 6)], right: [null, expect.closeTo(0.6, 6)] },
      { step: 4, left: [1, expect.closeTo(0.8, 6)], right: [1, expect.closeTo(0.8, 6)] },
      { step: 9, left: [1, expect.closeTo(1, 6)], right: [1, expect.closeTo(1, 6)] },
    ]);
    expect(alignmentsOf([])).toEqual([]);
  });

  it('grows to 1 as what is added to a run’s factors shrinks', () => {
    const at = [1, 1e-2, 1e-4, 0].map((size, step) => {
      const { normal } = createRng(2);
      const a = one.a.map((value) => value + size * normal());
      return { step, leading: [lowRankFigures({ ...one, a }).leading] };
    });
    const away = alignmentsOf(at).map(({ right }) => 1 - (right[0] ?? NaN));
    expect(away).toEqual([...away].sort((x, y) => y - x));
    expect(away[0]).toBeGreaterThan(1e-3);
    expect(away[3]).toBeLessThan(1e-6);
    expect(alignment(deltaSvd(earlier).right, deltaSvd(one).right)[0]).toBeCloseTo(
      fixture.alignment.right,
      12,
    );
  });
});
