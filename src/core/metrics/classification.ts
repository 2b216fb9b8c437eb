/**
 * F1 of one class (van Rijsbergen 1979) and the Matthews correlation (Matthews 1975; of several classes as Gorodkin 2004
 * has it), times 100, as scikit-learn counts them. An answer that is none of the classes is of no class: wrong, and for
 * the Matthews correlation a class of its own, which no reference is of.
 */
import { labelOf } from './accuracy.ts';
import type { NotDefined } from './metric-id.ts';

const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);

/** Of one class: right answers, answers of it that are wrong, and references of it that were missed. */
export function f1({
  hits,
  falseAlarms,
  misses,
}: Readonly<Record<'hits' | 'falseAlarms' | 'misses', number>>): number | NotDefined {
  const all = 2 * hits + falseAlarms + misses;
  return all === 0 ? 'no-positives' : (200 * hits) / all;
}

/**
 * −100 … 100: 100 where every answer is right, 0 where answers do not depend on the reference.
 * @param pairs the class that is right and the one that was answered, by numbers
 */
export function matthews(pairs: readonly (readonly [number, number])[]): number | NotDefined {
  const truths = new Map<number, number>();
  const answers = new Map<number, number>();
  for (const [truth, answer] of pairs) {
    truths.set(truth, (truths.get(truth) ?? 0) + 1);
    answers.set(answer, (answers.get(answer) ?? 0) + 1);
  }
  if (truths.size < 2 || answers.size < 2) return 'one-class';
  const n = pairs.length;
  const right = pairs.filter(([truth, answer]) => truth === answer).length;
  const expected = sum(Array.from(truths, ([label, count]) => count * (answers.get(label) ?? 0)));
  const spread = (counts: Map<number, number>) =>
    n ** 2 - sum(Array.from(counts.values(), (count) => count ** 2));
  return (100 * (right * n - expected)) / Math.sqrt(spread(truths) * spread(answers));
}

/** Labels that stand for "it is so": where one of two labels is among them, it is the positive class. */
const AFFIRMATIVE = new Set([
  '1',
  'true',
  'yes',
  'y',
  'positive',
  'pos',
  'equivalent',
  'duplicate',
  'entailment',
  'acceptable',
  'spam',
  'relevant',
  '예',
  '네',
  'はい',
  '是',
  'да',
  'نعم',
]);

/**
 * The class that F1 is of where nobody names it: a label that affirms, if just one does; else the rarest, which is
 * what one looks for; of equally rare ones the last by code point.
 * @param references one for each example
 * @returns in lower case; empty without a reference
 */
export function positiveLabelOf(references: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const label of references.map(labelOf)) counts.set(label, (counts.get(label) ?? 0) + 1);
  const labels = [...counts.keys()].sort().reverse();
  const affirming = labels.filter((label) => AFFIRMATIVE.has(label));
  const [only] = affirming;
  if (only !== undefined && affirming.length === 1) return only;
  const rarest = Math.min(...counts.values());
  return labels.find((label) => counts.get(label) === rarest) ?? '';
}
