import { expect, it } from 'vitest';
import { alignment, deltaSvd } from './directions.ts';
import fixture from './directions.fixture.json';
import { factorNorms } from './factor-norms.ts';
import { createRng } from './rng.ts';

const site = { layer: 0, projection: 'q' } as const;
const { a, b, ...sizes } = fixture.one;
const one = { ...sizes, site, a: Float32Array.from(a), b: Float32Array.from(b) };
const close = (value: number) => expect.closeTo(value, 12) as number;

it('has the norms of A and B, whatever s is, and none of a ΔW without factors', () => {
  // A = [3 0; 0 4], B = 2 · an orthonormal column pair.
  const known = {
    site,
    r: 2,
    dIn: 2,
    dOut: 3,
    scale: 7,
    a: Float32Array.of(3, 0, 0, 4),
    b: Float32Array.of(0, 2, 0, 0, 2, 0),
  };
  expect(factorNorms(known)).toEqual({
    a: { frobenius: close(5), spectral: close(4) },
    b: { frobenius: close(Math.SQRT2 * 2), spectral: close(2) },
  });
  expect(factorNorms({ ...known, b: new Float32Array(6) })).toMatchObject({
    b: { frobenius: 0, spectral: 0 },
  });
  expect(factorNorms({ site, dIn: 1, dOut: 1, values: Float32Array.of(1) })).toBeNull();
  expect(factorNorms({ ...known, isStacked: true })).toBeNull();
});

it('‖A‖₂ is the most that A lengthens a vector', () => {
  const { normal } = createRng(1);
  const most = factorNorms(one)?.a.spectral ?? NaN;
  let x = Array.from({ length: one.dIn }, normal);
  let length = NaN;
  // Power iteration on AᵀA.
  for (let i = 0; i < 2000; i++) {
    const y = Array.from({ length: one.r }, (_, row) =>
      x.reduce((sum, value, j) => sum + (one.a[row * one.dIn + j] ?? NaN) * value, 0),
    );
    const back = x.map((_, j) =>
      y.reduce((sum, value, row) => sum + (one.a[row * one.dIn + j] ?? NaN) * value, 0),
    );
    const size = Math.hypot(...back);
    length = Math.sqrt(size);
    x = back.map((value) => value / size);
  }
  expect(length).toBeCloseTo(most, 10);
});

it('directions come to their final place as what is added to them shrinks', () => {
  const final = deltaSvd(one);
  const away = [1, 1e-2, 1e-4, 0].map((size) => {
    const { normal } = createRng(2);
    const earlier = { ...one, a: one.a.map((value) => value + size * normal()) };
    return 1 - (alignment(deltaSvd(earlier).right, final.right)[0] ?? NaN);
  });
  expect(away).toEqual([...away].sort((x, y) => y - x));
  expect(away[0]).toBeGreaterThan(1e-3);
  expect(away[3]).toBeLessThan(1e-14);
});
