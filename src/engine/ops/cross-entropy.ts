/** Weighted cross-entropy from integer targets: the one loss of the lab. */
import * as tf from '@tensorflow/tfjs-core';
import { emptyTensor, labWasm, labWebGPU } from '../backend/current.ts';
import type { LabWasm } from '../backend/wasm.ts';
import type { Kernel, LabWebGPU } from '../backend/webgpu.ts';
import {
  bindings,
  element,
  gridOf,
  PER_ITEM,
  lanesPerRow,
  perRow,
  rowGrid,
  THREADS,
  uniforms,
  widthOf,
} from './wgsl.ts';
import { withGradient } from './with-gradient.ts';

/**
 * Σ mask · (logsumexp(logits) − logits[target]), in nats. For a mean, the mask holds 1/n where a target counts.
 * @param logits [N, V]
 * @param targets [N] int32
 * @param mask [N], the weight of each target; 0 where it does not count
 */
export function crossEntropySum(logits: tf.Tensor2D, targets: tf.Tensor1D, mask: tf.Tensor1D): tf.Scalar {
  const gpu = labWebGPU();
  if (gpu) return onGpu<tf.Rank.R0>(gpu, logits, targets, mask, []);
  const wasm = labWasm();
  return wasm ? onWasm(wasm, logits, targets, mask) : onHost(logits, targets, mask);
}

/**
 * The same sum for each of several runs whose rows lie one below the other, on WebGPU.
 * @param logits [runs · N, V]
 * @param targets [runs · N] int32
 * @param mask [runs · N]
 * @returns [runs]
 */
export const crossEntropyOfRuns = (
  gpu: LabWebGPU,
  logits: tf.Tensor2D,
  targets: tf.Tensor1D,
  mask: tf.Tensor1D,
  runs: number,
): tf.Tensor1D => onGpu<tf.Rank.R1>(gpu, logits, targets, mask, [runs]);

// A type alias, not an interface: only that is what tf.tidy can return.
/** A loss, and what each target adds to it, [N]. */
export type LossAndTerms = { loss: tf.Scalar; terms: tf.Tensor1D };

/** The same loss to the bit, with the terms that it is the sum of. No gradient flows. */
export function crossEntropyTerms(
  logits: tf.Tensor2D,
  targets: tf.Tensor1D,
  mask: tf.Tensor1D,
): LossAndTerms {
  const gpu = labWebGPU();
  return tf.tidy(() => {
    if (gpu) {
      const { loss, terms } = lossOnGpu<tf.Rank.R0>(gpu, logits, targets, mask, []);
      return { loss, terms };
    }
    const wasm = labWasm();
    const { loss, terms } = wasm
      ? lossOnWasm(wasm, logits, targets, mask)
      : lossAndGradientOnHost(logits, targets, mask);
    return { loss, terms: tf.tensor1d(terms) };
  });
}

/** `crossEntropySum` of tfjs's own ops, by a one-hot matrix. */
export function crossEntropyReference(
  logits: tf.Tensor2D,
  targets: tf.Tensor1D,
  mask: tf.Tensor1D,
): tf.Scalar {
  // Cast afterwards: tfjs's WASM kernel writes integers whatever dtype it is asked for.
  const chosen = tf.cast(tf.oneHot(targets, logits.shape[1]), 'float32'); // [N, V]
  const picked = tf.sum(tf.mul(tf.logSoftmax(logits), chosen), 1); // [N]
  return tf.neg(tf.sum(tf.mul(picked, mask)));
}

/** The loss and its gradient (softmax − onehot) · mask, outside of tfjs's own differentiation. The caller disposes both. */
export function crossEntropyAndGradient(
  logits: tf.Tensor2D,
  targets: tf.Tensor1D,
  mask: tf.Tensor1D,
): LossAndGradient {
  const gpu = labWebGPU();
  return tf.tidy(() => {
    const wasm = labWasm();
    if (wasm) {
      const { loss, statistics } = lossOnWasm(wasm, logits, targets, mask);
      return { loss, gradient: gradientOnWasm(wasm, logits, targets, mask, statistics, tf.scalar(1)) };
    }
    if (!gpu) {
      const { loss, gradient } = lossAndGradientOnHost(logits, targets, mask);
      return { loss, gradient };
    }
    const { loss, logSumExp } = lossOnGpu<tf.Rank.R0>(gpu, logits, targets, mask, []);
    return { loss, gradient: gradientOnGpu(gpu, logits, targets, mask, logSumExp, tf.scalar(1)) };
  });
}

// A type alias, not an interface: only that is what tf.tidy can return.
type LossAndGradient = { loss: tf.Scalar; gradient: tf.Tensor2D };

