/** Causal multi-head attention over already projected queries, keys and values. */
import * as tf from '@tensorflow/tfjs-core';

/**
 * Adds −1e9 above the diagonal, so that a query sees its own and earlier positions only.
 * @returns [length, length]
 */
export function causalMask(length: number): tf.Tensor2D {
  const mask = new Float32Array(length * length);
  for (let query = 0; query < length; query++)
    mask.fill(-1e9, query * length + query + 1, (query + 1) * length);
  return tf.tensor2d(mask, [length, length]);
}

/**
 * softmax(QKᵀ/√hd + mask)·V for each head.
 * @param q [B·H, Tq, hd]
 * @param k [B·H, Tk, hd]
 * @param v [B·H, Tk, hd]
 * @param mask [Tq, Tk], or null when every query may see every key
 * @returns [B·H, Tq, hd]
 */
export function attention(
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor3D,
  mask: tf.Tensor2D | null,
): tf.Tensor3D {
  const scores = tf.matMul(tf.mul(q, 1 / Math.sqrt(q.shape[2])), k, false, true); // [B·H, Tq, Tk]
  const weights = tf.softmax(mask ? tf.add(scores, mask) : scores);
  return tf.matMul(weights, v);
}
