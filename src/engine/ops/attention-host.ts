/**
 * Attention in plain loops, for WASM and CPU: tfjs multiplies batches of matrices there one number at a time
 * anyway, and these loops skip the scores that do not count.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { AttentionShape } from './attention-shape.ts';
import { withGradient } from './with-gradient.ts';

/** As `attention`. */
export function attentionOnHost(qkv: tf.Tensor2D, { batch, heads, lengths }: AttentionShape): tf.Tensor2D {
  const [rows, columns] = qkv.shape;
  const T = rows / batch;
  const d = columns / 3;
  const hd = d / heads;
  const scale = 1 / Math.sqrt(hd);
  const counts = lengths?.dataSync<'int32'>();
  /** How many keys a query sees, from the text's beginning. */
  const seenBy = (text: number, position: number) => counts?.[text] ?? position + 1;
  /** Calls `visit` for each query of each head. */
  const everyQuery = (
    visit: (base: number, position: number, seen: number, out: number, weights: Float32Array) => void,
    weights: Float32Array,
  ) => {
    for (let item = 0; item < batch * heads * T; item++) {
      const position = item % T;
      const head = Math.floor(item / T) % heads;
      const text = Math.floor(item / T / heads);
      const seen = seenBy(text, position);
      visit(
        text * T * columns + head * hd,
        position,
        seen,
        (text * T + position) * d + head * hd,
        weights.subarray(item * T, item * T + seen),
      );
    }
  };

  return withGradient(
    qkv,
    (input) => {
      const x = input.dataSync<'float32'>();
      const y = new Float32Array(rows * d);
      const weights = new Float32Array(rows * heads * T);
      everyQuery((base, position, seen, out, own) => {
        const q = base + position * columns;
        let top = -Infinity;
        for (let s = 0; s < seen; s++) {
          const key = base + s * columns + d;
          let score = 0;
          for (let i = 0; i < hd; i++) score += (x[q + i] ?? NaN) * (x[key + i] ?? NaN);
          own[s] = score * scale;
          top = Math.max(top, score * scale);
        }
        let sum = 0;
        for (let s = 0; s < seen; s++) {
          const weight = Math.exp((own[s] ?? NaN) - top);
          own[s] = weight;
          sum += weight;
        }
        for (let s = 0; s < seen; s++) {
          const weight = (own[s] ?? NaN) / sum;
          const value = base + s * columns + 2 * d;
          own[s] = weight;
          for (let i = 0; i < hd; i++) y[out + i] = (y[out + i] ?? NaN) + weight * (x[value + i] ?? NaN);
        }
      }, weights);
      return {
        value: tf.tensor2d(y, [rows, d]),
        saved: [input, tf.tensor3d(weights, [batch * heads, T, T])],
      };
    },
    (dyTensor, [input, savedWeights]) => {
      const x = input.dataSync<'float32'>();
      const dy = dyTensor.dataSync<'float32'>();
      const gradient = new Float32Array(x.length);
      const dWeights = new Float32Array(T);
      everyQuery((base, position, seen, out, own) => {
        const q = base + position * columns;
        let whole = 0;
        for (let s = 0; s < seen; s++) {
          const value = base + s * columns + 2 * d;
          const weight = own[s] ?? NaN;
          let dWeight = 0;
          for (let i = 0; i < hd; i++) {
            const slope = dy[out + i] ?? NaN;
            dWeight += slope * (x[value + i] ?? NaN);
            gradient[value + i] = (gradient[value + i] ?? NaN) + weight * slope;
          }
          dWeights[s] = dWeight;
          whole += weight * dWeight;
        }
        for (let s = 0; s < seen; s++) {
          const key = base + s * columns + d;
          const dScore = (own[s] ?? NaN) * ((dWeights[s] ?? NaN) - whole) * scale;
          for (let i = 0; i < hd; i++) {
            gradient[q + i] = (gradient[q + i] ?? NaN) + dScore * (x[key + i] ?? NaN);
            gradient[key + i] = (gradient[key + i] ?? NaN) + dScore * (x[q + i] ?? NaN);
          }
        }
      }, savedWeights.dataSync<'float32'>());
      return tf.tensor2d(gradient, [rows, columns]);
    },
  );
}
