import { describe, expect, it } from 'vitest';
import { chanceSimilarity, subspaceSimilarity } from '../../../core/similarity.ts';
import { dense } from '../../../core/svd.ts';
import { findShared, gaussianSimilarity, overChance, sharedSpan, spaceOf } from './similarity-figures.ts';

/** Rows of the unit matrix of 8 dimensions. */
const axes = (...places: number[]) =>
  dense(
    places.length,
    8,
    places.flatMap((place) => Array.from({ length: 8 }, (_, i) => (i === place ? 1 : 0))),
  );

describe('the finding', () => {
  it('counts leading directions that span the same space, in whichever order', () => {
    const shared = findShared(subspaceSimilarity(axes(0, 1, 2, 3), axes(1, 0, 6, 7)), 8);
    expect(shared).toEqual({ k: 2, phi: 1, chance: 0.25, isAll: false });
    expect(findShared(subspaceSimilarity(axes(0, 1), axes(1, 0, 3)), 8)).toMatchObject({ k: 2, isAll: true });
  });

  it('is of the first directions where nothing is shared', () => {
    const apart = findShared(subspaceSimilarity(axes(0, 1), axes(4, 5)), 8);
    expect(apart).toEqual({ k: 0, phi: 0, chance: 0.125, isAll: false });
  });

  it('does not count directions that fill the whole space, which share all by necessity', () => {
    const all = axes(0, 1, 2, 3, 4, 5, 6, 7);
    const turned = axes(7, 6, 5, 4, 3, 2, 1, 0);
    expect(findShared(subspaceSimilarity(all, all), 8)?.k).toBe(7);
    expect(findShared(subspaceSimilarity(all, turned), 8)?.k).toBe(0);
    expect(findShared(subspaceSimilarity(axes(), axes(1)), 8)).toBeNull();
  });
});

it('draws two Gaussian matrices that have in common what chance gives', () => {
  const d = 256;
  const sizes = { rows: 32, columns: 64, values: new Float64Array() };
  const { rows, columns, values } = gaussianSimilarity(sizes, d, 0);
  expect([rows, columns]).toEqual([32, 64]);
  expect(values.at(-1)).toBeCloseTo(chanceSimilarity(32, 64, d), 1);
  // The same each time, and others with another seed.
  expect(gaussianSimilarity(sizes, d, 0).values).toEqual(values);
  expect(gaussianSimilarity(sizes, d, 1).values).not.toEqual(values);
});

it('leaves φ over chance out where chance alone makes any value of it', () => {
  const d = 64;
  const sizes = { rows: 4, columns: 64, values: new Float64Array() };
  const draws = Array.from({ length: 40 }, (_, seed) => gaussianSimilarity(sizes, d, seed));
  const over = draws.map((phi) => overChance(phi, d));
  // Of one direction against 1, 30, 55 and all 64; of four against 55.
  expect([0, 29, 54, 63, 3 * 64 + 54].map((cell) => over[0]?.[cell] === null)).toEqual([
    false,
    false,
    true,
    true,
    true,
  ]);
  // What is left stays near 0 in random matrices: five deviations of 0.2 are never reached.
  for (const values of over)
    for (const value of values) if (value !== null) expect(Math.abs(value)).toBeLessThan(1);
});

it('knows in which space the directions of each side live', () => {
  const none = dense(0, 0, []);
  const figures = { a: null, b: null, left: none, right: none, spaces: { left: 512, right: 128 } };
  expect([spaceOf(figures, 'a'), spaceOf(figures, 'b')]).toEqual([128, 512]);
});

it('spans of i and j directions have φ(i, j), by chance max(i, j)/d, and a share of what that leaves', () => {
  const phi = subspaceSimilarity(axes(0, 1, 2, 3), axes(1, 5));
  const share = expect.closeTo(1 / 3, 9) as number;
  expect(sharedSpan(phi, 8, 2, 2)).toEqual({ value: 0.5, chance: 0.25, share });
  expect(sharedSpan(phi, 8, 1, 1)).toMatchObject({ value: 0, chance: 0.125 });
  // One direction, wholly in the span of two.
  expect(sharedSpan(subspaceSimilarity(axes(1), axes(5, 1)), 8, 1, 2)).toMatchObject({ value: 1, share: 1 });
});
