/** The ids of the metrics by which texts are judged. What each computes is its own file's business. */
export const METRIC_IDS = [
  'bleu',
  'rouge-1',
  'rouge-2',
  'rouge-l',
  'slot-error-rate',
  'exact-match',
  'accuracy',
  'execution-accuracy',
] as const;
export type MetricId = (typeof METRIC_IDS)[number];
