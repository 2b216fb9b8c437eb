/** Layer normalisation over the last axis, its gain and shift frozen or trained, and the residual branch that it opens. */
import * as tf from '@tensorflow/tfjs-core';
import { emptyTensor, labWasm, labWebGPU } from '../backend/current.ts';
import type { LabWasm } from '../backend/wasm.ts';
import type { Kernel, LabWebGPU } from '../backend/webgpu.ts';
import { gradientTensor } from '../parameters.ts';
import {
  bindings,
  element,
  gridOf,
  lanesPerRow,
  PER_ITEM,
  perRow,
  rowGrid,
  uniforms,
  widthOf,
} from './wgsl.ts';
import { withGradients, withGradientsOfTwo } from './with-gradient.ts';

export interface Norm {
  /** The gain γ, [d]. */
  weight: tf.Tensor1D;
  /** The shift β, [d]. */
  bias: tf.Tensor1D;
}

/** What a method changes in a norm: the gain, or the shift, that is trained in place of the frozen one; null where it stays. */
export interface NormUpdate {
  weight: tf.Tensor1D | null;
  bias: tf.Tensor1D | null;
}

/** A norm and what is known of its place. */
export interface NormPlace {
  norm: Norm;
  epsilon: number;
  /** Null for the frozen norm. */
  update?: NormUpdate | null;
  /** Nothing trainable lies below x, so its gradient need not be computed. */
  isConstant?: boolean;
}

/** y = (x − mean) / √(var + ε) · γ + β, with the biased variance, as in GPT-2. x: [N, d]. */
export function layerNorm(x: tf.Tensor2D, place: NormPlace): tf.Tensor2D {
  const { inputs, forward, backward } = differentiable(x, place);
  if (inputs.length === 0) return forward().value;
  return withGradients<tf.Tensor[], tf.Tensor2D, Saved>(inputs, forward, (dy, saved) =>
    backward(dy, null, saved),
  );
}

/**
 * x + f(LN(x)), the branch of a pre-norm transformer. LN(x) and x are the outputs of one op: the gradient that skips the
 * branch is added where the norm's own is computed.
 * @param x [N, d]
 * @param branch from LN(x) and x to x + f(LN(x)), all [N, d]. It must use both.
 */
export function residual(
  x: tf.Tensor2D,
  place: NormPlace,
  branch: (normed: tf.Tensor2D, stream: tf.Tensor2D) => tf.Tensor2D,
): tf.Tensor2D {
  const { inputs, forward, backward } = differentiable(x, place);
  if (inputs.length === 0) return branch(forward().value, x);
  const [normed, stream] = withGradientsOfTwo<tf.Tensor[], [tf.Tensor2D, tf.Tensor2D], Saved>(
    inputs,
    () => {
      const { value, saved } = forward();
      return { values: [value, tf.clone(x)], saved };
    },
    ([dy, skipped], saved) => backward(dy, skipped, saved),
  );
  return branch(normed, stream);
}

/** Layer norm of tfjs's own ops, under tfjs's own autodiff. */
export function layerNormReference(x: tf.Tensor2D, { weight, bias }: Norm, epsilon: number): tf.Tensor2D {
  const centred = tf.sub(x, tf.mean(x, 1, true));
  const variance = tf.mean(tf.square(centred), 1, true);
  return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon))), weight), bias);
}

/** One backend's kernels. Statistics are each row's mean and 1/√(var + ε), [N, 2]. */
interface NormKernels {
  forward(x: tf.Tensor2D, norm: Norm, epsilon: number): { y: tf.Tensor2D; statistics: tf.Tensor2D };
  /** The gradient of x. @param skipped added to it */
  gradient(
    x: tf.Tensor2D,
    weight: tf.Tensor1D,
    statistics: tf.Tensor2D,
    dy: tf.Tensor2D,
    skipped: tf.Tensor2D | null,
  ): tf.Tensor2D;
  /** dγ = Σ dy·x̂ and dβ = Σ dy, sums over the rows. */
  parameterGradients(
    x: tf.Tensor2D,
    statistics: tf.Tensor2D,
    dy: tf.Tensor2D,
    norm: Norm,
  ): { dWeight: tf.Tensor1D; dBias: tf.Tensor1D };
}

function normKernels(): NormKernels {
  const gpu = labWebGPU();
  if (gpu) return onGpu(gpu);
  const wasm = labWasm();
  return wasm ? onWasm(wasm) : composed;
}

/** What the gradients of a norm need: x and the statistics of its rows. */
type Saved = [tf.Tensor2D, tf.Tensor2D];

/** A norm at its place as an op with a gradient. */
interface DifferentiableNorm {
  /** What gets a gradient, in a fixed order. */
  inputs: tf.Tensor[];
  forward: () => { value: tf.Tensor2D; saved: Saved };
  /** The gradients of the inputs. @param skipped added to that of x; null for none */
  backward: (dy: tf.Tensor2D, skipped: tf.Tensor2D | null, saved: Saved) => tf.Tensor[];
}

function differentiable(
  x: tf.Tensor2D,
  { norm, epsilon, update = null, isConstant = false }: NormPlace,
): DifferentiableNorm {
  const kernels = normKernels();
  const inForce = { weight: update?.weight ?? norm.weight, bias: update?.bias ?? norm.bias };
  return {
    inputs: [
      ...(isConstant ? [] : [x]),
      ...(update?.weight ? [update.weight] : []),
      ...(update?.bias ? [update.bias] : []),
    ],
    forward: () => {
      const { y, statistics } = kernels.forward(x, inForce, epsilon);
      return { value: y, saved: [x, statistics] };
    },
    backward: (dy, skipped, [input, statistics]) => {
      const own = update && kernels.parameterGradients(input, statistics, dy, inForce);
      return [
        ...(isConstant ? [] : [kernels.gradient(input, inForce.weight, statistics, dy, skipped)]),
        ...(update?.weight && own ? [own.dWeight] : []),
        ...(update?.bias && own ? [own.dBias] : []),
      ];
    },
  };
}

