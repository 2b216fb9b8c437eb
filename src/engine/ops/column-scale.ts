/** Trained factors of columns: how IA³ acts, and DoRA's magnitudes. */
import * as tf from '@tensorflow/tfjs-core';
import { gradientTensor } from '../parameters.ts';
import { fusedProducts } from './products.ts';
import { withGradients } from './with-gradient.ts';

/**
 * x with its columns multiplied by factors.
 * @param x [N, d]
 * @param factors [d]
 * @param isConstant nothing trainable lies below x, so its gradient need not be computed
 * @returns [N, d]; gradients flow to the factors, and to x unless it is constant
 */
export function columnScale(x: tf.Tensor2D, factors: tf.Tensor1D, isConstant = false): tf.Tensor2D {
  return withGradients<tf.Tensor[], tf.Tensor2D, [tf.Tensor2D, tf.Tensor1D]>(
    isConstant ? [factors] : [x, factors],
    () => ({ value: tf.mul<tf.Tensor2D>(x, factors), saved: [x, factors] }),
    (dy, [input, scale]) => [
      ...(isConstant ? [] : [tf.mul<tf.Tensor2D>(dy, scale)]),
      columnSums(tf.mul(dy, input), scale),
    ],
  );
}

/** The sums of a matrix's columns, as the gradient of `vector`. */
function columnSums(matrix: tf.Tensor2D, vector: tf.Tensor1D): tf.Tensor1D {
  const products = fusedProducts();
  if (!products) return tf.sum(matrix, 0);
  const [rows, width] = matrix.shape;
  const output = gradientTensor(vector);
  const ones = { tensor: tf.ones([rows, 1]), width: 1 };
  products.outer([{ a: ones, b: { tensor: matrix, width }, output }], rows);
  return output;
}

/** Factors of matrices of one width that lie side by side, [sections · columns]; 1 where one has none, null where none has any. */
export function sideBySide(factors: readonly (tf.Tensor1D | null)[]): tf.Tensor1D | null {
  const [first] = factors.filter((own) => own !== null);
  if (!first || factors.length === 1) return first ?? null;
  return tf.concat(factors.map((own) => own ?? tf.ones<tf.Rank.R1>(first.shape)));
}
