/**
 * Whether this device may read float16 weights as such, by `shader-f16`, which spares the unpacking. The extension is no
 * promise that a driver computes right, so the visitor's own device is asked: the same product both ways, and neither an
 * error nor another result.
 */
import * as tf from '@tensorflow/tfjs-core';
import { fromHalf, packHalves, toHalf } from '../../core/float16.ts';
import { createRng } from '../../core/rng.ts';
import { sumOfProducts } from '../ops/matmul.ts';
import type { Storage } from '../ops/matmul.wgsl.ts';
import type { LabWebGPU } from './webgpu.ts';

const [ROWS, DEPTH, COLUMNS] = [24, 64, 64];
/** Both ways multiply and add the same float32 numbers in the same order; a compiler may fuse differently. */
const TOLERANCE = 1e-5;

/** Takes some tens of milliseconds, once per device. Never throws: where anything is in doubt the answer is false. */
export async function mayReadHalves(gpu: LabWebGPU): Promise<boolean> {
  if (!gpu.device.features.has('shader-f16')) return false;
  const rng = createRng(1, 'half-gate');
  const x = Float32Array.from({ length: ROWS * DEPTH }, () => rng.normal());
  // Weights of all sizes that models have.
  const weights = Float32Array.from({ length: DEPTH * COLUMNS }, () =>
    fromHalf(toHalf(rng.normal() * 10 ** (3 * rng.uniform() - 2))),
  );
  const a = tf.tensor2d(x, [ROWS, DEPTH]);
  const b = tf.tensor2d(packHalves(weights), [DEPTH, COLUMNS / 2], 'int32');
  const multiply = (storage: Storage) =>
    sumOfProducts(
      gpu,
      [
        {
          a: { tensor: a, width: DEPTH },
          b: { tensor: b, width: COLUMNS, storage },
          transposed: false,
          depth: DEPTH,
        },
      ],
      // A tile of its own choice, so that autotune never meets a kernel that this device may refuse.
      { rows: ROWS, columns: COLUMNS, tile: { tm: 4, tn: 1, wx: 8, wy: 8, shared: false } },
    ).value;
  // A kernel that does not compile must not count as an error of the device.
  gpu.device.pushErrorScope('validation');
  const products = [multiply('f16'), multiply('f16-native')];
  gpu.flush();
  const refused = await gpu.device.popErrorScope();
  try {
    if (refused) return false;
    const [unpacked, native] = await Promise.all(products.map((product) => product.data<'float32'>()));
    return agree(native ?? new Float32Array(), unpacked ?? new Float32Array());
  } finally {
    tf.dispose([a, b, products]);
  }
}

/** Whether two results differ by no more than rounding; false for an empty, a zero or a non-finite one. */
export function agree(actual: Float32Array, expected: Float32Array): boolean {
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return (
    scale > 0 &&
    Number.isFinite(scale) &&
    actual.length === expected.length &&
    actual.every((value, i) => Math.abs(value - (expected[i] ?? NaN)) <= TOLERANCE * scale)
  );
}
