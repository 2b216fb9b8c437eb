/** The ids of the metrics by which texts are judged. Each metric is defined in a file of its own. */
export const METRIC_IDS = [
  'bleu',
  'bleu-lc',
  'rouge-1',
  'rouge-2',
  'rouge-l',
  'slot-error-rate',
  'exact-match',
  'accuracy',
  'f1',
  'matthews',
  'pearson',
  'spearman',
  'execution-accuracy',
] as const;
export type MetricId = (typeof METRIC_IDS)[number];

/** Why a metric has no value on a set of texts. */
export const NOT_DEFINED = [
  /** Matthews correlation: all references, or all answers, are of one class. */
  'one-class',
  /** F1: the positive class is neither among the references nor among the answers. */
  'no-positives',
  /** Correlations: all references, or all answers, are the same number. */
  'no-variance',
  /** Correlations: fewer than three numbers to correlate. */
  'too-few',
  /** Correlations: half of the answers or more are no number. */
  'unreadable',
] as const;
export type NotDefined = (typeof NOT_DEFINED)[number];
