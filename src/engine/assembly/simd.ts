/**
 * What the kernels share: four float32 at a time. All files of this folder are AssemblyScript, compiled by the
 * `kernels` plugin of Vite. Addresses count bytes; sizes, widths and strides count float32 values.
 */

/** The address of a float32, by its index. */
export function at(base: usize, index: usize): usize {
  return base + (index << 2);
}

/** The i-th of a list of int32, none of them negative. */
export function indexAt(list: usize, i: usize): usize {
  return load<u32>(at(list, i));
}

/** a·b + c, rounded once where the browser has relaxed SIMD and the processor can. */
export function madd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/** The sum of four. */
export function total(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) +
    f32x4.extract_lane(x, 1) +
    (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

/** The largest of four. */
export function largest(x: v128): f32 {
  return max(
    max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)),
    max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)),
  );
}

/** 1.5 · 2²³: a float32 that it is added to is rounded to a whole number, which its lowest bits then hold. */
const ROUNDER: f32 = 12582912;

/** eˣ to 2 ulp, by the polynomial of Cephes' `expf`; NaN stays NaN, and what would be subnormal becomes 2⁻¹²⁶. */
export function exp(x: v128): v128 {
  // `pmax` and `pmin` are one instruction each, `max` and `min` half a dozen.
  const bounded = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-87.33654)), f32x4.splat(88.37626));
  const rounded = madd(bounded, f32x4.splat(1.44269504), f32x4.splat(ROUNDER));
  const n = f32x4.sub(rounded, f32x4.splat(ROUNDER));
  // ln 2 in two parts: n times the first is exact.
  let r = f32x4.sub(bounded, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
  let p = f32x4.splat(1.98756915e-4);
  p = madd(p, r, f32x4.splat(1.3981999507e-3));
  p = madd(p, r, f32x4.splat(8.3334519073e-3));
  p = madd(p, r, f32x4.splat(4.1665795894e-2));
  p = madd(p, r, f32x4.splat(1.6666665459e-1));
  p = madd(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(madd(p, f32x4.mul(r, r), r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(rounded, i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

/** Σ exp(x − largest) of `columns` values. */
export function sumOfPowers(values: usize, columns: usize, largest: f32): f32 {
  const whole = columns & ~3;
  const shift = f32x4.splat(largest);
  let sums = f32x4.splat(0);
  for (let i: usize = 0; i < whole; i += 4)
    sums = f32x4.add(sums, exp(f32x4.sub(v128.load(at(values, i)), shift)));
  let sum = total(sums);
  for (let i = whole; i < columns; i++)
    sum += f32x4.extract_lane(exp(f32x4.sub(v128.load32_splat(at(values, i)), shift)), 0);
  return sum;
}

/** Reads four values where T is v128, or one, with zeros beside it, where T is f32. Loops use both: four by four, then the rest. */
export function loadOf<T>(address: usize): v128 {
  return sizeof<T>() == 16 ? v128.load(address) : v128.load32_zero(address);
}

/** Writes four values, or the first alone. */
export function storeOf<T>(address: usize, x: v128): void {
  if (sizeof<T>() == 16) v128.store(address, x);
  else store<f32>(address, f32x4.extract_lane(x, 0));
}
