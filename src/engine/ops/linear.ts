/** The frozen linear map y = xW + b. Its weight is a constant of the graph, so no gradient of W is ever computed. */
import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from './with-gradient.ts';

/** A weight in x·W orientation, as Hugging Face's GPT-2 stores it. */
export interface FrozenLinear {
  /** [dIn, dOut] */
  weight: tf.Tensor2D;
  /** [dOut, dIn], kept where multiplying by a transposed matrix is slow (WASM, CPU); null elsewhere. */
  transposed: tf.Tensor2D | null;
  /** [dOut], or null where the map has none. */
  bias: tf.Tensor1D | null;
}

/** a·Wᵀ by the stored transpose if there is one. */
function matMulTransposed(a: tf.Tensor2D, { weight, transposed }: FrozenLinear): tf.Tensor2D {
  return transposed ? tf.matMul(a, transposed) : tf.matMul(a, weight, false, true);
}

/**
 * @param x [N, dIn]
 * @returns [N, dOut]; the gradient flows to x alone
 */
export function linear(x: tf.Tensor2D, frozen: FrozenLinear): tf.Tensor2D {
  const y = withGradient(
    x,
    (input) => ({ value: tf.matMul<tf.Tensor2D>(input, frozen.weight), saved: [] }),
    (dy) => matMulTransposed(dy, frozen),
  );
  return frozen.bias ? tf.add<tf.Tensor2D>(y, frozen.bias) : y;
}
