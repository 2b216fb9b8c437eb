/** Combines adapters in a worker of their own. */
import type { WorkerPort } from './client.ts';
import { combinationEventSchema, type Combination, type CombinedAdapter } from './combination-protocol.ts';
import { runJob } from './job-worker.ts';

const spawnCombination = (): WorkerPort =>
  new Worker(new URL('./combination.ts', import.meta.url), { type: 'module', name: 'rankscope-combination' });

/**
 * The weighted sum of adapters as one.
 * @param signal ends the worker
 * @throws LabError `bad-adapter` where it has a higher rank than LoRA can have here, `abandoned` where the signal is aborted,
 * `file-fetch` where the worker's script does not come
 */
export const combineApart = (
  combination: Combination,
  signal: AbortSignal,
  spawn = spawnCombination,
): Promise<CombinedAdapter> =>
  runJob<CombinedAdapter, CombinedAdapter>(combination, {
    spawn,
    events: combinationEventSchema,
    signal,
    take: (event) => event,
    words: {
      name: 'The worker',
      absent: 'The part of the page that combines adapters could not be loaded.',
      abandoned: 'The combination was given up.',
    },
  });
