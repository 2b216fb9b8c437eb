/**
 * AdamW with clipping by global norm on WebGPU: two kernels over all parameters at once, in place. What changes from
 * step to step is read from a tensor, so that a captured step can be replayed.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { emptyTensor } from '../backend/current.ts';
import type { Kernel, LabWebGPU } from '../backend/webgpu.ts';
import { bindings, gridOf, PER_ITEM, THREADS, uniforms } from './wgsl.ts';

export interface AdamWTensors {
  /** [P], P a multiple of `block`, as the gradients. */
  values: tf.Tensor1D;
  gradients: tf.Tensor1D;
  /** First and second moments, [2P]: four of the one, four of the other, in turns. */
  moments: tf.Tensor1D;
  /** [2·P / block]: what learning rate and weight decay of each block of values are multiplied by, in turns. */
  factors: tf.Tensor1D;
  /** [1] int32: 0, until a step's norm is no finite number. */
  broken: tf.Tensor1D;
}

export interface AdamWConstants {
  beta1: number;
  beta2: number;
  epsilon: number;
  weightDecay: number;
  /** Gradients are scaled down to this global L2 norm; 0 leaves them alone. */
  maxGradNorm: number;
  /** Neighbouring values that share their factors, a multiple of 4. */
  block: number;
}

/** The norm's partial sums: each update thread adds them up again, so few. */
const MAX_PARTS = 64;

/**
 * Updates `values` and `moments` in place, unless the norm of this step or an earlier one is no finite number.
 * @param rates [3 · runs]: learning rate, 1 − β1ᵗ, 1 − β2ᵗ of each run
 * @param run whose rates they are
 * @returns the gradients' global L2 norm before clipping
 */
export function adamW(
  gpu: LabWebGPU,
  { values, gradients, moments, factors, broken }: AdamWTensors,
  rates: tf.Tensor1D,
  { beta1, beta2, epsilon, weightDecay, maxGradNorm, block }: AdamWConstants,
  run: number,
): tf.Scalar {
  const quads = values.size / 4;
  const parts = Math.min(MAX_PARTS, Math.ceil(quads / (4 * THREADS)));
  const squares = emptyTensor<tf.Rank.R1>([parts]);
  const norm = emptyTensor<tf.Rank.R0>([]);
  gpu.dispatch(SQUARES, [gradients, squares], [parts, 1, 1], uniforms([quads, parts * THREADS]));
  gpu.dispatch(
    UPDATE,
    [gradients, squares, rates, factors, values, moments, norm, broken],
    gridOf(quads),
    uniforms(
      [quads, parts, block / 4, 3 * run],
      [maxGradNorm, beta1, 1 - beta1, beta2, 1 - beta2, epsilon, weightDecay],
    ),
  );
  squares.dispose();
  return norm;
}

const SQUARES: Kernel = {
  name: 'sum-of-squares',
  wgsl: /* wgsl */ `
${bindings(['gradients: array<vec4f>'], ['squares: array<f32>'], 'quads: u32, stride: u32')}
var<workgroup> sums: array<f32, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) thread: vec3u, @builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u) {
  var sum = 0.0;
  for (var i = thread.x; i < u.quads; i += u.stride) { sum += dot(gradients[i], gradients[i]); }
  sums[lane] = sum;
  workgroupBarrier();
  if (lane == 0) {
    for (var i = 1u; i < ${THREADS}; i++) { sum += sums[i]; }
    squares[group.x] = sum;
  }
}`,
};

/** Loshchilov & Hutter 2019, algorithm 2, as torch.optim.AdamW; clipping as torch.nn.utils.clip_grad_norm_. */
const UPDATE: Kernel = {
  name: 'adamw',
  wgsl: /* wgsl */ `
struct Moments { m: vec4f, v: vec4f }
${bindings(
  ['gradients: array<vec4f>', 'squares: array<f32>', 'rates: array<f32>', 'factors: array<vec2f>'],
  ['values: array<vec4f>', 'moments: array<Moments>', 'norm: array<f32>', 'broken: array<u32>'],
  'quads: u32, parts: u32, block: u32, own: u32, maxNorm: f32, beta1: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32, decay: f32',
)}
${PER_ITEM}
  if (item >= u.quads) { return; }
  var sum = 0.0;
  for (var i = 0u; i < u.parts; i++) { sum += squares[i]; }
  let length = sqrt(sum);
  if (item == 0) { norm[0] = length; }
  // Told by the bits: WGSL may assume that there are no infinities or NaN.
  if ((bitcast<u32>(sum) & 0x7f800000u) == 0x7f800000u) { broken[0] = 1; return; }
  if (broken[0] != 0) { return; }
  let clip = select(1, min(u.maxNorm / (length + 1e-6), 1), u.maxNorm > 0);
  let g = gradients[item] * clip;
  let m = u.beta1 * moments[item].m + u.rest1 * g;
  let v = u.beta2 * moments[item].v + u.rest2 * g * g;
  moments[item] = Moments(m, v);
  let own = factors[item / u.block];
  let rate = rates[u.own] * own.x;
  values[item] = values[item] * (1 - rate * u.decay * own.y)
    - rate * (m / rates[u.own + 1]) / (sqrt(v / rates[u.own + 2]) + u.epsilon);
}`,
};
