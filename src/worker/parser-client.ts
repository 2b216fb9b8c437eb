/** Starts a parser on a job, hears it, and ends it: when the job is done, or at once when nobody wants it any more. */
import type { FileProgress } from '../core/file-progress.ts';
import { LabError } from '../core/lab-error.ts';
import type { WorkerPort } from './client.ts';
import { parserEventSchema, type Job, type ParserEvent } from './parser-protocol.ts';

/** Receives the progress of a file and can cancel its reading. */
export interface Listener {
  /** Hears how far the parser is, at most ten times a second; of a file that is read sooner than that nothing. */
  hear: (progress: FileProgress) => void;
  /** Ends the parser, whatever it is doing. */
  signal: AbortSignal;
}

/** Milliseconds between reports. */
const REPORT_MS = 100;

const spawnParser = (): WorkerPort =>
  new Worker(new URL('./parser.ts', import.meta.url), { type: 'module', name: 'rankscope-parser' });

/**
 * @param take takes in what was read, event by event, and gives the result when it is complete, null before
 * @throws LabError as the job fails; `abandoned` where the signal ends it, `file-fetch` where the parser's script does not come
 */
export function runParser<T extends object>(
  job: Job,
  { hear, signal }: Listener,
  take: (event: ParserEvent) => T | null,
  spawn = spawnParser,
): Promise<T> {
  if (signal.aborted) return Promise.reject(abandoned());
  return new Promise((resolve, reject) => {
    const parser = spawn();
    let isOver = false;
    let latest: FileProgress | null = null;
    const timer = setInterval(() => {
      if (latest) hear(latest);
      latest = null;
    }, REPORT_MS);
    const end = () => {
      isOver = true;
      clearInterval(timer);
      signal.removeEventListener('abort', onAbort);
      parser.terminate();
    };
    const fail = (error: LabError) => {
      end();
      reject(error);
    };
    const onAbort = () => fail(abandoned());
    signal.addEventListener('abort', onAbort);

    const receive = (message: unknown) => {
      const { data: event, error } = parserEventSchema.safeParse(message);
      if (!event) fail(new LabError('bad-message', `The parser sent an unknown event: ${error.message}`));
      else if (event.type === 'error') fail(new LabError(event.code, event.detail));
      else if (event.type === 'progress') latest = { stage: event.stage, amount: event.amount };
      else {
        const result = take(event);
        if (!result) return;
        end();
        resolve(result);
      }
    };
    parser.addEventListener('message', (event) => {
      if (!isOver && event instanceof MessageEvent) receive(event.data);
    });
    const onError = (event: Event) => {
      if (isOver) return;
      const isThrown = event instanceof ErrorEvent && event.message !== '';
      fail(
        isThrown
          ? new LabError('internal', event.message)
          : new LabError('file-fetch', 'The part of the page that reads files could not be loaded.'),
      );
    };
    parser.addEventListener('error', onError);
    parser.addEventListener('messageerror', onError);
    parser.postMessage(job);
  });
}

const abandoned = () => new LabError('abandoned', 'The reading of the file was cancelled.');
