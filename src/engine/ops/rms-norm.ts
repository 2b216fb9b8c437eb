/** Root-mean-square normalisation over the last axis (Zhang & Sennrich 2019). */
import * as tf from '@tensorflow/tfjs-core';
import { withGradients } from './with-gradient.ts';

/**
 * y = x / √(mean(x²) + ε) · γ.
 * @param x [N, d]
 * @param weight the gain γ, [d]
 * @param isTrained whether the gain gets a gradient
 */
export function rmsNorm(
  x: tf.Tensor2D,
  weight: tf.Tensor1D,
  epsilon: number,
  isTrained = false,
): tf.Tensor2D {
  return withGradients<tf.Tensor[], tf.Tensor2D, [tf.Tensor2D, tf.Tensor2D]>(
    [x, ...(isTrained ? [weight] : [])],
    () => {
      const scale = tf.rsqrt<tf.Tensor2D>(tf.add(tf.mean(tf.square(x), 1, true), epsilon));
      return { value: tf.mul(tf.mul(x, scale), weight), saved: [x, scale] };
    },
    (dy, [input, scale]) => {
      const g = tf.mul(dy, weight);
      const along = tf.mul(tf.mean(tf.mul(g, input), 1, true), tf.square(scale));
      return [
        tf.mul(tf.sub(g, tf.mul(input, along)), scale),
        ...(isTrained ? [tf.sum(tf.mul(dy, tf.mul(input, scale)), 0)] : []),
      ];
    },
  );
}
