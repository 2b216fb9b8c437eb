/**
 * DoRA (Liu et al. 2024): an adapted matrix as a direction and a magnitude, W′ = m · (W + s·BA) / ‖W + s·BA‖ for each output.
 * The norm counts as a constant when gradients are computed, as in the paper (§4.3) and in PEFT.
 */
import * as tf from '@tensorflow/tfjs-core';
import { emptyTensor, labWasm, labWebGPU } from '../backend/current.ts';
import type { Kernel, LabWebGPU } from '../backend/webgpu.ts';
import type { FrozenLinear, LowRankUpdate } from './linear-map.ts';
import { bindings, lanesPerRow, perRow, rowGrid, uniforms } from './wgsl.ts';
import { withGradient } from './with-gradient.ts';

/** One of the equally wide matrices that lie side by side in a frozen map. */
export interface Section {
  frozen: FrozenLinear;
  section: number;
  /** Its width, dOut / sections. */
  columns: number;
}

/**
 * m / ‖W + s·BA‖, what the outputs of (W + s·BA)x are multiplied by.
 * @param magnitude m, [columns]
 * @returns [columns]; the gradient flows to m alone
 */
export function magnitudeFactors(matrix: Section, pair: LowRankUpdate, magnitude: tf.Tensor1D): tf.Tensor1D {
  return withGradient(
    magnitude,
    (m) => {
      const norms = outputNorms(matrix, pair);
      return { value: tf.div<tf.Tensor1D>(m, norms), saved: [norms] };
    },
    (dy, [norms]) => tf.div<tf.Tensor1D>(dy, norms),
  );
}

/** ‖W‖ of each output, as training with `magnitudeFactors` starts: bit for bit the norms of a pair whose B is zero. */
export function frozenNorms(matrix: Section): tf.Tensor1D {
  const [a, b] = [tf.zeros<tf.Rank.R2>([1, matrix.frozen.dIn]), tf.zeros<tf.Rank.R2>([matrix.columns, 1])];
  return outputNorms(matrix, { a, b, scale: 1 });
}

/** ‖W + s·BA‖ of each output: L2 norms over the inputs. @returns [columns]; no gradient flows */
export function outputNorms(matrix: Section, pair: LowRankUpdate): tf.Tensor1D {
  const { frozen, section, columns } = matrix;
  const gpu = labWebGPU();
  if (gpu) return onGpu(gpu, matrix, pair);
  const wasm = labWasm();
  const { a, b, scale } = pair;
  const [r, dIn] = a.shape;
  if (wasm && frozen.transposed) {
    const norms = wasm.empty<tf.Rank.R1>([columns]);
    const tensors = [frozen.transposed, a, b, norms];
    wasm.each('outputNorms', columns, tensors, [section * columns, dIn, r, scale]);
    return norms;
  }
  return outputNormsReference(matrix, pair);
}

/** The same of tfjs's own ops. */
export function outputNormsReference(
  { frozen: { weight, dIn }, section, columns }: Section,
  { a, b, scale }: LowRankUpdate,
): tf.Tensor1D {
  if (!weight) throw new Error('An adapted linear map has no plain W.');
  const own = tf.slice(weight, [0, section * columns], [dIn, columns]);
  const delta = tf.mul(tf.matMul(a, b, true, true), scale); // [dIn, columns]
  return tf.norm(tf.add(own, delta), 'euclidean', 0) as tf.Tensor1D;
}

function onGpu(
  gpu: LabWebGPU,
  { frozen: { weight, storage, dIn, dOut }, section, columns }: Section,
  { a, b, scale }: LowRankUpdate,
): tf.Tensor1D {
  if (!weight) throw new Error('An adapted linear map has no plain W.');
  const lanes = lanesPerRow(gpu);
  const norms = emptyTensor<tf.Rank.R1>([columns]);
  gpu.dispatch(
    kernel(storage, lanes),
    [weight, a, b, norms],
    rowGrid(columns, lanes),
    uniforms([columns, section * columns, dIn, dOut, a.shape[0]], [scale]),
  );
  return norms;
}

/** A row is an output of W: a column of W as it is stored, dIn × dOut. */
const kernel = (storage: FrozenLinear['storage'], lanes: number): Kernel => ({
  name: `output-norms/${storage}/${lanes}`,
  wgsl: `
${bindings(
  [`weight: array<${storage === 'f16' ? 'u32' : 'f32'}>`, 'a: array<f32>', 'b: array<f32>'],
  ['norms: array<f32>'],
  'rows: u32, first: u32, inputs: u32, width: u32, rank: u32, scale: f32',
)}
fn weightAt(at: u32) -> f32 {
  return ${storage === 'f16' ? 'unpack2x16float(weight[at / 2])[at % 2]' : 'weight[at]'};
}
${perRow(
  lanes,
  /* wgsl */ `
  var squares = 0.0;
  for (var i = lane; i < u.inputs; i += LANES) {
    var delta = 0.0;
    for (var k = 0u; k < u.rank; k++) { delta += b[row * u.rank + k] * a[k * u.inputs + i]; }
    let value = weightAt(i * u.width + u.first + row) + u.scale * delta;
    squares += value * value;
  }
  let sum = rowSum(squares, id);
  if (lane == 0) { norms[row] = sqrt(sum); }`,
)}`,
});
