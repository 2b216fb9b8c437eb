/**
 * The metrics by which a task is judged, all in one shape and all times 100. A metric takes a few numbers from each
 * example; the rows of a set give the set's value, and the rows of many draws from it the bootstrap interval.
 */
import { LabError } from '../lab-error.ts';
import { isRightLabel, labelOf } from './accuracy.ts';
import { BLEU_ORDER, bleuOf, bleuStatistics } from './bleu.ts';
import { f1, matthews, positiveLabelOf } from './classification.ts';
import { pearson, readNumber, spearman, type NumberPair } from './correlation.ts';
import { bootstrapInterval, bootstrapRng, columnSums, wilsonInterval, type Interval } from './intervals.ts';
import { isExactMatch } from './exact-match.ts';
import type { MetricId, NotDefined } from './metric-id.ts';
import { rouge, type RougeType } from './rouge.ts';
import { parseMeaning, slotErrors } from './slot-error-rate.ts';
import { tokenizerOf, type Segmentation } from './tokenizer-id.ts';
import { TOKENIZERS } from './tokenizers.ts';

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

/** What a metric must know of a set beside each example. */
interface Context {
  /** As the metric's tokenizer cuts a text. */
  tokenize: (text: string) => string[];
  /** The classes among the references. */
  labels: readonly string[];
  /** The class that F1 is of. */
  positive: string;
}

type Row = readonly number[];

export interface Metric {
  readonly id: MetricId;
  readonly higherIsBetter: boolean;
  /** What one example adds, a row as long as any other's. @throws if the metric cannot judge it */
  readonly statistics: (example: Example, context: Context) => number[];
  /** Times 100, from such rows; or why they have no value. */
  readonly value: (rows: readonly Row[]) => number | NotDefined;
  /** What an example's own value is; by default the metric's. */
  readonly exampleKind?: ExampleKind;
  /** Of one row, as `exampleKind` says; by default as for a set. Null where the example has none. */
  readonly exampleValue?: (row: Row) => number | null;
  /** The value is the share of right ones: a row is 100 or 0, and a 1 to count it by. */
  readonly isShare?: true;
}

/** The metric's value; 100 for right and 0 for wrong; or how far a number is off, in its own unit. */
export type ExampleKind = 'score' | 'right' | 'error';

export interface Evaluation {
  /** Times 100; null where the metric has no value on the set. */
  value: number | null;
  /** Why it has none. */
  notDefined?: NotDefined;
  /** Times 100; 95 %, over the choice of examples: Wilson's of a share, the bootstrap's else. Null where it has no spread. */
  interval: Interval | null;
  /** In the examples' order, of the metric's `exampleKind`. Their mean is the value only where a metric is a mean. */
  perExample: (number | null)[];
}

/** Rows of a metric that is a mean: a value, in percent already, and a 1 to count it by. */
function mean(rows: readonly Row[]): number {
  const [sum = 0, count = 0] = columnSums(rows);
  return sum / count;
}
const hit = (right: boolean): number[] => [right ? 100 : 0, 1];

const rougeMetric = (id: RougeType): Metric => ({
  id,
  higherIsBetter: true,
  // A text that equals a reference too short to hold a pair of words, or a word, is right; rouge-score gives it 0.
  statistics: ({ prediction, references }, { tokenize }) => [
    isExactMatch(prediction, references) ? 100 : rouge(id, prediction, references, tokenize).fMeasure,
    1,
  ],
  value: mean,
});

/** @param written how a text is written before it is judged */
const bleuMetric = (id: 'bleu' | 'bleu-lc', written: (text: string) => string): Metric => ({
  id,
  higherIsBetter: true,
  statistics: ({ prediction, references }, { tokenize }) => {
    const texts = references.map(written);
    const isLong = texts.every((text) => tokenize(text).length >= BLEU_ORDER);
    return [isLong ? 1 : 0, ...bleuStatistics(written(prediction), texts, tokenize)];
  },
  // sacreBLEU gives 0 to texts that hold no 4-gram; where each prompt has a reference that holds none, 0 says nothing.
  value: (rows) => {
    const [long = 0, ...sums] = columnSums(rows);
    return bleuOf(sums, long === 0).score;
  },
  exampleValue: ([, ...sums]) => bleuOf(sums, true).score,
});

/** @param correlation of wanted and written numbers */
const correlationMetric = (
  id: 'pearson' | 'spearman',
  correlation: (pairs: readonly NumberPair[]) => number | NotDefined,
): Metric => ({
  id,
  higherIsBetter: true,
  exampleKind: 'error',
  statistics: ({ prediction, references: [wanted = ''] }) => [readNumber(wanted), readNumber(prediction)],
  value: (rows) => correlation(rows.map(([wanted = NaN, written = NaN]) => [wanted, written])),
  exampleValue: ([wanted = NaN, written = NaN]) =>
    Number.isFinite(wanted - written) ? Math.abs(wanted - written) : null,
});

