/** Rotary positions (Su et al. 2021), in the layout of Hugging Face's Llama: dimension i of a head turns with i + hd/2. */
import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from './with-gradient.ts';

/** Cosine and sine of every pair's angle at each row, [N, hd/2]. */
export interface Angles {
  cos: tf.Tensor2D;
  sin: tf.Tensor2D;
}

/**
 * Turns every pair of dimensions of every head by its angle.
 * @param x [N, heads · hd]
 */
export function rotate(x: tf.Tensor2D, { cos, sin }: Angles): tf.Tensor2D {
  return withGradient<tf.Tensor2D, tf.Tensor2D, [tf.Tensor2D, tf.Tensor2D]>(
    x,
    (input) => ({ value: turned(input, cos, sin), saved: [cos, sin] }),
    // The inverse of a rotation is its transpose.
    (dy, [c, s]) => turned(dy, c, tf.neg(s)),
  );
}

function turned(x: tf.Tensor2D, cos: tf.Tensor2D, sin: tf.Tensor2D): tf.Tensor2D {
  const [rows, width] = x.shape;
  const half = cos.shape[1];
  const heads = width / (2 * half);
  const pairs: tf.Tensor4D = tf.reshape(x, [rows, heads, 2, half]);
  const part = (which: number): tf.Tensor4D => tf.slice(pairs, [0, 0, which, 0], [rows, heads, 1, half]);
  const [first, second] = [part(0), part(1)];
  const c: tf.Tensor4D = tf.reshape(cos, [rows, 1, 1, half]);
  const s: tf.Tensor4D = tf.reshape(sin, [rows, 1, 1, half]);
  const result = tf.concat(
    [
      tf.sub<tf.Tensor4D>(tf.mul(first, c), tf.mul(second, s)),
      tf.add<tf.Tensor4D>(tf.mul(second, c), tf.mul(first, s)),
    ],
    2,
  );
  return tf.reshape(result, [rows, width]);
}
