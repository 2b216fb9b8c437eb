/**
 * DoRA (Liu et al. 2024): an adapted matrix as a direction and a magnitude, W′ = m · (W + s·BA) / ‖W + s·BA‖ for each output.
 * The norm counts as a constant when gradients are computed, as in the paper (§4.3) and in PEFT.
 */
import * as tf from '@tensorflow/tfjs-core';
import { emptyTensor, labWasm, labWebGPU } from '../backend/current.ts';
import type { Kernel, LabWebGPU } from '../backend/webgpu.ts';
import type { LabWasm } from '../backend/wasm.ts';
import { STORED_BYTES, type FrozenLinear, type LowRankUpdate, type Storage } from './linear-map.ts';
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
  const gpu = labWebGPU();
  if (gpu) return onGpu(gpu, matrix, pair);
  const wasm = labWasm();
  return wasm ? onWasm(wasm, matrix, pair) : outputNormsReference(matrix, pair);
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

function onWasm(
  wasm: LabWasm,
  { frozen: { weight, storage, scales, dIn, dOut }, section, columns }: Section,
  { a, b, scale }: LowRankUpdate,
): tf.Tensor1D {
  if (!weight) throw new Error('An adapted linear map has no plain W.');
  const norms = wasm.empty<tf.Rank.R1>([columns]);
  const turned = wasm.packed(Float32Array.BYTES_PER_ELEMENT * columns * dIn);
  const stored = [STORED_BYTES[storage], wasm.address(weight), wasm.address(scales)];
  const from = [...stored, dIn, dOut, section * columns, turned];
  wasm.run({ calls: [{ kernel: 'turn', args: from }], items: columns, grain: 64 });
  const args = [turned, ...[a, b, norms].map((tensor) => wasm.address(tensor)), dIn, a.shape[0], scale];
  wasm.run({ calls: [{ kernel: 'outputNorms', args }], items: columns, grain: 64 });
  return norms;
}

function onGpu(
  gpu: LabWebGPU,
  { frozen: { weight, storage, scales, dIn, dOut }, section, columns }: Section,
  { a, b, scale }: LowRankUpdate,
): tf.Tensor1D {
  if (!weight) throw new Error('An adapted linear map has no plain W.');
  const lanes = lanesPerRow(gpu);
  const norms = emptyTensor<tf.Rank.R1>([columns]);
  gpu.dispatch(
    kernel(storage, lanes),
    [weight, ...(scales && storage === 'int8' ? [scales] : []), a, b, norms],
    rowGrid(columns, lanes),
    uniforms([columns, section * columns, dIn, dOut, a.shape[0]], [scale]),
  );
  return norms;
}

/** A row is an output of W: a column of W as it is stored, dIn × dOut. */
const kernel = (storage: Storage, lanes: number): Kernel => ({
  name: `output-norms/${storage}/${lanes}`,
  wgsl: `
${bindings(
  [
    `weight: array<${{ f32: 'f32', f16: 'u32', int8: 'i32' }[storage]}>`,
    ...(storage === 'int8' ? ['scales: array<f32>'] : []),
    'a: array<f32>',
    'b: array<f32>',
  ],
  ['norms: array<f32>'],
  'rows: u32, first: u32, inputs: u32, width: u32, rank: u32, scale: f32',
)}
fn weightAt(at: u32) -> f32 {
  return ${
    {
      f32: 'weight[at]',
      f16: 'unpack2x16float(weight[at / 2])[at % 2]',
      int8: 'f32(extractBits(weight[at / 4], 8 * (at % 4), 8)) * scales[at % u.width]',
    }[storage]
  };
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
