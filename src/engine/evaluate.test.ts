/** A loss by its examples: what each text adds to the mean, however the texts are batched. */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaultMethod, type MethodId } from '../core/methods/methods.ts';
import { evaluationBatches } from '../data/batches.ts';
import type { Example } from '../data/dataset.ts';
import { uploadBatch } from './batch-tensors.ts';
import { batchLossSum, evaluateLoss, measuredBatchFor } from './evaluate.ts';
import { startMethod } from './methods/create.ts';
import type { Method } from './methods/method.ts';
import type { BaseModel } from './model/base-model.ts';
import { goldenModel } from './model/golden.ts';
import { expectClose, finish, onEveryBackend } from './testing.ts';

/** Texts of 3 to 7 tokens, of which 1 to 4 are completion. */
const EXAMPLES = [
  [3, 2],
  [7, 3],
  [4, 1],
  [6, 5],
  [5, 4],
].map(([tokens = 0, completionStart = 0], text): Example => {
  const ids = Int32Array.from({ length: tokens }, (_, i) => (5 * i + 3 * text + 1) % 11);
  return { prompt: '', completion: '', ids, completionStart };
});
const TARGETS = EXAMPLES.map(({ ids, completionStart }) => ids.length - completionStart);

const batchesOf = (batchSize: number) =>
  evaluationBatches(EXAMPLES, { batchSize, length: 8, padId: 0, limit: EXAMPLES.length });

onEveryBackend('a loss', () => {
  let model: BaseModel;
  beforeEach(async () => {
    model = await goldenModel();
  });
  afterEach(() => model.dispose());

  const methodOf = async (type: MethodId | null): Promise<Method | null> =>
    type && (await finish(startMethod(defaultMethod(type), model, 1)));

  it.each<MethodId | null>([null, 'lora', 'prefix-embed'])(
    'is the mean of its examples by their tokens, which are the same in any batch: %s',
    async (type) => {
      const method = await methodOf(type);
      const alone = await finish(evaluateLoss(model, method, batchesOf(1)));
      expect(new Set(alone.examples).size).toBe(EXAMPLES.length);
      for (const batchSize of [1, 2, 3, 8]) {
        const { loss, tokens, examples } = await finish(evaluateLoss(model, method, batchesOf(batchSize)));
        expect(tokens).toBe(TARGETS.reduce((sum, n) => sum + n));
        expectClose(examples, alone.examples, 1e-5);
        const sum = examples.reduce((total, mean, text) => total + mean * (TARGETS[text] ?? NaN), 0);
        expectClose([loss], [sum / tokens], 1e-6);
      }
      method?.dispose();
    },
  );

  it('is to the bit what training computes without its examples', async () => {
    const method = await methodOf('lora');
    const step = tf.tensor1d([1], 'int32');
    const batches = batchesOf(8);
    const [batch] = batches;
    if (!batch) throw new Error('There is no batch.');
    const sum = tf.tidy(() =>
      batchLossSum(model, method, uploadBatch(measuredBatchFor(method, batch)), {
        training: true,
        seed: 0,
        step,
      }),
    );
    const { loss, tokens } = await finish(evaluateLoss(model, method, batches));
    expect(loss).toBe(((await sum.data())[0] ?? NaN) / tokens);
    tf.dispose([sum, step]);
    method?.dispose();
  });
});
