/** Runs side by side on one base model, as the lab trains them, against each of them alone. */
import { median } from '../src/core/median.ts';
import { asLora } from '../src/core/methods/lora-config.ts';
import { createRng } from '../src/core/rng.ts';
import { labWebGPU } from '../src/engine/backend/current.ts';
import { pickDevice } from '../src/engine/device.ts';
import { createGpt2Model, type Gpt2Model } from '../src/engine/model/gpt2.ts';
import { createStack } from '../src/engine/stack.ts';
import { createTrainer, type Trainer } from '../src/engine/trainer.ts';
import { finishWork } from '../src/worker/pieces.ts';
import type { BenchBackend } from './contestant.ts';
import { createWork, type CaseName } from './work.ts';

export interface Race {
  ranks: readonly number[];
  /** The first layer that all of them adapt. */
  from_layer: number;
  /** A step of each run alone, in turn with the race; all added up. */
  ms_one_by_one: number;
  /** A step of all of them. */
  ms_together: number;
  /** Null on WASM. */
  gpu: {
    /** Of a step of one run, and of a step of all of them. */
    dispatches_of_one: number;
    dispatches_together: number;
    /** What adapters, optimizer states and captures hold. */
    bytes_of_one: number;
    bytes_together: number;
  } | null;
}

const RANKS = [1, 2, 4, 8] as const;
const ROUNDS = 7;
/** About how long one run trains in a round, in milliseconds. */
const ROUND_MS = 500;

/** Medians of interleaved rounds: runs that adapt all layers, and runs that adapt the upper half. */
export async function measureRaces(name: CaseName, backend: BenchBackend): Promise<Race[]> {
  const { config, weights } = createWork(name);
  await pickDevice(backend);
  const races: Race[] = [];
  for (const first of [0, config.n_layer / 2]) {
    const model = createGpt2Model(config, weights);
    races.push(await measureRace(name, model, first));
    model.dispose();
  }
  return races;
}

async function measureRace(name: CaseName, model: Gpt2Model, first: number): Promise<Race> {
  const { config, dataset, run } = createWork(name);
  const layers = Array.from({ length: config.n_layer - first }, (_, i) => first + i);
  /** Runs that start together, after the steps in which they settle. */
  const start = async (ranks: readonly number[]) => {
    const stack = createStack();
    const trainers: Trainer[] = [];
    for (const r of ranks) {
      const method = { ...asLora(run.method), r, layers_to_transform: layers };
      trainers.push(
        await finishWork(createTrainer(model, dataset, { ...run, method }, { stack }), () => true),
      );
    }
    await advance(trainers, 2);
    return trainers;
  };
  const advance = async (trainers: readonly Trainer[], steps: number): Promise<number> => {
    const began = performance.now();
    for (let step = 0; step < steps; step++) await Promise.all(trainers.map((trainer) => trainer.next()));
    await Promise.all(trainers.map((trainer) => trainer.settle()));
    return (performance.now() - began) / steps;
  };

  /** What the GPU is given for a step of these runs. */
  const load = async (ranks: readonly number[]) => {
    const held = () => labWebGPU()?.memory().numBytesInGPU ?? NaN;
    const before = held();
    const trainers = await start(ranks);
    const found = { dispatches: trainers[0]?.capture?.dispatches ?? NaN, bytes: held() - before };
    for (const trainer of trainers) trainer.dispose();
    return found;
  };
  const [one, all] = [await load(RANKS.slice(0, 1)), await load(RANKS)];

  const contests: Trainer[][] = [];
  for (const ranks of [...RANKS.map((r) => [r]), RANKS]) contests.push(await start(ranks));
  const steps = Math.ceil(ROUND_MS / (await advance(contests[0] ?? [], 1)));
  const rounds: number[][] = [];
  const rng = createRng(1, 'bench/race');
  for (let round = 0; round < ROUNDS; round++) {
    const times = contests.map(() => NaN);
    for (const [i, trainers] of rng.shuffle([...contests.entries()]))
      times[i] = await advance(trainers, steps);
    rounds.push(times);
  }
  for (const trainer of contests.flat()) trainer.dispose();
  return {
    ranks: RANKS,
    from_layer: first,
    // Of whole rounds: where something else runs for a while, the medians of parts add up to less than that of their sum.
    ms_one_by_one: median(rounds.map((times) => times.slice(0, -1).reduce((sum, ms) => sum + ms, 0))),
    ms_together: median(rounds.map((times) => times.at(-1) ?? NaN)),
    gpu: labWebGPU() && {
      dispatches_of_one: one.dispatches,
      dispatches_together: all.dispatches,
      bytes_of_one: one.bytes,
      bytes_together: all.bytes,
    },
  };
}
