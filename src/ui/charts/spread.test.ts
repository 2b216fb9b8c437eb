import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clear, spread } from './spread.ts';

it('leaves labels alone that are already clear of each other', () => {
  expect(spread([80, 10, 40], 13, 0, 100)).toEqual([80, 10, 40]);
});

it('pushes a crowd apart within the edges', () => {
  expect(spread([99, 98, 97], 10, 0, 100)).toEqual([100, 90, 80]);
});

it('keeps order, gap and edges for any labels that have room', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -50, max: 350, noNaN: true }), { maxLength: 20 }), (positions) => {
      const moved = spread(positions, 13, 0, 300);
      const sorted = moved.toSorted((a, b) => a - b);
      for (const at of moved) expect(at >= -1e-9 && at <= 300 + 1e-9).toBe(true);
      sorted.slice(1).forEach((at, i) => expect(at - (sorted[i] ?? NaN)).toBeGreaterThanOrEqual(13 - 1e-9));
      positions.forEach((a, i) =>
        positions.forEach((b, j) => {
          if (a < b) expect(moved[i]).toBeLessThan(moved[j] ?? NaN);
        }),
      );
    }),
  );
});

it('shrinks the gap where there is no room', () => {
  const moved = spread([1, 2, 3, 4, 5], 100, 0, 100);
  expect(moved).toEqual([0, 25, 50, 75, 100]);
});

it('a spare label is shown where it has its own place, or where all need to move a little only', () => {
  const label = (at: number, isSpare = true) => ({ at, isSpare });
  // 84 and 90 would have to stand apart at the lower end: 64, 80.
  expect(clear([label(10, false), label(90), label(20), label(40), label(84)], 16, 0, 80)).toEqual([0, 1, 3]);
  expect(clear([label(10, false), label(12, false)], 16, 0, 100)).toEqual([0, 1]);
  // The four σ of rank 4: the last two end 14 px apart.
  expect(clear([label(60, false), label(124), label(91), label(110)], 16, 4, 170)).toEqual([0, 1, 2, 3]);
  // Seven that end together would stand far from their lines.
  expect(clear([label(10, false), ...Array.from({ length: 7 }, () => label(170))], 16, 4, 170)).toEqual([
    0, 1,
  ]);
});
