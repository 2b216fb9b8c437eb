/** Rotary positions (Su et al. 2021), in the layout of Hugging Face's Llama: of the hd′ dimensions of a head that turn, i turns with i + hd′/2. */
import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from './with-gradient.ts';

/** Cosine and sine of every pair's angle at each row, [N, hd′/2]. */
export interface Angles {
  cos: tf.Tensor2D;
  sin: tf.Tensor2D;
}

/**
 * Turns the first hd′ dimensions of every head, in pairs, by their angles; the others stay as they are.
 * @param x [N, heads · hd]
 * @param angles hd′/2 for each row
 */
export function rotate(x: tf.Tensor2D, { cos, sin }: Angles, heads: number): tf.Tensor2D {
  return withGradient<tf.Tensor2D, tf.Tensor2D, [tf.Tensor2D, tf.Tensor2D]>(
    x,
    (input) => ({ value: turned(input, cos, sin, heads), saved: [cos, sin] }),
    // The inverse of a rotation is its transpose.
    (dy, [c, s]) => turned(dy, c, tf.neg(s), heads),
  );
}

function turned(x: tf.Tensor2D, cos: tf.Tensor2D, sin: tf.Tensor2D, heads: number): tf.Tensor2D {
  const [rows, width] = x.shape;
  const half = cos.shape[1];
  const left = width / heads - 2 * half;
  const values: tf.Tensor3D = tf.reshape(x, [rows, heads, 2 * half + left]);
  const part = (from: number, size: number): tf.Tensor3D =>
    tf.slice(values, [0, 0, from], [rows, heads, size]);
  const [first, second] = [part(0, half), part(half, half)];
  const c: tf.Tensor3D = tf.reshape(cos, [rows, 1, half]);
  const s: tf.Tensor3D = tf.reshape(sin, [rows, 1, half]);
  const result = tf.concat(
    [
      tf.sub<tf.Tensor3D>(tf.mul(first, c), tf.mul(second, s)),
      tf.add<tf.Tensor3D>(tf.mul(second, c), tf.mul(first, s)),
      ...(left > 0 ? [part(2 * half, left)] : []),
    ],
    2,
  );
  return tf.reshape(result, [rows, width]);
}
