/** Traced steps are those of training: what is told of a step is what the optimizer got and what a run becomes. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loraName } from '../core/methods/lora.ts';
import { createRng } from '../core/rng.ts';
import { runConfigSchema } from '../core/run-config.ts';
import { normOf, type StepTrace } from '../core/step-trace.ts';
import type { NamedTensors } from '../core/tensors.ts';
import { createBatcher } from '../data/batches.ts';
import type { Example } from '../data/dataset.ts';
import { uploadBatch } from './batch-tensors.ts';
import { batchLossSum, countTargets } from './evaluate.ts';
import { createMethod } from './methods/create.ts';
import type { Gpt2Model } from './model/gpt2.ts';
import { traceSteps } from './step-trace.ts';
import { expectClose, finish, onEveryBackend, smallDataset, smallModel } from './testing.ts';
import { createTrainer } from './trainer.ts';

const rng = createRng(5, 'data');
const counting = (n: number): Example[] =>
  Array.from({ length: n }, () => {
    const first = rng.int(8);
    return {
      prompt: String(first),
      completion: '',
      ids: Int32Array.from({ length: 7 }, (_, i) => first + i),
      completionStart: 3,
    };
  });
const DATASET = smallDataset({ train: counting(40), validation: counting(8), test: counting(8) });
const SITE = { layer: 0, projection: 'q' } as const;
const CONFIG = runConfigSchema.parse({
  seed: 11,
  method: { r: 2, lora_alpha: 8, target_modules: ['q', 'v'] },
  training: { batch_size: 1, learning_rate: 0.01, max_grad_norm: 0.05 },
});
const [A, B] = [loraName(SITE, 'A'), loraName(SITE, 'B')];
const tokenizer = { decode: (ids: readonly number[]) => ids.join() };

onEveryBackend('a traced step', () => {
  let base: Gpt2Model;
  let trace: StepTrace;
  beforeAll(async () => {
    base = smallModel(2);
    const held = tf.memory().numTensors;
    trace = await finish(traceSteps({ base, tokenizer }, DATASET, { config: CONFIG, site: SITE, steps: 2 }));
    expect(tf.memory().numTensors).toBe(held);
  });
  afterAll(() => base.dispose());
  const stepAt = (number: number) => {
    const step = trace.steps[number - 1];
    if (!step) throw new Error('The step lacks.');
    return step;
  };

  it('leaves A and B as a run has them after as many steps', async () => {
    const trainer = await finish(createTrainer(base, DATASET, CONFIG, { captured: false }));
    for (const number of [1, 2]) {
      await trainer.next();
      const tensors = await trainer.method.read();
      expectClose(stepAt(number).b.after.values, tensors[B]?.values ?? [], 1e-6);
      expectClose(stepAt(number).a.after.values, tensors[A]?.values ?? [], 1e-6);
      expect(stepAt(number).loss).toBeCloseTo(trainer.take()[0]?.loss ?? NaN, 5);
    }
    trainer.dispose();
    expect(stepAt(2).b.before).toEqual(stepAt(1).b.after);
  });

  it('has no gradient of A while B is zero, and one as soon as B has moved', () => {
    const [first, second] = [stepAt(1), stepAt(2)];
    expect(normOf(first.b.before)).toBe(0);
    expect(normOf(first.seen.update)).toBe(0);
    expect(normOf(first.a.gradient)).toBe(0);
    expect(normOf(first.b.gradient)).toBeGreaterThan(1e-4);
    expect(normOf(second.a.gradient)).toBeGreaterThan(1e-6);
    expect(normOf(second.seen.update)).toBeGreaterThan(0);
    // Weight decay alone shrinks A at the first step.
    const kept = 1 - first.learningRate * CONFIG.training.weight_decay;
    expectClose(
      first.a.after.values,
      first.a.before.values.map((value) => value * kept),
      1e-6,
    );
  });

  it('gives the optimizer these gradients, clipped to the norm that the run allows', () => {
    const { b, gradNorm, learningRate } = stepAt(1);
    const clip = Math.min(1, CONFIG.training.max_grad_norm / (gradNorm + 1e-6));
    expect(clip).toBeLessThan(1);
    const gradient = b.gradient.values.map((value) => clip * value);
    expectClose(
      b.first.values,
      gradient.map((value) => 0.1 * value),
      1e-4,
    );
    expectClose(
      b.second.values,
      gradient.map((value) => 0.001 * value * value),
      1e-3,
    );
    // With m / 0.1 and √(v / 0.001), both the gradient itself: by ± η.
    expectClose(
      b.after.values,
      gradient.map((g) => (-learningRate * g) / (Math.abs(g) + 1e-8)),
      1e-3,
    );
  });

  it.each([
    [1, B],
    [2, A],
    [2, B],
  ])('has the slope of the loss as its gradient: step %i, %s', async (number, name) => {
    const { a, b } = stepAt(number);
    const { before, gradient } = name === A ? a : b;
    // All that is trained stands where the step begins.
    const trainer = await finish(createTrainer(base, DATASET, CONFIG, { captured: false }));
    for (let taken = 1; taken < number; taken++) await trainer.next();
    const tensors = await trainer.method.read();
    trainer.dispose();
    const shape = { batchSize: 1, length: DATASET.sequenceLength, padId: DATASET.padId };
    const batch = createBatcher(DATASET.train, { ...shape, seed: CONFIG.seed })(number);
    const lossWith = async (values: Float32Array): Promise<number> => {
      const moved: NamedTensors = { ...tensors, [name]: { shape: before.shape, values } };
      const method = createMethod(CONFIG.method, base, { tensors: moved });
      const loss = tf.tidy(() => batchLossSum(base, method, uploadBatch(batch), { training: false }));
      const [sum = NaN] = await loss.data();
      loss.dispose();
      method.dispose();
      return sum / countTargets(batch);
    };
    const norm = normOf(gradient);
    const [along, size] = [gradient.values.map((value) => value / norm), 0.02];
    const moved = (by: number) => before.values.map((value, i) => value + by * (along[i] ?? NaN));
    const slope = ((await lossWith(moved(size))) - (await lossWith(moved(-size)))) / (2 * size);
    expect(Math.abs(slope / norm - 1)).toBeLessThan(0.05);
  });

  it('tells the loss at each token of a completion, whose mean is the loss of a batch of one text', () => {
    const { targets, loss, completionTokens, tokens, seen } = stepAt(1);
    const nats = targets.flatMap((target) => target?.nats ?? []);
    expect(nats).toHaveLength(completionTokens);
    expect(nats.reduce((sum, each) => sum + each, 0) / nats.length).toBeCloseTo(loss, 4);
    expect(seen.x.shape).toEqual([tokens.length, trace.w0.shape[1]]);
    expect(seen.frozen.shape).toEqual([tokens.length, trace.w0.shape[0]]);
  });

  it('computes the update from x, A and B', () => {
    const { seen, a, b } = stepAt(2);
    const [, d = 0] = seen.x.shape;
    const place = 3;
    const low = [0, 1].map((k) =>
      seen.x.values
        .subarray(place * d, (place + 1) * d)
        .reduce((sum, value, i) => sum + value * (a.before.values[k * d + i] ?? NaN), 0),
    );
    expectClose(seen.low.values.subarray(place * 2, place * 2 + 2), low, 1e-4);
    const [dOut = 0] = b.before.shape;
    const update = Array.from({ length: dOut }, (_, i) =>
      low.reduce((sum, value, k) => sum + 4 * value * (b.before.values[i * 2 + k] ?? NaN), 0),
    );
    expectClose(seen.update.values.subarray(place * dOut, (place + 1) * dOut), update, 1e-4);
  });
});
