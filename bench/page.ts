/** The bench page: a worker per contestant, repetitions in turn, a report at the end. `tools` outside call `bench`. */
import {
  CONTESTANTS,
  type BenchBackend,
  type BenchCommand,
  type BenchEvent,
  type ContestantName,
  type Repetition,
} from './contestant.ts';
import {
  disagreement,
  ratiosOf,
  summarize,
  type Absent,
  type CaseReport,
  type Report,
  type Result,
} from './report.ts';
import { createWork, shapeOf, type CaseName } from './work.ts';

export interface BenchOptions {
  backend: BenchBackend;
  cases: CaseName[];
  /** Repetitions per contestant, and how long one should take at least, in ms. */
  repetitions: number;
  repetitionMs: number;
}

/** Asks a contestant's worker. @throws Error with the worker's own words */
function ask(worker: Worker, command: BenchCommand): Promise<BenchEvent> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<BenchEvent>) =>
      data.type === 'failed' ? reject(new Error(data.message)) : resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message || 'The worker did not start.'));
    worker.postMessage(command);
  });
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

interface Entry {
  worker: Worker;
  losses: number[];
  /** Steps per repetition. */
  steps: number;
  repetitions: Repetition[];
}

async function runCase(name: CaseName, options: BenchOptions): Promise<CaseReport> {
  const { backend, repetitions, repetitionMs } = options;
  const { training } = createWork(name).run;
  const config = { ...shapeOf(name), batch_size: training.batch_size };
  const absent = new Map<ContestantName, string>();
  const entries = new Map<ContestantName, Entry>();
  const repeat = async ({ worker }: Entry, steps: number): Promise<Repetition> => {
    const event = await ask(worker, { type: 'repeat', steps });
    if (event.type !== 'repeated') throw new Error(`A repetition was answered by ${event.type}.`);
    return event;
  };

  for (const contestant of CONTESTANTS) {
    const worker = new Worker(new URL('./contestant.worker.ts', import.meta.url), { type: 'module' });
    try {
      const event = await ask(worker, { type: 'open', contestant, backend, name });
      if (event.type !== 'opened') throw new Error(`Opening was answered by ${event.type}.`);
      const entry: Entry = { worker, losses: event.losses, steps: 1, repetitions: [] };
      const { ms } = await repeat(entry, 1);
      entry.steps = Math.max(1, Math.round(repetitionMs / ms));
      entries.set(contestant, entry);
      console.log(`${name} ${contestant}: losses ${event.losses.map((loss) => loss.toFixed(5)).join(' ')}`);
    } catch (error) {
      worker.terminate();
      absent.set(contestant, reasonOf(error));
      console.log(`${name} ${contestant}: ${reasonOf(error)}`);
    }
  }
  // In turn, so that whatever else slows the machine slows all.
  for (let i = 0; i < repetitions; i++)
    for (const entry of entries.values()) entry.repetitions.push(await repeat(entry, entry.steps));
  for (const { worker } of entries.values()) worker.terminate();

  const lab = entries.get('lab')?.losses ?? [];
  const resultOf = (contestant: ContestantName): Result | Absent => {
    const entry = entries.get(contestant);
    if (!entry) return { reason: absent.get(contestant) ?? 'It did not run.' };
    const wrong = disagreement(entry.losses, lab);
    return wrong === null
      ? summarize(entry.repetitions, config.batch_size * config.n_positions, backend)
      : { reason: wrong };
  };
  const results: CaseReport['results'] = {
    lab: resultOf('lab'),
    lab_eager: resultOf('lab_eager'),
    stock_tfjs: resultOf('stock_tfjs'),
    jax_js: resultOf('jax_js'),
  };
  return { name, config, results, ratios: ratiosOf(results) };
}

async function bench(options: BenchOptions): Promise<Report> {
  const adapter = options.backend === 'webgpu' ? await navigator.gpu.requestAdapter() : null;
  const { vendor = '', architecture = '', description = '', isFallbackAdapter = false } = adapter?.info ?? {};
  const software =
    isFallbackAdapter || /swiftshader|llvmpipe|software/i.test(`${architecture} ${description}`);
  const cases: CaseReport[] = [];
  for (const name of options.cases) cases.push(await runCase(name, options));
  return { device: { backend: options.backend, vendor, architecture, software }, cases };
}

declare global {
  var bench: (options: BenchOptions) => Promise<Report>;
}
globalThis.bench = bench;
