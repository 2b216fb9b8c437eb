/**
 * Dropout whose draws are a function of (seed, stream, step, index), the same on every backend: each four neighbours
 * take the four words of pcg4d (Jarzynski & Olano 2020, "Hash Functions for GPU Rendering").
 */
import * as tf from '@tensorflow/tfjs-core';
import { fnv1a } from '../../core/hash.ts';
import { emptyTensor, labWebGPU } from '../backend/current.ts';
import type { Kernel, LabWebGPU } from '../backend/webgpu.ts';
import { bindings, gridOf, PER_ITEM, uniforms } from './wgsl.ts';
import { withGradient } from './with-gradient.ts';

export interface Draw {
  /** A whole number; its low 32 bits count. */
  seed: number;
  /** What the draw is for, e.g. a site: draws of different streams are independent. */
  stream: string;
  /** [1] int32, the training step. A tensor, so that a captured step draws anew at each replay. */
  step: tf.Tensor1D;
}

/**
 * Sets each entry to 0 with probability `rate` and multiplies the others by 1/(1 − rate), so that the mean stays.
 * @param rate 0 ≤ rate < 1
 */
export function dropout(x: tf.Tensor2D, rate: number, draw: Draw): tf.Tensor2D {
  const gpu = labWebGPU();
  if (gpu) {
    const apply = (input: tf.Tensor2D) => dropoutKernel(gpu, input, rate, draw);
    return withGradient(x, (input) => ({ value: apply(input), saved: [] }), apply);
  }
  return withGradient(
    x,
    (input) => {
      const factors = tf.tensor2d(dropoutFactors(input.size, rate, draw), input.shape);
      return { value: tf.mul<tf.Tensor2D>(input, factors), saved: [factors] };
    },
    (dy, [factors]) => tf.mul<tf.Tensor2D>(dy, factors),
  );
}

/** An entry is dropped where its 32-bit draw is less. */
const threshold = (rate: number) => Math.min(2 ** 32 - 1, Math.round(rate * 2 ** 32));

/** 0 or 1/(1 − rate) for each of `size` entries. Reads `step` from the backend's memory, so WASM and CPU only. */
function dropoutFactors(size: number, rate: number, { seed, stream, step }: Draw): Float32Array {
  const factors = new Float32Array(size);
  const least = threshold(rate);
  const [t = 0] = step.dataSync<'int32'>();
  const site = fnv1a(stream);
  for (let i = 0; i < size; i += 4) {
    const words = pcg4d(seed, site, t, i / 4);
    for (let j = 0; j < 4 && i + j < size; j++) factors[i + j] = (words[j] ?? 0) < least ? 0 : 1 / (1 - rate);
  }
  return factors;
}

/** Four words from four, each an unsigned 32-bit number. */
export function pcg4d(x: number, y: number, z: number, w: number): [number, number, number, number] {
  const congruential = (word: number) => Math.imul(word, 1664525) + 1013904223;
  let [a, b, c, d] = [congruential(x), congruential(y), congruential(z), congruential(w)];
  const mix = () => {
    a = (a + Math.imul(b, d)) | 0;
    b = (b + Math.imul(c, a)) | 0;
    c = (c + Math.imul(a, b)) | 0;
    d = (d + Math.imul(b, c)) | 0;
  };
  mix();
  [a, b, c, d] = [a ^ (a >>> 16), b ^ (b >>> 16), c ^ (c >>> 16), d ^ (d >>> 16)];
  mix();
  return [a >>> 0, b >>> 0, c >>> 0, d >>> 0];
}

const KERNEL: Kernel = {
  name: 'dropout',
  wgsl: /* wgsl */ `
fn pcg4d(input: vec4u) -> vec4u {
  var v = input * 1664525 + 1013904223;
  v.x += v.y * v.w; v.y += v.z * v.x; v.z += v.x * v.y; v.w += v.y * v.z;
  v ^= v >> vec4u(16);
  v.x += v.y * v.w; v.y += v.z * v.x; v.z += v.x * v.y; v.w += v.y * v.z;
  return v;
}
${bindings(['x: array<f32>', 'step: array<u32>'], ['y: array<f32>'], 'size: u32, seed: u32, site: u32, least: u32, factor: f32')}
${PER_ITEM}
  if (4 * item >= u.size) { return; }
  let words = pcg4d(vec4u(u.seed, u.site, step[0], item));
  for (var i = 4 * item; i < min(4 * item + 4, u.size); i++) {
    y[i] = select(x[i] * u.factor, 0, words[i % 4] < u.least);
  }
}`,
};

function dropoutKernel(
  gpu: LabWebGPU,
  x: tf.Tensor2D,
  rate: number,
  { seed, stream, step }: Draw,
): tf.Tensor2D {
  const y = emptyTensor<tf.Rank.R2>(x.shape);
  gpu.dispatch(
    KERNEL,
    [x, step, y],
    gridOf(Math.ceil(x.size / 4)),
    uniforms([x.size, seed, fnv1a(stream), threshold(rate)], [1 / (1 - rate)]),
  );
  return y;
}