function onHost(logits: tf.Tensor2D, targets: tf.Tensor1D, mask: tf.Tensor1D): tf.Scalar {
  return withGradient(
    logits,
    (input) => {
      const { loss, gradient } = lossAndGradientOnHost(input, targets, mask);
      return { value: loss, saved: [gradient] };
    },
    (dy, [gradient]) => tf.mul<tf.Tensor2D>(gradient, dy),
  );
}

/** WASM and CPU: one softmax, which becomes the gradient where it stands. */
function lossAndGradientOnHost(
  input: tf.Tensor2D,
  targets: tf.Tensor1D,
  mask: tf.Tensor1D,
): LossAndGradient & { terms: Float32Array } {
  const vocabulary = input.shape[1];
  const softmax = tf.softmax(input);
  const scores = input.dataSync<'float32'>();
  const gradient = softmax.dataSync<'float32'>().slice();
  // The largest entry's probability is far from 0, so its logarithm is exact where the target's may not be.
  const largest = tf.max(input, 1).dataSync<'float32'>();
  const likeliest = tf.max(softmax, 1).dataSync<'float32'>();
  const goals = targets.dataSync<'int32'>();
  const terms = new Float32Array(mask.size);
  let loss = 0;
  for (const [n, weight] of mask.dataSync<'float32'>().entries()) {
    const row = gradient.subarray(n * vocabulary, (n + 1) * vocabulary);
    if (weight === 0) {
      row.fill(0);
      continue;
    }
    const goal = goals[n] ?? NaN;
    const logSumExp = (largest[n] ?? NaN) - Math.log(likeliest[n] ?? NaN);
    const term = weight * (logSumExp - (scores[n * vocabulary + goal] ?? NaN));
    terms[n] = term;
    loss += term;
    for (let i = 0; i < vocabulary; i++) row[i] = weight * (row[i] ?? NaN);
    row[goal] = (row[goal] ?? NaN) - weight;
  }
  return { loss: tf.scalar(loss), terms, gradient: tf.tensor2d(gradient, input.shape) };
}

function onWasm(wasm: LabWasm, logits: tf.Tensor2D, targets: tf.Tensor1D, mask: tf.Tensor1D): tf.Scalar {
  return withGradient(
    logits,
    (input) => {
      const { loss, statistics } = lossOnWasm(wasm, input, targets, mask);
      return { value: loss, saved: [input, targets, mask, statistics] };
    },
    (dy, [input, goals, weights, statistics]) => gradientOnWasm(wasm, input, goals, weights, statistics, dy),
  );
}

function lossOnWasm(wasm: LabWasm, logits: tf.Tensor2D, targets: tf.Tensor1D, mask: tf.Tensor1D) {
  const [rows, vocabulary] = logits.shape;
  const statistics = wasm.empty<tf.Rank.R2>([rows, 3]);
  wasm.each('crossEntropy', rows, [logits, targets, mask, statistics], [vocabulary]);
  const figures = statistics.dataSync<'float32'>();
  const terms = new Float32Array(rows);
  let loss = 0;
  for (const [row, weight] of mask.dataSync<'float32'>().entries()) {
    const [top = NaN, sum = NaN, chosen = NaN] = figures.subarray(3 * row, 3 * row + 3);
    const term = weight * (top + Math.log(sum) - chosen);
    terms[row] = term;
    loss += term;
  }
  return { loss: tf.scalar(loss), terms, statistics };
}

function gradientOnWasm(
  wasm: LabWasm,
  logits: tf.Tensor2D,
  targets: tf.Tensor1D,
  mask: tf.Tensor1D,
  statistics: tf.Tensor2D,
  dy: tf.Scalar,
): tf.Tensor2D {
  const [rows, vocabulary] = logits.shape;
  const gradient = wasm.empty<tf.Rank.R2>([rows, vocabulary]);
  wasm.each('crossEntropyGradient', rows, [logits, targets, mask, statistics, dy, gradient], [vocabulary]);
  return gradient;
}

/** @param shape of the losses: as many as there are runs */
function onGpu<R extends tf.Rank>(
  gpu: LabWebGPU,
  logits: tf.Tensor2D,
  targets: tf.Tensor1D,
  mask: tf.Tensor1D,
  shape: tf.ShapeMap[R],
): tf.Tensor<R> {
  return withGradient(
    logits,
    (input) => {
      const { loss, logSumExp } = lossOnGpu(gpu, input, targets, mask, shape);
      return { value: loss, saved: [input, targets, mask, logSumExp] };
    },
    (dy, [input, goals, weights, logSumExp]) => gradientOnGpu(gpu, input, goals, weights, logSumExp, dy),
  );
}

