/** GELU in its tanh form, which GPT-2 was trained with (Hugging Face's `gelu_new`). */
import * as tf from '@tensorflow/tfjs-core';

const SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);

/** ½x(1 + tanh(√(2/π)(x + 0.044715x³))) (Hendrycks & Gimpel 2016), elementwise. */
export function gelu(x: tf.Tensor2D): tf.Tensor2D {
  const cubed = tf.mul(tf.mul(x, tf.square(x)), 0.044715);
  const inner = tf.mul(tf.add(x, cubed), SQRT_2_OVER_PI);
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1));
}
