import { describe, expect, it } from 'vitest';
import { amplification, chanceOverlap, onBaseSpectrum, overlap, randomDirections } from './amplification.ts';
import { deltaMatrix, deltaSvd, factorDirections, truncate } from './directions.ts';
import fixture from './directions.fixture.json';
import { alignment, deltaOf, site, scaleIntruders } from './directions-testing.ts';
import { findIntruders, withScaledIntruders } from './intruders.ts';
import { createRng } from './rng.ts';
import { summarise } from './site-summary.ts';
import { aboveChance, chanceDeviation, chanceSimilarity, subspaceSimilarity } from './similarity.ts';
import { dense, firstRows, frobenius, multiplyTransposed, svd, transpose, type Dense } from './svd.ts';

const [one, two, toy] = [deltaOf(fixture.one), deltaOf(fixture.two), deltaOf(fixture.toy)];
const w0 = dense(20, 14, fixture.w0);
const base = svd(w0);

/** The largest difference between values and those expected of them. */
function difference(values: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(values).toHaveLength(expected.length);
  return Array.from(values).reduce(
    (most, value, i) => Math.max(most, Math.abs(value - (expected[i] ?? NaN))),
    0,
  );
}
const isOrthonormal = (rows: Dense) =>
  difference(
    multiplyTransposed(rows, rows).values,
    Array.from({ length: rows.rows ** 2 }, (_, i) => (i % (rows.rows + 1) === 0 ? 1 : 0)),
  ) < 1e-12;

describe('directions of ΔW', () => {
  it('agree with NumPy’s full SVD, of factors and of the dense ΔW', () => {
    const matrix = deltaMatrix(one);
    const asDense = { site, dIn: 14, dOut: 20, values: Float32Array.from(transpose(matrix).values) };
    for (const found of [deltaSvd(one), deltaSvd(asDense)])
      expect(difference(found.sigma.subarray(0, 3), fixture.sigma)).toBeLessThan(1e-6);
    const [thin, full] = [deltaSvd(one), svd(matrix)];
    for (const side of ['left', 'right'] as const) {
      expect(isOrthonormal(thin[side])).toBe(true);
      expect(alignment(thin[side], firstRows(full[side], 3))).toEqual(
        [1, 1, 1].map((cosine) => expect.closeTo(cosine, 10) as number),
      );
    }
  });

  it('are cut to the closest matrix of rank k', () => {
    expect(difference(deltaMatrix(truncate(one, 2)).values, fixture.cut)).toBeLessThan(1e-5);
    expect(difference(deltaMatrix(truncate(one, 9)).values, deltaMatrix(one).values)).toBeLessThan(1e-5);
    expect(truncate(one, 2).r).toBe(2);
  });
});

describe('subspace similarity', () => {
  it('agrees with NumPy for every i and j', () => {
    const [first, second] = [deltaSvd(one), deltaSvd(two)];
    const found = {
      inputs: subspaceSimilarity(first.right, second.right),
      outputs: subspaceSimilarity(first.left, second.left),
      a: subspaceSimilarity(factorDirections(one, 'A'), factorDirections(two, 'A')),
      b: subspaceSimilarity(factorDirections(one, 'B'), factorDirections(two, 'B')),
    };
    for (const kind of ['inputs', 'outputs', 'a', 'b'] as const)
      expect(difference(found[kind].values, fixture.similarity[kind].flat())).toBeLessThan(1e-6);
  });

  it('is 1 of a subspace with itself, 0 of orthogonal ones, and max(i, j)/d of random ones on average', () => {
    const basis = randomDirections(8, 64, createRng(3));
    expect(subspaceSimilarity(basis, basis).values[9]).toBeCloseTo(1, 12);
    const [upper, lower] = [
      firstRows(basis, 4),
      { ...firstRows(basis, 4), values: basis.values.subarray(256) },
    ];
    expect(subspaceSimilarity(upper, lower).values.every((value) => value < 1e-12)).toBe(true);
    const rng = createRng(4);
    const mean = new Float64Array(8 * 16);
    const squares = new Float64Array(8 * 16);
    const draws = 300;
    for (let i = 0; i < draws; i++)
      subspaceSimilarity(randomDirections(8, 64, rng), randomDirections(16, 64, rng)).values.forEach(
        (value, at) => {
          mean[at] = (mean[at] ?? 0) + value / draws;
          squares[at] = (squares[at] ?? 0) + value ** 2 / draws;
        },
      );
    for (const [i, j] of [
      [1, 1],
      [8, 8],
      [1, 8],
      [8, 16],
    ] as const) {
      const at = (i - 1) * 16 + j - 1;
      const [average = NaN, square = NaN] = [mean[at], squares[at]];
      expect(Math.abs(average / chanceSimilarity(i, j, 64) - 1)).toBeLessThan(0.2);
      const deviation = Math.sqrt(square - average ** 2);
      expect(Math.abs(deviation / chanceDeviation(i, j, 64) - 1)).toBeLessThan(0.2);
    }
    expect(Math.max(...aboveChance({ rows: 8, columns: 16, values: mean }, 64).values)).toBeLessThan(0.02);
    expect(chanceSimilarity(8, 64, 64)).toBe(1);
  });
});

