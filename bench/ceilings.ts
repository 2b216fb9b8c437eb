/** What a device does at most, measured: a large matrix product with our best tile, and a copy between two buffers. */
import * as tf from '@tensorflow/tfjs-core';
import { candidates } from '../src/engine/ops/autotune.ts';
import { labWebGPU } from '../src/engine/backend/current.ts';
import { pickDevice } from '../src/engine/device.ts';
import { sumOfProducts } from '../src/engine/ops/matmul.ts';

export interface Ceilings {
  /** 10⁹ floating-point operations a second in float32; a multiplication and an addition are two. */
  matmul_gflops: number;
  /** 10⁹ bytes a second, read and written both counted. */
  copy_gb_per_s: number;
}

/** The product grows until it takes this long, or is this wide. */
const LONG_ENOUGH_MS = 30;
const WIDEST = 4096;
const COPY_BYTES = 2 ** 27;
const ROUNDS = 5;

/** @throws LabError `backend-unavailable` without WebGPU */
export async function measureCeilings(): Promise<Ceilings> {
  await pickDevice('webgpu');
  const gpu = labWebGPU();
  if (!gpu) throw new Error('The WebGPU backend is not ours.');
  const { device, queue } = gpu;
  /** The least of some rounds' milliseconds, after one that does not count. */
  const time = async (work: () => void): Promise<number> => {
    const times: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const began = performance.now();
      tf.tidy(work);
      gpu.flush();
      await queue.onSubmittedWorkDone();
      if (round > 0) times.push(performance.now() - began);
    }
    return Math.min(...times);
  };

  const multiply = async (n: number): Promise<number> => {
    const x = tf.randomNormal<tf.Rank.R2>([n, n]);
    const matrix = { tensor: x, width: n };
    const product = { a: matrix, b: matrix, transposed: false, depth: n };
    let best = Infinity;
    for (const tile of candidates(n, n))
      best = Math.min(best, await time(() => sumOfProducts(gpu, [product], { rows: n, columns: n, tile })));
    x.dispose();
    return best;
  };
  let n = 256;
  let ms = await multiply(n);
  while (ms < LONG_ENOUGH_MS && n < WIDEST) ms = await multiply((n *= 2));

  const usage = GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const from = device.createBuffer({ size: COPY_BYTES, usage });
  const to = device.createBuffer({ size: COPY_BYTES, usage });
  const copyMs = await time(() => {
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(from, 0, to, 0, COPY_BYTES);
    queue.submit([encoder.finish()]);
  });
  from.destroy();
  to.destroy();
  return { matmul_gflops: (2 * n ** 3) / ms / 1e6, copy_gb_per_s: (2 * COPY_BYTES) / copyMs / 1e6 };
}
