/** Numbers as IEEE 754 half precision (float16), packed in pairs for `unpack2x16float`. */

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/** The float16 nearest to a number, ties to even; beyond 65504 infinity. */
export function toHalf(value: number): number {
  single[0] = value;
  const [word = 0] = bits;
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude >= 0x47800000) return sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00); // too large, or NaN
  if (magnitude < 0x38800000) {
    // Subnormal in float16: multiples of 2⁻²⁴.
    const steps = Math.abs(value) * 2 ** 24;
    const floor = Math.floor(steps);
    const rest = steps - floor;
    return sign | (rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor);
  }
  // Rounding may carry into the exponent, which is as it should be.
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

/** The number that a float16's bits stand for. */
export function fromHalf(half: number): number {
  const sign = half >> 15 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = (half & 1023) / 1024;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -14 : sign * (1 + fraction) * 2 ** (exponent - 15);
}

/** Whether float16 holds every one of these numbers exactly. */
export function areHalves(values: Float32Array): boolean {
  return values.every((value) => fromHalf(toHalf(value)) === value);
}

/** These numbers rounded to float16. */
export const asHalves = (values: Float32Array): Float32Array =>
  values.map((value) => fromHalf(toHalf(value)));

/** Two neighbours in each word, the first in the lower half. The count must be even. */
export function packHalves(values: Float32Array): Int32Array {
  return Int32Array.from(
    { length: values.length / 2 },
    (_, i) => toHalf(values[2 * i] ?? 0) | (toHalf(values[2 * i + 1] ?? 0) << 16),
  );
}
