/** Long work that is done piece by piece, with other work between the pieces. */
import { LabError } from '../core/lab-error.ts';

/** Milliseconds for which work may go on before it lets messages in: letting them in costs as much as a small kernel. */
const BREATH_MS = 4;
let letInAt = -Infinity;

/** Lets queued messages in, without the 4 ms that a timer costs, where that was not done in the last few milliseconds. */
export async function nextTask(): Promise<void> {
  if (performance.now() - letInAt < BREATH_MS) return;
  await new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
  letInAt = performance.now();
}

const gone = () => new LabError('no-run', 'The run or the model went away before the answer was ready.');

/**
 * Pulls all pieces of some work and gives its result.
 * @param held whether the work is still wanted and what it needs still there
 * @param lost what is thrown once it is not
 * @param hear hears every piece
 * @param free frees a result that came when it was not wanted any more
 */
export async function finishWork<P, T>(
  pieces: Generator<P, T> | AsyncGenerator<P, T>,
  held: () => boolean,
  lost: () => LabError = gone,
  hear: (piece: P) => void = () => undefined,
  free: (result: T) => void = () => undefined,
): Promise<T> {
  for (;;) {
    let piece: IteratorResult<P, T>;
    try {
      piece = await (held() ? pieces.next() : pieces.throw(lost()));
    } catch (error) {
      // What went away in the middle of a piece breaks it in some way or other.
      throw held() ? error : lost();
    }
    if (piece.done) {
      if (held()) return piece.value;
      free(piece.value);
      throw lost();
    }
    hear(piece.value);
    await nextTask();
  }
}
