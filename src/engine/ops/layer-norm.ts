/** Layer normalisation over the last axis, with frozen gain and shift. */
import * as tf from '@tensorflow/tfjs-core';

export interface FrozenNorm {
  /** [d] */
  weight: tf.Tensor1D;
  /** [d] */
  bias: tf.Tensor1D;
}

/** y = (x − mean) / √(var + ε) · weight + bias, with the biased variance, as in GPT-2. x: [N, d]. */
export function layerNorm(x: tf.Tensor2D, { weight, bias }: FrozenNorm, epsilon: number): tf.Tensor2D {
  const centred = tf.sub(x, tf.mean(x, 1, true));
  const variance = tf.mean(tf.square(centred), 1, true);
  return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon))), weight), bias);
}
