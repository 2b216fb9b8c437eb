/**
 * ROUGE-1, -2 and -L (Lin 2004) as Google's rouge-score package has them without stemming: sentence-level longest
 * common subsequence, the best of several references. Percent, where the package gives fractions. Its own tokens are
 * lower-case runs of a–z and 0–9; other scripts need another tokenizer, which the package takes, too.
 */
import { countAll, countNgrams, countShared } from './ngrams.ts';
import { tokenizeRouge } from './tokenizers.ts';

export const ROUGE_TYPES = ['rouge-1', 'rouge-2', 'rouge-l'] as const;
export type RougeType = (typeof ROUGE_TYPES)[number];

/** Percent, 0 … 100. */
export interface Rouge {
  precision: number;
  recall: number;
  fMeasure: number;
}

/** The length of the longest sequence that both have in order, with gaps allowed. */
export function longestCommonSubsequence(a: readonly string[], b: readonly string[]): number {
  // above[j]: of the part of a so far and b's first j tokens
  let above = new Array<number>(b.length + 1).fill(0);
  for (const token of a) {
    const row = [0];
    b.forEach((other, j) => {
      row.push(token === other ? (above[j] ?? 0) + 1 : Math.max(above[j + 1] ?? 0, row[j] ?? 0));
    });
    above = row;
  }
  return above[b.length] ?? 0;
}

function rougeOf(shared: number, predicted: number, wanted: number): Rouge {
  return {
    precision: (100 * shared) / Math.max(1, predicted),
    recall: (100 * shared) / Math.max(1, wanted),
    // The harmonic mean of the two, in a form that is 0 when both are.
    fMeasure: (200 * shared) / Math.max(1, predicted + wanted),
  };
}

function rougeOne(type: RougeType, prediction: readonly string[], reference: readonly string[]): Rouge {
  if (type === 'rouge-l')
    return rougeOf(longestCommonSubsequence(prediction, reference), prediction.length, reference.length);
  const n = type === 'rouge-1' ? 1 : 2;
  const predicted = countNgrams(prediction, n);
  const wanted = countNgrams(reference, n);
  return rougeOf(countShared(predicted, wanted), countAll(predicted), countAll(wanted));
}

/**
 * One text's score against the reference that gives the highest F-measure. A corpus' score is the mean of these.
 * @param tokenize default the package's
 * @throws RangeError without a reference
 */
export function rouge(
  type: RougeType,
  prediction: string,
  references: readonly string[],
  tokenize: (text: string) => string[] = tokenizeRouge,
): Rouge {
  if (references.length === 0) throw new RangeError('ROUGE needs at least one reference for each text');
  const tokens = tokenize(prediction);
  return references
    .map((reference) => rougeOne(type, tokens, tokenize(reference)))
    .reduce((best, score) => (score.fMeasure > best.fMeasure ? score : best));
}
