/** One session: every contestant at home in a realm of its own, repetitions in turn, a report at the end. */
import { messageOf } from '../src/core/lab-error.ts';
import {
  METHODS,
  PEERS,
  PYTORCH,
  WEIGHTS,
  type BenchBackend,
  type BenchCommand,
  type BenchEvent,
  type Entrant,
  type Repetition,
} from './contestant.ts';
import { METHOD_IDS, type MethodId } from '../src/core/methods/methods.ts';
import { countTrainable } from '../src/core/params.ts';
import { createRng } from '../src/core/rng.ts';
import { isSoftware } from '../src/engine/backend/adapter.ts';
import type { Ceilings } from './ceilings.ts';
import { disagreement, ratiosOf, summarize, type Contest, type Outcome, type Report } from './report.ts';
import { createWork, shapeOf, type CaseName } from './work.ts';

export interface BenchOptions {
  backend: BenchBackend;
  cases: CaseName[];
  /** Repetitions per contestant, and how long one should take at least, in ms. */
  repetitions: number;
  repetitionMs: number;
  /** Whether to measure what the device can do at most. */
  ceilings: boolean;
  /** Whether the lab trains four ranks side by side instead, at each case. */
  race: boolean;
  /** Whether to measure how fast texts are written instead, at each case. */
  writing: boolean;
  /** Whether the methods of the lab compete, in place of LoRA's peers. */
  methods: boolean;
  /** Whether PyTorch competes, in place of LoRA's other peers. */
  pytorch: boolean;
  /** Whether the lab on rounded base weights competes, in place of LoRA's peers. */
  weights: boolean;
}

/** A contestant's realm: a worker in the browser, a process in Node or of Python. */
export interface Home {
  /** @throws Error with the contestant's own words */
  ask(command: BenchCommand): Promise<BenchEvent>;
  close(): void;
}

/** Makes realms. */
export interface Homes {
  open(): Home;
  openPytorch(): Home;
}

/** Asks a realm that is opened for this alone. */
async function once(homes: Homes, command: BenchCommand): Promise<BenchEvent> {
  const home = homes.open();
  try {
    return await home.ask(command);
  } finally {
    home.close();
  }
}

const configOf = (name: CaseName) => ({
  ...shapeOf(name),
  batch_size: createWork(name).run.training.batch_size,
});

interface Entry {
  home: Home;
  losses: number[];
  /** Steps per repetition. */
  steps: number;
  repetitions: Repetition[];
}

/** Lets entrants take turns at a case. @returns what came of each, in their order */
async function takeTurns(
  entrants: readonly Entrant[],
  name: CaseName,
  { backend, repetitions, repetitionMs }: BenchOptions,
  homes: Homes,
): Promise<Outcome[]> {
  const config = configOf(name);
  const absent = new Map<Entrant, string>();
  const entries = new Map<Entrant, Entry>();
  const repeat = async ({ home }: Entry, steps: number): Promise<Repetition> => {
    const event = await home.ask({ type: 'repeat', steps });
    if (event.type !== 'repeated') throw new Error(`A repetition was answered by ${event.type}.`);
    return event;
  };

  for (const entrant of entrants) {
    const title = `${name} ${entrant.method} ${entrant.contestant}`;
    const isPytorch = entrant.contestant === 'pytorch';
    const home = isPytorch ? homes.openPytorch() : homes.open();
    try {
      const event = await home.ask({ type: 'open', ...entrant, backend, name });
      if (event.type !== 'opened') throw new Error(`Opening was answered by ${event.type}.`);
      const entry: Entry = { home, losses: event.losses, steps: 1, repetitions: [] };
      const { ms } = await repeat(entry, 1);
      entry.steps = Math.max(1, Math.round(repetitionMs / ms));
      entries.set(entrant, entry);
      console.log(`${title}: losses ${event.losses.map((loss) => loss.toFixed(5)).join(' ')}`);
    } catch (error) {
      home.close();
      absent.set(entrant, messageOf(error));
      console.log(`${title}: ${messageOf(error)}`);
    }
  }
  // In turn, so that whatever else slows the machine slows all; in another order each time, so that none always comes
  // after the same other.
  const rng = createRng(1, 'bench/turns');
  for (let i = 0; i < repetitions; i++)
    for (const entry of rng.shuffle([...entries.values()]))
      entry.repetitions.push(await repeat(entry, entry.steps));
  for (const { home } of entries.values()) home.close();

  return entrants.map((entrant): Outcome => {
    const entry = entries.get(entrant);
    if (!entry) return { reason: absent.get(entrant) ?? 'It did not run.' };
    const lab = entrants.find(({ contestant, method }) => contestant === 'lab' && method === entrant.method);
    // PyTorch draws weights of its own, and int8 rounds them.
    const wrong =
      entrant.contestant === 'pytorch' || entrant.contestant === 'lab_int8'
        ? null
        : disagreement(entry.losses, (lab && entries.get(lab)?.losses) ?? []);
    return wrong === null ? summarize(entry.repetitions, config, backend, entrant.method) : { reason: wrong };
  });
}

const unexpected = (event: BenchEvent): Error =>
  new Error(event.type === 'failed' ? event.message : `The answer was ${event.type}.`);

async function runCase(
  name: CaseName,
  options: BenchOptions,
  homes: Homes,
): Promise<Report['cases'][number]> {
  const config = configOf(name);
  const { backend } = options;
  if (options.writing) {
    const event = await once(homes, { type: 'measure-writing', name, backend });
    if (event.type !== 'writing') throw unexpected(event);
    return { name, config, writing: event.writing };
  }
  if (options.race) {
    const event = await once(homes, { type: 'measure-races', name, backend });
    if (event.type !== 'races') throw unexpected(event);
    return { name, config, races: event.races };
  }
  const entrants = options.methods ? METHODS : options.pytorch ? PYTORCH : options.weights ? WEIGHTS : PEERS;
  const outcomes = await takeTurns(entrants, name, options, homes);
  const contestOf = (method: MethodId): Contest => {
    const results: Contest['results'] = {};
    entrants.forEach((entrant, i) => {
      const outcome = outcomes[i];
      if (outcome && entrant.method === method) results[entrant.contestant] = outcome;
    });
    return { results, ratios: ratiosOf(results) };
  };
  if (options.methods) {
    const methods = METHOD_IDS.map((method) => ({
      method,
      trained_parameters: countTrainable(config, createWork(name, method).run.method),
      ...contestOf(method),
    }));
    return { name, config, methods };
  }
  return { name, config, ...contestOf('lora') };
}

/**
 * @param adapter WebGPU's, or null on other backends
 */
export async function runBench(
  options: BenchOptions,
  homes: Homes,
  adapter: GPUAdapter | null,
): Promise<Report> {
  const { vendor = '', architecture = '', description = '' } = adapter?.info ?? {};
  const software = adapter !== null && isSoftware(adapter.info);
  let ceilings: Ceilings | null = null;
  if (options.ceilings) {
    const event = await once(homes, { type: 'measure-ceilings' });
    if (event.type === 'ceilings') ({ ceilings } = event);
  }
  const cases: Report['cases'] = [];
  for (const name of options.cases) cases.push(await runCase(name, options, homes));
  return {
    device: { backend: options.backend, vendor, architecture, description, software },
    ...(ceilings && { ceilings }),
    cases,
  };
}
