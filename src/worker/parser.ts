/** A parser's entry: reads what it is given, and says how far it is. */
import '../core/no-eval.ts';
import type { FileProgress, Tell } from '../core/file-progress.ts';
import { readOwn } from '../data/import.ts';
import { importPeftAdapter } from '../formats/peft/import.ts';
import type { PeftAdapter } from '../formats/peft/read.ts';
import { lacksStart, startFactors } from '../formats/peft/start-factors.ts';
import { readBlob } from '../formats/read-blob.ts';
import { readRunsBlob } from '../formats/run-file.ts';
import { readBase } from './base-weights.ts';
import { toldError } from './error-event.ts';
import { postData } from './parsed-data.ts';
import { postRuns } from './parsed-runs.ts';
import { jobSchema, type Job, type ParserEvent } from './parser-protocol.ts';

/** Milliseconds between reports of one stage. */
const REPORT_MS = 50;

const post = (event: ParserEvent) => self.postMessage(event);

function createTell(): Tell {
  let current: FileProgress['stage'] | null = null;
  let toldAt = 0;
  return (stage, done, total) => {
    const now = performance.now();
    if (stage === current && now - toldAt < REPORT_MS) return;
    current = stage;
    toldAt = now;
    const amount = done === undefined || total === undefined ? null : { done, total };
    post({ type: 'progress', stage, amount });
  };
}

/** With A0 and B0, where the files lack them. */
async function withStart(
  adapter: PeftAdapter,
  { model: { name, weights }, baseUrl, folder }: Extract<Job, { type: 'readAdapter' }>,
): Promise<PeftAdapter> {
  const { method, tensors } = adapter;
  if (!lacksStart(method)) return adapter;
  const base = await readBase(
    { model: name, weights, baseUrl, folder },
    `The folder of "${name}" has other weights by now than are loaded.`,
  );
  return { ...adapter, tensors: { ...tensors, ...startFactors(method, base) } };
}

async function carryOut(job: Job): Promise<void> {
  const tell = createTell();
  if (job.type === 'readData') postData(await readOwn(job.own, tell), post);
  else if (job.type === 'readRuns') postRuns(await readRunsBlob(job.file.name, job.file.bytes, tell), post);
  else {
    const files = await Promise.all(
      job.files.map(async ({ name, bytes }) => ({ name, bytes: await readBlob(name, bytes, tell) })),
    );
    const adapter = importPeftAdapter(files, job.model);
    post({ type: 'adapter', adapter: await withStart(adapter, job) });
  }
}

self.onmessage = async ({ data }: MessageEvent<unknown>) => {
  try {
    await carryOut(jobSchema.parse(data));
  } catch (error) {
    post(toldError(error));
  }
};
