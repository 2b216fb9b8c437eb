/** Kernels that read float16 and int8 weights, against the same kernels on the float32 numbers that those stand for: bit for bit. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { asHalves, fromHalf } from '../../core/float16.ts';
import { dequantise, quantise } from '../../core/int8.ts';
import { createRng } from '../../core/rng.ts';
import { pickDevice } from '../device.ts';
import { createUpload } from '../model/upload.ts';
import { weightOf } from '../model/base-model.ts';
import { expectClose, needWebGPU } from '../testing.ts';
import { outputNorms } from './direction.ts';
import { weightProduct } from './linear-kernels.ts';
import type { FrozenLinear, Storage } from './linear-map.ts';
import { adaptedLinear, linear, linearReference } from './linear.ts';
import { sumOfProducts } from './matmul.ts';

const rng = createRng(7, 'stored');
const numbers = (size: number, scale = 1) => Float32Array.from({ length: size }, () => scale * rng.normal());
const random = (rows: number, columns: number): tf.Tensor2D =>
  tf.tensor2d(numbers(rows * columns), [rows, columns]);

/** What a rounding makes of a weight, in float32. */
const ROUNDED = {
  float16: asHalves,
  int8: (weight: Float32Array, dOut: number) => dequantise(quantise(weight, dOut)),
} as const;

/** rows, dIn, dOut: one row, rows that are packed on WASM, and widths that are no multiples of a tile or a panel. */
const SHAPES = [
  [1, 8, 12],
  [5, 16, 8],
  [12, 20, 36],
  [70, 64, 192],
  [13, 68, 20],
] as const;

