/** Takes singular values and leading directions in a worker of their own, so that training goes on meanwhile. */
import type { DeltaFigures } from '../core/delta-figures.ts';
import type { WorkerPort } from './client.ts';
import { runJob } from './job-worker.ts';
import { spectraEventSchema, type Matrices } from './spectra-protocol.ts';

const spawnSpectra = (): WorkerPort =>
  new Worker(new URL('./spectra.ts', import.meta.url), { type: 'module', name: 'rankscope-spectra' });

/**
 * The figures of each matrix, in their order.
 * @param hear hears after each matrix how many are done
 * @param signal ends the worker
 * @throws LabError `abandoned` where the signal is aborted, `file-fetch` where the worker's script does not come
 */
export function figuresApart(
  matrices: Matrices,
  { hear, signal }: { hear: (done: number) => void; signal: AbortSignal },
  spawn = spawnSpectra,
): Promise<DeltaFigures[]> {
  if (matrices.length === 0 && !signal.aborted) return Promise.resolve([]);
  const found: DeltaFigures[] = [];
  return runJob(matrices, {
    spawn,
    events: spectraEventSchema,
    signal,
    take({ figures }) {
      found.push(figures);
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
