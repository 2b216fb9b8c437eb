/**
 * Pearson's and Spearman's correlation of the numbers that were written with those that were wanted, times 100, as SciPy
 * has them and GLUE reports them for STS-B. A text that holds no number, or more than a number, is left out and counted;
 * where half of the texts or more are, there is no correlation.
 */
import type { NotDefined } from './metric-id.ts';

/** The wanted number and the written one; NaN where the text is no number. */
export type NumberPair = readonly [number, number];

/** The number that a text is, such as "3.8" or "−2"; NaN where it is anything else. */
export function readNumber(text: string): number {
  const plain = text.trim().replace('−', '-');
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Fewer pairs correlate perfectly, whatever they are. */
const LEAST = 3;

/** The correlation of the pairs whose numbers `of` stands for. */
function correlate(
  pairs: readonly NumberPair[],
  of: (values: readonly number[]) => readonly number[],
): number | NotDefined {
  const readable = pairs.filter(([wanted, written]) => Number.isFinite(wanted) && Number.isFinite(written));
  if (pairs.length < LEAST) return 'too-few';
  if (2 * readable.length <= pairs.length) return 'unreadable';
  if (readable.length < LEAST) return 'too-few';
  const [xs, ys] = [readable.map(([x]) => x), readable.map(([, y]) => y)];
  // Compared as they are: rounding may leave equal numbers a variance.
  if ([xs, ys].some((values) => new Set(values).size < 2)) return 'no-variance';
  const centred = [xs, ys].map((values) => {
    const seen = of(values);
    const middle = mean(seen);
    return seen.map((value) => value - middle);
  });
  const [dx = [], dy = []] = centred;
  const product = (a: readonly number[], b: readonly number[]) =>
    a.reduce((total, value, i) => total + value * (b[i] ?? 0), 0);
  const r = product(dx, dy) / (Math.sqrt(product(dx, dx)) * Math.sqrt(product(dy, dy)));
  return 100 * Math.max(-1, Math.min(1, r));
}

/** Of the numbers themselves: whether they lie on a line. */
export const pearson = (pairs: readonly NumberPair[]): number | NotDefined =>
  correlate(pairs, (values) => values);

/** Of their ranks: whether they come in the same order. */
export const spearman = (pairs: readonly NumberPair[]): number | NotDefined => correlate(pairs, ranks);

/** Ranks from 1; equal values share the mean of theirs. */
export function ranks(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  sorted.forEach((value, i) => {
    if (!first.has(value)) first.set(value, i + 1);
    last.set(value, i + 1);
  });
  return values.map((value) => ((first.get(value) ?? NaN) + (last.get(value) ?? NaN)) / 2);
}
