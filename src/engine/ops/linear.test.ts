/** The fused linear kernels against the composed references, values and gradients, where shapes fit no tile. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { areHalves, packHalves } from '../../core/float16.ts';
import { createRng } from '../../core/rng.ts';
import { pickDevice } from '../device.ts';
import { labWebGPU } from '../backend/current.ts';
import { expectClose } from '../testing.ts';
import { outputNorms, outputNormsReference } from './direction.ts';
import type { Epilogue, FrozenLinear, LinearInput, LinearUpdate } from './linear-map.ts';
import { adaptedLinear, finish, linear, linearReference } from './linear.ts';
import { fusedProducts } from './products.ts';

const rng = createRng(5, 'linear');
const random = (...shape: [number, number]): tf.Tensor2D =>
  tf.tensor2d(
    Float32Array.from({ length: shape[0] * shape[1] }, () => rng.normal()),
    shape,
  );

function frozenLinear(dIn: number, dOut: number): FrozenLinear {
  const weight = random(dIn, dOut);
  const bias = tf.reshape<tf.Rank.R1>(random(1, dOut), [dOut]);
  return { dIn, dOut, weight, transposed: null, bias, storage: 'f32' };
}

interface Shape {
  rows: number;
  dIn: number;
  dOut: number;
  /** Rank and scale of the update of each of the matrices side by side; null where it has none. */
  pairs?: ({ r: number; scale: number } | null)[];
  /** W, or b, is trained. */
  weight?: boolean;
  bias?: boolean;
  gelu?: boolean;
  addend?: boolean;
  /** A has an input of its own, as after dropout. */
  ownInput?: boolean;
}

const rank = (r: number, scale = 0.7) => ({ r, scale });

const CASES: Record<string, Shape> = {
  'one row, r = 1': { rows: 1, dIn: 8, dOut: 8, pairs: [rank(1)] },
  'odd shapes': { rows: 5, dIn: 7, dOut: 9, pairs: [rank(3)] },
  'q and v of q, k, v': { rows: 70, dIn: 16, dOut: 48, pairs: [rank(4), null, rank(4)] },
  'k of q, k, v of odd width': { rows: 9, dIn: 6, dOut: 18, pairs: [null, rank(2), null] },
  'all three, r = 1': { rows: 66, dIn: 36, dOut: 108, pairs: [rank(1), rank(1), rank(1)] },
  'each of its own rank and scale': {
    rows: 21,
    dIn: 12,
    dOut: 24,
    pairs: [rank(3), rank(1, 2), rank(3), rank(3, -1)],
  },
  'GELU and addend': { rows: 33, dIn: 12, dOut: 68, pairs: [rank(8)], gelu: true, addend: true },
  'GELU of odd width': { rows: 3, dIn: 5, dOut: 7, pairs: [rank(2)], gelu: true },
  'an input of its own': { rows: 10, dIn: 20, dOut: 40, pairs: [rank(4), rank(4)], ownInput: true },
  'a trained bias': { rows: 17, dIn: 8, dOut: 12, bias: true, gelu: true, addend: true },
  'a trained weight': { rows: 9, dIn: 7, dOut: 5, weight: true, addend: true },
  'weight and bias': { rows: 70, dIn: 16, dOut: 36, weight: true, bias: true, gelu: true },
  'all at once': {
    rows: 30,
    dIn: 8,
    dOut: 24,
    pairs: [rank(2), null],
    weight: true,
    bias: true,
    ownInput: true,
  },
};

