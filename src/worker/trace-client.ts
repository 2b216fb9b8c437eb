/** Takes traced training steps in a worker of their own, so that whatever else trains or is loaded stays as it is. */
import type { StepTrace } from '../core/step-trace.ts';
import type { WorkerPort } from './client.ts';
import { runJob } from './job-worker.ts';
import { traceEventSchema, type Traced, type TraceJob } from './trace-protocol.ts';

const spawnTrace = (): WorkerPort =>
  new Worker(new URL('./trace.ts', import.meta.url), { type: 'module', name: 'rankscope-trace' });

/**
 * The first steps of a run, seen from one matrix.
 * @param signal ends the worker
 * @throws LabError `abandoned` where the signal is aborted, `file-fetch` where the worker's script or the base model does not come
 */
export async function traceApart(job: TraceJob, signal: AbortSignal, spawn = spawnTrace): Promise<StepTrace> {
  const { trace } = await runJob<Traced, Traced>(job, {
    spawn,
    events: traceEventSchema,
    signal,
    take: (event) => event,
    words: {
      name: 'The worker',
      absent: 'The part of the page that takes single steps could not be loaded.',
      abandoned: 'The steps were given up.',
    },
  });
  return trace;
}
