/** What a picture of φ(i, j) shows: values over chance, the finding in numbers, and two random matrices to hold it against. Pure. */
import { randomDirections } from '../../../core/amplification.ts';
import { createRng } from '../../../core/rng.ts';
import {
  aboveChance,
  chanceDeviation,
  chanceSimilarity,
  subspaceSimilarity,
} from '../../../core/similarity.ts';
import type { Similarities } from '../../../core/site-figures.ts';
import type { Dense } from '../../../core/svd.ts';

/** A's right-singular directions, B's left ones, and both of ΔW. */
export const SIDES = ['a', 'b', 'right', 'left'] as const;
export type Side = (typeof SIDES)[number];

/** The dimensions d of the space in which the directions of a side live. */
export const spaceOf = ({ spaces }: Similarities, side: Side): number =>
  side === 'a' || side === 'right' ? spaces.right : spaces.left;

export interface Finding {
  /** φ(k, k), and by chance. */
  phi: number;
  chance: number;
  /** The most leading directions of each run whose spans share more than half of what chance leaves open; 0 where none do, `phi` being φ(1, 1). */
  k: number;
  /** Whether that is all that the run with fewer has. */
  isAll: boolean;
}

/** @returns null where one run has no direction */
export function findShared(phi: Dense, d: number): Finding | null {
  const most = Math.min(phi.rows, phi.columns);
  if (most === 0) return null;
  const over = aboveChance(phi, d);
  const diagonal = ({ values, columns }: Dense, k: number) => values[(k - 1) * (columns + 1)] ?? 0;
  const k = Array.from({ length: most }, (_, i) => most - i).find((i) => diagonal(over, i) > 0.5) ?? 0;
  const at = Math.max(1, k);
  return { phi: diagonal(phi, at), chance: chanceSimilarity(at, at, d), k, isAll: k === most };
}

/** φ(i, j): as it is, by chance, and its share of what chance leaves open. @param i 1 or more, as `j` */
export function sharedSpan(phi: Dense, d: number, i: number, j: number) {
  const at = (i - 1) * phi.columns + j - 1;
  const share = aboveChance(phi, d).values[at] ?? 0;
  return { value: phi.values[at] ?? 0, chance: chanceSimilarity(i, j, d), share };
}

/** Above this standard deviation, chance alone makes any value of φ over chance. */
const MOST_DEVIATION = 0.2;

/** φ over chance; null where the directions are so many of d, and the others so few, that it tells nothing. */
export function overChance(phi: Dense, d: number): (number | null)[] {
  return [...aboveChance(phi, d).values].map((value, at) => {
    const [i, j] = [Math.floor(at / phi.columns) + 1, (at % phi.columns) + 1];
    const left = 1 - chanceSimilarity(i, j, d);
    return left > 0 && chanceDeviation(i, j, d) / left <= MOST_DEVIATION ? value : null;
  });
}

/** φ(i, j) of two Gaussian matrices of as many directions in the same space: uniformly random ones. */
export function gaussianSimilarity({ rows, columns }: Dense, d: number, seed: number): Dense {
  const draw = (count: number, stream: string) =>
    randomDirections(Math.min(count, d), d, createRng(seed, `gaussian/${stream}`));
  return subspaceSimilarity(draw(rows, 'one'), draw(columns, 'two'));
}
