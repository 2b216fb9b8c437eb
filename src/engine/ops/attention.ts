/**
 * Multi-head attention, causal or in both directions, over queries, keys and values that lie side by side, as one projection leaves them. On
 * WebGPU softmax is fused in and recomputed from its log-sum-exp in the gradient, so no matrix of scores is ever stored
 * (FlashAttention-2, Dao 2023), with one thread for each position of each head.
 */
import * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../../core/lab-error.ts';
import { attentionOnHost } from './attention-host.ts';
import type { AttentionShape } from './attention-shape.ts';
import { attentionOnWasm } from './attention-wasm.ts';
import { emptyTensor, labWasm, labWebGPU } from '../backend/current.ts';
import type { Kernel, LabWebGPU } from '../backend/webgpu.ts';
import { bindings, element, gridOf, PER_ITEM, uniforms, widthOf } from './wgsl.ts';
import { withGradient } from './with-gradient.ts';

/**
 * softmax(QKᵀ/√hd)·V for each head, where a position sees itself and earlier ones only, or all of its text (`lengths`).
 * @param qkv [B·T, 3d]: for each position its query, its key and its value, head after head in each
 * @returns [B·T, d]
 */
export function attention(qkv: tf.Tensor2D, shape: AttentionShape): tf.Tensor2D {
  const wasm = labWasm();
  if (wasm) return attentionOnWasm(wasm, qkv, shape);
  if (shape.packing) throw new LabError('internal', 'Texts are packed where no kernel reads them.');
  const gpu = labWebGPU();
  return gpu ? attentionKernels(gpu, qkv, shape) : attentionOnHost(qkv, shape);
}

/** Adds −1e9 where a key is not seen, since it is beyond the text's length: [B, 1, 1, T]. */
function paddingMask(lengths: tf.Tensor1D, T: number): tf.Tensor4D {
  const isPadding = tf.greaterEqual(tf.range(0, T, 1, 'int32'), tf.expandDims(lengths, 1));
  return tf.reshape(tf.mul(tf.cast(isPadding, 'float32'), -1e9), [lengths.size, 1, 1, T]);
}

/** Adds −1e9 where a key is later than the query: [T, T]. */
function causalMask(T: number): tf.Tensor2D {
  const mask = new Float32Array(T * T);
  for (let query = 0; query < T; query++) mask.fill(-1e9, query * T + query + 1, (query + 1) * T);
  return tf.tensor2d(mask, [T, T]);
}

/** The same of tfjs's own ops. */
export function attentionReference(qkv: tf.Tensor2D, { batch, heads, lengths }: AttentionShape): tf.Tensor2D {
  const T = qkv.shape[0] / batch;
  const hd = qkv.shape[1] / 3 / heads;
  const d = heads * hd;
  const part = (which: number): tf.Tensor4D => {
    const all: tf.Tensor4D = tf.reshape(tf.slice(qkv, [0, which * d], [-1, d]), [batch, T, heads, hd]);
    return tf.transpose(all, [0, 2, 1, 3]); // [B, H, T, hd]
  };
  const scores = tf.matMul(tf.mul(part(0), 1 / Math.sqrt(hd)), part(1), false, true); // [B, H, T, T]
  const weights = tf.softmax(tf.add(scores, lengths ? paddingMask(lengths, T) : causalMask(T)));
  const mixed = tf.matMul(weights, part(2)); // [B, H, T, hd]
  return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [batch * T, d]);
}

function attentionKernels(
  gpu: LabWebGPU,
  qkv: tf.Tensor2D,
  { batch, heads, lengths }: AttentionShape,
): tf.Tensor2D {
  const [rows, columns] = qkv.shape;
  const d = columns / 3;
  const width = widthOf(d / heads);
  const parts = d / heads / width;
  const items = rows * heads;
  const sizes = uniforms([batch, heads, rows / batch], [1 / Math.sqrt(d / heads)]);
  const kind = { width, parts, isCausal: !lengths };
  const read = lengths ? [lengths] : [];
  return withGradient(
    qkv,
    (input) => {
      const y = emptyTensor<tf.Rank.R2>([rows, d]);
      const logSumExp = emptyTensor<tf.Rank.R1>([items]);
      gpu.dispatch(forwardKernel(kind), [input, ...read, y, logSumExp], gridOf(items), sizes);
      return { value: y, saved: [input, y, logSumExp] };
    },
    (dy, [input, y, logSumExp]) => {
      const gradient = emptyTensor<tf.Rank.R2>([rows, columns]);
      const tensors = [input, y, dy, logSumExp, ...read, gradient];
      gpu.dispatch(gradientKernel(kind), tensors, gridOf(items), sizes);
      return gradient;
    },
  );
}

/** Writes code over all of a head's vector, which is kept in `parts` variables of type E, name0, name1, … */
export const each = (parts: number, line: (i: number) => string): string =>
  Array.from({ length: parts }, (_, i) => line(i)).join('\n');
/** The inner product of two such vectors. */
export const inner = (parts: number, a: string, b: string): string =>
  Array.from({ length: parts }, (_, i) => `inner(${a}${i}, ${b}${i})`).join(' + ');

/**
 * One step of softmax as it goes along (Milakov & Gimelshein 2018): lets the query q see the key k. `y` is the sum of
 * the values seen so far, each times exp(score − top), and `sum` that of these weights.
 * @param value the code that reads part i of the key's value
 */
