/** The whole model against PyTorch: see tools/fixtures/gpt2_lora.py. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { siteId, type Projection } from '../../core/site.ts';
import { tensorsOf, uploadBatch, type BatchTensors } from '../batch-tensors.ts';
import { batchLossSum, countTargets } from '../evaluate.ts';
import { loraConfigSchema } from '../../core/methods/lora-config.ts';
import { loraPairs } from '../../core/methods/lora.ts';
import { startMethod } from '../methods/create.ts';
import type { Method } from '../methods/method.ts';
import type { FrozenLinear } from '../ops/linear-map.ts';
import { createAdamW, stepRates } from '../optim.ts';
import { expectClose, finish, onEveryBackend } from '../testing.ts';
import type { Gpt2Model } from './gpt2.ts';
import { GOLDEN_BATCH, goldenModel } from './golden.ts';
import expected from './fixtures/golden/expected.json';
import { forward, logits as headLogits } from './transformer.ts';

interface Pair {
  a: number[];
  b: number[];
}
const pairAt = (pairs: Record<string, Pair>, id: string): Pair => {
  const pair = pairs[id];
  if (!pair) throw new Error(`the fixture lacks ${id}`);
  return pair;
};
/** All pairs of a fixture's record in the order in which LoRA lists its variables. */
const inOrder = (pairs: Record<string, Pair>) =>
  Object.keys(expected.adapters).flatMap((id) => [pairAt(pairs, id).a, pairAt(pairs, id).b]);

const batch = GOLDEN_BATCH;

onEveryBackend('GPT-2 with LoRA', () => {
  let model: Gpt2Model;
  let lora: Method;
  let tensors: BatchTensors;
  let step: tf.Tensor1D;

  beforeAll(async () => {
    model = await goldenModel();
    tensors = uploadBatch(batch);
    step = tf.tensor1d([1], 'int32');
    lora = await finish(
      startMethod(
        loraConfigSchema.parse({
          r: expected.r,
          lora_alpha: expected.lora_alpha,
          target_modules: ['q', 'k', 'v', 'o', 'up', 'down'],
        }),
        model,
        0,
      ),
    );
  });
  afterAll(() => {
    tf.dispose(tensorsOf(tensors));
    step.dispose();
    lora.dispose();
    model.dispose();
  });

  const logits = async (method: Method | null) => {
    const result = tf.tidy(() =>
      headLogits(
        model,
        method,
        forward(model, method, tf.tensor2d(batch.inputs, [batch.size, batch.length], 'int32'), {
          training: false,
        }),
      ),
    );
    const values = await result.data<'float32'>();
    result.dispose();
    return values;
  };
  const loss = () =>
    tf.div<tf.Scalar>(
      batchLossSum(model, lora, tensors, { training: true, seed: 0, step }),
      countTargets(batch),
    );
  const setAdapters = () => {
    const values = inOrder(expected.adapters);
    lora.parameters.write(values.map((value) => Float32Array.from(value)));
  };

  it('gives the base logits, bit for bit with B = 0', async () => {
    const base = await logits(null);
    expectClose(base, expected.baseLogits, 1e-4);
    expect(await logits(lora)).toEqual(base);
  });

  it('at the start passes a gradient to B and none to A', async () => {
    const { grads } = tf.variableGrads(loss, [...lora.parameters.variables]);
    for (const [i, variable] of lora.parameters.variables.entries()) {
      const largest = Math.max(...((await grads[variable.name]?.data()) ?? [NaN]).map(Math.abs));
      if (i % 2 === 0) expect(largest).toBe(0);
      else expect(largest).toBeGreaterThan(1e-6);
    }
    tf.dispose(grads);
  });

  it('gives the adapted logits, loss and gradients', async () => {
    setAdapters();
    expectClose(await logits(lora), expected.logits, 1e-4);
    const { value, grads } = tf.variableGrads(loss, [...lora.parameters.variables]);
    expectClose(await value.data(), [expected.loss], 1e-5);
    const gradients = inOrder(expected.gradients);
    for (const [i, variable] of lora.parameters.variables.entries())
      expectClose((await grads[variable.name]?.data()) ?? [], gradients[i] ?? [], 1e-4);
    tf.dispose([value]);
    tf.dispose(grads);
  });

  it('takes the steps of torch.optim.AdamW after clipping', async () => {
    setAdapters();
    const { training } = expected;
    const optimizer = createAdamW(lora.parameters, training);
    for (const [i, expectedLoss] of training.losses.entries()) {
      const { value, grads } = tf.variableGrads(loss, [...lora.parameters.variables]);
      const ordered = lora.parameters.variables.map(({ name }) => grads[name] ?? tf.scalar(NaN));
      const rates = tf.tensor1d(stepRates(training.learningRate, i + 1));
      const norm = optimizer.step(ordered, rates);
      expectClose(await value.data(), [expectedLoss], 1e-4);
      expectClose(await norm.data(), [training.norms[i] ?? NaN], 1e-4);
      tf.dispose([value, norm, rates]);
      tf.dispose(grads);
    }
    optimizer.dispose();
    const after = loraPairs(await lora.read()).map(({ site, a, b }) => ({ id: siteId(site), a, b }));
    expect(after).toHaveLength(12);
    for (const { id, a, b } of after) {
      const before = pairAt(expected.adapters, id);
      const moved = pairAt(training.adapters, id);
      const difference = (x: ArrayLike<number>, y: number[]) =>
        Array.from(x, (value, i) => value - (y[i] ?? NaN));
      expectClose(difference(a, before.a), difference(moved.a, before.a), 1e-3);
      expectClose(difference(b, before.b), difference(moved.b, before.b), 1e-3);
    }
  });

  it('equals the merged model W0 + s·BA', async () => {
    setAdapters();
    const unmerged = await logits(lora);
    const scale = expected.lora_alpha / expected.r;
    const merged: Gpt2Model = {
      ...model,
      blocks: model.blocks.map((block, layer) => {
        const merge = (frozen: FrozenLinear, ...projections: Projection[]): FrozenLinear => {
          const dOut = frozen.dOut / projections.length;
          const deltas = projections.map((projection) => {
            const { a, b } = pairAt(expected.adapters, `${layer}.${projection}`);
            const product = tf.matMul(
              tf.tensor2d(b, [dOut, expected.r]),
              tf.tensor2d(a, [expected.r, frozen.dIn]),
            );
            return tf.transpose<tf.Tensor2D>(tf.mul(product, scale));
          });
          if (!frozen.weight) throw new Error('a block keeps its weights plain');
          const weight = tf.add<tf.Tensor2D>(frozen.weight, tf.concat(deltas, 1));
          return { ...frozen, weight, transposed: frozen.transposed && tf.transpose(weight) };
        };
        return {
          ...block,
          qkv: merge(block.qkv, 'q', 'k', 'v'),
          o: merge(block.o, 'o'),
          up: merge(block.up, 'up'),
          down: merge(block.down, 'down'),
        };
      }),
    };
    const result = tf.tidy(() =>
      headLogits(
        merged,
        null,
        forward(merged, null, tf.tensor2d(batch.inputs, [batch.size, batch.length], 'int32'), {
          training: false,
        }),
      ),
    );
    expectClose(await result.data(), unmerged, 1e-4);
  });
});
