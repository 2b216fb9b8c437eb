/** Takes singular values in a worker of their own, so that training goes on meanwhile. */
import type { WorkerPort } from './client.ts';
import { runJob } from './job-worker.ts';
import { spectraEventSchema, type Matrices } from './spectra-protocol.ts';

const spawnSpectra = (): WorkerPort =>
  new Worker(new URL('./spectra.ts', import.meta.url), { type: 'module', name: 'rankscope-spectra' });

/**
 * The singular values of each matrix, largest first, in their order.
 * @param hear hears after each matrix how many are done
 * @param signal ends the worker
 * @throws LabError `abandoned` where the signal is aborted, `file-fetch` where the worker's script does not come
 */
export function singularValuesApart(
  matrices: Matrices,
  { hear, signal }: { hear: (done: number) => void; signal: AbortSignal },
  spawn = spawnSpectra,
): Promise<number[][]> {
  if (matrices.length === 0 && !signal.aborted) return Promise.resolve([]);
  const found: number[][] = [];
  return runJob(matrices, {
    spawn,
    events: spectraEventSchema,
    signal,
    take({ singularValues }) {
      found.push(singularValues);
      hear(found.length);
      return found.length < matrices.length ? null : found;
    },
    words: {
      name: 'The worker',
      absent: 'The part of the page that takes singular values could not be loaded.',
      abandoned: 'The singular values were given up.',
    },
  });
}
