/** Layer normalisation over the last axis, with frozen gain and shift, and the residual branch that it opens. */
import * as tf from '@tensorflow/tfjs-core';
import { labWasm, type LabWasm } from '../backend/wasm.ts';
import { emptyTensor, labWebGPU, type Kernel, type LabWebGPU } from '../backend/webgpu.ts';
import { bindings, element, lanesPerRow, perRow, rowGrid, uniforms, widthOf } from './wgsl.ts';
import { withGradient } from './with-gradient.ts';

export interface FrozenNorm {
  /** [d] */
  weight: tf.Tensor1D;
  /** [d] */
  bias: tf.Tensor1D;
}

/** y = (x − mean) / √(var + ε) · weight + bias, with the biased variance, as in GPT-2. x: [N, d]. */
export function layerNorm(x: tf.Tensor2D, norm: FrozenNorm, epsilon: number): tf.Tensor2D {
  return normalise(x, norm, epsilon, () => null);
}

/**
 * x + f(LN(x)), the branch of a pre-norm transformer. The gradient that skips the branch is added where the norm's own
 * is computed.
 * @param x [N, d]
 * @param branch from LN(x) to x + f(LN(x)), both [N, d]. It must add x as a constant, as a linear map's `addend`:
 *   x's gradient is not the branch's to pass on.
 */
export function residual(
  x: tf.Tensor2D,
  norm: FrozenNorm,
  epsilon: number,
  branch: (normed: tf.Tensor2D) => tf.Tensor2D,
): tf.Tensor2D {
  // Backward runs from the sum to the norm, so the sum's gradient is known when the norm's is computed.
  let skipped: tf.Tensor2D | null = null;
  const normed = normalise(x, norm, epsilon, () => skipped);
  return withGradient(
    branch(normed),
    (sum) => ({ value: tf.clone(sum), saved: [] }),
    (dSum) => (skipped = dSum),
  );
}

/** Layer norm of tfjs's own ops, under tfjs's own autodiff. */
export function layerNormReference(
  x: tf.Tensor2D,
  { weight, bias }: FrozenNorm,
  epsilon: number,
): tf.Tensor2D {
  const centred = tf.sub(x, tf.mean(x, 1, true));
  const variance = tf.mean(tf.square(centred), 1, true);
  return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon))), weight), bias);
}

/** @param skipped asked for at the gradient: what to add to it */
function normalise(
  x: tf.Tensor2D,
  norm: FrozenNorm,
  epsilon: number,
  skipped: () => tf.Tensor2D | null,
): tf.Tensor2D {
  const gpu = labWebGPU();
  if (gpu) return onGpu(gpu, x, norm, epsilon, skipped);
  const wasm = labWasm();
  return wasm ? onWasm(wasm, x, norm, epsilon, skipped) : composed(x, norm, epsilon, skipped);
}

function composed(
  x: tf.Tensor2D,
  { weight, bias }: FrozenNorm,
  epsilon: number,
  skipped: () => tf.Tensor2D | null,
): tf.Tensor2D {
  return withGradient(
    x,
    (input) => {
      const centred = tf.sub(input, tf.mean(input, 1, true));
      const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), epsilon)); // [N, 1]
      const unit = tf.mul(centred, scale);
      return { value: tf.add<tf.Tensor2D>(tf.mul(unit, weight), bias), saved: [unit, scale] };
    },
    (dy, [unit, scale]) => {
      const g = tf.mul(dy, weight);
      const along = tf.mul(unit, tf.mean(tf.mul(g, unit), 1, true));
      const dx: tf.Tensor2D = tf.mul(tf.sub(tf.sub(g, tf.mean(g, 1, true)), along), scale);
      const skip = skipped();
      return skip ? tf.add(dx, skip) : dx;
    },
  );
}

function onWasm(
  wasm: LabWasm,
  x: tf.Tensor2D,
  { weight, bias }: FrozenNorm,
  epsilon: number,
  skipped: () => tf.Tensor2D | null,
): tf.Tensor2D {
  const [rows, d] = x.shape;
  return withGradient(
    x,
    (input) => {
      const y = wasm.empty<tf.Rank.R2>([rows, d]);
      const statistics = wasm.empty<tf.Rank.R2>([rows, 2]);
      wasm.each('layerNorm', rows, [input, weight, bias, y, statistics], [d, epsilon]);
      return { value: y, saved: [input, statistics] };
    },
    (dy, [input, statistics]) => {
      const dx = wasm.empty<tf.Rank.R2>([rows, d]);
      wasm.each('layerNormGradient', rows, [input, weight, statistics, dy, skipped(), dx], [d]);
      return dx;
    },
  );
}

