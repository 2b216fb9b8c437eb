import fc from 'fast-check';
import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { factors, leading } from './factors.ts';
import type { Factorisation } from './methods/method.ts';
import { createRng } from './rng.ts';
import { denseSingularValues } from './singular-values.ts';

const KINDS: Factorisation[] = ['pissa', 'olora'];

function draw(rows: number, columns: number, seed: number): Matrix {
  const { normal } = createRng(seed, 'factors');
  return Matrix.from1DArray(rows, columns, Float32Array.from({ length: rows * columns }, normal));
}
const shapes = fc.record({
  rows: fc.integer({ min: 1, max: 12 }),
  columns: fc.integer({ min: 1, max: 12 }),
  r: fc.integer({ min: 1, max: 14 }),
  seed: fc.nat(),
});
/** W − BA. */
const residual = (w: Matrix, { a, b, r }: ReturnType<typeof factors>): Matrix =>
  Matrix.sub(w, Matrix.from1DArray(w.rows, r, b).mmul(Matrix.from1DArray(r, w.columns, a)));
const norm = (m: Matrix) => m.norm('frobenius');

describe.each(KINDS)('%s', (by) => {
  it('has the shapes of B and A, zero beyond the smaller dimension, where BA is all of W', () => {
    fc.assert(
      fc.property(shapes, ({ rows, columns, r, seed }) => {
        const w = draw(rows, columns, seed);
        const found = factors(w, by, r);
        expect([found.a.length, found.b.length]).toEqual([r * columns, rows * r]);
        const all = Math.min(rows, columns);
        expect(found.a.slice(all * columns).every((value) => value === 0)).toBe(true);
        if (r >= all) expect(norm(residual(w, found))).toBeLessThan(1e-5 * norm(w));
      }),
    );
  });

  it('nests: a smaller rank is the beginning of a larger one', () => {
    fc.assert(
      fc.property(shapes, ({ rows, columns, r, seed }) => {
        const w = draw(rows, columns, seed);
        expect(leading(factors(w, by, r + 2), r)).toEqual(factors(w, by, r));
      }),
    );
    expect(() => leading(factors(draw(3, 3, 1), by, 2), 3)).toThrow(RangeError);
  });

  it('takes a matrix of zeros, and one of a lower rank', () => {
    for (const w of [Matrix.zeros(4, 3), draw(5, 2, 1).mmul(draw(2, 6, 2))]) {
      const found = factors(w, by, 3);
      expect([...found.a, ...found.b].every(Number.isFinite)).toBe(true);
      expect(norm(residual(w, found))).toBeLessThan(1e-5 * Math.max(1, norm(w)));
    }
  });
});

it('PiSSA leaves the singular values after the first r (Eckart–Young), and shares the others evenly', () => {
  fc.assert(
    fc.property(shapes, ({ rows, columns, r, seed }) => {
      const w = draw(rows, columns, seed);
      const sigma = denseSingularValues(Float64Array.from(w.to1DArray()), rows, columns);
      const found = factors(w, 'pissa', r);
      const left = denseSingularValues(Float64Array.from(residual(w, found).to1DArray()), rows, columns);
      const expected = [...sigma.slice(r), ...sigma.map(() => 0)];
      left.forEach((value, i) =>
        expect(Math.abs(value - (expected[i] ?? NaN))).toBeLessThan(1e-5 * (sigma[0] ?? 1)),
      );
      // ‖row k of A‖² = ‖column k of B‖² = σ_k.
      sigma.slice(0, r).forEach((value, k) => {
        const row = found.a.slice(k * columns, (k + 1) * columns);
        const column = found.b.filter((_, i) => i % r === k);
        for (const part of [row, column])
          expect(Math.abs(part.reduce((sum, x) => sum + x * x, 0) - value)).toBeLessThan(
            1e-5 * (sigma[0] ?? 1),
          );
      });
    }),
  );
});

it('OLoRA’s B has orthonormal columns that span those of W', () => {
  fc.assert(
    fc.property(shapes, ({ rows, columns, r, seed }) => {
      const w = draw(rows, columns, seed);
      const kept = Math.min(r, rows, columns);
      const found = factors(w, 'olora', kept);
      const b = Matrix.from1DArray(rows, kept, found.b);
      expect(norm(Matrix.sub(b.transpose().mmul(b), Matrix.eye(kept)))).toBeLessThan(1e-5);
      // R is triangular, so that the first columns of W are those of BA.
      const left = residual(w, found).subMatrix(0, rows - 1, 0, kept - 1);
      expect(norm(left)).toBeLessThan(1e-5 * norm(w));
    }),
  );
});
