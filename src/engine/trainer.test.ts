/** Training as a whole, on a model small enough for every backend. */
import * as tf from '@tensorflow/tfjs-core';
import { deleteDB, openDB } from 'idb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkpointSchema, type Checkpoint } from '../core/checkpoint.ts';
import { LORA_STARTS, type LoraConfig } from '../core/methods/lora-config.ts';
import { methodConfigSchema } from '../core/methods/methods.ts';
import { createRng } from '../core/rng.ts';
import { runConfigSchema, type RunConfig, type TrainingConfig } from '../core/run-config.ts';
import type { SpectrumSnapshot, StepPoint } from '../core/run-record.ts';
import type { Example } from '../data/dataset.ts';
import { autotune } from './ops/autotune.ts';
import { pickDevice } from './device.ts';
import type { Gpt2Model } from './model/gpt2.ts';
import { createStack } from './stack.ts';
import { expectClose, finish, needWebGPU, onEveryBackend, smallDataset, smallModel } from './testing.ts';
import { createTrainer, type Trainer } from './trainer.ts';

/** Sequences that count upwards from a random start: something to learn. */
function counting(n: number): Example[] {
  const rng = createRng(5, 'data');
  return Array.from({ length: n }, () => {
    const first = rng.int(8);
    return {
      prompt: String(first),
      completion: '',
      ids: Int32Array.from({ length: 9 }, (_, i) => first + i),
      completionStart: 2,
    };
  });
}
const DATASET = smallDataset({ train: counting(40), validation: counting(8), test: counting(8) });

const configure = (method: Partial<LoraConfig>, training: Partial<TrainingConfig> = {}): RunConfig =>
  runConfigSchema.parse({
    seed: 11,
    method: { r: 2, lora_alpha: 8, target_modules: ['q', 'v', 'up'], ...method },
    training: { learning_rate: 0.05, batch_size: 4, max_steps: 200, warmup_steps: 0, ...training },
  });

async function losses(model: Gpt2Model, config: RunConfig, steps: number): Promise<number[]> {
  const trainer = await finish(createTrainer(model, DATASET, config));
  const curve = (await advance(trainer, steps)).map(({ loss }) => loss);
  trainer.dispose();
  return curve;
}

/** Takes steps to their end. */
async function advance(trainer: Trainer, steps: number): Promise<StepPoint[]> {
  for (let i = 0; i < steps; i++) await trainer.next();
  await trainer.settle();
  return trainer.take();
}

async function spectrum(trainer: Trainer): Promise<SpectrumSnapshot> {
  const snapshot = await (await trainer.spectrum())?.taken;
  if (!snapshot) throw new Error('The method has no spectrum.');
  return snapshot;
}

