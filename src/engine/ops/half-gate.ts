/**
 * Whether this device may read float16 weights as such, by `shader-f16`, which spares the unpacking. The extension is no
 * promise that a driver computes right, so the visitor's own device is asked, and its answers are held against sums in
 * double precision. Whether reading them so is faster is for autotune to find out.
 */
import * as tf from '@tensorflow/tfjs-core';
import { fromHalf, packHalves, toHalf } from '../../core/float16.ts';
import { createRng } from '../../core/rng.ts';
import { sumOfProducts } from './matmul.ts';
import type { LabWebGPU } from '../backend/webgpu.ts';

const ROWS = 24;
/** Depth and columns: W is square, so that one W is multiplied by either way round. */
const WIDTH = 64;
/** Of the largest value. The sums are float32 ones, as they are without float16; float16 sums would be off by 1e-3. */
const TOLERANCE = 1e-5;

/**
 * Takes some tens of milliseconds, once per device.
 * @returns false where the device lacks the feature, refuses a kernel, or computes anything wrong
 */
export async function mayReadHalves(gpu: LabWebGPU): Promise<boolean> {
  if (!gpu.device.features.has('shader-f16')) return false;
  const rng = createRng(1, 'half-gate');
  const x = Float32Array.from({ length: ROWS * WIDTH }, () => rng.normal());
  // Weights of all sizes that models have.
  const weights = Float32Array.from({ length: WIDTH * WIDTH }, () =>
    fromHalf(toHalf(rng.normal() * 10 ** (3 * rng.uniform() - 2))),
  );
  const a = tf.tensor2d(x, [ROWS, WIDTH]);
  const b = tf.tensor2d(packHalves(weights), [WIDTH, WIDTH / 2], 'int32');
  const cases = [false, true].flatMap((shared) =>
    [false, true].map((transposed) => ({ shared, transposed })),
  );
  // A kernel that the device refuses must not count as an error of the device.
  gpu.device.pushErrorScope('internal');
  gpu.device.pushErrorScope('validation');
  const products = cases.map(
    ({ shared, transposed }) =>
      sumOfProducts(
        gpu,
        [
          {
            a: { tensor: a, width: WIDTH },
            b: { tensor: b, width: WIDTH, storage: 'f16' },
            transposed,
            depth: WIDTH,
          },
        ],
        // Tiles of its own choice, so that autotune never meets a kernel that this device may refuse.
        { rows: ROWS, columns: WIDTH, tile: { tm: 4, tn: 1, wx: 8, wy: 8, shared, native: true } },
      ).value,
  );
  gpu.flush();
  const errors = await Promise.all([gpu.device.popErrorScope(), gpu.device.popErrorScope()]);
  try {
    if (errors.some((error) => error !== null)) return false;
    const results = await Promise.all(products.map((product) => product.data<'float32'>()));
    return cases.every(({ transposed }, i) =>
      agree(results[i] ?? new Float32Array(), multiply(x, weights, transposed)),
    );
  } finally {
    tf.dispose([a, b, products]);
  }
}

/** xW, or xWᵀ, in double precision. */
function multiply(x: Float32Array, w: Float32Array, transposed: boolean): Float64Array {
  const y = new Float64Array(ROWS * WIDTH);
  for (let i = 0; i < ROWS; i++)
    for (let j = 0; j < WIDTH; j++) {
      let sum = 0;
      for (let k = 0; k < WIDTH; k++)
        sum += (x[i * WIDTH + k] ?? NaN) * (w[transposed ? j * WIDTH + k : k * WIDTH + j] ?? NaN);
      y[i * WIDTH + j] = sum;
    }
  return y;
}

/** Whether a result differs from what is expected by no more than rounding; false for an empty, a zero or a non-finite one. */
export function agree(actual: Float32Array, expected: Float64Array): boolean {
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return (
    scale > 0 &&
    Number.isFinite(scale) &&
    actual.length === expected.length &&
    actual.every((value, i) => Math.abs(value - (expected[i] ?? NaN)) <= TOLERANCE * scale)
  );
}
