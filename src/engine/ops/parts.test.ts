/** Matrices above what a kernel may bind at once: bound in parts they give what they give whole. */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { packHalves } from '../../core/float16.ts';
import { createRng } from '../../core/rng.ts';
import type { LabWebGPU } from '../backend/webgpu.ts';
import { pickDevice } from '../device.ts';
import { expectClose, needWebGPU } from '../testing.ts';
import { embedding, tokenRows } from './embedding.ts';
import { headLoss, headLossTerms } from './head-loss.ts';
import type { FrozenLinear } from './linear-map.ts';
import { linear } from './linear.ts';

const rng = createRng(1, 'parts');
const matrix = (rows: number, columns: number) =>
  tf.tensor2d(
    Float32Array.from({ length: rows * columns }, () => Math.round(64 * rng.normal()) / 64),
    [rows, columns],
  );
const integers = (length: number, below: number) => Int32Array.from({ length }, () => rng.int(below));

describe('a matrix that is bound in parts', () => {
  let gpu: LabWebGPU;
  beforeAll(async () => {
    await pickDevice('webgpu');
    gpu = needWebGPU();
  });
  const all = () => gpu.device.limits.maxStorageBufferBindingSize;
  afterEach(() => {
    gpu.mostBound = all();
    vi.restoreAllMocks();
  });

  /** Values with everything bound whole, and with bindings of so many bytes at most. */
  async function both(most: number, act: () => tf.Tensor[]): Promise<[Float32Array, Float32Array][]> {
    const valuesOf = async () => {
      const tensors = tf.tidy(act);
      return Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
    };
    const whole = await valuesOf();
    gpu.mostBound = most;
    const bind = vi.spyOn(gpu.device, 'createBindGroup');
    const parts = await valuesOf();
    const sizes = bind.mock.calls.flatMap(([{ entries }]) =>
      [...entries].map(({ resource }) => {
        if (!('buffer' in resource)) throw new Error('Only buffers are bound.');
        return resource.size ?? resource.buffer.size - (resource.offset ?? 0);
      }),
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(most);
    return whole.map((values, i) => [values, parts[i] ?? new Float32Array()]);
  }

  // Widths of one number and of four at a time; the last part is shorter, or as long as the others.
  it.each([
    [200, 12],
    [257, 7],
    [256, 8],
  ])('of %i tokens, %i wide: embedding, scores, loss and gradient', async (vocabulary, d) => {
    const [B, T] = [2, 2];
    const wte = matrix(vocabulary, d);
    const wpe = matrix(T, d);
    const ids = tf.tensor2d(integers(B * T, vocabulary), [B, T], 'int32');
    const head: FrozenLinear = {
      ...{ dIn: d, dOut: vocabulary, weight: null, transposed: wte, bias: null },
      storage: 'f32',
    };
    const x = matrix(B * T, d);
    const targets = tf.tensor1d(integers(B * T, vocabulary), 'int32');
    const mask = tf.tensor1d(Float32Array.from({ length: B * T }, (_, i) => i));
    const results = await both(4 * Math.max(64 * d, B * T * vocabulary), () => {
      const loss = (input: tf.Tensor2D) => headLoss(input, { frozen: head, trained: null }, targets, mask, 1);
      const { value, grad } = tf.valueAndGrad(loss)(x);
      const { terms } = headLossTerms(x, { frozen: head, trained: null }, targets, mask, 1);
      return [embedding(ids, null, wte, wpe), tokenRows(ids, wte), value, grad, terms];
    });
    for (const [whole, parts] of results) expectClose(parts, whole, 1e-6);
    expect(results.every(([whole]) => whole.some((value) => value !== 0))).toBe(true);
  });

  it('of float16', async () => {
    const [dIn, dOut] = [192, 8];
    const values = await matrix(dIn, dOut).data<'float32'>();
    const packed = tf.tensor2d(packHalves(values), [dIn, dOut / 2], 'int32');
    const frozen: FrozenLinear = {
      ...{ dIn, dOut, weight: packed, transposed: null, bias: null },
      storage: 'f16',
    };
    const x = matrix(3, dIn);
    const results = await both(3 * 4 * dIn, () => {
      const { value, grad } = tf.valueAndGrad((input: tf.Tensor2D) => tf.sum(linear(input, frozen)))(x);
      return [linear(x, frozen), value, grad];
    });
    for (const [whole, parts] of results) expectClose(parts, whole, 1e-6);
  });
});
