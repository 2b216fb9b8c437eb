/**
 * Accuracy of a task whose completions are labels. A label is the whole text, whatever its case and white space;
 * each example's first reference is its true one. A prediction that is no label of the set is simply wrong.
 */
import { normalizeSpace } from './exact-match.ts';

export interface Labelled {
  readonly prediction: string;
  readonly references: readonly string[];
}

export interface ClassAccuracy {
  label: string;
  /** Examples of this class. */
  count: number;
  /** Percent of them that were predicted right (the class's recall). */
  accuracy: number;
  /** What was predicted for them, how often; commonest first. */
  predicted: ReadonlyMap<string, number>;
}

/** A text as a label. */
export const labelOf = (text: string): string => normalizeSpace(text).toLowerCase();

export function isRightLabel({ prediction, references: [truth] }: Labelled): boolean {
  return truth !== undefined && labelOf(prediction) === labelOf(truth);
}

/** How often each label was written where another, or itself, was right: a row for each class, commonest first; ties by label. */
export function classAccuracies(examples: readonly Labelled[]): ClassAccuracy[] {
  const rows = new Map<string, Map<string, number>>();
  for (const { prediction, references } of examples) {
    const truth = labelOf(references[0] ?? '');
    const row = rows.get(truth) ?? new Map<string, number>();
    const predicted = labelOf(prediction);
    rows.set(truth, row.set(predicted, (row.get(predicted) ?? 0) + 1));
  }
  return Array.from(rows, ([label, row]) => {
    const count = [...row.values()].reduce((a, b) => a + b);
    const predicted = new Map([...row].sort(([, a], [, b]) => b - a));
    return { label, count, accuracy: (100 * (row.get(label) ?? 0)) / count, predicted };
  }).sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
}
