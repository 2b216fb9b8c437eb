/**
 * What a person's data can be judged by: which metrics its references allow, which of them are proposed, and how its
 * texts are cut into tokens. Decided once for a data set, from all of its pairs.
 */
import { labelOf } from './accuracy.ts';
import { BLEU_ORDER } from './bleu.ts';
import { positiveLabelOf } from './classification.ts';
import { readNumber } from './correlation.ts';
import { METRIC_IDS, type MetricId } from './metric-id.ts';
import { parseMeaning } from './slot-error-rate.ts';
import { tokenizerOf, type Segmentation } from './tokenizer-id.ts';
import { segmentationOf, TOKENIZERS } from './tokenizers.ts';

/** How a data set is judged. */
export interface Judging {
  /** Those that can judge it; none for plain text. */
  offered: MetricId[];
  /** Those that do; the first counts most. */
  metrics: MetricId[];
  segmentation: Segmentation;
  /** The class that F1 is of, where F1 is offered. */
  positiveLabel?: string;
}

interface JudgedPair {
  readonly prompt: string;
  readonly completion: string;
  readonly table?: unknown;
}

/** Completions with more different ones than this are no labels. */
const MOST_LABELS = 20;
/** So often, on average, a label occurs at least. */
const LABEL_REPEATS = 2;
/** What answers that are classes are judged by. */
const CLASS_METRICS = ['accuracy', 'f1', 'matthews'] as const satisfies readonly MetricId[];
/** Numbers with fewer different ones than this are labels, not measures. */
const LEAST_NUMBERS = 3;
/** So many references, evenly spread, tell scripts and lengths. */
const LOOKED_AT = 2000;

function spread<T>(items: readonly T[]): T[] {
  const every = Math.ceil(items.length / LOOKED_AT);
  return items.filter((_, i) => i % every === 0);
}

/**
 * @param pairs all of the data set; those without a prompt are plain text and not judged
 * @param usual the metrics of the format that the data was recognised as
 * @param chosen the person's choice, which counts as far as it can judge the data
 * @param positiveLabel the class that F1 is of, where the format says so
 * @param areClasses true where the answers are an encoder's, which always are one of the labels
 */
export function judgingOf(
  pairs: readonly JudgedPair[],
  {
    usual = [],
    chosen = [],
    positiveLabel,
    areClasses = false,
  }: {
    usual?: readonly MetricId[] | undefined;
    chosen?: readonly MetricId[] | undefined;
    positiveLabel?: string | undefined;
    areClasses?: boolean;
  } = {},
): Judging {
  const judged = pairs.filter(({ prompt }) => prompt !== '');
  const references = judged.map(({ completion }) => completion);
  const sample = spread(references);
  const segmentation = segmentationOf(sample);
  const labels = new Set<string>();
  for (const text of references) if (labels.add(labelOf(text)).size > MOST_LABELS) break;
  const areLabels =
    areClasses || (labels.size <= MOST_LABELS && references.length >= LABEL_REPEATS * labels.size);

  /** Whether at least half of the references hold so many of the metric's tokens. */
  const hold = (metric: MetricId, tokens: number): boolean => {
    const tokenize = TOKENIZERS[tokenizerOf(metric, segmentation) ?? '13a'];
    return 2 * sample.filter((text) => tokenize(text).length >= tokens).length >= sample.length;
  };
  const areNumbers = () =>
    references.every((text) => Number.isFinite(readNumber(text))) &&
    new Set(references.map(readNumber)).size >= LEAST_NUMBERS;
  const canJudge: Record<MetricId, () => boolean> = {
    bleu: () => hold('bleu', BLEU_ORDER),
    'bleu-lc': () => sample.some((text) => text !== text.toLowerCase()) && hold('bleu-lc', BLEU_ORDER),
    'rouge-1': () => hold('rouge-1', 1),
    'rouge-2': () => hold('rouge-2', 2),
    'rouge-l': () => hold('rouge-l', 1),
    // Its rules are English.
    'slot-error-rate': () =>
      segmentation === 'ascii' &&
      [...new Set(judged.map(({ prompt }) => prompt))].every((prompt) => parseMeaning(prompt) !== null),
    'exact-match': () => true,
    accuracy: () => areLabels,
    f1: () => areLabels && labels.size === 2,
    matthews: () => areLabels && labels.size >= 2,
    pearson: areNumbers,
    spearman: areNumbers,
    'execution-accuracy': () => judged.every(({ table }) => table !== undefined),
  };
  const known = areClasses ? CLASS_METRICS : METRIC_IDS;
  const offered = judged.length === 0 ? [] : known.filter((metric) => canJudge[metric]());
  const fits = (metrics: readonly MetricId[]) => metrics.filter((metric) => offered.includes(metric));
  const [proposed = []] = [chosen, usual, ['accuracy'] as const, ['rouge-l', 'exact-match'] as const]
    .map(fits)
    .filter((metrics) => metrics.length > 0);
  return {
    offered,
    metrics: proposed,
    segmentation,
    ...(offered.includes('f1') && { positiveLabel: labelOf(positiveLabel ?? positiveLabelOf(references)) }),
  };
}
