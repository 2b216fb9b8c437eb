/** Takes singular values in a worker of their own, so that training goes on meanwhile. */
import { LabError } from '../core/lab-error.ts';
import { spectraEventSchema, type Matrices } from './spectra-protocol.ts';

const spawnSpectra = (): Worker =>
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
  const abandoned = () => new LabError('abandoned', 'The singular values were given up.');
  if (signal.aborted) return Promise.reject(abandoned());
  if (matrices.length === 0) return Promise.resolve([]);
  return new Promise((resolve, reject) => {
    const worker = spawn();
    const found: number[][] = [];
    const end = () => {
      signal.removeEventListener('abort', onAbort);
      worker.terminate();
    };
    const fail = (error: LabError) => {
      end();
      reject(error);
    };
    const onAbort = () => fail(abandoned());
    signal.addEventListener('abort', onAbort);
    worker.onmessage = ({ data }: MessageEvent<unknown>) => {
      const { data: event, error } = spectraEventSchema.safeParse(data);
      if (!event) fail(new LabError('bad-message', `The worker sent an unknown event: ${error.message}`));
      else if (event.type === 'error') fail(new LabError(event.code, event.detail));
      else {
        found.push(event.singularValues);
        hear(found.length);
        if (found.length < matrices.length) return;
        end();
        resolve(found);
      }
    };
    worker.onerror = () =>
      fail(
        new LabError('file-fetch', 'The part of the page that takes singular values could not be loaded.'),
      );
    worker.postMessage(matrices);
  });
}
