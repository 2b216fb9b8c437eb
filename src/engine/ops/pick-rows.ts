/** Some rows of a matrix: by a kernel of our own on WASM, where tfjs's is slow and has no gradient, else by tfjs's ops. */
import * as tf from '@tensorflow/tfjs-core';
import { labWasm } from '../backend/current.ts';
import { withGradient } from './with-gradient.ts';

/**
 * @param x [N, d]
 * @param rows [C] int32, ascending, at least one
 * @returns [C, d]; the gradient of the other rows is 0
 */
export function pickRows(x: tf.Tensor2D, rows: tf.Tensor1D): tf.Tensor2D {
  const wasm = labWasm();
  const [height, d] = x.shape;
  const picked = rows.size;
  return withGradient(
    x,
    (input): { value: tf.Tensor2D; saved: [tf.Tensor1D] } => {
      if (!wasm) return { value: tf.gather(input, rows), saved: [rows] };
      const value = wasm.empty<tf.Rank.R2>([picked, d]);
      wasm.each('pickRows', picked, [input, rows, value], [d]);
      return { value, saved: [rows] };
    },
    (dy, [kept]) => {
      if (!wasm) return tf.scatterND<tf.Rank.R2>(tf.expandDims(kept, 1), dy, [height, d]);
      const gradient = wasm.empty<tf.Rank.R2>([height, d]);
      wasm.each('pickRowsGradient', picked, [dy, kept, gradient], [d, picked, height]);
      return gradient;
    },
  );
}
