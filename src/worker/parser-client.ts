/** Starts a parser on a job, hears it, and ends it: when the job is done, or at once when nobody wants it any more. */
import type { FileProgress } from '../core/file-progress.ts';
import type { WorkerPort } from './client.ts';
import { runJob } from './job-worker.ts';
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
  let latest: FileProgress | null = null;
  const timer = setInterval(() => {
    if (latest) hear(latest);
    latest = null;
  }, REPORT_MS);
  return runJob(job, {
    spawn,
    events: parserEventSchema,
    signal,
    take(event) {
      if (event.type !== 'progress') return take(event);
      latest = { stage: event.stage, amount: event.amount };
      return null;
    },
    words: {
      name: 'The parser',
      absent: 'The part of the page that reads files could not be loaded.',
      abandoned: 'The reading of the file was cancelled.',
    },
  }).finally(() => clearInterval(timer));
}
