/** The angles of rotary positions on the device: a table of every position, and its rows for a pass. B batch, T positions. */
import * as tf from '@tensorflow/tfjs-core';
import type { Angles } from '../ops/rotary.ts';
import type { Upload } from './upload.ts';

/**
 * Cosine and sine of every position's angles, [positions, pairs] each.
 * @param frequencies of the pairs, in radians per position
 */
export function uploadAngles(upload: Upload, frequencies: readonly number[], positions: number): Angles {
  const pairs = frequencies.length;
  const table = (of: (angle: number) => number) =>
    upload.matrix(
      Float32Array.from({ length: positions * pairs }, (_, i) =>
        of(Math.floor(i / pairs) * (frequencies[i % pairs] ?? NaN)),
      ),
      positions,
      pairs,
    );
  return { cos: table(Math.cos), sin: table(Math.sin) };
}

/**
 * The angles of each row of a pass.
 * @param ids [B, T]
 * @param positions null to count from 0 in each text
 * @returns [B·T, pairs] each
 */
export function anglesOf(angles: Angles, ids: tf.Tensor2D, positions: tf.Tensor1D | null): Angles {
  const [texts, length] = ids.shape;
  const rowsOf = (table: tf.Tensor2D): tf.Tensor2D =>
    positions ? tf.gather(table, positions) : tf.tile(tf.slice(table, [0, 0], [length, -1]), [texts, 1]);
  return { cos: rowsOf(angles.cos), sin: rowsOf(angles.sin) };
}
