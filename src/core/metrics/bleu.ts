/**
 * BLEU (Papineni et al. 2002) as sacreBLEU reports it (Post 2018, version 2): 13a tokens unless told otherwise, case
 * kept, 1- to 4-grams, any number of references, exponential smoothing. Equal to it to rounding, so that a score here
 * can stand beside a published one. Scores and precisions are percent. No other smoothing.
 */
import { countNgrams, countShared } from './ngrams.ts';
import { tokenize13a } from './tokenizers.ts';

/** BLEU counts runs of up to so many tokens. */
export const BLEU_ORDER = 4;
const ORDERS = [1, 2, 3, BLEU_ORDER];

export interface Bleu {
  /** 0 … 100 */
  score: number;
  /** Of 1- to 4-grams, percent, smoothed where none matched. All 0 if not even a word did. */
  precisions: number[];
  /** 1 unless the hypotheses are shorter than the references: exp(1 − references / hypotheses). */
  brevityPenalty: number;
  /** In tokens. */
  hypothesisLength: number;
  /** In tokens, of each segment's reference that is closest in length; the shorter of two equally close. */
  referenceLength: number;
}

/**
 * What one segment adds to a corpus: hypothesis length, reference length, then matched n-grams and all n-grams of
 * the hypothesis, both for n = 1 … 4. Sums of it over segments are all that {@link bleuOf} needs.
 * @param references one or more
 * @param tokenize default sacreBLEU's, 13a
 * @throws RangeError without a reference
 */
export function bleuStatistics(
  hypothesis: string,
  references: readonly string[],
  tokenize: (text: string) => string[] = tokenize13a,
): number[] {
  if (references.length === 0) throw new RangeError('BLEU needs at least one reference for each segment');
  const tokens = tokenize(hypothesis);
  const referenceTokens = references.map(tokenize);
  const distance = (length: number) => Math.abs(length - tokens.length);
  const closest = referenceTokens
    .map(({ length }) => length)
    .reduce((a, b) => (distance(b) < distance(a) || (distance(b) === distance(a) && b < a) ? b : a));
  const matched = ORDERS.map((n) => {
    const most = new Map<string, number>();
    for (const reference of referenceTokens)
      for (const [ngram, count] of countNgrams(reference, n))
        most.set(ngram, Math.max(count, most.get(ngram) ?? 0));
    return countShared(countNgrams(tokens, n), most);
  });
  const total = ORDERS.map((n) => Math.max(0, tokens.length - n + 1));
  return [tokens.length, closest, ...matched, ...total];
}

/**
 * @param sums of {@link bleuStatistics} over the segments
 * @param effectiveOrder leaves out orders for which the hypotheses are too short, where BLEU would be 0;
 *   for single sentences, and for sets of very short ones
 */
export function bleuOf(sums: readonly number[], effectiveOrder = false): Bleu {
  const [hypothesisLength = 0, referenceLength = 0, ...counts] = sums;
  const brevityPenalty =
    hypothesisLength >= referenceLength
      ? 1
      : hypothesisLength > 0
        ? Math.exp(1 - referenceLength / hypothesisLength)
        : 0;
  // Each order in turn without a match halves what the lacking match counts (Chen & Cherry 2014, method 3).
  let credit = 1;
  const [anyMatch = 0] = counts;
  const precisions = ORDERS.map((n) => {
    const matched = counts[n - 1] ?? 0;
    const total = counts[ORDERS.length + n - 1] ?? 0;
    if (anyMatch === 0 || total === 0) return 0;
    if (matched === 0) credit /= 2;
    return (100 * (matched === 0 ? credit : matched)) / total;
  });
  const used = effectiveOrder ? precisions.filter((p) => p > 0) : precisions;
  const score =
    anyMatch === 0
      ? 0
      : brevityPenalty * Math.exp(used.reduce((sum, p) => sum + Math.log(p), 0) / used.length);
  return { score, precisions, brevityPenalty, hypothesisLength, referenceLength };
}
