/** The whole model against PyTorch: see tools/fixtures/gpt2_lora.py. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { siteId } from '../../core/site.ts';
import { parseTransformerConfig, readGpt2Weights } from '../../formats/gpt2.ts';
import { readSafetensors } from '../../formats/safetensors.ts';
import { batchLossSum, countTargets, uploadBatch, type BatchTensors } from '../evaluate.ts';
import { createLora } from '../methods/lora.ts';
import type { Method } from '../methods/method.ts';
import { createAdamW, globalNorm } from '../optim.ts';
import { expectClose, onEveryBackend } from '../testing.ts';
import { createBaseModel, type BaseModel } from './base-model.ts';
import configJson from './fixtures/golden/config.json';
import expected from './fixtures/golden/expected.json';
import weightsUrl from './fixtures/golden/model.safetensors?url';
import { forward } from './transformer.ts';

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

const { batch: B, length: T } = expected;
const batch = {
  size: B,
  length: T,
  inputs: Int32Array.from(expected.ids),
  targets: Int32Array.from(expected.targets),
  mask: Float32Array.from(expected.mask),
  tokens: B * T,
};

onEveryBackend('GPT-2 with LoRA', () => {
  const config = parseTransformerConfig(configJson);
  let model: BaseModel;
  let lora: Method;
  let tensors: BatchTensors;

  beforeAll(async () => {
    const buffer = await (await fetch(weightsUrl)).arrayBuffer();
    model = createBaseModel(config, readGpt2Weights(config, readSafetensors(buffer)));
    tensors = uploadBatch(batch);
    lora = createLora(
      {
        type: 'lora',
        r: expected.r,
        lora_alpha: expected.lora_alpha,
        lora_dropout: 0,
        use_rslora: false,
        target_modules: ['q', 'k', 'v', 'o', 'up', 'down'],
        layers_to_transform: null,
      },
      config,
      0,
    );
  });
  afterAll(() => {
    tf.dispose(tensors);
    lora.dispose();
    model.dispose();
  });

  const logits = async (method: Method | null) => {
    const result = tf.tidy(
      () => forward(model, method, tf.tensor2d(batch.inputs, [B, T], 'int32'), { training: false }).logits,
    );
    const values = await result.data<'float32'>();
    result.dispose();
    return values;
  };
  const loss = () =>
    tf.div<tf.Scalar>(
      batchLossSum(model, lora, tensors, { training: true, seed: 0, step: 1 }),
      countTargets(batch),
    );
  const setAdapters = () => {
    const values = inOrder(expected.adapters);
    tf.tidy(() =>
      lora.variables.forEach((variable, i) => variable.assign(tf.tensor(values[i] ?? [], variable.shape))),
    );
  };

  it('gives the base logits, bit for bit with B = 0', async () => {
    const base = await logits(null);
    expectClose(base, expected.baseLogits, 1e-4);
    expect(await logits(lora)).toEqual(base);
  });

  it('at the start passes a gradient to B and none to A', async () => {
    const { grads } = tf.variableGrads(loss, [...lora.variables]);
    for (const [i, variable] of lora.variables.entries()) {
      const largest = Math.max(...((await grads[variable.name]?.data()) ?? [NaN]).map(Math.abs));
      if (i % 2 === 0) expect(largest).toBe(0);
      else expect(largest).toBeGreaterThan(1e-6);
    }
    tf.dispose(grads);
  });

  it('gives the adapted logits, loss and gradients', async () => {
    setAdapters();
    expectClose(await logits(lora), expected.logits, 1e-4);
    const { value, grads } = tf.variableGrads(loss, [...lora.variables]);
    expectClose(await value.data(), [expected.loss], 1e-5);
    const gradients = inOrder(expected.gradients);
    for (const [i, variable] of lora.variables.entries())
      expectClose((await grads[variable.name]?.data()) ?? [], gradients[i] ?? [], 1e-4);
    tf.dispose([value]);
    tf.dispose(grads);
  });

  it('takes the steps of torch.optim.AdamW after clipping', async () => {
    setAdapters();
    const { training } = expected;
    const optimizer = createAdamW(lora.variables);
    for (const [i, expectedLoss] of training.losses.entries()) {
      const { value, grads } = tf.variableGrads(loss, [...lora.variables]);
      const ordered = lora.variables.map(({ name }) => grads[name] ?? tf.scalar(NaN));
      const norm = globalNorm(ordered);
      const [gradNorm = NaN] = await norm.data();
      optimizer.step(ordered, { ...training, gradNorm });
      expectClose(await value.data(), [expectedLoss], 1e-4);
      expectClose([gradNorm], [training.norms[i] ?? NaN], 1e-4);
      tf.dispose([value, norm]);
      tf.dispose(grads);
    }
    optimizer.dispose();
    const after = (await lora.read()).map(({ site, a, b }) => ({ id: siteId(site), a, b }));
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
    const merged: BaseModel = {
      ...model,
      blocks: model.blocks.map((block, layer) => {
        const merge = (projection: 'q' | 'k' | 'v' | 'o' | 'up' | 'down') => {
          const { weight, bias } = block.projections[projection];
          const { a, b } = pairAt(expected.adapters, `${layer}.${projection}`);
          const [dIn, dOut] = weight.shape;
          const delta = tf.tidy(() =>
            tf.transpose(
              tf.mul(tf.matMul(tf.tensor2d(b, [dOut, expected.r]), tf.tensor2d(a, [expected.r, dIn])), scale),
            ),
          );
          return { weight: tf.add<tf.Tensor2D>(weight, delta), transposed: null, bias };
        };
        return {
          ...block,
          projections: {
            q: merge('q'),
            k: merge('k'),
            v: merge('v'),
            o: merge('o'),
            up: merge('up'),
            down: merge('down'),
          },
        };
      }),
    };
    const result = tf.tidy(
      () => forward(merged, null, tf.tensor2d(batch.inputs, [B, T], 'int32'), { training: false }).logits,
    );
    expectClose(await result.data(), unmerged, 1e-4);
  });
});