onEveryBackend('training', () => {
  let model: Gpt2Model;
  beforeAll(() => {
    model = smallModel(1);
  });
  afterAll(() => model.dispose());

  it('holds memory flat over 100 steps, and gives it all back', async () => {
    const atStart = tf.memory();
    const trainer = await finish(createTrainer(model, DATASET, configure({})));
    await advance(trainer, 3);
    const early = tf.memory();
    await advance(trainer, 100);
    expect(tf.memory().numTensors).toBe(early.numTensors);
    expect(tf.memory().numBytes).toBe(early.numBytes);
    trainer.dispose();
    expect(tf.memory().numTensors).toBe(atStart.numTensors);
    expect(tf.memory().numBytes).toBe(atStart.numBytes);
  });

  it('lowers the loss, gives the same curve for the same seed, and leaves W0 alone', async () => {
    const before = await model.blocks[0]?.qkv.weight?.data();
    const curve = await losses(model, configure({ lora_dropout: 0.1 }), 30);
    expect(await losses(model, configure({ lora_dropout: 0.1 }), 30)).toEqual(curve);
    expect(curve.slice(-5).reduce((a, b) => a + b)).toBeLessThan(
      0.85 * curve.slice(0, 5).reduce((a, b) => a + b),
    );
    expect(await model.blocks[0]?.qkv.weight?.data()).toEqual(before);
    const other = await losses(model, { ...configure({ lora_dropout: 0.1 }), seed: 12 }, 3);
    expect(other).not.toEqual(curve.slice(0, 3));
  });

  describe('cut and gone on with is the same to the last bit', () => {
    const [CUT, END] = [3, 9];
    /** Steps and tensors of runs that step in turn, cut after so many steps or never. */
    const trained = async (configs: readonly RunConfig[], cut: number | null) => {
      const begin = async (from: readonly Checkpoint[] = []) => {
        const stack = createStack();
        const trainers: Trainer[] = [];
        for (const [i, config] of configs.entries())
          trainers.push(await finish(createTrainer(model, DATASET, config, { stack, from: from[i] })));
        return trainers;
      };
      const until = async (trainers: readonly Trainer[], end: number) => {
        while ((trainers[0]?.step ?? end) < end) await Promise.all(trainers.map((trainer) => trainer.next()));
        for (const trainer of trainers) await trainer.settle();
        return trainers.map((trainer) =>
          trainer.take().map(({ elapsedMs, ...point }) => ({ ...point, isTimed: elapsedMs > 0 })),
        );
      };
      let trainers = await begin();
      const early = cut === null ? [] : await until(trainers, cut);
      if (cut !== null) {
        const checkpoints: Checkpoint[] = [];
        for (const trainer of trainers) {
          checkpoints.push(checkpointSchema.parse(structuredClone(await trainer.checkpoint())));
          trainer.dispose();
        }
        trainers = await begin(checkpoints);
      }
      const late = await until(trainers, END);
      const tensors = [];
      for (const trainer of trainers) {
        tensors.push(await trainer.method.read(), (await trainer.checkpoint()).second);
        trainer.dispose();
      }
      return { steps: late.map((points, i) => [...(early[i] ?? []), ...points]), tensors };
    };
    const of = (method: object) => ({ ...configure({}), method: methodConfigSchema.parse(method) });
    it.each<[string, RunConfig[]]>([
      ['LoRA with dropout', [configure({ lora_dropout: 0.2, lora_alpha: 8 }, { warmup_steps: 5 })]],
      ['PiSSA with DoRA', [configure({ init_lora_weights: 'pissa', use_dora: true })]],
      ['VeRA', [of({ type: 'vera', r: 4 })]],
      ['full fine-tuning', [of({ type: 'full' })]],
      ['a prefix', [of({ type: 'prefix-embed' })]],
      ['two runs side by side', [configure({ r: 1 }), configure({ r: 3 })]],
    ])('%s', async (_, configs) => {
      const { numTensors } = tf.memory();
      expect(await trained(configs, CUT)).toEqual(await trained(configs, null));
      expect(tf.memory().numTensors).toBe(numTensors);
    });

    it('but not with the moments of another method', async () => {
      const trainer = await finish(createTrainer(model, DATASET, configure({})));
      await advance(trainer, 2);
      const from = { ...(await trainer.checkpoint()), second: {} };
      trainer.dispose();
      const { numTensors } = tf.memory();
      await expect(finish(createTrainer(model, DATASET, configure({}), { from }))).rejects.toMatchObject({
        code: 'bad-adapter',
      });
      expect(tf.memory().numTensors).toBe(numTensors);
    });
  });

  // What starts at the base model's scale would be pulled away from it.
  it.each([
    { method: { type: 'ia3' }, decays: false },
    { method: { type: 'bitfit' }, decays: false },
    { method: { type: 'lora', r: 2 }, decays: true },
    { method: { type: 'lora', r: 2, init_lora_weights: 'pissa' }, decays: false },
  ])('lets weight decay alter what $method.type learns: $decays', async ({ method, decays }) => {
    const learned = async (weight_decay: number) => {
      const config = { ...configure({}, { weight_decay }), method: methodConfigSchema.parse(method) };
      const trainer = await finish(createTrainer(model, DATASET, config));
      await advance(trainer, 3);
      const tensors = await trainer.method.read();
      trainer.dispose();
      return tensors;
    };
    const [plain, decayed] = [await learned(0), await learned(1)];
    if (decays) expect(decayed).not.toEqual(plain);
    else expect(decayed).toEqual(plain);
  });

  // "LoRA Without Regret" (Thinking Machines 2025): of α, the size of A at the start, and the two learning rates, only α·A·rate of
  // B and A/rate of A matter to Adam. Powers of two leave the floats alone.
  it('is the same where A, α and the rates of A and B are scaled against each other', async () => {
    const [p, q] = [2, 8];
    const curve = async (method: Partial<LoraConfig>, rate: number, scaleOfA: number) => {
      const free = { weight_decay: 0, max_grad_norm: 0, learning_rate: rate };
      const trainer = await finish(createTrainer(model, DATASET, configure(method, free)));
      const { parameters, slots } = trainer.method;
      const values = await parameters.read();
      parameters.write(
        values.map((own, i) =>
          slots[i]?.name.endsWith('lora_A') ? own.map((value) => scaleOfA * value) : own,
        ),
      );
      const taken = (await advance(trainer, 40)).map(({ loss }) => loss);
      trainer.dispose();
      return taken;
    };
    const plain = await curve({ lora_alpha: 8 }, 0.01, 1);
    const scaled = { lora_alpha: 8 / (p * q), loraplus_lr_ratio: q / p };
    expectClose(await curve(scaled, p * 0.01, p), plain, 1e-4);
    // B's rate alone does matter.
    const other = await curve({ lora_alpha: 8, loraplus_lr_ratio: q / p }, 0.01, 1);
    expect(Math.abs((other.at(-1) ?? NaN) / (plain.at(-1) ?? NaN) - 1)).toBeGreaterThan(0.02);
  });

  it('can be held to the first pairs of the training split', async () => {
    const few = configure({}, { max_train_samples: 12 });
    const trainer = await finish(
      createTrainer(model, { ...DATASET, train: DATASET.train.slice(0, 12) }, configure({})),
    );
    const expected = (await advance(trainer, 8)).map(({ loss }) => loss);
    trainer.dispose();
    expect(await losses(model, few, 8)).toEqual(expected);
    expect(await losses(model, configure({}), 8)).not.toEqual(expected);
  });

  it('starts every rank at the same loss on the same batch', async () => {
    const firsts = await Promise.all([1, 2, 8].map((r) => losses(model, configure({ r }), 1)));
    expect(new Set(firsts.flat()).size).toBe(1);
  });

  it('stops with the step and the site when a gradient is no longer finite, and keeps the weights', async () => {
    const trainer = await finish(createTrainer(model, DATASET, configure({}, { max_grad_norm: 0 })));
    const { parameters } = trainer.method;
    // B = 0 hides A from the loss, but B's gradient sees it. The parameters are A and B of Wq, Wv, W1.
    const start = await parameters.read();
    start[2]?.fill(1e30);
    parameters.write(start);
    await expect(advance(trainer, 3)).rejects.toMatchObject({
      code: 'non-finite',
      message: 'Step 1: the gradient is too large to be a finite number, most of all at Wv · layer 1.',
    });
    expect(await parameters.read()).toEqual(start);
    expect(trainer.step).toBe(0);
    trainer.dispose();
  });

  it('says so when the loss itself is not finite', async () => {
    const trainer = await finish(createTrainer(model, DATASET, configure({})));
    const { parameters } = trainer.method;
    parameters.write(parameters.variables.map(({ size }) => new Float32Array(size).fill(1e38)));
    await expect(advance(trainer, 1)).rejects.toMatchObject({
      code: 'non-finite',
      message: expect.stringMatching(
        /^Step 1: the loss is no longer a finite number. The largest trained value is 1.00e\+38, at Wq · layer 1.$/,
      ) as string,
    });
    trainer.dispose();
  });

  it('computes no gradient of a frozen weight', async () => {
    const trainer = await finish(createTrainer(model, DATASET, configure({}, { batch_size: 3 })));
    const shapesOf = async (f: () => Promise<unknown>) => {
      const { kernels } = await tf.profile(async () => {
        await f();
        return tf.scalar(0);
      });
      return new Set(kernels.flatMap(({ outputShapes }) => outputShapes.map((shape) => shape.join('×'))));
    };
    // 3 × 8 positions: nothing but a gradient of the MLP's W0 has these shapes.
    const frozen = ['8×32', '32×8'];
    const seen = await shapesOf(() => trainer.next());
    for (const shape of frozen) expect(seen).not.toContain(shape);
    // Negative control: the same look sees dW where it is computed.
    const full = await shapesOf(() => {
      const w = tf.ones<tf.Rank.R2>([8, 32]);
      return tf
        .grad((x: tf.Tensor) => tf.sum(tf.matMul(tf.ones([24, 8]), x as tf.Tensor2D)))(w)
        .data();
    });
    expect(full).toContain('8×32');
    trainer.dispose();
  });

  it('has spectra of at most r values, zero before the first step', async () => {
    const trainer = await finish(createTrainer(model, DATASET, configure({ r: 3 })));
    const zero = await spectrum(trainer);
    expect(zero.sites.map(({ site }) => site.projection)).toEqual(['q', 'v', 'up']);
    expect(zero.sites.flatMap(({ singularValues }) => singularValues)).toEqual(new Array(9).fill(0));
    await advance(trainer, 3);
    for (const { singularValues } of (await spectrum(trainer)).sites) {
      expect(singularValues).toHaveLength(3);
      expect(singularValues[0]).toBeGreaterThan(0);
    }
    trainer.dispose();
  });
});

