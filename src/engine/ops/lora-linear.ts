/** The LoRA linear map h = W0 x + s·BAx (paper eq. 3 with §4.1's scale), in the paper's orientation. */
import * as tf from '@tensorflow/tfjs-core';
import { linearKernels } from './linear-kernels.ts';
import { finish, linearReference, type Epilogue, type FrozenLinear } from './linear.ts';
import { fusedProducts } from './products.ts';

export interface LoraPair {
  /** A, [r, dIn]: Gaussian at the start. */
  a: tf.Tensor2D;
  /** B, [dOut / sections, r]: zero at the start, so that ΔW = s·BA = 0. */
  b: tf.Tensor2D;
}

export interface LoraUpdate {
  /** One for each of the equally wide matrices that lie side by side in W; null where one is not adapted. One r for all. */
  pairs: readonly (LoraPair | null)[];
  /** s: α/r, or α/√r with rsLoRA */
  scale: number;
  /** [N, dIn], what A multiplies: x, or x after dropout */
  input: tf.Tensor2D;
  /** Nothing trainable lies below x, so its gradient need not be computed. */
  inputIsConstant: boolean;
}

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