describe.each(['webgpu', 'wasm'] as const)('linear kernels on %s', (backend) => {
  beforeAll(async () => {
    await pickDevice(backend);
    expect(fusedProducts()).not.toBeNull();
  });

  it.each(Object.entries(CASES))('%s: value and gradients of the reference', async (_name, shape) => {
    const { rows, dIn, dOut, pairs = [], gelu = false, ownInput = false } = shape;
    const frozen = frozenLinear(dIn, dOut);
    const addend = shape.addend ? { addend: random(rows, dOut) } : {};
    const epilogue: Epilogue = { gelu, ...addend };
    const columns = dOut / Math.max(1, pairs.length);
    const inputs: tf.Tensor[] = [
      random(rows, dIn),
      ...(ownInput ? [random(rows, dIn)] : []),
      ...pairs.flatMap((pair) => (pair ? [random(pair.r, dIn), random(columns, pair.r)] : [])),
      ...(shape.weight ? [random(dIn, dOut)] : []),
      ...(shape.bias ? [tf.reshape(random(1, dOut), [dOut])] : []),
    ];
    const weights = random(rows, dOut);
    /** From x, perhaps A's own input, the pairs, W and b, in this order. */
    const run = (
      map: (input: LinearInput, update: LinearUpdate) => tf.Tensor2D,
      [x, ...rest]: tf.Tensor[],
    ): tf.Tensor2D => {
      const next = (): tf.Tensor => {
        const tensor = rest.shift();
        if (!tensor) throw new Error('too few inputs');
        return tensor;
      };
      const matrix = () => next() as tf.Tensor2D;
      const dropped = ownInput ? matrix() : (x as tf.Tensor2D);
      const update: LinearUpdate = {
        pairs: pairs.map((pair) => pair && { a: matrix(), b: matrix(), scale: pair.scale }),
        dropout: null,
        weight: shape.weight ? matrix() : null,
        bias: shape.bias ? (next() as tf.Tensor1D) : null,
      };
      return map({ x: x as tf.Tensor2D, dropped, isConstant: false }, update);
    };
    const kernels = (...xs: tf.Tensor[]) =>
      run((input, update) => adaptedLinear(input, frozen, update, epilogue), xs);
    const reference = (...xs: tf.Tensor[]) =>
      run((input, update) => finish(linearReference(input, frozen, update), epilogue), xs);
    const gradients = (f: (...xs: tf.Tensor[]) => tf.Tensor) =>
      tf.grads((...xs) => tf.sum(tf.mul(f(...xs), weights)))(inputs);

    const expected = await reference(...inputs).data<'float32'>();
    expectClose(await kernels(...inputs).data(), expected, 1e-5);
    const [actual, wanted] = [gradients(kernels), gradients(reference)];
    expect(wanted).toHaveLength(inputs.length);
    for (const [i, gradient] of wanted.entries()) {
      const values = await gradient.data<'float32'>();
      const own = (await actual[i]?.data<'float32'>()) ?? new Float32Array();
      expectClose(own, values, 1e-5);
      // Negative control: the check can fail.
      const largest = Math.max(1, ...values.map(Math.abs));
      expect(() =>
        expectClose(
          own.map((g) => g + 1e-3 * largest),
          values,
          1e-5,
        ),
      ).toThrow();
    }
  });

  it('passes no gradient to an input that is constant, and the same ones to A and B', async () => {
    const frozen = frozenLinear(8, 12);
    const [x, a, b] = [random(6, 8), random(2, 8), random(12, 2)];
    const map = (isConstant: boolean) => (a: tf.Tensor, b: tf.Tensor) => {
      const pairs = [{ a: a as tf.Tensor2D, b: b as tf.Tensor2D, scale: 2 }];
      const update = { pairs, dropout: null, weight: null, bias: null };
      return tf.sum(tf.square(adaptedLinear({ x, dropped: x, isConstant }, frozen, update)));
    };
    const constant = tf.grads(map(true))([a, b]);
    const general = tf.grads(map(false))([a, b]);
    for (const [i, gradient] of general.entries())
      expect(await constant[i]?.data()).toEqual(await gradient.data());
  });

  it.each([true, false])('has the norms of W + s·BA, software: %s', async (software) => {
    const gpu = labWebGPU();
    if (gpu) gpu.software = software;
    const { weight, ...rest } = frozenLinear(12, 24);
    const rounded = tf.div<tf.Tensor2D>(tf.round(tf.mul(weight ?? random(12, 24), 256)), 256);
    const frozen: FrozenLinear = { ...rest, weight: rounded, transposed: tf.transpose(rounded) };
    const pair = { a: random(3, 12), b: random(8, 3), scale: 1.5 };
    const packed: FrozenLinear = {
      ...frozen,
      weight: tf.tensor2d(packHalves(await rounded.data<'float32'>()), [12, 12], 'int32'),
      storage: 'f16',
    };
    for (const section of [0, 2]) {
      const expected = await outputNormsReference({ frozen, section, columns: 8 }, pair).data();
      for (const stored of gpu ? [frozen, packed] : [frozen])
        expectClose(await outputNorms({ frozen: stored, section, columns: 8 }, pair).data(), expected, 1e-5);
    }
    if (gpu) gpu.software = true;
  });

  // Packed weights are for kernels alone.
  if (backend === 'webgpu')
    it('computes with packed weights what it computes with the same weights in float32', async () => {
      const [rows, dIn, dOut] = [19, 12, 20];
      const values = Float32Array.from({ length: dIn * dOut }, () => Math.round(256 * rng.normal()) / 256);
      expect(areHalves(values)).toBe(true);
      const plain = { ...frozenLinear(dIn, dOut), weight: tf.tensor2d(values, [dIn, dOut]) };
      const packed: FrozenLinear = {
        ...plain,
        weight: tf.tensor2d(packHalves(values), [dIn, dOut / 2], 'int32'),
        storage: 'f16',
      };
      const x = random(rows, dIn);
      expect(await linear(x, packed).data()).toEqual(await linear(x, plain).data());
      expectClose(
        await linear(x, packed).data(),
        await linearReference({ x, dropped: x }, plain, null).data(),
        1e-5,
      );
      const gradient = (frozen: FrozenLinear) =>
        tf.grad((input) => tf.sum(tf.square(linear(input as tf.Tensor2D, frozen))))(x);
      expect(await gradient(packed).data()).toEqual(await gradient(plain).data());
    });

  it('reads a weight that is kept transposed', async () => {
    const plain = frozenLinear(10, 6);
    if (!plain.weight) throw new Error('made with its weight');
    const flipped: FrozenLinear = { ...plain, weight: null, transposed: tf.transpose(plain.weight) };
    const x = random(7, 10);
    expectClose(await linear(x, flipped).data(), await linear(x, plain).data(), 1e-6);
    const gradient = (frozen: FrozenLinear) =>
      tf.grad((input) => tf.sum(tf.square(linear(input as tf.Tensor2D, frozen))))(x);
    expectClose(await gradient(flipped).data(), await gradient(plain).data(), 1e-6);
  });
});
