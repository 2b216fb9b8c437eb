/** Attention on WASM: each head's products of tiles, without the half of the scores that does not count where it is causal. */
import * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../../core/lab-error.ts';
import type { LabWasm } from '../backend/wasm.ts';
import type { AttentionShape } from './attention-shape.ts';
import { withGradient } from './with-gradient.ts';

const BYTES = Float32Array.BYTES_PER_ELEMENT;

/** As `attention`. */
export function attentionOnWasm(
  wasm: LabWasm,
  qkv: tf.Tensor2D,
  { batch, heads, packing = null, lengths = null }: AttentionShape,
): tf.Tensor2D {
  const [rows, columns] = qkv.shape;
  const T = packing?.longest ?? rows / batch;
  if (lengths && !packing)
    throw new LabError('internal', 'Texts that are read both ways are packed on WASM.');
  const texts = packing ? packing.starts.size - 1 : batch;
  const d = columns / 3;
  const hd = d / heads;
  const sizes = [T, heads, hd, 1 / Math.sqrt(hd), lengths ? 0 : 1];
  const stride = 4 * Math.ceil(T / 4);
  /** A head's values in panels. */
  const panels = (hd + 8) * (T + 8);
  return withGradient(
    qkv,
    (input) => {
      const starts =
        packing?.starts ??
        tf.tensor1d(
          Int32Array.from({ length: batch + 1 }, (_, text) => text * T),
          'int32',
        );
      const y = wasm.empty<tf.Rank.R2>([rows, d]);
      const weights = wasm.empty<tf.Rank.R3>([texts * heads, T, stride]);
      wasm.each('attention', texts * heads, [input, starts, y, weights], sizes, {
        grain: 1,
        scratchBytes: (64 + 2 * panels) * BYTES,
      });
      return { value: y, saved: [input, starts, weights] };
    },
    (dy, [input, starts, weights]) => {
      const gradient = wasm.empty<tf.Rank.R2>([rows, columns]);
      wasm.each('attentionGradient', texts * heads, [input, starts, weights, dy, gradient], sizes, {
        grain: 1,
        scratchBytes: (64 + 4 * panels + T * stride) * BYTES,
      });
      return gradient;
    },
  );
}
