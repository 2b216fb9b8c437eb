/** The order of runs in a table. */
import type { MethodConfig } from '../../../core/methods/methods.ts';
import type { ShownRun } from '../../charts/index.ts';

const rankOf = (method: MethodConfig) => ('r' in method ? method.r : 0);

/** By rank; methods that have none come first. */
export const inTableOrder = (runs: readonly ShownRun[]): ShownRun[] =>
  runs.toSorted((a, b) => rankOf(a.record.config.method) - rankOf(b.record.config.method));
