/** One session: every contestant at home in a realm of its own, repetitions in turn, a report at the end. */
import {
  CONTESTANTS,
  type BenchBackend,
  type BenchCommand,
  type BenchEvent,
  type ContestantName,
  type Repetition,
} from './contestant.ts';
import { createRng } from '../src/core/rng.ts';
import { isSoftware } from '../src/engine/backend/webgpu.ts';
import type { Ceilings } from './ceilings.ts';
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
  /** Whether to measure what the device can do at most. */
  ceilings: boolean;
  /** Whether to train four ranks side by side too, at each case. */
  race: boolean;
}

/** A contestant's realm: a worker in the browser, a process in Node. */
export interface Home {
  /** @throws Error with the contestant's own words */
  ask(command: BenchCommand): Promise<BenchEvent>;
  close(): void;
}

/** Asks a realm that is opened for this alone. */
async function once(open: () => Home, command: BenchCommand): Promise<BenchEvent> {
  const home = open();
  try {
    return await home.ask(command);
  } finally {
    home.close();
  }
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

interface Entry {
  home: Home;
  losses: number[];
  /** Steps per repetition. */
  steps: number;
  repetitions: Repetition[];
}

async function runCase(name: CaseName, options: BenchOptions, open: () => Home): Promise<CaseReport> {
  const { backend, repetitions, repetitionMs } = options;
  const { training } = createWork(name).run;
  const config = { ...shapeOf(name), batch_size: training.batch_size };
  const absent = new Map<ContestantName, string>();
  const entries = new Map<ContestantName, Entry>();
  const repeat = async ({ home }: Entry, steps: number): Promise<Repetition> => {
    const event = await home.ask({ type: 'repeat', steps });
    if (event.type !== 'repeated') throw new Error(`A repetition was answered by ${event.type}.`);
    return event;
  };

  for (const contestant of CONTESTANTS) {
    const home = open();
    try {
      const event = await home.ask({ type: 'open', contestant, backend, name });
      if (event.type !== 'opened') throw new Error(`Opening was answered by ${event.type}.`);
      const entry: Entry = { home, losses: event.losses, steps: 1, repetitions: [] };
      const { ms } = await repeat(entry, 1);
      entry.steps = Math.max(1, Math.round(repetitionMs / ms));
      entries.set(contestant, entry);
      console.log(`${name} ${contestant}: losses ${event.losses.map((loss) => loss.toFixed(5)).join(' ')}`);
    } catch (error) {
      home.close();
      absent.set(contestant, reasonOf(error));
      console.log(`${name} ${contestant}: ${reasonOf(error)}`);
    }
  }
  // In turn, so that whatever else slows the machine slows all; in another order each time, so that none always comes
  // after the same other.
  const rng = createRng(1, 'bench/turns');
  for (let i = 0; i < repetitions; i++)
    for (const entry of rng.shuffle([...entries.values()]))
      entry.repetitions.push(await repeat(entry, entry.steps));
  for (const { home } of entries.values()) home.close();

  const lab = entries.get('lab')?.losses ?? [];
  const resultOf = (contestant: ContestantName): Result | Absent => {
    const entry = entries.get(contestant);
    if (!entry) return { reason: absent.get(contestant) ?? 'It did not run.' };
    const wrong = disagreement(entry.losses, lab);
    return wrong === null ? summarize(entry.repetitions, config, backend) : { reason: wrong };
  };
  const results: CaseReport['results'] = {
    lab: resultOf('lab'),
    lab_eager: resultOf('lab_eager'),
    stock_tfjs: resultOf('stock_tfjs'),
    jax_js: resultOf('jax_js'),
  };
  const report = { name, config, results, ratios: ratiosOf(results) };
  if (!options.race) return report;
  const event = await once(open, { type: 'measure-race', name });
  return event.type === 'race' ? { ...report, race: event.race } : report;
}

/**
 * @param open makes a contestant's realm
 * @param adapter WebGPU's, or null on other backends
 */
export async function runBench(
  options: BenchOptions,
  open: () => Home,
  adapter: GPUAdapter | null,
): Promise<Report> {
  const { vendor = '', architecture = '', description = '' } = adapter?.info ?? {};
  const software = adapter !== null && isSoftware(adapter.info);
  let ceilings: Ceilings | null = null;
  if (options.ceilings) {
    const event = await once(open, { type: 'measure-ceilings' });
    if (event.type === 'ceilings') ({ ceilings } = event);
  }
  const cases: CaseReport[] = [];
  for (const name of options.cases) cases.push(await runCase(name, options, open));
  return {
    device: { backend: options.backend, vendor, architecture, description, software },
    ...(ceilings && { ceilings }),
    cases,
  };
}
