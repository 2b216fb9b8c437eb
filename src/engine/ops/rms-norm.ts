/** Root-mean-square normalisation over the last axis (Zhang & Sennrich 2019), its gain frozen. */
import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from './with-gradient.ts';

/**
 * y = x / √(mean(x²) + ε) · γ.
 * @param x [N, d]
 * @param weight the gain γ, [d]
 */
export function rmsNorm(x: tf.Tensor2D, weight: tf.Tensor1D, epsilon: number): tf.Tensor2D {
  return withGradient<tf.Tensor2D, tf.Tensor2D, [tf.Tensor2D, tf.Tensor2D]>(
    x,
    (input) => {
      const scale = tf.rsqrt<tf.Tensor2D>(tf.add(tf.mean(tf.square(input), 1, true), epsilon));
      return { value: tf.mul(tf.mul(input, scale), weight), saved: [input, scale] };
    },
    (dy, [input, scale]) => {
      const g = tf.mul(dy, weight);
      const along = tf.mul(tf.mean(tf.mul(g, input), 1, true), tf.square(scale));
      return tf.mul(tf.sub(g, tf.mul(input, along)), scale);
    },
  );
}
