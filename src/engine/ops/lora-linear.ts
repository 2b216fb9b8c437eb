/** The LoRA linear map h = W0 x + s·BAx (paper eq. 3 with §4.1's scale), in the paper's orientation. */
import * as tf from '@tensorflow/tfjs-core';
import { linearKernels } from './linear-kernels.ts';
import type { Epilogue, FrozenLinear, LoraUpdate } from './linear-map.ts';
import { finish, linearReference } from './linear.ts';
import { fusedProducts } from './products.ts';

/**
 * gelu?(xW + b + s·(xAᵀ)Bᵀ) + addend.
 * @param x [N, dIn], what W0 multiplies
 * @returns [N, dOut]; gradients flow to both inputs, A and B, never to W0
 */
export function loraLinear(
  x: tf.Tensor2D,
  frozen: FrozenLinear,
  lora: LoraUpdate,
  epilogue: Epilogue = {},
): tf.Tensor2D {
  const products = fusedProducts();
  return products
    ? linearKernels(products, x, frozen, lora, epilogue)
    : finish(loraLinearReference(x, frozen, lora), epilogue);
}

/** The same of tfjs's own ops, without the epilogue. */
export function loraLinearReference(
  x: tf.Tensor2D,
  frozen: FrozenLinear,
  { pairs, scale, input }: LoraUpdate,
): tf.Tensor2D {
  const updates = pairs.map((pair): tf.Tensor2D => {
    if (!pair) return tf.zeros([x.shape[0], frozen.dOut / pairs.length]);
    const low = tf.mul(tf.matMul(input, pair.a, false, true), scale); // [N, r]
    return tf.matMul(low, pair.b, false, true);
  });
  return tf.add(linearReference(x, frozen), tf.concat(updates, 1));
}
