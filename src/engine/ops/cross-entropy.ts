/** Masked cross-entropy from integer targets: the one loss of the lab. */
import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from './with-gradient.ts';

/**
 * Σ mask · (logsumexp(logits) − logits[target]), in nats. The caller divides by the number of masked-in targets.
 * @param logits [N, V]
 * @param targets [N] int32
 * @param mask [N], 1 where a target counts
 */
export function crossEntropySum(logits: tf.Tensor2D, targets: tf.Tensor1D, mask: tf.Tensor1D): tf.Scalar {
  return withGradient(
    logits,
    (input) => {
      // Cast afterwards: tfjs's WASM kernel writes integers whatever dtype it is asked for.
      const chosen = tf.cast(tf.oneHot(targets, input.shape[1]), 'float32'); // [N, V]
      const logProbs = tf.logSoftmax(input); // [N, V]
      const picked = tf.sum(tf.mul(logProbs, chosen), 1); // [N]
      return { value: tf.neg<tf.Scalar>(tf.sum(tf.mul(picked, mask))), saved: [logProbs, chosen] };
    },
    // ∂L/∂logits = (softmax − onehot) · mask
    (dy, [logProbs, chosen]) =>
      tf.mul<tf.Tensor2D>(tf.sub(tf.exp(logProbs), chosen), tf.mul(tf.expandDims(mask, 1), dy)),
  );
}
