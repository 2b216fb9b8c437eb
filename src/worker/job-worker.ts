/** A worker that does one job and is ended: when the job is done, or at once when nobody wants it any more. */
import type { z } from 'zod';
import { LabError } from '../core/lab-error.ts';
import type { WorkerPort } from './client.ts';
import type { Failure } from './failure.ts';

export interface JobOptions<E extends { type: string }, T extends object> {
  spawn: () => WorkerPort;
  /** What the worker says. */
  events: z.ZodType<E | Failure>;
  /** Takes in what it says, event by event, and gives the result when that is complete, null before. */
  take: (event: E) => T | null;
  /** Ends the worker, whatever it is doing. */
  signal: AbortSignal;
  /** What the worker is called, and what is said where its script does not come or the signal ends it. */
  words: { name: string; absent: string; abandoned: string };
}

const isError = (event: { type: string }): event is Failure => event.type === 'error';

/** @throws LabError as the job fails; `abandoned` where the signal ends it, `file-fetch` where the worker's script does not come */
export function runJob<E extends { type: string }, T extends object>(
  job: unknown,
  { spawn, events, take, signal, words }: JobOptions<E, T>,
): Promise<T> {
  const abandoned = () => new LabError('abandoned', words.abandoned);
  if (signal.aborted) return Promise.reject(abandoned());
  return new Promise((resolve, reject) => {
    const worker = spawn();
    let isOver = false;
    const end = () => {
      isOver = true;
      signal.removeEventListener('abort', onAbort);
      worker.terminate();
    };
    const fail = (error: LabError) => {
      end();
      reject(error);
    };
    const onAbort = () => fail(abandoned());
    signal.addEventListener('abort', onAbort);

    const receive = (message: unknown) => {
      const { success, data: event, error } = events.safeParse(message);
      if (!success)
        fail(new LabError('bad-message', `${words.name} sent an unknown event: ${error.message}`));
      else if (isError(event)) fail(new LabError(event.code, event.detail));
      else {
        const result = take(event);
        if (!result) return;
        end();
        resolve(result);
      }
    };
    worker.addEventListener('message', (event) => {
      if (!isOver && event instanceof MessageEvent) receive(event.data);
    });
    const onError = (event: Event) => {
      if (isOver) return;
      const isThrown = event instanceof ErrorEvent && event.message !== '';
      fail(isThrown ? new LabError('internal', event.message) : new LabError('file-fetch', words.absent));
    };
    worker.addEventListener('error', onError);
    worker.addEventListener('messageerror', onError);
    worker.postMessage(job);
  });
}
