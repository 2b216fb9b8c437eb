/**
 * The metrics by which a task is judged, all in one shape and all in percent. A metric takes a few numbers from each
 * example, whose sums over a set give the set's value; so one pass serves value and bootstrap interval alike.
 */
import { LabError } from '../lab-error.ts';
import { isRightLabel } from './accuracy.ts';
import { bleuOf, bleuStatistics } from './bleu.ts';
import { bootstrapInterval, columnSums, wilsonInterval, type Interval } from './intervals.ts';
import { isExactMatch } from './exact-match.ts';
import type { MetricId } from './metric-id.ts';
import { rouge, type RougeType } from './rouge.ts';
import { parseMeaning, slotErrors } from './slot-error-rate.ts';

/** What a model made of a prompt, and what people did: one reference or more. */
export interface Example {
  readonly prompt: string;
  readonly prediction: string;
  readonly references: readonly string[];
  /**
   * Whether the prediction, a query, gives what the references' queries give: found by whoever can run it. False or
   * absent counts as wrong.
   */
  readonly executes?: boolean;
}

export interface Metric {
  readonly id: MetricId;
  readonly higherIsBetter: boolean;
  /** What one example adds, a row as long as any other's. @throws if the metric cannot judge it */
  readonly statistics: (example: Example) => number[];
  /** Percent, from sums of such rows. */
  readonly value: (sums: readonly number[]) => number;
  /** Percent, from one such row; by default as for a set. */
  readonly exampleValue?: (statistics: readonly number[]) => number;
  /** Each example is right or wrong: its row is 100 or 0, and a 1 to count it by. */
  readonly isRightOrWrong?: true;
}

export interface Evaluation {
  /** Percent. */
  value: number;
  /** Percent; 95 %, over the choice of examples: Wilson's for right or wrong, the bootstrap's else. Null where it has no spread. */
  interval: Interval | null;
  /** Percent, in the examples' order. Their mean is the value only where a metric is a mean. */
  perExample: number[];
}

/** Rows of a metric that is a mean: a value, in percent already, and a 1 to count it by. */
const mean = ([sum = 0, count = 0]: readonly number[]): number => sum / count;
const hit = (right: boolean): number[] => [right ? 100 : 0, 1];

const rougeMetric = (id: RougeType): Metric => ({
  id,
  higherIsBetter: true,
  statistics: ({ prediction, references }) => [rouge(id, prediction, references).fMeasure, 1],
  value: mean,
});

export const METRICS: Readonly<Record<MetricId, Metric>> = {
  bleu: {
    id: 'bleu',
    higherIsBetter: true,
    statistics: ({ prediction, references }) => bleuStatistics(prediction, references),
    value: (sums) => bleuOf(sums).score,
    exampleValue: (statistics) => bleuOf(statistics, true).score,
  },
  'rouge-1': rougeMetric('rouge-1'),
  'rouge-2': rougeMetric('rouge-2'),
  'rouge-l': rougeMetric('rouge-l'),
  'slot-error-rate': {
    id: 'slot-error-rate',
    higherIsBetter: false,
    statistics: ({ prompt, prediction }) => {
      const meaning = parseMeaning(prompt);
      if (!meaning)
        throw new LabError(
          'data-format',
          `The slot error rate needs prompts like "name[The Mill], food[French]", not "${prompt}"`,
        );
      const { missing, wrong, added } = slotErrors(meaning, prediction);
      return [missing.length, wrong.length, added.length, meaning.size];
    },
    // Above 100 if a text adds more than it was asked for.
    value: ([missing = 0, wrong = 0, added = 0, slots = 0]) => (100 * (missing + wrong + added)) / slots,
  },
  'exact-match': {
    id: 'exact-match',
    higherIsBetter: true,
    isRightOrWrong: true,
    statistics: ({ prediction, references }) => hit(isExactMatch(prediction, references)),
    value: mean,
  },
  'execution-accuracy': {
    id: 'execution-accuracy',
    higherIsBetter: true,
    isRightOrWrong: true,
    statistics: ({ executes = false }) => hit(executes),
    value: mean,
  },
  accuracy: {
    id: 'accuracy',
    higherIsBetter: true,
    isRightOrWrong: true,
    statistics: (example) => hit(isRightLabel(example)),
    value: mean,
  },
};

/**
 * Judges a whole set.
 * @param seed of the bootstrap, default 0
 * @throws RangeError without an example, or without a reference where the metric needs one;
 *   LabError 'data-format' where the slot error rate meets a prompt that is no meaning representation
 */
export function evaluate(id: MetricId, examples: readonly Example[], seed = 0): Evaluation {
  if (examples.length === 0) throw new RangeError('A metric needs at least one example');
  const { statistics, value, exampleValue = value, isRightOrWrong } = METRICS[id];
  const rows = examples.map(statistics);
  const sums = columnSums(rows);
  const n = rows.length;
  return {
    value: value(sums),
    interval: isRightOrWrong
      ? wilsonInterval(rows.filter(([right = 0]) => right > 0).length, n)
      : bootstrapInterval(rows, value, { seed }),
    perExample: rows.map(exampleValue),
  };
}
