/** Causal attention on WASM: each head's products of tiles, without the half of the scores that does not count. */
import type * as tf from '@tensorflow/tfjs-core';
import type { LabWasm } from '../backend/wasm.ts';
import type { AttentionShape } from './attention-shape.ts';
import { withGradient } from './with-gradient.ts';

const BYTES = Float32Array.BYTES_PER_ELEMENT;

/** As `attention`. */
export function attentionOnWasm(
  wasm: LabWasm,
  qkv: tf.Tensor2D,
  { batch, heads }: AttentionShape,
): tf.Tensor2D {
  const [rows, columns] = qkv.shape;
  const T = rows / batch;
  const d = columns / 3;
  const hd = d / heads;
  const sizes = [T, heads, hd, 1 / Math.sqrt(hd)];
  const stride = 4 * Math.ceil(T / 4);
  /** A head's values in panels. */
  const panels = (hd + 8) * (T + 8);
  return withGradient(
    qkv,
    (input) => {
      const y = wasm.empty<tf.Rank.R2>([rows, d]);
      const weights = wasm.empty<tf.Rank.R3>([batch * heads, T, stride]);
      wasm.each('attention', batch * heads, [input, y, weights], sizes, {
        grain: 1,
        scratchBytes: (64 + 2 * panels) * BYTES,
      });
      return { value: y, saved: [input, weights] };
    },
    (dy, [input, weights]) => {
      const gradient = wasm.empty<tf.Rank.R2>([rows, columns]);
      wasm.each('attentionGradient', batch * heads, [input, weights, dy, gradient], sizes, {
        grain: 1,
        scratchBytes: (64 + 4 * panels + T * stride) * BYTES,
      });
      return gradient;
    },
  );
}
