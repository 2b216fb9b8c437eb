/** Waiting for a GPU. */

/** Milliseconds between empty submissions. */
const NUDGE_MS = 1;

/**
 * Waits for a promise of a GPU. Firefox looks only about every 100 ms whether the GPU is done (Mozilla's bug 1870699), and at every submission:
 * there empty ones are submitted until the promise is kept.
 * @param agent of the browser; of this one if absent
 */
export async function fromGpu<T>(
  queue: GPUQueue,
  promise: Promise<T>,
  agent: string = navigator.userAgent,
): Promise<T> {
  if (!agent.includes('Firefox/')) return promise;
  const nudges = setInterval(() => queue.submit([]), NUDGE_MS);
  return promise.finally(() => clearInterval(nudges));
}

/** Resolves when the GPU has done all that was submitted so far. */
export const whenDone = (queue: GPUQueue): Promise<undefined> => fromGpu(queue, queue.onSubmittedWorkDone());