export const METRICS: Readonly<Record<MetricId, Metric>> = {
  bleu: bleuMetric('bleu', (text) => text),
  'bleu-lc': bleuMetric('bleu-lc', (text) => text.toLowerCase()),
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
    value: (rows) => {
      const [missing = 0, wrong = 0, added = 0, slots = 0] = columnSums(rows);
      return (100 * (missing + wrong + added)) / slots;
    },
  },
  'exact-match': {
    id: 'exact-match',
    higherIsBetter: true,
    isShare: true,
    exampleKind: 'right',
    statistics: ({ prediction, references }) => hit(isExactMatch(prediction, references)),
    value: mean,
  },
  'execution-accuracy': {
    id: 'execution-accuracy',
    higherIsBetter: true,
    isShare: true,
    exampleKind: 'right',
    statistics: ({ executes = false }) => hit(executes),
    value: mean,
  },
  accuracy: {
    id: 'accuracy',
    higherIsBetter: true,
    isShare: true,
    exampleKind: 'right',
    statistics: (example) => hit(isRightLabel(example)),
    value: mean,
  },
  f1: {
    id: 'f1',
    higherIsBetter: true,
    exampleKind: 'right',
    statistics: (example, { positive }) => {
      const right = isRightLabel(example);
      const isWanted = labelOf(example.references[0] ?? '') === positive;
      const isAnswered = labelOf(example.prediction) === positive;
      return [isWanted && isAnswered, isAnswered && !isWanted, isWanted && !isAnswered, right].map(Number);
    },
    value: (rows) => {
      const [hits = 0, falseAlarms = 0, misses = 0] = columnSums(rows);
      return f1({ hits, falseAlarms, misses });
    },
    exampleValue: ([, , , right = 0]) => 100 * right,
  },
  matthews: {
    id: 'matthews',
    higherIsBetter: true,
    exampleKind: 'right',
    // An answer that is no label is at -1: one class of all that is none.
    statistics: ({ prediction, references }, { labels }) => [
      labels.indexOf(labelOf(references[0] ?? '')),
      labels.indexOf(labelOf(prediction)),
    ],
    value: (rows) => matthews(rows.map(([truth = -1, answer = -1]) => [truth, answer])),
    exampleValue: ([truth, answer]) => (truth === answer ? 100 : 0),
  },
  pearson: correlationMetric('pearson', pearson),
  spearman: correlationMetric('spearman', spearman),
};

export interface EvaluateOptions {
  /** How the data set's texts are cut into tokens; default as English. */
  segmentation?: Segmentation | undefined;
  /** The class that F1 is of; default as `positiveLabelOf` finds it among the references. */
  positiveLabel?: string | undefined;
  /** Of the bootstrap, default 0. */
  seed?: number;
}

const defined = (value: number | NotDefined) => (typeof value === 'number' ? value : null);

/** What each example adds. @throws as `evaluate` */
function rowsOf(
  id: MetricId,
  examples: readonly Example[],
  { segmentation = 'ascii', positiveLabel }: EvaluateOptions,
): Row[] {
  if (examples.length === 0) throw new RangeError('A metric needs at least one example');
  const truths = examples.map(({ references: [truth = ''] }) => truth);
  const context: Context = {
    tokenize: TOKENIZERS[tokenizerOf(id, segmentation) ?? '13a'],
    labels: [...new Set(truths.map(labelOf))],
    positive: labelOf(positiveLabel ?? positiveLabelOf(truths)),
  };
  return examples.map((example) => METRICS[id].statistics(example, context));
}

/**
 * Judges a whole set.
 * @throws RangeError without an example, or without a reference where the metric needs one;
 *   LabError 'data-format' where the slot error rate meets a prompt that is no meaning representation
 */
export function evaluate(
  id: MetricId,
  examples: readonly Example[],
  options: EvaluateOptions = {},
): Evaluation {
  const { value: valueOf, exampleValue, isShare } = METRICS[id];
  const rows = rowsOf(id, examples, options);
  const value = valueOf(rows);
  return {
    value: defined(value),
    ...(typeof value !== 'number' && { notDefined: value }),
    interval: isShare
      ? wilsonInterval(rows.filter(([right = 0]) => right > 0).length, rows.length)
      : bootstrapInterval(rows, (drawn) => defined(valueOf(drawn)), { rng: bootstrapRng(options.seed ?? 0) }),
    perExample: rows.map((row) => (exampleValue ? exampleValue(row) : defined(valueOf([row])))),
  };
}

/**
 * What each example contributes to the set's value θ, by the jackknife (Tukey 1958): n·θ less n − 1 times the value without the
 * example. Of a metric that is a mean these are the examples' own values. Of BLEU and others, which have a value of the set
 * alone, they are numbers whose mean is that value but for a small bias, and whose spread tells how it varies with the examples.
 * @returns times 100, in the examples' order; null where the set, or the set without some example, has no value
 * @throws as `evaluate`
 */
export function contributions(
  id: MetricId,
  examples: readonly Example[],
  options: EvaluateOptions = {},
): number[] | null {
  const rows = rowsOf(id, examples, options);
  const n = rows.length;
  const valueOf = (some: readonly Row[]) => defined(METRICS[id].value(some)) ?? NaN;
  const whole = valueOf(rows);
  const found = rows.map((_, i) => n * whole - (n - 1) * valueOf(rows.filter((_, j) => j !== i)));
  return n > 1 && found.every(Number.isFinite) ? found : null;
}
