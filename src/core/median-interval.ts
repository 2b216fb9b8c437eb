import type { Interval } from './metrics/intervals.ts';

/**
 * The interval of the median of the population that values were drawn from, whatever their law: between the k-th smallest and the
 * k-th largest for the largest k that leaves at most 1 − `confidence` to chance, by the binomial distribution.
 * @returns null of too few values
 */
export function medianInterval(values: readonly number[], confidence = 0.95): Interval | null {
  const n = values.length;
  let term = 0.5 ** n;
  let tail = term;
  let k = 0;
  while (2 * tail <= 1 - confidence) {
    k++;
    term *= (n - k + 1) / k;
    tail += term;
  }
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[k - 1], sorted[n - k]];
  return low === undefined || high === undefined ? null : { low, high };
}
