/** Runs that start together, against each of them alone. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createRng } from '../core/rng.ts';
import { runConfigSchema, type RunConfig } from '../core/run-config.ts';
import type { StepPoint } from '../core/run-record.ts';
import { labWasm } from './backend/current.ts';
import { pickDevice } from './device.ts';
import type { Gpt2Model } from './model/gpt2.ts';
import { expectClose, finish, needWebGPU, smallDataset, smallModel } from './testing.ts';
import { createStack } from './stack.ts';
import { createTrainer, type Trainer } from './trainer.ts';

/** Sequences that count upwards from a random start: something to learn. */
const rng = createRng(5, 'data');
const DATASET = smallDataset({
  train: Array.from({ length: 40 }, () => {
    const first = rng.int(8);
    const ids = Int32Array.from({ length: 9 }, (_, i) => first + i);
    return { prompt: String(first), completion: '', ids, completionStart: 2 };
  }),
  validation: [],
  test: [],
});

const configure = (method: object, training: object = {}): RunConfig =>
  runConfigSchema.parse({
    seed: 11,
    method: { lora_alpha: 8, ...method },
    training: { learning_rate: 0.05, batch_size: 4, max_steps: 200, warmup_steps: 0, ...training },
  });

/** One step of each, all in one task. */
const step = (trainers: readonly Trainer[]) => Promise.all(trainers.map((trainer) => trainer.next()));
const settle = (trainers: readonly Trainer[]) => Promise.all(trainers.map((trainer) => trainer.settle()));
const lossesOf = (points: readonly StepPoint[]) => points.map(({ loss }) => loss);
const startAlone = (model: Gpt2Model, config: RunConfig) => finish(createTrainer(model, DATASET, config));

/** What a run alone learns in so many steps. */
async function aloneFor(steps: number, model: Gpt2Model, config: RunConfig) {
  const alone = await startAlone(model, config);
  for (let n = 0; n < steps; n++) await alone.next();
  await alone.settle();
  const points = alone.take();
  alone.dispose();
  return points;
}

async function startTogether(model: Gpt2Model, configs: readonly RunConfig[]): Promise<Trainer[]> {
  const stack = createStack();
  const trainers: Trainer[] = [];
  for (const config of configs) trainers.push(await finish(createTrainer(model, DATASET, config, { stack })));
  return trainers;
}

const RACES = [
  { what: 'ranks', configs: [1, 2, 4, 8].map((r) => configure({ r })) },
  {
    what: 'scales, rates, clipping, ranks of single matrices and a rank that is no multiple of anything',
    configs: [
      configure(
        { r: 3, use_rslora: true, rank_pattern: { v: 5 }, target_modules: ['q', 'v', 'o', 'up'] },
        { learning_rate: 0.01 },
      ),
      configure(
        { r: 2, lora_alpha: 1, loraplus_lr_ratio: 4, target_modules: ['q', 'v', 'o', 'up'] },
        { max_grad_norm: 0.1, weight_decay: 0.1 },
      ),
    ],
  },
  {
    what: 'the upper layers',
    configs: [1, 4].map((r) => configure({ r, layers_to_transform: [1, 2], target_modules: ['k', 'down'] })),
  },
];