function onGpu(
  gpu: LabWebGPU,
  x: tf.Tensor2D,
  { weight, bias }: FrozenNorm,
  epsilon: number,
  skipped: () => tf.Tensor2D | null,
): tf.Tensor2D {
  const [rows, d] = x.shape;
  const width = widthOf(d);
  const lanes = lanesPerRow(gpu);
  return withGradient(
    x,
    (input) => {
      const y = emptyTensor<tf.Rank.R2>([rows, d]);
      const statistics = emptyTensor<tf.Rank.R2>([rows, 2]);
      gpu.dispatch(
        forwardKernel(width, lanes),
        [input, weight, bias, y, statistics],
        rowGrid(rows, lanes),
        uniforms([rows, d / width], [1 / d, epsilon]),
      );
      return { value: y, saved: [input, statistics] };
    },
    (dy, [input, statistics]) => {
      const dx = emptyTensor<tf.Rank.R2>([rows, d]);
      const skip = skipped();
      gpu.dispatch(
        gradientKernel(width, lanes, skip !== null),
        [input, weight, statistics, dy, ...(skip ? [skip] : []), dx],
        rowGrid(rows, lanes),
        uniforms([rows, d / width], [1 / d]),
      );
      return dx;
    },
  );
}

/** y, and for the gradient each row's mean and 1/√(var + ε). */
const forwardKernel = (width: 1 | 4, lanes: number): Kernel => ({
  name: `layer-norm/${width}/${lanes}`,
  wgsl: `${element(width)}
${bindings(
  ['x: array<E>', 'weight: array<E>', 'bias: array<E>'],
  ['y: array<E>', 'statistics: array<vec2f>'],
  'rows: u32, columns: u32, reciprocal: f32, epsilon: f32',
)}
${perRow(
  lanes,
  /* wgsl */ `
  let start = row * u.columns;
  var sum = E(0);
  for (var i = lane; i < u.columns; i += LANES) { sum += x[start + i]; }
  let mean = rowSum(total(sum), id) * u.reciprocal;
  var squares = E(0);
  for (var i = lane; i < u.columns; i += LANES) {
    let centred = x[start + i] - mean;
    squares += centred * centred;
  }
  let scale = inverseSqrt(rowSum(total(squares), id) * u.reciprocal + u.epsilon);
  for (var i = lane; i < u.columns; i += LANES) {
    y[start + i] = (x[start + i] - mean) * scale * weight[i] + bias[i];
  }
  if (lane == 0) { statistics[row] = vec2f(mean, scale); }`,
)}`,
});

/**
 * With x̂ the normalised x and g = dy·weight: dx = (g − mean(g) − x̂·mean(g·x̂)) / √(var + ε) (Ba, Kiros & Hinton 2016),
 * plus the gradient that skipped the branch.
 */
const gradientKernel = (width: 1 | 4, lanes: number, skip: boolean): Kernel => ({
  name: `layer-norm-gradient/${width}/${lanes}/${skip}`,
  wgsl: `${element(width)}
${bindings(
  [
    'x: array<E>',
    'weight: array<E>',
    'statistics: array<vec2f>',
    'dy: array<E>',
    ...(skip ? ['skipped: array<E>'] : []),
  ],
  ['dx: array<E>'],
  'rows: u32, columns: u32, reciprocal: f32',
)}
${perRow(
  lanes,
  /* wgsl */ `
  let start = row * u.columns;
  let mean = statistics[row].x;
  let scale = statistics[row].y;
  var sum = E(0);
  var product = E(0);
  for (var i = lane; i < u.columns; i += LANES) {
    let g = dy[start + i] * weight[i];
    sum += g;
    product += g * (x[start + i] - mean);
  }
  let meanG = rowSum(total(sum), id) * u.reciprocal;
  let meanGX = rowSum(total(product), id) * u.reciprocal * scale * scale;
  for (var i = lane; i < u.columns; i += LANES) {
    let g = dy[start + i] * weight[i];
    dx[start + i] = ${skip ? 'skipped[start + i] + ' : ''}scale * (g - meanG - (x[start + i] - mean) * meanGX);
  }`,
)}`,
});
