/** Training on a rounded base model: the losses are those of the float32 numbers that the rounded weights stand for. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Baseline } from '../core/baseline.ts';
import { asHalves } from '../core/float16.ts';
import { dequantise, quantise } from '../core/int8.ts';
import { methodOf } from '../core/methods/methods.ts';
import { createRng } from '../core/rng.ts';
import { runConfigSchema } from '../core/run-config.ts';
import { BACKENDS } from '../core/run-record.ts';
import { sizeOf } from '../core/tensors.ts';
import { evaluationBatches } from '../data/batches.ts';
import type { Dataset } from '../data/dataset.ts';
import type { BaseWeights } from '../formats/gpt2.ts';
import { pickDevice } from './device.ts';
import { evaluateLoss } from './evaluate.ts';
import { createMethod } from './methods/create.ts';
import { mergedChanges } from './methods/merged.ts';
import { weightOf } from './model/base-model.ts';
import { createGpt2Model } from './model/gpt2.ts';
import { loadModel } from './model/load.ts';
import { work } from './run.ts';
import { countingDataset, finish, smallWeights } from './testing.ts';
import { createTrainer } from './trainer.ts';

const ROUND = {
  float16: asHalves,
  int8: (weight: Float32Array, dOut: number) => dequantise(quantise(weight, dOut)),
} as const;

/** Weights of blocks rounded, in float32. */
const rounded = ({ layers, ...outside }: BaseWeights, round: (typeof ROUND)['int8']): BaseWeights => ({
  ...outside,
  layers: layers.map((layer) => {
    const map = ({ weight, bias }: (typeof layer)['q']) => ({ weight: round(weight, bias.length), bias });
    const { q, k, v, o, up, down } = layer;
    return { ...layer, q: map(q), k: map(k), v: map(v), o: map(o), up: map(up), down: map(down) };
  }),
});

/** Texts within the vocabulary of the small model. */
function smallTexts(): Dataset {
  const dataset = countingDataset();
  const train = dataset.train.map((example) => ({ ...example, ids: example.ids.map((id) => id % 16) }));
  return { ...dataset, train };
}

const METHODS = [
  { type: 'lora', r: 2, target_modules: ['q', 'v', 'down'] },
  { type: 'lora', r: 2, use_dora: true },
  { type: 'lora', r: 2, init_lora_weights: 'pissa' },
  { type: 'bitfit' },
] as const;

describe.each(BACKENDS)('a run on rounded weights on %s', (backend) => {
  beforeAll(async () => {
    await pickDevice(backend);
  });
  // Software WebGPU compiles slowly, and its kernels are tested one by one (ops/stored.test.ts).
  it.each(
    (backend === 'webgpu' ? METHODS.slice(0, 1) : METHODS).flatMap((method) =>
      (['float16', 'int8'] as const).map((as) => [JSON.stringify(method), as, method] as const),
    ),
  )('%s at %s has the losses of float32', async (_name, as, method) => {
    const { config, weights } = smallWeights(1);
    const own = createGpt2Model(config, weights, as);
    const plain = createGpt2Model(config, rounded(weights, ROUND[as]));
    const run = runConfigSchema.parse({
      method,
      training: { max_steps: 6, batch_size: 8, learning_rate: 0.01, base_dtype: as },
    });
    const losses: number[][] = [];
    for (const model of [own, plain]) {
      const trainer = await finish(createTrainer(model, smallTexts(), run));
      for (let step = 0; step < 6; step++) await trainer.next();
      await trainer.settle();
      losses.push(trainer.take().map(({ loss }) => loss));
      trainer.dispose();
    }
    const [actual = [], expected = []] = losses;
    expect(actual).toHaveLength(6);
    for (const [i, loss] of actual.entries()) expect(loss).toBeCloseTo(expected[i] ?? NaN, 5);
    own.dispose();
    plain.dispose();
  });
});

describe.each(BACKENDS)('merging into a rounded base on %s', (backend) => {
  beforeAll(async () => {
    await pickDevice(backend);
  });
  it.each(['float16', 'int8'] as const)(
    'keeps matrices as the base’s are where that is asked: %s',
    async (as) => {
      const { config, weights } = smallWeights(1);
      const before = tf.memory().numTensors;
      const model = createGpt2Model(config, weights, as);
      const { method: lora } = runConfigSchema.parse({ method: { type: 'lora', target_modules: ['o'] } });
      const rng = createRng(3, 'merge');
      const slots = methodOf(lora).slots(config, lora, 1);
      const tensors = Object.fromEntries(
        slots.map(({ name, shape }) => [
          name,
          { shape: [...shape], values: Float32Array.from({ length: sizeOf(shape) }, () => rng.normal()) },
        ]),
      );
      const method = createMethod(lora, model, { tensors });
      const plain = await mergedChanges(model, method);
      const stored = await mergedChanges(model, method, 'base');
      const [exact, own] = [plain.frozen?.(0, 'o'), stored.frozen?.(0, 'o')];
      if (!exact?.weight || !own) throw new Error('Nothing was merged.');
      const { storage } = model.blocks[0]?.o ?? {};
      expect([exact.storage, own.storage]).toEqual(['f32', storage]);
      const values = await exact.weight.data<'float32'>();
      const expected = storage === 'f32' ? values : ROUND[as](values, own.dOut);
      const weight = tf.tidy(() => weightOf(own));
      expect([...(await weight.data())]).toEqual([...expected]);
      weight.dispose();
      for (const each of [plain, stored, method, model]) each.dispose();
      expect(tf.memory().numTensors).toBe(before);
    },
  );
});

describe.each(['webgpu', 'wasm'] as const)('the loss that rounding costs on %s', (backend) => {
  beforeAll(async () => {
    await pickDevice(backend);
  });
  it('is measured on the validation pairs of the run, and told at step 0', async () => {
    const baseUrl = new URL('/', location.href).href;
    const stored = await loadModel('nano', baseUrl);
    const dataset = countingDataset();
    const batches = evaluationBatches(dataset.validation, { batchSize: 32, length: 8, padId: 0, limit: 16 });
    const { loss } = await finish(evaluateLoss(stored.base, null, batches));
    stored.base.dispose();
    const model = await loadModel('nano', baseUrl, 'int8');
    expect(model).toMatchObject({ info: { base_dtype: 'int8', scores: {} }, baselines: {} });
    const before = tf.memory().numTensors;
    const run = runConfigSchema.parse({ training: { max_steps: 1, batch_size: 8, base_dtype: 'int8' } });
    const trainer = await finish(createTrainer(model.base, dataset, run));
    const baseline: { value: Baseline | null } = { value: null };
    for await (const piece of work(model, dataset, run, trainer, baseline))
      if (typeof piece === 'object' && piece.kind === 'eval') break;
    trainer.dispose();
    const { figures } = baseline.value ?? {};
    expect(figures?.stored).toBeCloseTo(loss, 5);
    expect(figures?.loss).not.toBe(figures?.stored);
    // Rounding to int8 moves nano's loss by little.
    expect(Math.abs((figures?.loss ?? NaN) / loss - 1)).toBeLessThan(0.05);
    expect(tf.memory().numTensors).toBe(before);
    model.base.dispose();
  });
});
