/** The metrics that a task can be judged by. Names only; what each computes stands in files of its own. */
export type MetricId =
  | 'bleu'
  | 'rouge-1'
  | 'rouge-2'
  | 'rouge-l'
  | 'slot-error-rate'
  | 'exact-match'
  | 'execution-accuracy'
  | 'accuracy';