describe('ΔW against W0', () => {
  it('agrees with NumPy in every row of Table 7, and lies on W0’s spectrum where NumPy says', () => {
    const delta = deltaSvd(one);
    const found = amplification(w0, delta, base, { r: 3, rng: createRng(1) });
    expect(found).toMatchObject(
      Object.fromEntries(
        Object.entries(fixture.amplification).map(([key, value]) => [
          key,
          expect.closeTo(value, 6) as number,
        ]),
      ),
    );
    for (const side of ['left', 'right'] as const)
      expect(
        difference(onBaseSpectrum(delta[side], base[side]).values, fixture.onBase[side].flat()),
      ).toBeLessThan(1e-6);
  });

  it('by chance: a random draw has the expected norm, and the paper’s GPT-3 figures follow', () => {
    const rng = createRng(5);
    const draws = Array.from({ length: 300 }, () =>
      overlap(w0, randomDirections(4, 20, rng), randomDirections(4, 14, rng)),
    );
    const rms = Math.sqrt(draws.reduce((sum, norm) => sum + norm ** 2, 0) / draws.length);
    expect(rms / chanceOverlap(frobenius(w0), 4, 20, 14)).toBeCloseTo(1, 1);
    // Table 7 prints 0.02 and 0.33.
    expect(chanceOverlap(61.95, 4, 12_288, 12_288)).toBeCloseTo(0.0202, 4);
    expect(chanceOverlap(61.95, 64, 12_288, 12_288)).toBeCloseTo(0.323, 3);
  });
});

describe('summary of a site', () => {
  it('gives NumPy’s figures, which a rank that ΔW does not use leaves alone', () => {
    const wider = { ...one, r: 4, a: Float32Array.of(...one.a, ...new Float32Array(14)) };
    wider.b = Float32Array.from({ length: 80 }, (_, i) =>
      i % 4 < 3 ? (one.b[Math.floor(i / 4) * 3 + (i % 4)] ?? 0) : 1,
    );
    const { deltaNorm, baseNorm, factor } = fixture.amplification;
    for (const delta of [one, wider])
      expect(summarise(w0, deltaSvd(delta))).toMatchObject({
        k90: fixture.k90,
        norm: expect.closeTo(deltaNorm, 6) as number,
        relativeNorm: expect.closeTo(deltaNorm / baseNorm, 6) as number,
        amplification: expect.closeTo(factor, 6) as number,
      });
  });

  it('has no amplification where ΔW is 0', () => {
    const none = summarise(w0, deltaSvd({ ...one, b: new Float32Array(60) }));
    expect(none).toMatchObject({ norm: 0, effectiveRank: 0, amplification: null, chanceAmplification: null });
  });
});

describe('intruder dimensions', () => {
  it('agree with NumPy by PEFT’s definition; a strong random direction is one', () => {
    const found = findIntruders(w0, deltaMatrix(one), base);
    expect(difference(found.cosines, fixture.cosines.one)).toBeLessThan(1e-6);
    const ofToy = findIntruders(w0, deltaMatrix(toy), base);
    expect(difference(ofToy.cosines, fixture.cosines.toy)).toBeLessThan(1e-6);
    expect(ofToy.intruders).toEqual(fixture.cosines.toy.flatMap((cosine, k) => (cosine < 0.5 ? [k] : [])));
    expect(difference(scaleIntruders(toy, ofToy, 0.75).values, fixture.mitigated)).toBeLessThan(1e-6);
    expect(difference(scaleIntruders(toy, ofToy, 1).values, deltaMatrix(toy).values)).toBe(0);
    expect(ofToy.intruders.length).toBeGreaterThan(0);
    const inFactors = withScaledIntruders({ ...toy, scale: 2 * toy.scale }, ofToy, 0.75);
    const change = deltaMatrix(toy).values;
    expect(
      difference(
        deltaMatrix(inFactors).values.map((value, i) => value - (change[i] ?? NaN)),
        fixture.mitigated,
      ),
    ).toBeLessThan(1e-5);
  });

  it('are none where ΔW only strengthens what W0 has', () => {
    const ownDirection = truncate(
      { site, dIn: 14, dOut: 20, values: Float32Array.from(transpose(w0).values) },
      1,
    );
    expect(findIntruders(w0, deltaMatrix(ownDirection), base).intruders).toEqual([]);
  });
});