/** x̂ and 1/√(var + ε), [N, 1], by the statistics. */
function normalised(x: tf.Tensor2D, statistics: tf.Tensor2D): { unit: tf.Tensor2D; scale: tf.Tensor2D } {
  const column = (index: number) => tf.slice(statistics, [0, index], [x.shape[0], 1]);
  const scale = column(1);
  return { unit: tf.mul(tf.sub(x, column(0)), scale), scale };
}

/** Of tfjs's own ops. */
const composed: NormKernels = {
  forward(x, { weight, bias }, epsilon) {
    const mean: tf.Tensor2D = tf.mean(x, 1, true);
    const centred = tf.sub(x, mean);
    const scale = tf.rsqrt<tf.Tensor2D>(tf.add(tf.mean(tf.square(centred), 1, true), epsilon));
    const y = tf.add<tf.Tensor2D>(tf.mul(tf.mul(centred, scale), weight), bias);
    return { y, statistics: tf.concat([mean, scale], 1) };
  },
  gradient(x, weight, statistics, dy, skipped) {
    const { unit, scale } = normalised(x, statistics);
    const g = tf.mul(dy, weight);
    const along = tf.mul(unit, tf.mean(tf.mul(g, unit), 1, true));
    const dx: tf.Tensor2D = tf.mul(tf.sub(tf.sub(g, tf.mean(g, 1, true)), along), scale);
    return skipped ? tf.add(dx, skipped) : dx;
  },
  parameterGradients(x, statistics, dy) {
    return { dWeight: tf.sum(tf.mul(dy, normalised(x, statistics).unit), 0), dBias: tf.sum(dy, 0) };
  },
};

const onWasm = (wasm: LabWasm): NormKernels => ({
  forward(x, { weight, bias }, epsilon) {
    const [rows, d] = x.shape;
    const y = wasm.empty<tf.Rank.R2>([rows, d]);
    const statistics = wasm.empty<tf.Rank.R2>([rows, 2]);
    wasm.each('layerNorm', rows, [x, weight, bias, y, statistics], [d, epsilon]);
    return { y, statistics };
  },
  gradient(x, weight, statistics, dy, skipped) {
    const [rows, d] = x.shape;
    const dx = wasm.empty<tf.Rank.R2>([rows, d]);
    wasm.each('layerNormGradient', rows, [x, weight, statistics, dy, skipped, dx], [d]);
    return dx;
  },
  parameterGradients(x, statistics, dy, { weight, bias }) {
    const [rows, d] = x.shape;
    const [dWeight, dBias] = [gradientTensor(weight), gradientTensor(bias)];
    wasm.each('normParameterGradients', d, [x, statistics, dy, dWeight, dBias], [d, rows]);
    return { dWeight, dBias };
  },
});

const onGpu = (gpu: LabWebGPU): NormKernels => ({
  forward(x, { weight, bias }, epsilon) {
    const [rows, d] = x.shape;
    const [width, lanes] = [widthOf(d), lanesPerRow(gpu)];
    const y = emptyTensor<tf.Rank.R2>([rows, d]);
    const statistics = emptyTensor<tf.Rank.R2>([rows, 2]);
    gpu.dispatch(
      forwardKernel(width, lanes),
      [x, weight, bias, y, statistics],
      rowGrid(rows, lanes),
      uniforms([rows, d / width], [1 / d, epsilon]),
    );
    return { y, statistics };
  },
  gradient(x, weight, statistics, dy, skipped) {
    const [rows, d] = x.shape;
    const [width, lanes] = [widthOf(d), lanesPerRow(gpu)];
    const dx = emptyTensor<tf.Rank.R2>([rows, d]);
    gpu.dispatch(
      gradientKernel(width, lanes, skipped !== null),
      [x, weight, statistics, dy, ...(skipped ? [skipped] : []), dx],
      rowGrid(rows, lanes),
      uniforms([rows, d / width], [1 / d]),
    );
    return dx;
  },
  parameterGradients(x, statistics, dy, { weight, bias }) {
    const [rows, d] = x.shape;
    const [dWeight, dBias] = [gradientTensor(weight), gradientTensor(bias)];
    gpu.dispatch(PARAMETER_GRADIENTS, [x, statistics, dy, dWeight, dBias], gridOf(d), uniforms([d, rows]));
    return { dWeight, dBias };
  },
});

/** One column each, its rows in order. */
const PARAMETER_GRADIENTS: Kernel = {
  name: 'norm-parameter-gradients',
  wgsl: /* wgsl */ `
${bindings(
  ['x: array<f32>', 'statistics: array<vec2f>', 'dy: array<f32>'],
  ['dWeight: array<f32>', 'dBias: array<f32>'],
  'columns: u32, rows: u32',
)}
${PER_ITEM}
  if (item >= u.columns) { return; }
  var along = 0.0;
  var sum = 0.0;
  for (var row = 0u; row < u.rows; row++) {
    let at = row * u.columns + item;
    along += dy[at] * (x[at] - statistics[row].x) * statistics[row].y;
    sum += dy[at];
  }
  dWeight[item] = along;
  dBias[item] = sum;
}`,
};

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
