/** Runs side by side on one base model, as the lab trains them, against each of them alone. */
import { median } from '../src/core/median.ts';
import { asLora } from '../src/core/methods/lora-config.ts';
import { labWebGPU } from '../src/engine/backend/current.ts';
import { pickDevice } from '../src/engine/device.ts';
import { createBaseModel } from '../src/engine/model/base-model.ts';
import { createTrainer, type Trainer } from '../src/engine/trainer.ts';
import { finishWork } from '../src/worker/pieces.ts';
import { createWork, type CaseName } from './work.ts';

export interface Race {
  ranks: readonly number[];
  /** A step of each run while it has the base model and the device to itself. */
  ms_alone: number[];
  /** A step of all of them. */
  ms_together: number;
  /** What base model, adapters, optimizer states and captures hold. */
  gpu_bytes_alone: number[];
  gpu_bytes_together: number;
}

const RANKS = [1, 2, 4, 8] as const;
const ROUNDS = 5;
const STEPS = 3;

/** Medians of interleaved rounds, on WebGPU. */
export async function measureRace(name: CaseName): Promise<Race> {
  const { config, weights, dataset, run } = createWork(name);
  await pickDevice('webgpu');
  const start = async (ranks: readonly number[]) => {
    const model = createBaseModel(config, weights);
    const trainers = await Promise.all(
      ranks.map((r) => {
        const method = { ...asLora(run.method), r };
        return finishWork(createTrainer(model, dataset, { ...run, method }), () => true);
      }),
    );
    return { model, trainers };
  };
  const advance = async (trainers: readonly Trainer[], steps: number): Promise<number> => {
    const began = performance.now();
    for (let step = 0; step < steps; step++) for (const trainer of trainers) await trainer.next();
    for (const trainer of trainers) await trainer.settle();
    return (performance.now() - began) / steps;
  };

  const held = () => labWebGPU()?.memory().numBytesInGPU ?? NaN;
  const bytes: number[] = [];
  for (const ranks of [...RANKS.map((r) => [r]), RANKS]) {
    const before = held();
    const { model, trainers } = await start(ranks);
    await advance(trainers, 2);
    bytes.push(held() - before);
    for (const trainer of trainers) trainer.dispose();
    model.dispose();
  }

  const { model, trainers } = await start(RANKS);
  const contests = [...trainers.map((trainer) => [trainer]), trainers];
  for (const contest of contests) await advance(contest, 2);
  const times = contests.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++)
    for (const [i, contest] of contests.entries()) times[i]?.push(await advance(contest, STEPS));
  for (const trainer of trainers) trainer.dispose();
  model.dispose();
  const ms = times.map(median);
  return {
    ranks: RANKS,
    ms_alone: ms.slice(0, -1),
    ms_together: ms.at(-1) ?? NaN,
    gpu_bytes_alone: bytes.slice(0, -1),
    gpu_bytes_together: bytes.at(-1) ?? NaN,
  };
}
