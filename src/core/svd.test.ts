import fc from 'fast-check';
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { createRng } from './rng.ts';
import cases from './spectrum.fixture.json';
import { dense, multiply, multiplyTransposed, qr, svd, transpose, type Dense } from './svd.ts';

const draw = (rows: number, columns: number, seed = 1): Dense => {
  const { normal } = createRng(seed, 'svd');
  return dense(rows, columns, Float64Array.from({ length: rows * columns }, normal));
};
const scaled = (m: Dense, factor: number): Dense => ({ ...m, values: m.values.map((x) => x * factor) });
/** Each row times its factor. */
const rowsTimes = (m: Dense, factors: ArrayLike<number>): Dense => ({
  ...m,
  values: m.values.map((x, i) => x * (factors[Math.floor(i / m.columns)] ?? NaN)),
});
const identity = (n: number) =>
  dense(
    n,
    n,
    Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0)),
  );
/** The matrix with such singular values, from random vectors. */
const withValues = (rows: number, columns: number, sigma: readonly number[]) =>
  multiply(
    transpose(rowsTimes(qr(draw(rows, sigma.length, 2)).q, sigma)),
    qr(draw(columns, sigma.length, 3)).q,
  );

/** The largest difference between the values of two matrices of one shape. */
function difference(x: Dense, y: Dense): number {
  expect([x.rows, x.columns]).toEqual([y.rows, y.columns]);
  return x.values.reduce((most, value, i) => Math.max(most, Math.abs(value - (y.values[i] ?? NaN))), 0);
}
const skew = (rows: Dense) => difference(multiplyTransposed(rows, rows), identity(rows.rows));

/** Holds a decomposition against the matrix. @returns its values */
function decomposed(m: Dense, tolerance = 1e-14): number[] {
  const { sigma, left, right } = svd(m);
  const n = Math.min(m.rows, m.columns);
  expect([sigma.length, left.rows, left.columns]).toEqual([n, n, m.rows]);
  expect(Math.max(skew(left), skew(right))).toBeLessThan(tolerance * (n + 10));
  expect([...sigma]).toEqual([...sigma].sort((x, y) => y - x));
  const again = multiply(transpose(rowsTimes(left, sigma)), right);
  expect(difference(again, m)).toBeLessThanOrEqual(tolerance * (n + 10) * (sigma[0] ?? 0));
  return [...sigma];
}

describe('svd', () => {
  it('gives back any matrix from orthonormal vectors, largest values first', () => {
    const size = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(size, size, fc.nat(), fc.constantFrom(1e-200, 1, 1e200), (rows, columns, seed, scale) => {
        decomposed(scaled(draw(rows, columns, seed), scale));
      }),
    );
  });

  it('gives back matrices of zeros and ones, whose bidiagonal form often has zeros on its diagonal', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0, 1), { minLength: 36, maxLength: 36 }), (bits) => {
        decomposed(dense(6, 6, bits));
        decomposed(dense(4, 9, bits));
        decomposed(dense(12, 3, bits));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [40, 40],
    [120, 30],
    [30, 120],
  ])('has ml-matrix’s values: %d × %d', (rows, columns) => {
    const m = draw(rows, columns);
    const { diagonal } = new SingularValueDecomposition(Matrix.from1DArray(rows, columns, m.values), {
      autoTranspose: true,
    });
    decomposed(m).forEach((value, i) => expect(value / (diagonal[i] ?? NaN)).toBeCloseTo(1, 11));
  });

  it.each(cases)('has NumPy’s values: $name', ({ a, b, factor, scale, r, dIn, dOut, ...expected }) => {
    const product = multiply(dense(dOut, r, b), scaled(dense(r, dIn, a), factor * scale));
    const values = decomposed(product);
    const top = expected.singularValues[0] ?? NaN;
    values.forEach((value, i) =>
      expect(Math.abs(value - (expected.singularValues[i] ?? 0))).toBeLessThanOrEqual(1e-14 * top),
    );
  });

  it('of a matrix of low rank: the values beyond it are 0, and their vectors orthonormal', () => {
    const values = decomposed(withValues(60, 50, [5, 3, 1]));
    values.forEach((value, i) => expect(value).toBeCloseTo([5, 3, 1][i] ?? 0, 13));
  });

  it('of zeros, of zeros in rows and columns, and of a zero on the diagonal above others', () => {
    expect(decomposed(dense(3, 5, new Float64Array(15)))).toEqual([0, 0, 0]);
    expect(decomposed(dense(3, 3, [0, 0, 0, 0, 2, 0, 0, 0, 0]))).toEqual([2, 0, 0]);
    // σ² are the eigenvalues of MMᵀ: 2, 2 and 0.
    const values = decomposed(dense(3, 3, [1, 1, 0, 0, 0, 1, 0, 0, 1]));
    const expected = [Math.SQRT2, Math.SQRT2, 0];
    values.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 14));
  });

  it('of equal singular values', () => {
    const turned = scaled(qr(draw(30, 30)).q, 3);
    for (const value of decomposed(turned)) expect(value).toBeCloseTo(3, 13);
    decomposed(withValues(20, 30, [2, 2, 2, 1, 1, 1])).forEach((value, i) =>
      expect(value).toBeCloseTo([2, 2, 2, 1, 1, 1][i] ?? 0, 13),
    );
  });

  it('keeps small singular values, which the Gram matrix loses', () => {
    expect(svd(withValues(9, 7, [1, 1e-4, 1e-8, 1e-12])).sigma[2]).toBeCloseTo(1e-8, 14);
  });

  it.each([
    [20, 20],
    [40, 12],
    [12, 40],
  ])('gives the first vectors alone, the same as among all: %d × %d', (rows, columns) => {
    const m = draw(rows, columns);
    const all = svd(m);
    const some = svd(m, { left: 3, right: 0 });
    expect(some.sigma).toEqual(all.sigma);
    expect(some.left).toEqual({ rows: 3, columns: rows, values: all.left.values.slice(0, 3 * rows) });
    expect(some.right).toEqual({ rows: 0, columns, values: new Float64Array() });
  });

  it('refuses what is no matrix of finite values', () => {
    expect(() => dense(2, 2, [1, 2, 3])).toThrow('not 2×2');
    expect(() => dense(1, 1, [NaN])).toThrow('not finite');
    expect(() => svd({ rows: 1, columns: 2, values: Float64Array.of(1, NaN) })).toThrow('not finite');
    expect(() => svd({ rows: 1, columns: 1, values: Float64Array.of(Infinity) })).toThrow('not finite');
  });
});

describe('qr', () => {
  it('gives back a tall matrix from orthonormal rows and a triangle, of any rank', () => {
    const deficient = dense(6, 3, [1, 0, 2, 2, 0, 4, 3, 0, 6, 1, 0, 2, 1, 0, 2, 0, 0, 0]);
    for (const m of [draw(9, 4), draw(5, 5), deficient]) {
      const { q, r } = qr(m);
      expect(skew(q)).toBeLessThan(1e-14);
      expect(difference(multiply(transpose(q), r), m)).toBeLessThan(1e-14);
      expect(r.values.filter((_, i) => i % r.columns < Math.floor(i / r.columns))).toEqual(
        new Float64Array((r.rows * (r.rows - 1)) / 2),
      );
    }
  });
});
