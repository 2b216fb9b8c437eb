/** What each backend runs against tfjs's own ops: values and gradients, at shapes that are not multiples of anything. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../../core/rng.ts';
import { labWebGPU } from '../backend/current.ts';
import { pickDevice } from '../device.ts';
import { expectClose, needWebGPU } from '../testing.ts';
import { attention, attentionReference } from './attention.ts';
import { crossEntropyReference, crossEntropySum } from './cross-entropy.ts';
import { createCache } from './cached-attention.ts';
import { embedding, embeddingReference } from './embedding.ts';
import { gelu, geluReference } from './gelu.ts';
import { finish } from './linear.ts';
import { layerNorm, layerNormReference, residual } from './layer-norm.ts';
import { topLogits } from './top-logits.ts';

const rng = createRng(21, 'kernels');
const matrix = (rows: number, columns: number, scale = 1): tf.Tensor2D =>
  tf.tensor2d(
    Float32Array.from({ length: rows * columns }, () => scale * rng.normal()),
    [rows, columns],
  );
const vector = (n: number): tf.Tensor1D => tf.tensor1d(Float32Array.from({ length: n }, rng.normal));

type Op = (...inputs: [tf.Tensor2D, ...tf.Tensor2D[]]) => tf.Tensor;
interface Pair {
  inputs: [tf.Tensor2D, ...tf.Tensor2D[]];
  kernels: Op;
  reference: Op;
}

const norm = (rows: number, d: number) => (): Pair => {
  const frozen = { weight: vector(d), bias: vector(d) };
  return {
    inputs: [matrix(rows, d, 3)],
    kernels: (x) => layerNorm(x, { norm: frozen, epsilon: 1e-5 }),
    reference: (x) => layerNormReference(x, frozen, 1e-5),
  };
};
const trainedNorm = (rows: number, d: number) => (): Pair => {
  const frozen = { weight: vector(d), bias: vector(d) };
  const asNorm = (weight: tf.Tensor, bias: tf.Tensor) => ({
    weight: tf.reshape<tf.Rank.R1>(weight, [d]),
    bias: tf.reshape<tf.Rank.R1>(bias, [d]),
  });
  return {
    inputs: [matrix(rows, d, 3), matrix(1, d), matrix(1, d)],
    kernels: (x, weight = x, bias = x) =>
      layerNorm(x, { norm: frozen, epsilon: 1e-5, update: asNorm(weight, bias) }),
    reference: (x, weight = x, bias = x) => layerNormReference(x, asNorm(weight, bias), 1e-5),
  };
};
const branch = (rows: number, d: number) => (): Pair => {
  const frozen = { weight: vector(d), bias: vector(d) };
  return {
    inputs: [matrix(rows, d)],
    kernels: (x) =>
      residual(x, { norm: frozen, epsilon: 1e-5 }, (h, addend) => finish(tf.sin(h), { addend })),
    reference: (x) => tf.add(x, tf.sin(layerNormReference(x, frozen, 1e-5))),
  };
};
const attend = (batch: number, S: number, heads: number, hd: number) => (): Pair => ({
  inputs: [matrix(batch * S, 3 * heads * hd)],
  kernels: (qkv) => attention(qkv, { batch, heads }),
  reference: (qkv) => attentionReference(qkv, { batch, heads }),
});
const loss = (rows: number, vocabulary: number, masked: number) => (): Pair => {
  const targets = tf.tensor1d(
    Int32Array.from({ length: rows }, () => rng.int(vocabulary)),
    'int32',
  );
  const mask = tf.tensor1d(Float32Array.from({ length: rows }, (_, i) => (i < masked ? 0 : 0.3 + i)));
  return {
    inputs: [matrix(rows, vocabulary, 5)],
    kernels: (logits) => crossEntropySum(logits, targets, mask),
    reference: (logits) => crossEntropyReference(logits, targets, mask),
  };
};
/** A target so unlikely that its probability is 0 in float32; its loss is not. */
const certain = (): Pair => ({
  inputs: [tf.tensor2d([[0, 300, 5, 1]])],
  kernels: (logits) => crossEntropySum(logits, tf.tensor1d([0], 'int32'), tf.tensor1d([1])),
  reference: (logits) => crossEntropyReference(logits, tf.tensor1d([0], 'int32'), tf.tensor1d([1])),
});
const pointwise = (rows: number, columns: number) => (): Pair => ({
  inputs: [matrix(rows, columns, 20)],
  kernels: (x) => gelu(x),
  reference: (x) => geluReference(x),
});

