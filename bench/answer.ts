/**
 * What a contestant's realm does: opens one contestant, with its own copy of every library and its own GPU device, and
 * times it, counting what it does with the GPU.
 */
import { messageOf } from '../src/core/lab-error.ts';
import type { BenchCommand, BenchEvent, Contestant, ContestantName, CreateContestant } from './contestant.ts';
import { WARM_UP } from './contestant.ts';
import { countGpu } from './count-gpu.ts';
import { createWork } from './work.ts';

const load: Record<Exclude<ContestantName, 'pytorch'>, () => Promise<CreateContestant>> = {
  lab: async () => (await import('./lab.ts')).createLab(true),
  lab_float16: async () => (await import('./lab.ts')).createLab(true, 'float16'),
  lab_int8: async () => (await import('./lab.ts')).createLab(true, 'int8'),
  lab_eager: async () => (await import('./lab.ts')).createLab(false),
  stock_tfjs: async () => (await import('./stock-tfjs.ts')).createStockTfjs,
  jax_js: async () => (await import('./jax-js.ts')).createJaxJs,
};

const gpu = countGpu();
let contestant: Contestant | null = null;

async function carryOut(command: BenchCommand): Promise<BenchEvent> {
  if (command.type === 'open') {
    if (command.contestant === 'pytorch') throw new Error('PyTorch lives in a process of Python.');
    const create = await load[command.contestant]();
    contestant = await create(createWork(command.name, command.method), command.backend);
    const losses: number[] = [];
    for (let i = 0; i < WARM_UP; i++) {
      await contestant.step();
      losses.push(...(await contestant.settle()));
    }
    return { type: 'opened', losses };
  }
  if (command.type === 'measure-ceilings') {
    const { measureCeilings } = await import('./ceilings.ts');
    return { type: 'ceilings', ceilings: await measureCeilings() };
  }
  if (command.type === 'measure-races') {
    const { measureRaces } = await import('./race.ts');
    return { type: 'races', races: await measureRaces(command.name, command.backend) };
  }
  if (command.type === 'measure-writing') {
    const { measureWriting } = await import('./writing.ts');
    return { type: 'writing', writing: await measureWriting(command.name, command.backend) };
  }
  if (!contestant) throw new Error('Nothing is open.');
  gpu.restart();
  const began = performance.now();
  const hostMs: number[] = [];
  for (let i = 0; i < command.steps; i++) hostMs.push(await contestant.step());
  await contestant.settle();
  return {
    type: 'repeated',
    steps: command.steps,
    ms: performance.now() - began,
    hostMs,
    dispatches: gpu.dispatches,
    gpuBytes: gpu.peakBytes,
    wasmBytes: contestant.wasmBytes?.() ?? null,
  };
}

/** Carries a command out. Never throws: a failure is an event too. */
export const answer = (command: BenchCommand): Promise<BenchEvent> =>
  carryOut(command).catch((error: unknown) => ({
    type: 'failed',
    message: messageOf(error),
  }));
