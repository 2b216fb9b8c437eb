/** The LoRA linear map h = W0 x + s·BAx (paper eq. 3 with §4.1's scale), in the paper's orientation. */
import * as tf from '@tensorflow/tfjs-core';
import { linear, type FrozenLinear } from './linear.ts';

export interface LoraPair {
  /** A, [r, dIn]: Gaussian at the start. */
  a: tf.Tensor2D;
  /** B, [dOut, r]: zero at the start, so that ΔW = s·BA = 0. */
  b: tf.Tensor2D;
}

/**
 * @param x [N, dIn], what W0 multiplies
 * @param loraInput [N, dIn], what A multiplies: x, or x after dropout
 * @param scale s: α/r, or α/√r with rsLoRA
 * @returns [N, dOut]; gradients flow to both inputs, A and B, never to W0
 */
export function loraLinear(
  x: tf.Tensor2D,
  loraInput: tf.Tensor2D,
  frozen: FrozenLinear,
  { a, b }: LoraPair,
  scale: number,
): tf.Tensor2D {
  const low = tf.mul(tf.matMul(loraInput, a, false, true), scale); // [N, r]
  return tf.add(linear(x, frozen), tf.matMul(low, b, false, true));
}
