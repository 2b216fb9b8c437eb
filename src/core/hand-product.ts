/** A small product ΔW = B·A whose entries a person sets by hand. */
import { createRng } from './rng.ts';
import { dense, svd } from './svd.ts';

/** B has so many rows, A so many columns. */
export const HAND_SIZE = 6;
export const HAND_RANKS = [1, 2, 3] as const;
/** Entries of A and B lie within ± this. */
export const MOST_ENTRY = 2;
/** By how much an arrow key changes an entry. */
export const ENTRY_STEP = 0.5;

/** B's columns and A's rows, one pair for each rank; each of `HAND_SIZE` entries. */
export interface Hand {
  b: readonly (readonly number[])[];
  a: readonly (readonly number[])[];
}

/** Entries in steps of `ENTRY_STEP`, none of a pair all zero. */
export function drawHand(rank: number, seed: number): Hand {
  const rng = createRng(seed, 'hand-product');
  const most = MOST_ENTRY / ENTRY_STEP;
  const vector = () => {
    const drawn = Array.from({ length: HAND_SIZE }, () => (rng.int(2 * most + 1) - most) * ENTRY_STEP);
    return drawn.some((entry) => entry !== 0) ? drawn : drawn.map(() => ENTRY_STEP);
  };
  const pairs = Array.from({ length: rank }, () => [vector(), vector()] as const);
  return { b: pairs.map(([column]) => column), a: pairs.map(([, row]) => row) };
}

/** ΔW, row by row: the sum over pairs of B's column times A's row. */
export const productOf = ({ a, b }: Hand): number[][] =>
  Array.from({ length: HAND_SIZE }, (_, row) =>
    Array.from({ length: HAND_SIZE }, (__, column) =>
      b.reduce((sum, own, k) => sum + (own[row] ?? 0) * (a[k]?.[column] ?? 0), 0),
    ),
  );

/** The singular values of ΔW, largest first. */
export const handSpectrum = (hand: Hand): number[] => [
  ...svd(dense(HAND_SIZE, HAND_SIZE, productOf(hand).flat()), { left: 0, right: 0 }).sigma,
];

/** How many of them are above zero, but for rounding. */
export const aboveZero = (sigma: readonly number[]): number =>
  sigma.filter((value) => value > 1e-9 * Math.max(1, sigma[0] ?? 0)).length;

/** The same with one entry changed, within `MOST_ENTRY`. */
export function withEntry(hand: Hand, matrix: 'a' | 'b', pair: number, at: number, value: number): Hand {
  const entry = Math.min(MOST_ENTRY, Math.max(-MOST_ENTRY, value));
  const changed = hand[matrix].map((own, k) =>
    k === pair ? own.map((other, i) => (i === at ? entry : other)) : own,
  );
  return { ...hand, [matrix]: changed };
}
