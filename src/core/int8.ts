/**
 * Weights as int8 with a scale for each output: w ≈ s·q with s = max|w| / 127 and q = w / s to the nearest whole number. Absmax
 * quantisation, as LLM.int8() (Dettmers et al. 2022, eq. 1) has it for rows, and QLoRA (Dettmers et al. 2023, eq. 1) for blocks.
 */

const MOST = 127;

/** Rounds a weight [dIn, dOut]. @returns q, of the same shape, and s, [dOut] */
export function quantise(weight: Float32Array, dOut: number): { values: Int8Array; scales: Float32Array } {
  const scales = new Float32Array(dOut);
  for (let at = 0; at < weight.length; at += dOut)
    for (let j = 0; j < dOut; j++) scales[j] = Math.max(scales[j] ?? 0, Math.abs(weight[at + j] ?? NaN));
  for (let j = 0; j < dOut; j++) scales[j] = (scales[j] ?? NaN) / MOST;
  const values = new Int8Array(weight.length);
  for (let at = 0; at < weight.length; at += dOut)
    for (let j = 0; j < dOut; j++) {
      const scale = scales[j] ?? NaN;
      // A scale too small for a float32 is 0, and so are the weights that it is of.
      const value = scale === 0 ? 0 : Math.round((weight[at + j] ?? NaN) / scale);
      values[at + j] = Math.min(MOST, Math.max(-MOST, value));
    }
  return { values, scales };
}

/** What int8 and scales stand for, [dIn, dOut], in float32. */
export function dequantise({ values, scales }: ReturnType<typeof quantise>): Float32Array {
  const dOut = scales.length;
  return Float32Array.from(values, (value, i) => value * (scales[i % dOut] ?? NaN));
}

/** Four neighbours in each word, the first in the lowest byte. The count must be a multiple of four. */
export const packBytes = (values: Int8Array): Int32Array =>
  Int32Array.from(
    { length: values.length / 4 },
    (_, i) =>
      ((values[4 * i] ?? 0) & 255) |
      (((values[4 * i + 1] ?? 0) & 255) << 8) |
      (((values[4 * i + 2] ?? 0) & 255) << 16) |
      ((values[4 * i + 3] ?? 0) << 24),
  );
