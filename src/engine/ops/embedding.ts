/** The frozen token and position embeddings of the model's input. */
import * as tf from '@tensorflow/tfjs-core';
import { emptyTensor, labWebGPU, type Kernel } from '../backend/webgpu.ts';
import { bindings, element, gridOf, PER_ITEM, uniforms, widthOf } from './wgsl.ts';

/**
 * wte[id] + wpe[position], where positions count up from `start` in each row of ids. No gradient: both are frozen.
 * @param ids [B, T] int32
 * @param wte [vocab, d]
 * @param wpe [n_positions, d], n_positions ≥ start + T
 * @returns [B·T, d]
 */
export function embedding(ids: tf.Tensor2D, wte: tf.Tensor2D, wpe: tf.Tensor2D, start: number): tf.Tensor2D {
  const gpu = labWebGPU();
  if (!gpu) return embeddingReference(ids, wte, wpe, start);
  const [B, T] = ids.shape;
  const d = wte.shape[1];
  const width = widthOf(d);
  const columns = d / width;
  const y = emptyTensor<tf.Rank.R2>([B * T, d]);
  gpu.dispatch(
    kernel(width),
    [ids, wte, wpe, y],
    gridOf(B * T * columns),
    uniforms([B * T * columns, columns, T, start]),
  );
  return y;
}

/** The same of tfjs's own ops. */
export function embeddingReference(
  ids: tf.Tensor2D,
  wte: tf.Tensor2D,
  wpe: tf.Tensor2D,
  start: number,
): tf.Tensor2D {
  const [B, T] = ids.shape;
  const d = wte.shape[1];
  const tokens = tf.gather(wte, tf.reshape(ids, [B * T])); // [B·T, d]
  const positions = tf.slice(wpe, [start, 0], [T, d]); // [T, d]
  return tf.reshape(tf.add(tf.reshape(tokens, [B, T, d]), positions), [B * T, d]);
}

const kernel = (width: 1 | 4): Kernel => ({
  name: `embedding/${width}`,
  wgsl: `${element(width)}
${bindings(['ids: array<u32>', 'wte: array<E>', 'wpe: array<E>'], ['y: array<E>'], 'size: u32, columns: u32, length: u32, start: u32')}
${PER_ITEM}
  if (item >= u.size) { return; }
  let row = item / u.columns;
  let column = item % u.columns;
  y[item] = wte[ids[row] * u.columns + column] + wpe[(u.start + row % u.length) * u.columns + column];
}`,
});
