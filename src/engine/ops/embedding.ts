/** The frozen token and position embeddings of the model's input. */
import * as tf from '@tensorflow/tfjs-core';
import { labWasm } from '../backend/wasm.ts';
import { emptyTensor, labWebGPU, type Kernel } from '../backend/webgpu.ts';
import { bindings, element, gridOf, PER_ITEM, uniforms, widthOf } from './wgsl.ts';

/**
 * wte[id] + wpe[position]. No gradient: both are frozen.
 * @param ids [B, T] int32
 * @param positions [B·T] int32, or null to count from 0 in each row of ids
 * @param wte [vocab, d]
 * @param wpe [n_positions, d]
 * @returns [B·T, d]
 */
export function embedding(
  ids: tf.Tensor2D,
  positions: tf.Tensor1D | null,
  wte: tf.Tensor2D,
  wpe: tf.Tensor2D,
): tf.Tensor2D {
  const gpu = labWebGPU();
  const [B, T] = ids.shape;
  const d = wte.shape[1];
  const wasm = labWasm();
  if (wasm) {
    const y = wasm.empty<tf.Rank.R2>([B * T, d]);
    wasm.each('embedding', B * T, [ids, positions, wte, wpe, y], [T, d]);
    return y;
  }
  if (!gpu) return embeddingReference(ids, positions, wte, wpe);
  const width = widthOf(d);
  const columns = d / width;
  const y = emptyTensor<tf.Rank.R2>([B * T, d]);
  gpu.dispatch(
    kernel(width, positions !== null),
    [ids, ...(positions ? [positions] : []), wte, wpe, y],
    gridOf(B * T * columns),
    uniforms([B * T * columns, columns, T]),
  );
  return y;
}

/** The same of tfjs's own ops. */
export function embeddingReference(
  ids: tf.Tensor2D,
  positions: tf.Tensor1D | null,
  wte: tf.Tensor2D,
  wpe: tf.Tensor2D,
): tf.Tensor2D {
  const [B, T] = ids.shape;
  const d = wte.shape[1];
  const tokens: tf.Tensor2D = tf.gather(wte, tf.reshape(ids, [B * T]));
  if (positions) return tf.add(tokens, tf.gather(wpe, positions));
  const places = tf.slice(wpe, [0, 0], [T, d]);
  return tf.reshape(tf.add(tf.reshape(tokens, [B, T, d]), places), [B * T, d]);
}

const kernel = (width: 1 | 4, placed: boolean): Kernel => ({
  name: `embedding/${width}/${placed}`,
  wgsl: `${element(width)}
${bindings(
  ['ids: array<u32>', ...(placed ? ['positions: array<u32>'] : []), 'wte: array<E>', 'wpe: array<E>'],
  ['y: array<E>'],
  'size: u32, columns: u32, length: u32',
)}
${PER_ITEM}
  if (item >= u.size) { return; }
  let row = item / u.columns;
  let column = item % u.columns;
  let position = ${placed ? 'positions[row]' : 'row % u.length'};
  y[item] = wte[ids[row] * u.columns + column] + wpe[position * u.columns + column];
}`,
});
