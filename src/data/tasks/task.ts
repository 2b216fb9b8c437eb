/** A task: pairs of prompt and completion in three splits, drawn from a seed. One task per file, listed in tasks.ts. */
import type { MetricId } from '../../core/metrics/metric-id.ts';
import type { SqlTable } from '../../core/sql-table.ts';

/** What the model is given, and what it should write. */
export interface Pair {
  prompt: string;
  completion: string;
  /** What the completion queries, where it is a query. The prompt tells its columns, never its rows. */
  table?: SqlTable;
}

export interface Splits {
  train: Pair[];
  validation: Pair[];
  test: Pair[];
}

/** Pairs in each split. */
export type Sizes = Readonly<Record<keyof Splits, number>>;

export interface Task {
  /** As a RunConfig names it. */
  id: string;
  /** What its texts are judged by; the first counts most. */
  metrics: readonly [MetricId, ...MetricId[]];
  /** Every completion there is, each as frequent as the others, where the task is to choose among them. */
  labels?: readonly string[];
  /**
   * The task's data; the same seed gives the same pairs on every machine. No two splits share a prompt.
   * @param sizes how many pairs; default all. Fewer training pairs are the first of those that all of them are.
   */
  generate(seed: number, sizes?: Sizes): Splits;
}
