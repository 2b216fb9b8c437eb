/** A task: pairs of prompt and completion, drawn from a seed. One task per file, listed in tasks.ts. */
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
  /** A prompt as the two texts that an encoder reads, where the completions are labels. */
  segments?: (prompt: string) => readonly [string, string];
  /** Of the page's dataset (`DatasetSummary`), by which it is known before it is made. */
  fingerprint: string;
  /** Most characters of prompt and completion together, for a context of 128 tokens; default no limit. */
  longest?: number;
  /**
   * Begins to draw from a seed; `generate` makes splits of what is drawn.
   * @returns what gives the next pair. The index counts from 0 in each split; it is asked for again where its prompt is taken or
   * the pair too long.
   */
  draw(seed: number): (index: number) => Pair;
}
