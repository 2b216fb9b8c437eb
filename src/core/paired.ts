/** What measurements on the same things allow to say of two settings: whether they differ, and by how much. */
import { criticalT, twoSidedP } from './student-t.ts';

/** The mean of measurements and how far it may be off. */
export interface Estimate {
  mean: number;
  /** Sample standard deviation, of n − 1. */
  deviation: number;
  /** Half the width of the 95 % interval of the mean by Student's t distribution. */
  margin: number;
  n: number;
}

export interface PairedTest extends Estimate {
  /** Student's t of the mean difference; ±Infinity where all differences are the same but 0. */
  t: number;
  /** Two-sided: how often such a difference comes about by chance where there is none. */
  p: number;
}

/** A difference with a smaller p is not put down to chance. */
export const SIGNIFICANCE = 0.05;

/** @returns null of fewer than two values, which say nothing of spread */
export function estimate(values: readonly number[]): Estimate | null {
  const n = values.length;
  if (n < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  return { mean, deviation, margin: (criticalT(0.95, n - 1) * deviation) / Math.sqrt(n), n };
}

/**
 * Student's paired t-test of a − b, for measurements on the same things: the i-th of both on the same seed, batch or prompt.
 * @returns null of fewer than two pairs
 */
export function pairedTest(a: readonly number[], b: readonly number[]): PairedTest | null {
  if (a.length !== b.length)
    throw new Error('A paired test needs as many measurements of the one as of the other.');
  const found = estimate(a.map((value, i) => value - (b[i] ?? NaN)));
  if (!found) return null;
  const { mean, deviation, n } = found;
  // Without any difference t is 0 / 0: nothing speaks against chance.
  const t = mean === 0 ? 0 : mean / (deviation / Math.sqrt(n));
  return { ...found, t, p: twoSidedP(t, n - 1) };
}

/**
 * p-values of several tests, made larger so that all together they err no oftener than one test alone (Holm 1979): a difference
 * whose p is then below `SIGNIFICANCE` is not put down to chance, however many were looked at.
 */
export function holm(ps: readonly number[]): number[] {
  const adjusted = new Array<number>(ps.length).fill(1);
  const rising = [...ps.entries()].sort(([, a], [, b]) => a - b);
  let least = 0;
  for (const [place, [at, p]] of rising.entries()) {
    least = Math.min(1, Math.max(least, (ps.length - place) * p));
    adjusted[at] = least;
  }
  return adjusted;
}