const CASES: Record<string, () => Pair> = {
  'layer norm 67 × 20': norm(67, 20),
  'layer norm, one row of 7': norm(1, 7),
  'layer norm 3 × 130': norm(3, 130),
  'trained layer norm 67 × 20': trainedNorm(67, 20),
  'trained layer norm 5 × 7': trainedNorm(5, 7),
  'trained layer norm 3 × 130': trainedNorm(3, 130),
  'residual 65 × 12': branch(65, 12),
  'residual, one row of 5': branch(1, 5),
  'gelu 33 × 17': pointwise(33, 17),
  'gelu, one number': pointwise(1, 1),
  'gelu 64 × 16': pointwise(64, 16),
  'attention 3 × 17, 2 heads of 8': attend(3, 17, 2, 8),
  'attention 2 × 70, 1 head of 5': attend(2, 70, 1, 5),
  'attention, one position': attend(1, 1, 3, 4),
  'cross-entropy 70 × 11': loss(70, 11, 3),
  'cross-entropy 5 × 260': loss(5, 260, 1),
  'cross-entropy, certain of the wrong': certain,
  'cross-entropy, one row': loss(1, 8, 0),
  'cross-entropy, nothing counts': loss(4, 6, 4),
};

// A software adapter gets other row kernels than hardware does: both are tried.
const VARIANTS = [
  { backend: 'webgpu', software: true },
  { backend: 'webgpu', software: false },
  { backend: 'wasm', software: false },
  { backend: 'cpu', software: false },
] as const;

