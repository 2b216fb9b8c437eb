/** Keys and values of grouped heads, one copy for each head of queries that they serve (Ainslie et al. 2023). */
import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from './with-gradient.ts';

/**
 * @param x [N, heads · hd]
 * @param copies how often each head stands in the result, its copies side by side
 * @returns [N, heads · copies · hd]
 */
export function repeatHeads(x: tf.Tensor2D, heads: number, copies: number): tf.Tensor2D {
  if (copies === 1) return x;
  const [rows, width] = x.shape;
  const hd = width / heads;
  return withGradient<tf.Tensor2D, tf.Tensor2D, []>(
    x,
    (input) => {
      const apart: tf.Tensor4D = tf.reshape(input, [rows, heads, 1, hd]);
      return { value: tf.reshape(tf.tile(apart, [1, 1, copies, 1]), [rows, copies * width]), saved: [] };
    },
    (dy) => tf.reshape(tf.sum(tf.reshape(dy, [rows, heads, copies, hd]), 2), [rows, width]),
  );
}
