/**
 * How far a score on a test set may be off because the set is but a sample of texts: for a share of right ones Wilson's
 * interval, for any other score the percentile bootstrap (Efron 1979). Neither knows of chance in training; seeds tell that.
 */
import { quantile } from '../quantile.ts';
import { createRng, type Rng } from '../rng.ts';

export interface Interval {
  low: number;
  high: number;
}

/** Adds rows of equal length, column by column. */
export function columnSums(rows: readonly (readonly number[])[]): number[] {
  const sums = new Array<number>((rows[0] ?? []).length).fill(0);
  for (const row of rows) row.forEach((x, i) => (sums[i] = (sums[i] ?? 0) + x));
  return sums;
}

/** Of fewer segments the bootstrap's interval is much too narrow: resampling n of them shrinks a variance by (n − 1) / n. */
const LEAST_SEGMENTS = 10;

/** Scores (0 … 100) this close are alike but for rounding. */
const ROUNDING = 1e-9;

/** Where more draws than this share have no score, those that have one are no fair picture of the spread. */
const MOST_UNDEFINED = 0.05;

/** Draws segments: the same seed gives the same interval. */
export const bootstrapRng = (seed: number): Rng => createRng(seed, 'bootstrap');

/**
 * The 95 % interval of a score. Segments are drawn with replacement, as many as there are.
 * @param rows for each segment the numbers that it adds
 * @param score of a set of such rows; null for a set on which it is not defined: such draws are left out
 * @param rng draws the segments; default that of seed 0
 * @param resamples default 1,000
 * @returns null for fewer than ten segments, where all draws score alike, which says nothing of spread, and where more
 *   than 5 % of the draws have no score
 */
export function bootstrapInterval(
  rows: readonly (readonly number[])[],
  score: (rows: readonly (readonly number[])[]) => number | null,
  { rng = bootstrapRng(0), resamples = 1000 }: { rng?: Pick<Rng, 'pick'>; resamples?: number } = {},
): Interval | null {
  if (rows.length < LEAST_SEGMENTS) return null;
  const scores = Array.from({ length: resamples }, () => score(rows.map(() => rng.pick(rows))))
    .filter((value) => value !== null)
    .sort((a, b) => a - b);
  if (scores.length < (1 - MOST_UNDEFINED) * resamples) return null;
  const [low, high] = [quantile(scores, 0.025), quantile(scores, 0.975)];
  return high - low > ROUNDING ? { low, high } : null;
}

/** The 97.5 % quantile of the normal distribution. */
const Z = 1.959964;

/**
 * The 95 % score interval of a proportion (Wilson 1927). Unlike the bootstrap's it says something even of 0 right in 20.
 * @param hits of n
 * @returns percent; null for n < 2
 */
export function wilsonInterval(hits: number, n: number): Interval | null {
  if (n < 2) return null;
  const middle = (hits + Z ** 2 / 2) / (n + Z ** 2);
  const reach = (Z / (n + Z ** 2)) * Math.sqrt((hits * (n - hits)) / n + Z ** 2 / 4);
  return { low: 100 * Math.max(0, middle - reach), high: 100 * Math.min(1, middle + reach) };
}