describe.each(VARIANTS)('on $backend, software: $software', ({ backend, software }) => {
  beforeAll(async () => {
    await pickDevice(backend);
    const gpu = labWebGPU();
    expect(gpu !== null).toBe(backend === 'webgpu');
    if (gpu) gpu.software = software;
  });
  afterAll(() => {
    const gpu = labWebGPU();
    if (gpu) gpu.software = true;
  });

  it.each(Object.entries(CASES))('%s agrees with the reference', async (_name, make) => {
    const { inputs, kernels, reference } = make();
    const outcome = async (op: Op) => {
      const { value, grads } = tf.tidy(() => {
        const y = op(...inputs);
        const weights = tf.randomNormal(y.shape, 0, 1, 'float32', 3);
        const g = tf.grads((...xs) => tf.sum(tf.mul(op(...(xs as Pair['inputs'])), weights)))(inputs);
        return { value: y, grads: g };
      });
      return Promise.all([value, ...grads].map((tensor) => tensor.data<'float32'>()));
    };
    const [actual, expected] = [await outcome(kernels), await outcome(reference)];
    expect(actual).toHaveLength(expected.length);
    for (const [i, values] of actual.entries()) {
      // What underflows in one of them is as good as 0.
      expectClose(values, expected[i] ?? [], 2e-5, 1e-20);
      // Negative control: one wrong entry is seen.
      const wrong = values.slice();
      wrong[wrong.length - 1] = (wrong.at(-1) ?? NaN) + 1e-3 * Math.max(1, ...values.map(Math.abs));
      expect(() => expectClose(wrong, expected[i] ?? [], 2e-5)).toThrow();
    }
  });

  it.each([
    [2, 5, 7, false],
    [1, 1, 8, true],
    [3, 4, 12, false],
    [3, 1, 5, true],
  ])('embedding of %i × %i in %i dimensions, positions given: %s', async (batch, T, d, given) => {
    const ids = tf.tensor2d(
      Int32Array.from({ length: batch * T }, () => rng.int(9)),
      [batch, T],
      'int32',
    );
    const [wte, wpe] = [matrix(9, d), matrix(8, d)];
    const shifted = tf.tensor1d(
      Int32Array.from({ length: batch * T }, (_, row) => (row % T) + 2),
      'int32',
    );
    const [positions, others] = given ? [shifted, null] : [null, shifted];
    const actual = await embedding(ids, positions, wte, wpe).data();
    expectClose(actual, await embeddingReference(ids, positions, wte, wpe).data(), 0);
    expect(actual).not.toEqual(await embedding(ids, others, wte, wpe).data());
  });

  it('attention in both directions sees no key beyond the length of its text', async () => {
    const [T, d, heads] = [7, 8, 2];
    const lengths = [5, 1, T];
    const qkv = matrix(lengths.length * T, 3 * d);
    const shape = { batch: lengths.length, heads, lengths: tf.tensor1d(lengths, 'int32') };
    // On WASM such texts are packed, and none is padded.
    const ops = backend === 'wasm' ? [attentionReference] : [attentionReference, attention];
    const together = await Promise.all(ops.map((op) => op(qkv, shape).data()));
    for (const [text, length] of lengths.entries()) {
      const alone = { batch: 1, heads, lengths: tf.tensor1d([length], 'int32') };
      const own = await attentionReference(tf.slice(qkv, [text * T, 0], [length, 3 * d]), alone).data();
      for (const y of together) expectClose(y.slice(text * T * d, (text * T + length) * d), own, 1e-5);
    }
  });

  it.each([
    [2, 9, 8],
    [3, 4, 6],
    [1, 1, 8],
  ])('cached attention of %i texts of %i in %i dimensions, position by position', async (texts, T, d) => {
    const qkv = matrix(texts * T, 3 * d);
    const whole = await attentionReference(qkv, { batch: texts, heads: 2 }).data();
    // The beginnings are read at once into rows 0, 2, …; from there on odd rows continue them.
    const rows = 2 * texts;
    const cache = createCache({ rows, length: T, heads: 2, d });
    const [head, byText] = [Math.floor(T / 2), tf.reshape(qkv, [texts, T, 3 * d])];
    const beginning = tf.reshape(tf.slice(byText, [0, 0, 0], [texts, head, 3 * d]), [texts * head, 3 * d]);
    if (head > 0) cache.fill(tf.tensor2d(await beginning.data(), [texts * head, 3 * d]), texts, 2);
    for (let t = head; t < T; t++) {
      const fresh: tf.Tensor2D = tf.reshape(tf.slice(byText, [0, t, 0], [texts, 1, 3 * d]), [texts, 3 * d]);
      const pairs = Int32Array.from({ length: rows }, (_, row) => row >> 1);
      const both = tf.gather<tf.Tensor2D>(fresh, tf.tensor1d(pairs, 'int32'));
      // Before the fork all is in the even row, after it each row has its own.
      const origins = Int32Array.from({ length: rows * T }, (_, place) => {
        const row = Math.floor(place / T);
        return place % T < head ? row - (row % 2) : row;
      });
      const y = await cache
        .attend(both, {
          slots: tf.fill<tf.Rank.R1>([rows], t, 'int32'),
          origins: tf.tensor2d(origins, [rows, T], 'int32'),
        })
        .data();
      for (let row = 0; row < rows; row++) {
        const at = ((row >> 1) * T + t) * d;
        expectClose(y.slice(row * d, (row + 1) * d), whole.slice(at, at + d), 1e-5);
        if (t > 0)
          expect(() => expectClose(y.slice(row * d, (row + 1) * d), whole.slice(at - d, at), 1e-5)).toThrow();
      }
    }
    cache.dispose();
  });

  it.each([
    [3, 17, 5],
    [1, 64, 64],
    [2, 1, 1],
    [5, 100, 1],
  ])('top logits of %i rows of %i, the first %i', async (rows, vocabulary, k) => {
    // Whole numbers, so that many tie.
    const values = Float32Array.from({ length: rows * vocabulary }, () => rng.int(9) - 4);
    const actual = await topLogits(tf.tensor2d(values, [rows, vocabulary]), k).data();
    for (let row = 0; row < rows; row++) {
      const own = values.subarray(row * vocabulary, (row + 1) * vocabulary);
      const found = actual.slice(row * (2 * k + 1), (row + 1) * (2 * k + 1));
      // An array's sort is stable: the lower id stays first.
      const ids = [...own.keys()].sort((a, b) => (own[b] ?? NaN) - (own[a] ?? NaN)).slice(0, k);
      expect([...found.slice(k, 2 * k)]).toEqual(ids);
      expect([...found.slice(0, k)]).toEqual(ids.map((id) => own[id]));
      expectClose([found[2 * k] ?? NaN], [Math.log(own.reduce((sum, x) => sum + Math.exp(x), 0))], 1e-5, 1);
    }
  });

  it('attention gives the same bits twice', async () => {
    const { inputs, kernels } = attend(2, 33, 2, 8)();
    const twice = [kernels(...inputs), kernels(...inputs)].map((y) => y.data());
    const [first, second] = await Promise.all(twice);
    expect(first).toEqual(second);
  });
});

describe('on WebGPU', () => {
  beforeAll(async () => {
    await pickDevice('webgpu');
  });
  const dispatches = async (work: () => tf.Tensor): Promise<number> => {
    const capture = needWebGPU().capture(() => tf.tidy(work).dispose());
    const count = capture.dispatches;
    await capture.replay();
    capture.dispose();
    return count;
  };

  it('takes one dispatch where tfjs takes many', async () => {
    const { inputs, kernels, reference } = attend(2, 5, 2, 4)();
    expect(await dispatches(() => kernels(...inputs))).toBe(1);
    expect(await dispatches(() => reference(...inputs))).toBeGreaterThan(5);
  });

  it('adds the gradient that skips a branch without a dispatch of its own', async () => {
    const place = { norm: { weight: vector(8), bias: vector(8) }, epsilon: 1e-5 };
    const x = matrix(5, 8);
    const gradient = (op: (y: tf.Tensor2D) => tf.Tensor) =>
      dispatches(() => tf.grad((y) => op(y as tf.Tensor2D))(x));
    const apart = await gradient((y) => finish(layerNorm(y, place), { addend: y }));
    const together = await gradient((y) => residual(y, place, (h, addend) => finish(h, { addend })));
    expect(together).toBe(apart - 1);
  });
});
