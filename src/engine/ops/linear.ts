/** The frozen linear map y = xW + b. Its weight is a constant of the graph, so no gradient of W is ever computed. */
import * as tf from '@tensorflow/tfjs-core';
import { gelu } from './gelu.ts';
import { linearKernels } from './linear-kernels.ts';
import type { Epilogue, FrozenLinear } from './linear-map.ts';
import { fusedProducts } from './products.ts';
import { withGradient } from './with-gradient.ts';

/**
 * gelu?(xW + b) + addend.
 * @param x [N, dIn]
 * @returns [N, dOut]; the gradient flows to x alone
 */
export function linear(x: tf.Tensor2D, frozen: FrozenLinear, epilogue: Epilogue = {}): tf.Tensor2D {
  const products = fusedProducts();
  return products
    ? linearKernels(products, x, frozen, null, epilogue)
    : finish(linearReference(x, frozen), epilogue);
}

/** xW + b of tfjs's own ops. */
export function linearReference(x: tf.Tensor2D, { weight, transposed, bias }: FrozenLinear): tf.Tensor2D {
  // Whichever way round W is at hand; never a gradient for it.
  const multiply = (a: tf.Tensor2D, plain: tf.Tensor2D | null, flipped: tf.Tensor2D | null): tf.Tensor2D => {
    if (plain) return tf.matMul(a, plain);
    if (flipped) return tf.matMul(a, flipped, false, true);
    throw new Error('A frozen linear map has neither W nor its transpose.');
  };
  const y = withGradient(
    x,
    (input) => ({ value: multiply(input, weight, transposed), saved: [] }),
    (dy) => multiply(dy, transposed, weight),
  );
  return bias ? tf.add<tf.Tensor2D>(y, bias) : y;
}

/** The epilogue of tfjs's own ops. */
export function finish(y: tf.Tensor2D, { gelu: activate, addend }: Epilogue): tf.Tensor2D {
  const activated = activate ? gelu(y) : y;
  if (!addend) return activated;
  return withGradient(
    activated,
    (value) => ({ value: tf.add<tf.Tensor2D>(value, addend), saved: [] }),
    (dy) => tf.clone(dy),
  );
}
