import { expect, it } from 'vitest';
import {
  aboveZero,
  drawHand,
  HAND_RANKS,
  HAND_SIZE,
  handSpectrum,
  MOST_ENTRY,
  productOf,
  withEntry,
} from './hand-product.ts';

it('has no more singular values above zero than pairs', () => {
  for (const rank of HAND_RANKS)
    for (let seed = 0; seed < 50; seed++) {
      const sigma = handSpectrum(drawHand(rank, seed));
      expect(sigma).toHaveLength(HAND_SIZE);
      expect(aboveZero(sigma)).toBeGreaterThan(0);
      expect(aboveZero(sigma)).toBeLessThanOrEqual(rank);
    }
});

it('multiplies B’s columns by A’s rows', () => {
  const hand = { b: [[1, 2, 0, 0, 0, 0]], a: [[3, 0, 0, 0, 0, -1]] };
  expect(productOf(hand)[1]).toEqual([6, 0, 0, 0, 0, -2]);
  // |b|·|a|
  expect(handSpectrum(hand)[0]).toBeCloseTo(Math.sqrt(5 * 10), 12);
});

it('changes one entry, within its bounds', () => {
  const hand = drawHand(2, 1);
  const changed = withEntry(hand, 'b', 1, 3, 99);
  expect(changed.b[1]?.[3]).toBe(MOST_ENTRY);
  expect(changed.b[0]).toEqual(hand.b[0]);
  expect(changed.a).toEqual(hand.a);
});
