/**
 * How far a score on a test set may be off because the set is but a sample of texts: for a share of right ones Wilson's
 * interval, for any other score the percentile bootstrap (Efron 1979). Neither knows of chance in training; seeds tell that.
 */
import { createRng } from '../rng.ts';

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

/** The q-quantile of sorted numbers, linear between neighbours (NumPy's default). */
function quantile(sorted: readonly number[], q: number): number {
  const at = q * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? NaN;
  const above = sorted[Math.ceil(at)] ?? NaN;
  return below + (above - below) * (at - Math.floor(at));
}

/** Of fewer segments the bootstrap's interval is much too narrow: resampling n of them shrinks a variance by (n − 1) / n. */
const LEAST_SEGMENTS = 10;

/**
 * The 95 % interval of a score. Segments are drawn with replacement, as many as there are.
 * @param statistics for each segment a row of numbers whose sums over segments determine the score
 * @param score from those sums, e.g. `([hits = 0, all = 0]) => hits / all`
 * @param seed the same seed gives the same interval; default 0
 * @param resamples default 1,000
 * @returns null for fewer than ten segments, and where all draws score alike: that says nothing of spread
 */
export function bootstrapInterval(
  statistics: readonly (readonly number[])[],
  score: (sums: readonly number[]) => number,
  { seed = 0, resamples = 1000 }: { seed?: number; resamples?: number } = {},
): Interval | null {
  if (statistics.length < LEAST_SEGMENTS) return null;
  const rng = createRng(seed, 'bootstrap');
  const scores = Array.from({ length: resamples }, () =>
    score(columnSums(statistics.map(() => rng.pick(statistics)))),
  ).sort((a, b) => a - b);
  const [low, high] = [quantile(scores, 0.025), quantile(scores, 0.975)];
  return low < high ? { low, high } : null;
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
