/** GELU as it is defined, by the error function, which GPT-NeoX, BERT and RoBERTa were trained with (PyTorch's `gelu`). */
import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from './with-gradient.ts';

/** xΦ(x), Φ the standard normal distribution (Hendrycks & Gimpel 2016), elementwise. */
export function exactGelu(x: tf.Tensor2D): tf.Tensor2D {
  return withGradient(
    x,
    (input) => {
      const below: tf.Tensor2D = tf.mul(tf.add(tf.erf(tf.mul(input, Math.SQRT1_2)), 1), 0.5);
      return { value: tf.mul<tf.Tensor2D>(input, below), saved: [input, below] };
    },
    // Φ(x) + xφ(x), φ the normal density
    (dy, [input, below]) => {
      const density = tf.mul(tf.exp(tf.mul(tf.square(input), -0.5)), 1 / Math.sqrt(2 * Math.PI));
      return tf.mul<tf.Tensor2D>(dy, tf.add(below, tf.mul(input, density)));
    },
  );
}
