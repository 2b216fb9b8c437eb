import fc from 'fast-check';
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import cases from './spectrum.fixture.json';
import { singularValues } from './singular-values.ts';
import { effectiveRank, energyRank, energyShares, stableRank } from './spectrum.ts';

describe('singularValues', () => {
  test.each(cases)(
    'agrees with NumPy’s full SVD: $name',
    ({ a, b, factor, scale, singularValues: expected, ...shape }) => {
      const values = singularValues(
        { a: Float64Array.from(a, (x) => x * factor), b: Float64Array.from(b), ...shape },
        scale,
      );
      expect(values).toHaveLength(Math.min(shape.r, shape.dIn, shape.dOut));
      const top = expected[0] ?? NaN;
      values.forEach((value, i) => {
        const reference = expected[i] ?? NaN;
        // Rounding leaves the zeros of a deficient spectrum at about 1e-16 of the largest value.
        const tolerance = Math.max(1e-6 * reference, 1e-14 * top);
        expect(Math.abs(value - reference)).toBeLessThanOrEqual(tolerance);
      });
    },
  );

  test('float32 tensors as a run holds them', () => {
    // B = [1 0; 0 2; 0 0] and A = [3 0 0; 0 0 1]: ΔW has a 3 and a 2, here tripled.
    const a = Float32Array.from([3, 0, 0, 0, 0, 1]);
    const b = Float32Array.from([1, 0, 0, 2, 0, 0]);
    expect(singularValues({ a, b, r: 2, dIn: 3, dOut: 3 }, 3)).toEqual([
      expect.closeTo(9, 12),
      expect.closeTo(6, 12),
    ]);
  });

  test('any shape: largest first, none negative, and the full SVD’s values', () => {
    const size = fc.integer({ min: 1, max: 9 });
    const shapes = fc.record({ r: size, dIn: size, dOut: size }).chain(({ r, dIn, dOut }) => {
      const floats = (length: number) =>
        fc.float32Array({ minLength: length, maxLength: length, min: -100, max: 100, noNaN: true });
      return fc.record({
        a: floats(r * dIn),
        b: floats(dOut * r),
        r: fc.constant(r),
        dIn: fc.constant(dIn),
        dOut: fc.constant(dOut),
      });
    });
    fc.assert(
      fc.property(shapes, (site) => {
        const { a, b, r, dIn, dOut } = site;
        const values = singularValues(site, 1);
        const delta = Matrix.from1DArray(dOut, r, b).mmul(Matrix.from1DArray(r, dIn, a));
        const full = new SingularValueDecomposition(delta, { autoTranspose: true }).diagonal;
        const top = full[0] ?? 0;
        values.forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(values[i - 1] ?? Infinity);
          expect(Math.abs(value - (full[i] ?? 0))).toBeLessThanOrEqual(1e-9 * Math.max(top, 1));
        });
      }),
    );
  });

  test('values that are not finite, or not the stated shape, are refused', () => {
    const site = { a: Float32Array.of(1, NaN), b: Float32Array.of(1, 2), r: 1, dIn: 2, dOut: 2 };
    expect(() => singularValues(site, 1)).toThrow('not finite');
    expect(() => singularValues({ ...site, a: Float32Array.of(1, Infinity) }, 1)).toThrow('not finite');
    expect(() => singularValues({ ...site, a: Float32Array.of(1) }, 1)).toThrow('A has 1 values');
  });
});

describe('ranks of a spectrum', () => {
  // Computed independently from the definitions.
  test.each([
    [[1, 1, 1, 1], 4, 4, 4],
    [[1, 0, 0, 0], 1, 1, 1],
    [[4, 2, 1, 0.5], 3.117142, 1.328125, 2],
    [[4, 3], 1.979626, 1.5625, 2],
    [[0, 0, 0], 0, 0, 0],
    [[], 0, 0, 0],
  ])('%j', (sigma, effective, stable, energy) => {
    expect(effectiveRank(sigma)).toBeCloseTo(effective, 5);
    expect(stableRank(sigma)).toBeCloseTo(stable, 10);
    expect(energyRank(sigma)).toBe(energy);
  });

  test('energyRank by other shares', () => {
    expect(energyRank([4, 2, 1, 0.5], 0.99)).toBe(4);
    expect(energyRank([4, 2, 1, 0.5], 0.7)).toBe(1);
    expect(energyRank([4, 2, 1, 0.5], 1)).toBe(4);
  });

  test('scale does not matter, however extreme; each lies between 1 and the number of values', () => {
    const spectra = fc
      .array(fc.double({ min: 1e-3, max: 1, noNaN: true }), { minLength: 1, maxLength: 64 })
      .map((values) => values.sort((x, y) => y - x));
    fc.assert(
      fc.property(spectra, fc.constantFrom(1e-300, 1e-30, 1e30, 1e300), (sigma, scale) => {
        for (const rank of [effectiveRank, stableRank, energyRank]) {
          const value = rank(sigma);
          expect(value).toBeGreaterThanOrEqual(1 - 1e-9);
          expect(value).toBeLessThanOrEqual(sigma.length + 1e-9);
          const scaled = Float64Array.from(sigma, (x) => x * scale);
          expect(Math.abs(rank(scaled) - value)).toBeLessThanOrEqual(rank === energyRank ? 1 : 1e-6);
        }
      }),
    );
  });
});

test('energy shares: what the largest values hold together', () => {
  expect(energyShares([3, 2, 1])).toEqual([9, 13, 14].map((part) => expect.closeTo(part / 14, 12) as number));
  expect(energyShares([0, 0])).toEqual([]);
  // No square over- or underflows.
  expect(energyShares([3e-200, 4e-200].toReversed())).toEqual([expect.closeTo(0.64, 12), 1]);
  // The energy rank is where they first reach the share.
  const sigma = [5, 4, 3, 2, 1];
  expect(energyRank(sigma)).toBe(1 + energyShares(sigma).findIndex((share) => share >= 0.9));
});
