/** The language-model head: a linear map without bias, frozen or the trained tied embedding. */
import * as tf from '@tensorflow/tfjs-core';
import { gradientTensor } from '../parameters.ts';
import type { FrozenLinear } from './linear-map.ts';
import { linear } from './linear.ts';
import { fusedProducts } from './products.ts';
import { withGradients } from './with-gradient.ts';

export interface Head {
  frozen: FrozenLinear;
  /** The trained embedding that takes the frozen one's place, [V, d]; null where it stays frozen. */
  trained: tf.Tensor2D | null;
}

/** The head's weight in force, as a constant. */
export function weightInForce({ frozen, trained }: Head): FrozenLinear {
  return trained ? { ...frozen, weight: null, transposed: trained, storage: 'f32' } : frozen;
}

/** The head the other way round: from the gradient of the scores to that of what they are made of. */
export function reversed(head: FrozenLinear): FrozenLinear {
  return { ...head, dIn: head.dOut, dOut: head.dIn, weight: head.transposed, transposed: head.weight };
}

/** dW = dyᵀ·x of the head's trained weight. @param dy [N, V] @param x [N, d] @param weight [V, d] */
export function weightGradient(dy: tf.Tensor2D, x: tf.Tensor2D, weight: tf.Tensor2D): tf.Tensor2D {
  const products = fusedProducts();
  const [rows, vocabulary] = dy.shape;
  if (!products) return tf.matMul(dy, x, true);
  const output = gradientTensor(weight);
  const factors = { a: { tensor: dy, width: vocabulary }, b: { tensor: x, width: x.shape[1] } };
  products.outer([{ ...factors, output }], rows);
  return output;
}

/**
 * @param x [N, d]
 * @returns [N, V]; gradients flow to x, and to the trained embedding
 */
export function scores(x: tf.Tensor2D, head: Head): tf.Tensor2D {
  const { trained } = head;
  if (!trained) return linear(x, head.frozen);
  const map = weightInForce(head);
  return withGradients<[tf.Tensor2D, tf.Tensor2D], tf.Tensor2D, [tf.Tensor2D]>(
    [x, trained],
    (input) => ({ value: linear(input, map), saved: [input] }),
    (dy, [input]) => [linear(dy, reversed(map)), weightGradient(dy, input, trained)],
  );
}