describe('a captured run', () => {
  let model: Gpt2Model;
  beforeAll(async () => {
    await pickDevice('webgpu');
    model = smallModel(1);
  });
  afterAll(() => model.dispose());

  const config = (r: number, init_lora_weights: LoraConfig['init_lora_weights'] = 'gaussian') =>
    configure({ r, lora_dropout: 0.2, init_lora_weights }, { lr_scheduler_type: 'linear' });
  const curveOf = async (trainer: Trainer, steps: number) => {
    const points = await advance(trainer, steps);
    expect(points.map(({ step }) => step)).toEqual(Array.from({ length: steps }, (_, i) => i + 1));
    return points.map(({ loss, gradNorm }) => [loss, gradNorm]);
  };

  it('gives the eager losses over 50 steps, and the same ones twice, bit for bit', async () => {
    const start = (captured: boolean) => finish(createTrainer(model, DATASET, config(3), { captured }));
    const [first, second, eager] = [await start(true), await start(true), await start(false)];
    const curve = await curveOf(first, 50);
    expectClose(curve.flat(), (await curveOf(eager, 50)).flat(), 1e-5);
    expect(await curveOf(second, 50)).toEqual(curve);
    expect(await second.method.read()).toEqual(await first.method.read());
    expect(eager.capture).toBeNull();
    // One layer: the house's bound is 24 a layer and 16 a step.
    expect(first.capture?.dispatches).toBeGreaterThan(10);
    expect(first.capture?.dispatches).toBeLessThanOrEqual(24 + 16);
    expect(first.hostMs).toBeGreaterThan(0);
    for (const trainer of [first, second, eager]) trainer.dispose();
  });

  it.each(LORA_STARTS)('gives beside another rank the curve that it gives alone (%s)', async (start) => {
    const alone: number[][][] = [];
    for (const r of [1, 4]) {
      const trainer = await finish(createTrainer(model, DATASET, config(r, start)));
      alone.push(await curveOf(trainer, 12));
      trainer.dispose();
    }
    const race = await Promise.all(
      [1, 4].map((r) => finish(createTrainer(model, DATASET, config(r, start)))),
    );
    for (let i = 0; i < 12; i++) for (const trainer of race) await trainer.next();
    for (const [i, trainer] of race.entries()) {
      await trainer.settle();
      expect(trainer.take().map(({ loss, gradNorm }) => [loss, gradNorm])).toEqual(alone[i]);
      trainer.dispose();
    }
    expect(alone[0]).not.toEqual(alone[1]);
  });

  it('names the first step that failed though later ones were set going, and keeps those before', async () => {
    const trainer = await finish(createTrainer(model, DATASET, config(2)));
    for (let i = 0; i < 3; i++) await trainer.next();
    const { parameters } = trainer.method;
    parameters.write(parameters.variables.map(({ size }) => new Float32Array(size).fill(1e38)));
    await expect(advance(trainer, 3)).rejects.toMatchObject({
      code: 'non-finite',
      message: expect.stringMatching(/^Step 4:/) as string,
    });
    expect(trainer.take().map(({ step }) => step)).toEqual([1, 2, 3]);
    trainer.dispose();
  });

  it('tunes its kernels on hardware before it captures, once, and computes the same bits', async () => {
    const gpu = needWebGPU();
    await deleteDB('rankscope-tiles');
    gpu.software = false;
    try {
      // Other shapes than those of the tests before, so that nothing is known of them; few rows, since tiles for hardware are slow here.
      const usual = config(3);
      const narrow = { ...usual, training: { ...usual.training, batch_size: 1, max_length: 32 } };
      const start = (captured: boolean) => finish(createTrainer(model, DATASET, narrow, { captured }));
      const [eager, tuned, again] = [await start(false), await start(true), await start(true)];
      const expected = (await advance(eager, 5)).map(({ loss }) => loss);
      await tuned.next();
      expect(tuned.capture).toBeNull();
      const database = await openDB('rankscope-tiles');
      expect(await database.count('tiles')).toBeGreaterThan(3);
      database.close();
      await tuned.settle();
      const { numBytesInGPU: before, numBytesAllocatedInGPU: held } = gpu.memory();
      await tuned.next();
      await tuned.settle();
      // The tuning left no buffer behind.
      expect(gpu.memory().numBytesInGPU - before).toBeGreaterThanOrEqual(tuned.capture?.bytes ?? NaN);
      expect(gpu.memory().numBytesAllocatedInGPU - held).toBe(gpu.memory().numBytesInGPU - before);
      expect((await advance(tuned, 3)).map(({ loss }) => loss)).toEqual(expected);
      expect(await autotune(gpu)).toBe(0);
      expect((await advance(again, 5)).map(({ loss }) => loss)).toEqual(expected);
      for (const trainer of [eager, tuned, again]) trainer.dispose();
    } finally {
      gpu.software = true;
    }
  });

  it.each(LORA_STARTS)('gives all GPU memory back (%s)', async (start) => {
    const gpu = needWebGPU();
    gpu.flush();
    const before = { ...gpu.memory(), tensors: tf.memory().numTensors };
    const trainer = await finish(createTrainer(model, DATASET, config(2, start)));
    await advance(trainer, 3);
    const { bytes = 0 } = trainer.capture ?? {};
    expect(bytes).toBeGreaterThan(0);
    expect(gpu.memory().numBytesInGPU).toBeGreaterThan(before.numBytesInGPU + bytes);
    trainer.dispose();
    gpu.flush();
    expect(gpu.memory().numBytesInGPU).toBe(before.numBytesInGPU);
    expect(tf.memory().numTensors).toBe(before.tensors);
  });
});
