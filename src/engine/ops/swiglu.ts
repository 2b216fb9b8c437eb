/** The gated activation of Llama's MLP (Shazeer 2020). */
import * as tf from '@tensorflow/tfjs-core';

/** gate · σ(gate) · up, elementwise. */
export const swiglu = (gate: tf.Tensor2D, up: tf.Tensor2D): tf.Tensor2D =>
  tf.mul(tf.mul(gate, tf.sigmoid(gate)), up);
