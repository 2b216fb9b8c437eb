/** Some rows of a matrix, by tfjs's own ops, of which gathering has no gradient on WASM. */
import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from './with-gradient.ts';

/**
 * @param x [N, d]
 * @param rows [C] int32, each at most once
 * @returns [C, d]; the gradient of the other rows is 0
 */
export function pickRows(x: tf.Tensor2D, rows: tf.Tensor1D): tf.Tensor2D {
  return withGradient<tf.Tensor2D, tf.Tensor2D, []>(
    x,
    (input) => ({ value: tf.gather(input, rows), saved: [] }),
    (dy) => tf.scatterND<tf.Rank.R2>(tf.expandDims(rows, 1), dy, x.shape),
  );
}