describe.each(['webgpu', 'wasm'] as const)('runs that start together on %s', (backend) => {
  let model: Gpt2Model;
  beforeAll(async () => {
    expect((await pickDevice(backend)).backend).toBe(backend);
    model = smallModel(3);
  });
  afterAll(() => model.dispose());

  it.each(RACES)('learn what each learns alone: $what', async ({ configs }) => {
    const before = tf.memory().numTensors;
    const trainers = await startTogether(model, configs);
    for (let i = 0; i < 6; i++) await step(trainers);
    await settle(trainers);
    for (const [i, config] of configs.entries()) {
      const own = trainers[i]?.take() ?? [];
      const alone = await aloneFor(6, model, config);
      expect(own.map((point) => point.step)).toEqual([1, 2, 3, 4, 5, 6]);
      // To the bit.
      expect(own[0]?.loss).toBe(alone[0]?.loss);
      for (const of of ['loss', 'gradNorm'] as const) {
        const [curve, expected] = [own.map((point) => point[of]), alone.map((point) => point[of])];
        if (backend === 'wasm') expect(curve).toEqual(expected);
        else expectClose(curve, expected, 2e-5);
      }
    }
    for (const trainer of trainers) trainer.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('runs that take their steps in turn', () => {
  it('compute what lies below the layers that they adapt once a step', async () => {
    await pickDevice('wasm');
    const wasm = labWasm();
    if (!wasm) throw new Error('This test needs our WASM backend.');
    const model = smallModel(3);
    const configs = [1, 2, 4].map((r) => configure({ r, layers_to_transform: [1, 2] }));
    const each = vi.spyOn(wasm, 'each');
    /** How often the input was embedded. */
    const embedded = async (trainers: readonly Trainer[]) => {
      each.mockClear();
      for (let i = 0; i < 2; i++) await step(trainers);
      return each.mock.calls.filter(([name]) => name === 'embedding').length;
    };
    const together = await startTogether(model, configs);
    expect(await embedded(together)).toBe(2);
    const apart = await Promise.all(configs.map((config) => startAlone(model, config)));
    expect(await embedded(apart)).toBe(6);
    each.mockRestore();
    for (const trainer of [...together, ...apart]) trainer.dispose();
    model.dispose();
  });
});

describe('runs that go through the model together', () => {
  let model: Gpt2Model;
  beforeAll(async () => {
    await pickDevice('webgpu');
    needWebGPU();
    model = smallModel(3);
  });
  afterAll(() => model.dispose());

  it('take less than one and a half times the dispatches of one', async () => {
    const configs = [1, 2, 4, 8].map((r) => configure({ r }));
    const trainers = await startTogether(model, configs);
    const [first] = configs;
    if (!first) throw new Error('There is no run.');
    const alone = await startAlone(model, first);
    for (let i = 0; i < 2; i++) await step([...trainers, alone]);
    await settle([...trainers, alone]);
    const [one, all] = [alone.capture?.dispatches ?? NaN, trainers[0]?.capture?.dispatches ?? NaN];
    expect(all).toBeGreaterThan(one);
    expect(all).toBeLessThanOrEqual(1.5 * one);
    for (const trainer of [...trainers, alone]) trainer.dispose();
  });

  it('may step alone, end alone and go on, and leave nothing behind', async () => {
    const before = tf.memory().numTensors;
    const configs = [1, 2, 4].map((r) => configure({ r }));
    const trainers = await startTogether(model, configs);
    const [a, b, c] = trainers;
    if (!a || !b || !c) throw new Error('A trainer is missing.');
    await step(trainers);
    await step(trainers);
    // What has left keeps the others' figures until they ask.
    c.dispose();
    await step([a, b]);
    await step([a]);
    await step([b]);
    await step([a, b]);
    await settle([a, b]);
    for (const [i, trainer] of [a, b].entries())
      expectClose(
        lossesOf(trainer.take()),
        lossesOf(await aloneFor(5, model, configure({ r: 2 ** i }))),
        2e-5,
      );
    a.dispose();
    b.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('go on as they are where one of them fails', async () => {
    const [sound, failing] = await startTogether(model, [configure({ r: 2 }), configure({ r: 4 })]);
    if (!sound || !failing) throw new Error('A trainer is missing.');
    await step([sound, failing]);
    await settle([sound, failing]);
    const { parameters } = failing.method;
    parameters.write((await parameters.read()).map((values) => values.fill(NaN)));
    await step([sound, failing]);
    await sound.settle();
    await expect(failing.settle()).rejects.toMatchObject({ code: 'non-finite' });
    failing.dispose();
    await step([sound]);
    await settle([sound]);
    expectClose(lossesOf(sound.take()), lossesOf(await aloneFor(3, model, configure({ r: 2 }))), 2e-5);
    sound.dispose();
  });

  it('leave alone what cannot go with others', async () => {
    const alike = [configure({ r: 1 }), configure({ r: 2 })];
    const others = [
      configure({ r: 1, lora_dropout: 0.1 }),
      configure({ r: 1, use_dora: true }),
      configure({ r: 1, target_modules: ['q'] }),
      configure({ r: 1 }, { batch_size: 2 }),
      configure({ r: 1, bias: 'all' }),
    ];
    const trainers = await startTogether(model, [...alike, ...others]);
    const [first, second, ...rest] = trainers.map(({ together }) => together);
    expect(first).toBe(second);
    expect(first).not.toBeNull();
    expect(rest).not.toContain(first);
    for (const trainer of trainers) trainer.dispose();
  });
});
