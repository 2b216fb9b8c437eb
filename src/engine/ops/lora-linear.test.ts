/** The fused linear kernels against the composed references, values and gradients, where shapes fit no tile. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { areHalves, packHalves } from '../../core/float16.ts';
import { createRng } from '../../core/rng.ts';
import { pickDevice } from '../device.ts';
import { expectClose } from '../testing.ts';
import type { Epilogue, FrozenLinear, LoraUpdate } from './linear-map.ts';
import { finish, linear, linearReference } from './linear.ts';
import { loraLinear, loraLinearReference } from './lora-linear.ts';
import { fusedProducts } from './products.ts';

const rng = createRng(5, 'lora-linear');
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
  r: number;
  /** Which of the matrices side by side are adapted. */
  adapted: boolean[];
  gelu?: boolean;
  addend?: boolean;
  /** A has an input of its own, as after dropout. */
  ownInput?: boolean;
}

const CASES: Record<string, Shape> = {
  'one row, r = 1': { rows: 1, dIn: 8, dOut: 8, r: 1, adapted: [true] },
  'odd shapes': { rows: 5, dIn: 7, dOut: 9, r: 3, adapted: [true] },
  'q and v of q, k, v': { rows: 70, dIn: 16, dOut: 48, r: 4, adapted: [true, false, true] },
  'k of q, k, v of odd width': { rows: 9, dIn: 6, dOut: 18, r: 2, adapted: [false, true, false] },
  'all three, r = 1': { rows: 66, dIn: 36, dOut: 108, r: 1, adapted: [true, true, true] },
  'GELU and addend': { rows: 33, dIn: 12, dOut: 68, r: 8, adapted: [true], gelu: true, addend: true },
  'GELU of odd width': { rows: 3, dIn: 5, dOut: 7, r: 2, adapted: [true], gelu: true },
  'an input of its own': { rows: 10, dIn: 20, dOut: 40, r: 4, adapted: [true, true], ownInput: true },
};

describe.each(['webgpu', 'wasm'] as const)('LoRA linear kernels on %s', (backend) => {
  beforeAll(async () => {
    await pickDevice(backend);
    expect(fusedProducts()).not.toBeNull();
  });

  it.each(Object.entries(CASES))('%s: value and gradients of the reference', async (_name, shape) => {
    const { rows, dIn, dOut, r, adapted, gelu = false, ownInput = false } = shape;
    const frozen = frozenLinear(dIn, dOut);
    const addend = shape.addend ? { addend: random(rows, dOut) } : {};
    const epilogue: Epilogue = { gelu, ...addend };
    const columns = dOut / adapted.length;
    const inputs = [
      random(rows, dIn),
      ...(ownInput ? [random(rows, dIn)] : []),
      ...adapted.filter(Boolean).flatMap(() => [random(r, dIn), random(columns, r)]),
    ];
    const weights = random(rows, dOut);
    /** From x, perhaps A's own input, and the pairs, in this order. */
    const run = (
      map: (x: tf.Tensor2D, lora: LoraUpdate) => tf.Tensor2D,
      [x, ...rest]: tf.Tensor2D[],
    ): tf.Tensor2D => {
      if (!x) throw new Error('no input');
      const input = ownInput ? (rest.shift() ?? x) : x;
      const pairs = adapted.map((isAdapted) => {
        const [a, b] = isAdapted ? rest.splice(0, 2) : [];
        return a && b ? { a, b } : null;
      });
      return map(x, { pairs, scale: 0.7, input, inputIsConstant: false });
    };
    const kernels = (...xs: tf.Tensor[]) =>
      run((x, lora) => loraLinear(x, frozen, lora, epilogue), xs as tf.Tensor2D[]);
    const reference = (...xs: tf.Tensor[]) =>
      run((x, lora) => finish(loraLinearReference(x, frozen, lora), epilogue), xs as tf.Tensor2D[]);
    const gradients = (f: (...xs: tf.Tensor[]) => tf.Tensor) =>
      tf.grads((...xs) => tf.sum(tf.mul(f(...xs), weights)))(inputs);

    const expected = await reference(...inputs).data<'float32'>();
    expectClose(await kernels(...inputs).data(), expected, 1e-5);
    const [actual, wanted] = [gradients(kernels), gradients(reference)];
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
    const map = (inputIsConstant: boolean) => (a: tf.Tensor, b: tf.Tensor) =>
      tf.sum(
        tf.square(
          loraLinear(x, frozen, {
            pairs: [{ a: a as tf.Tensor2D, b: b as tf.Tensor2D }],
            scale: 2,
            input: x,
            inputIsConstant,
          }),
        ),
      );
    const constant = tf.grads(map(true))([a, b]);
    const general = tf.grads(map(false))([a, b]);
    for (const [i, gradient] of general.entries())
      expect(await constant[i]?.data()).toEqual(await gradient.data());
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
      expectClose(await linear(x, packed).data(), await linearReference(x, plain).data(), 1e-5);
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
