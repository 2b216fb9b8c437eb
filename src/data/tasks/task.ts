/**
 * A task: pairs of prompt and completion in three splits, drawn from a seed. One task per file; listed here, it is on
 * offer everywhere.
 */
import { restaurant } from './restaurant.ts';

/** What the model is given, and what it should write. */
export interface Pair {
  prompt: string;
  completion: string;
}

export interface Splits {
  train: Pair[];
  validation: Pair[];
  test: Pair[];
}

export interface Task {
  /** As a RunConfig names it. */
  id: string;
  /** The task's data; the same seed gives the same pairs on every machine. No two splits share a prompt. */
  generate(seed: number): Splits;
}

/** The built-in tasks by id. */
export const TASKS: Readonly<Record<string, Task>> = { [restaurant.id]: restaurant };