describe.each(['webgpu', 'wasm', 'cpu'] as const)('rounded weights on %s', (backend) => {
  beforeAll(async () => {
    await pickDevice(backend);
  });

  const upload = (weight: Float32Array, dIn: number, dOut: number, as: 'float16' | 'int8' | 'stored') =>
    createUpload(as).linear({ weight, bias: numbers(dOut) }, dIn, dOut);

  /** The same map in float32, of the numbers that the rounded one stands for. */
  const asFloats = (weight: Float32Array, frozen: FrozenLinear): FrozenLinear => {
    const plain = tf.tensor2d(weight, [frozen.dIn, frozen.dOut]);
    return { ...frozen, weight: plain, transposed: tf.transpose(plain), storage: 'f32' };
  };

  for (const as of ['float16', 'int8'] as const) {
    const storage: Storage = backend === 'cpu' ? 'f32' : as === 'int8' ? 'int8' : 'f16';

    it.each(SHAPES)(`${as}: values and gradients at %i rows of %i × %i`, async (rows, dIn, dOut) => {
      // Outputs of sizes that differ, among them one of zeros.
      const weight = numbers(dIn * dOut).map((value, i) => (i % dOut === 3 ? 0 : value * 4 ** (i % 5)));
      const frozen = upload(weight, dIn, dOut, as);
      expect(frozen.storage).toBe(storage);
      const rounded = ROUNDED[as](weight, dOut);
      const plain = asFloats(rounded, frozen);
      const x = random(rows, dIn);
      const slope = random(rows, dOut);
      const gradient = (map: FrozenLinear) =>
        tf.grad((input) => tf.sum(tf.mul(linear(input as tf.Tensor2D, map), slope)))(x);
      expect(await linear(x, frozen).data()).toEqual(await linear(x, plain).data());
      expect(await gradient(frozen).data()).toEqual(await gradient(plain).data());
      const expected = await linearReference({ x, dropped: x }, plain, null).data<'float32'>();
      expectClose(await linear(x, frozen).data(), expected, 1e-5);
      expect([...(await tf.tidy(() => weightOf(frozen)).data())]).toEqual([...rounded]);
      // Negative control: the weight as it was gives other numbers.
      const other = await linear(x, asFloats(weight, frozen)).data<'float32'>();
      expect(other).not.toEqual(await linear(x, frozen).data());
    });

    it(`${as}: LoRA and DoRA beside it`, async () => {
      const [rows, dIn, dOut] = [30, 16, 48];
      const weight = numbers(dIn * dOut);
      const frozen = upload(weight, dIn, dOut, as);
      const plain = asFloats(ROUNDED[as](weight, dOut), frozen);
      const x = random(rows, dIn);
      const pair = { a: random(3, dIn), b: random(dOut / 3, 3), scale: 0.5 };
      const magnitude = tf.tensor1d(numbers(dOut / 3));
      for (const own of [pair, { ...pair, magnitude }]) {
        const update = { pairs: [own, null, own], dropout: null, weight: null, bias: null };
        const run = (map: FrozenLinear) =>
          tf.grads((input, a) =>
            tf.sum(
              tf.square(
                adaptedLinear(
                  { x: input as tf.Tensor2D, dropped: input as tf.Tensor2D, isConstant: false },
                  map,
                  { ...update, pairs: [{ ...own, a: a as tf.Tensor2D }, null, own] },
                  { gelu: true },
                ),
              ),
            ),
          )([x, pair.a]);
        const [actual, expected] = [run(frozen), run(plain)];
        for (const [i, each] of expected.entries())
          expect(await actual[i]?.data()).toEqual(await each.data());
      }
      const norms = (map: FrozenLinear) => outputNorms({ frozen: map, section: 2, columns: 16 }, pair).data();
      expect(await norms(frozen)).toEqual(await norms(plain));
    });
  }

  it('keeps as it is what float16 has no room for, and sides that are no multiples of four', () => {
    expect(upload(Float32Array.of(7e4, ...numbers(15)), 4, 4, 'float16').storage).toBe('f32');
    expect(upload(numbers(24), 6, 4, 'int8').storage).toBe('f32');
    expect(upload(numbers(24), 4, 6, 'int8').storage).toBe('f32');
  });

  if (backend === 'wasm')
    it('reads every float16 but infinities and NaN, subnormal ones too', async () => {
      const halves = Array.from({ length: 2 ** 16 }, (_, bits) => bits).filter(
        (bits) => (bits & 0x7c00) < 0x7c00,
      );
      const words = new Int32Array(Uint16Array.from(halves).buffer);
      const dOut = 8;
      const dIn = halves.length / dOut;
      const weight = tf.tensor2d(words, [dIn, dOut / 2], 'int32');
      const frozen: FrozenLinear = { dIn, dOut, weight, transposed: null, bias: null, storage: 'f16' };
      // One row at a time: the identity of all rows would be large.
      for (const row of [0, 1, 127, 128, 3967, 4096, dIn - 1]) {
        const x = tf.tensor2d(
          Float32Array.from({ length: dIn }, (_, i) => Number(i === row)),
          [1, dIn],
        );
        const values = [...(await linear(x, frozen).data())];
        expect(values).toEqual(halves.slice(row * dOut, (row + 1) * dOut).map((half) => fromHalf(half) + 0));
      }
    });

  if (backend === 'webgpu') {
    it('reads int8 in tiles that stage both factors', async () => {
      const gpu = needWebGPU();
      const [rows, dIn, dOut] = [40, 64, 96];
      const weight = numbers(dIn * dOut);
      const frozen = upload(weight, dIn, dOut, 'int8');
      const plain = asFloats(ROUNDED.int8(weight, dOut), frozen);
      const tile = { tm: 4, tn: 1, wx: 8, wy: 8, shared: true };
      for (const backwards of [false, true]) {
        const [depth, columns] = backwards ? [dOut, dIn] : [dIn, dOut];
        const a = { tensor: random(rows, depth), width: depth };
        const product = (map: FrozenLinear) =>
          sumOfProducts(gpu, [weightProduct(a, map, backwards)], { rows, columns, tile }).value.data();
        expect(await product(frozen)).toEqual(await product(plain));
      }
    });

    it('reads int8 of a matrix that is bound in parts', async () => {
      const gpu = needWebGPU();
      const [rows, dIn, dOut] = [40, 512, 64];
      const frozen = upload(numbers(dIn * dOut), dIn, dOut, 'int8');
      const x = random(rows, dIn);
      const whole = await linear(x, frozen).data();
      const all = gpu.mostBound;
      gpu.mostBound = 2 ** 13;
      const parts = await linear(x, frozen).data();
      gpu.mostBound = all;
      expect(parts).toEqual(whole);
    });
  }
});