export const seeKey = (parts: number, value: (i: number) => string): string => /* wgsl */ `
    let score = ${inner(parts, 'q', 'k')};
    if (score > top) {
      let fade = exp(top - score);
      top = score;
      sum *= fade;
      ${each(parts, (i) => `y${i} *= fade;`)}
    }
    let weight = exp(score - top);
    sum += weight;
    ${each(parts, (i) => `y${i} += weight * ${value(i)};`)}`;

/**
 * Finds the thread's text, head and position. \`d\` is the distance from a query to its key and on to its value,
 * \`base\` and \`baseY\` where the head's first query and first output begin, all counted in elements. The thread's query sees the
 * first \`seen\` keys, and its key is seen by the queries from \`first\` up to \`end\`.
 */
const locate = ({ parts, isCausal }: Kind) => /* wgsl */ `
  if (item >= u.batch * u.heads * u.positions) { return; }
  let position = item % u.positions;
  let head = item / u.positions % u.heads;
  let text = item / u.positions / u.heads;
  let d = u.heads * ${parts};
  let base = text * u.positions * 3 * d + head * ${parts};
  let own = base + position * 3 * d;
  let ownY = (text * u.positions + position) * d + head * ${parts};
  ${isCausal ? 'let seen = position + 1;' : 'let seen = u32(lengths[text]);'}`;

/** Which queries see the thread's key: in both directions all of them, or none where the key is padding. */
const locateQueries = ({ isCausal }: Kind) =>
  isCausal
    ? 'let first = position; let end = u.positions;'
    : 'let first = 0u; let end = select(0u, u.positions, position < seen);';

/** What the kernels differ in. */
interface Kind {
  width: 1 | 4;
  /** Variables that hold a head's vector. */
  parts: number;
  isCausal: boolean;
}

const nameOf = ({ width, parts, isCausal }: Kind) => `${isCausal ? '' : 'both/'}${width}/${parts}`;
const LENGTHS = 'lengths: array<i32>';

const SIZES = 'batch: u32, heads: u32, positions: u32, scale: f32';

const forwardKernel = (kind: Kind, { width, parts, isCausal } = kind): Kernel => ({
  name: `attention/${nameOf(kind)}`,
  wgsl: `${element(width)}
${bindings(['qkv: array<E>', ...(isCausal ? [] : [LENGTHS])], ['y: array<E>', 'logSumExp: array<f32>'], SIZES)}
${PER_ITEM}
${locate(kind)}
  ${each(parts, (i) => `let q${i} = qkv[own + ${i}] * u.scale; var y${i} = E(0);`)}
  var top = -3e38;
  var sum = 0.0;
  var at = base;
  for (var key = 0u; key < seen; key++) {
    ${each(parts, (i) => `let k${i} = qkv[at + d + ${i}];`)}
    ${seeKey(parts, (i) => `qkv[at + 2 * d + ${i}]`)}
    at += 3 * d;
  }
  ${each(parts, (i) => `y[ownY + ${i}] = y${i} / sum;`)}
  logSumExp[item] = top + log(sum);
}`,
});

/**
 * A thread is first a query, going through the keys it sees, and then a key, going through the queries that see it: the
 * same work for every position. The latter needs each query's Σ dy·y, which it computes anew.
 */
const gradientKernel = (kind: Kind, { width, parts, isCausal } = kind): Kernel => ({
  name: `attention-gradient/${nameOf(kind)}`,
  wgsl: `${element(width)}
${bindings(
  ['qkv: array<E>', 'y: array<E>', 'dy: array<E>', 'logSumExp: array<f32>', ...(isCausal ? [] : [LENGTHS])],
  ['gradient: array<E>'],
  SIZES,
)}
${PER_ITEM}
${locate(kind)}
  var at = base;
  {
    ${each(parts, (i) => `let q${i} = qkv[own + ${i}] * u.scale; let dy${i} = dy[ownY + ${i}]; let y${i} = y[ownY + ${i}]; var dq${i} = E(0);`)}
    let whole = ${inner(parts, 'dy', 'y')};
    let logSum = logSumExp[item];
    for (var key = 0u; key < seen; key++) {
      ${each(parts, (i) => `let k${i} = qkv[at + d + ${i}]; let v${i} = qkv[at + 2 * d + ${i}];`)}
      let weight = exp(${inner(parts, 'q', 'k')} - logSum);
      let dScore = weight * (${inner(parts, 'dy', 'v')} - whole);
      ${each(parts, (i) => `dq${i} += dScore * k${i};`)}
      at += 3 * d;
    }
    ${each(parts, (i) => `gradient[own + ${i}] = dq${i} * u.scale;`)}
  }
  ${each(parts, (i) => `let k${i} = qkv[own + d + ${i}] * u.scale; let v${i} = qkv[own + 2 * d + ${i}]; var dk${i} = E(0); var dv${i} = E(0);`)}
  ${locateQueries(kind)}
  at = base + first * 3 * d;
  var atY = ownY - (position - first) * d;
  for (var query = first; query < end; query++) {
    ${each(parts, (i) => `let q${i} = qkv[at + ${i}]; let dy${i} = dy[atY + ${i}]; let y${i} = y[atY + ${i}];`)}
    let weight = exp(${inner(parts, 'q', 'k')} - logSumExp[item + query - position]);
    let dScore = weight * (${inner(parts, 'dy', 'v')} - (${inner(parts, 'dy', 'y')}));
    ${each(parts, (i) => `dk${i} += dScore * q${i}; dv${i} += weight * dy${i};`)}
    at += 3 * d;
    atY += d;
  }
  ${each(parts, (i) => `gradient[own + d + ${i}] = dk${i} * u.scale; gradient[own + 2 * d + ${i}] = dv${i};`)}
}`,
});
