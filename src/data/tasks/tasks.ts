/** The built-in tasks. What is listed here is on offer everywhere. */
import { nli } from './nli.ts';
import { restaurant } from './restaurant.ts';
import { sql } from './sql.ts';
import { summary } from './summary.ts';
import type { Task } from './task.ts';

/** By id. */
export const TASKS: Readonly<Record<string, Task>> = Object.fromEntries(
  [restaurant, sql, summary, nli].map((task) => [task.id, task]),
);
