/** What a training step is said to hold, against the allocator's own calls and against formulas of the sizes. */
import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runConfigSchema, type RunConfig } from '../core/run-config.ts';
import type { TrainingMemory } from '../core/run-record.ts';
import { pickDevice } from './device.ts';
import type { Gpt2Model } from './model/gpt2.ts';
import { finish, needWebGPU, smallModel, smallTexts } from './testing.ts';
import { createStack } from './stack.ts';
import { createTrainer, type Trainer } from './trainer.ts';

const DATASET = smallTexts();

const configure = (method: object, batch_size = 4): RunConfig =>
  runConfigSchema.parse({ method, training: { batch_size, max_steps: 50, warmup_steps: 0 } });
const LORA = { type: 'lora', r: 2, lora_alpha: 4, target_modules: ['q', 'v'] };
/** Of A and B at two matrices of both layers, r (dIn + dOut) each. */
const LORA_WEIGHTS = 2 * 2 * 2 * (8 + 8);

const known = (memory: TrainingMemory | null): TrainingMemory => {
  if (!memory) throw new Error('Nothing was measured.');
  return memory;
};

async function train(trainer: Trainer, steps = 3): Promise<TrainingMemory> {
  for (let step = 0; step < steps; step++) await trainer.next();
  await trainer.settle();
  return known(trainer.memory);
}

describe.each(['wasm', 'webgpu'] as const)('the memory of training on %s', (backend) => {
  let model: Gpt2Model;
  beforeAll(async () => {
    expect((await pickDevice(backend)).backend).toBe(backend);
    model = smallModel(2);
  });
  afterAll(() => model.dispose());

  const memoryOf = async (config: RunConfig): Promise<TrainingMemory> => {
    const trainer = await finish(createTrainer(model, DATASET, config));
    expect(trainer.memory).toBeNull();
    const memory = await train(trainer);
    trainer.dispose();
    return memory;
  };

  it('is the same for a run that follows another, whatever was trained before', async () => {
    const first = await memoryOf(configure(LORA));
    const full = await memoryOf(configure({ type: 'full' }));
    expect(await memoryOf(configure(LORA))).toEqual(first);
    expect(await memoryOf(configure({ type: 'full' }))).toEqual(full);
    expect(full.model).toBe(first.model);
    expect(full.state).toBeGreaterThan(5 * first.state);
    expect(full.step).toBeGreaterThan(first.step);
  });

  it('counts the state by the trained weights and the model by its own', async () => {
    const { model: frozen, state } = await memoryOf(configure(LORA));
    // W, m and v of each trained weight; on WebGPU the gradient too, in blocks of 64 values with two factors each, and a flag.
    const blocks = LORA_WEIGHTS / 16;
    expect(state).toBe(backend === 'wasm' ? 12 * LORA_WEIGHTS : 4 * (4 * 64 * blocks + 2 * blocks + 1));
    const { n_embd: d, n_inner, vocab_size, n_positions } = model.config;
    const maps = 2 * (d * 3 * d + d * d + 2 * d * n_inner);
    const vectors = 2 * (3 * d + d + n_inner + d + 4 * d) + 2 * d;
    const embeddings = (vocab_size + n_positions) * d;
    // WASM keeps the tied embedding as the head too.
    const twice = backend === 'wasm' ? vocab_size * d : 0;
    expect(frozen).toBe(4 * (maps + vectors + embeddings + twice));
  });

  it('grows with the batch by what a text takes, and at least by its logits and their gradient', async () => {
    const steps: number[] = [];
    for (const batch of [2, 4, 6]) steps.push((await memoryOf(configure(LORA, batch))).step);
    const [two = NaN, four = NaN, six = NaN] = steps;
    expect(six - four).toBe(four - two);
    const { sequenceLength } = DATASET;
    expect(four - two).toBeGreaterThan(2 * sequenceLength * 4 * model.config.vocab_size);
  });

  it('is unknown of runs that share their steps', async () => {
    const stack = createStack();
    const configs = [1, 2].map((r) => configure({ ...LORA, r, layers_to_transform: [1] }));
    const trainers: Trainer[] = [];
    for (const config of configs)
      trainers.push(await finish(createTrainer(model, DATASET, config, { stack })));
    for (let step = 0; step < 2; step++) await Promise.all(trainers.map((trainer) => trainer.next()));
    for (const trainer of trainers) {
      await trainer.settle();
      expect(trainer.memory).toBeNull();
    }
    for (const trainer of trainers) trainer.dispose();
  });
});

it('is on WASM what the step asks of the allocator', async () => {
  await pickDevice('wasm');
  const backend = tf.backend();
  if (!(backend instanceof BackendWasm)) throw new Error('This test needs the WASM backend.');
  const model = smallModel(2);
  for (const method of [LORA, { type: 'full' }]) {
    const trainer = await finish(createTrainer(model, DATASET, configure(method)));
    // What kernels keep for themselves has its size after a step.
    const { step } = await train(trainer, 1);
    const sizes = new Map<number, number>();
    const malloc = backend.wasm._malloc.bind(backend.wasm);
    const free = backend.wasm._free.bind(backend.wasm);
    let [held, most] = [0, 0];
    const spies = [
      vi.spyOn(backend.wasm, '_malloc').mockImplementation((bytes) => {
        const address = malloc(bytes);
        sizes.set(address, bytes);
        held += bytes;
        most = Math.max(most, held);
        return address;
      }),
      vi.spyOn(backend.wasm, '_free').mockImplementation((address) => {
        held -= sizes.get(address) ?? 0;
        sizes.delete(address);
        free(address);
      }),
    ];
    await trainer.next();
    for (const spy of spies) spy.mockRestore();
    expect(held).toBe(0);
    expect(step).toBe(most);
    trainer.dispose();
  }
  model.dispose();
});

it('is on WebGPU at most what the buffers of the step take, which serve only values of their size again', async () => {
  await pickDevice('webgpu');
  const gpu = needWebGPU();
  const model = smallModel(2);
  const trainer = await finish(createTrainer(model, DATASET, configure(LORA)));
  gpu.flush();
  const before = gpu.memory().numBytesAllocatedInGPU;
  const { step } = await train(trainer);
  gpu.flush();
  const taken = gpu.memory().numBytesAllocatedInGPU - before;
  expect(step).toBeLessThanOrEqual(taken);
  expect(step).toBeGreaterThan(taken / 10);
  trainer.dispose();
  model.dispose();
});