function lossOnGpu<R extends tf.Rank>(
  gpu: LabWebGPU,
  logits: tf.Tensor2D,
  targets: tf.Tensor1D,
  mask: tf.Tensor1D,
  shape: tf.ShapeMap[R],
) {
  const [rows, vocabulary] = logits.shape;
  const width = widthOf(vocabulary);
  const lanes = lanesPerRow(gpu);
  const logSumExp = emptyTensor<tf.Rank.R1>([rows]);
  const terms = emptyTensor<tf.Rank.R1>([rows]);
  const loss = emptyTensor<R>(shape);
  gpu.dispatch(
    rowsKernel(width, lanes),
    [logits, targets, mask, logSumExp, terms],
    rowGrid(rows, lanes),
    uniforms([rows, vocabulary / width]),
  );
  gpu.dispatch(SUM, [terms, loss], [loss.size, 1, 1], uniforms([rows / loss.size]));
  return { loss, terms, logSumExp };
}

function gradientOnGpu(
  gpu: LabWebGPU,
  logits: tf.Tensor2D,
  targets: tf.Tensor1D,
  mask: tf.Tensor1D,
  logSumExp: tf.Tensor1D,
  dy: tf.Tensor,
): tf.Tensor2D {
  const [rows, vocabulary] = logits.shape;
  const width = widthOf(vocabulary);
  const columns = vocabulary / width;
  const gradient = emptyTensor<tf.Rank.R2>([rows, vocabulary]);
  gpu.dispatch(
    gradientKernel(width),
    [logits, targets, mask, logSumExp, dy, gradient],
    gridOf(rows * columns),
    uniforms([rows * columns, columns, rows / dy.size]),
  );
  return gradient;
}

/** Each row's log-sum-exp and weighted loss. A row that does not count is not read. */
const rowsKernel = (width: 1 | 4, lanes: number): Kernel => ({
  name: `cross-entropy/${width}/${lanes}`,
  wgsl: `${element(width)}
${bindings(
  ['logits: array<E>', 'targets: array<u32>', 'mask: array<f32>'],
  ['logSumExp: array<f32>', 'losses: array<f32>'],
  'rows: u32, columns: u32',
)}
${perRow(
  lanes,
  /* wgsl */ `
  let columns = select(u.columns, 0, mask[row] == 0);
  let start = row * u.columns;
  var most = E(-3e38);
  for (var i = lane; i < columns; i += LANES) { most = max(most, logits[start + i]); }
  let top = rowMax(largest(most), id);
  var sum = E(0);
  for (var i = lane; i < columns; i += LANES) { sum += exp(logits[start + i] - top); }
  let whole = top + log(rowSum(total(sum), id));
  var chosen = 0.0;
  let goal = targets[row];
  let at = goal / ${width};
  if (columns > 0) { chosen = total(logits[start + at] * indicator(at, goal)); }
  if (lane == 0) {
    logSumExp[row] = whole;
    losses[row] = select(0, mask[row] * (whole - chosen), columns > 0);
  }`,
)}`,
});

const gradientKernel = (width: 1 | 4): Kernel => ({
  name: `cross-entropy-gradient/${width}`,
  wgsl: `${element(width)}
${bindings(
  ['logits: array<E>', 'targets: array<u32>', 'mask: array<f32>', 'logSumExp: array<f32>', 'dy: array<f32>'],
  ['gradient: array<E>'],
  'size: u32, columns: u32, rows: u32',
)}
${PER_ITEM}
  if (item >= u.size) { return; }
  let row = item / u.columns;
  let weight = mask[row] * dy[row / u.rows];
  var result = E(0);
  if (weight != 0) {
    result = weight * (exp(logits[item] - logSumExp[row]) - indicator(item % u.columns, targets[row]));
  }
  gradient[item] = result;
}`,
});

/** Sums of equal parts of a vector in a fixed order, each by one workgroup. */
const SUM: Kernel = {
  name: 'sum',
  wgsl: /* wgsl */ `
${bindings(['x: array<f32>'], ['result: array<f32>'], 'size: u32')}
var<workgroup> parts: array<f32, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u) {
  var mine = 0.0;
  for (var i = lane; i < u.size; i += ${THREADS}) { mine += x[group.x * u.size + i]; }
  parts[lane] = mine;
  workgroupBarrier();
  if (lane == 0) {
    var sum = 0.0;
    for (var i = 0u; i < ${THREADS}; i++) { sum += parts[i]; }
    result[group.x] = sum;
  }
}`,
};
