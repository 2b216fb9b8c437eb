/** Frozen weights as they are stored, read as float32: T is f32, u16 for float16, or i8 for int8, which has a scale for each column. */
import { at } from './simd';

/** 2¹¹²: a float16's exponent and fraction, moved to where a float32 has them, times this is the float16's value. */
const HALVES: f32 = reinterpret<f32>(0x77800000);

/** Four neighbours of a row. @param i the index of the first @param column the column that it is in */
export function four<T>(base: usize, i: usize, scales: usize, column: usize): v128 {
  if (sizeof<T>() == 4) return v128.load(at(base, i));
  if (sizeof<T>() == 2) {
    const bits = v128.load16x4_u(base + (i << 1));
    const size = i32x4.shl(v128.and(bits, i32x4.splat(0x7fff)), 13);
    const sign = i32x4.shl(v128.and(bits, i32x4.splat(0x8000)), 16);
    return v128.or(f32x4.mul(size, f32x4.splat(HALVES)), sign);
  }
  const bytes = i16x8.extend_low_i8x16_s(v128.load32_zero(base + i));
  const whole = i32x4.extend_low_i16x8_s(bytes);
  return f32x4.mul(f32x4.convert_i32x4_s(whole), v128.load(at(scales, column)));
}

/** One value, as `four` has it. */
export function one<T>(base: usize, i: usize, scales: usize, column: usize): f32 {
  if (sizeof<T>() == 4) return load<f32>(at(base, i));
  if (sizeof<T>() == 2) {
    const bits = <u32>load<u16>(base + (i << 1));
    const size = reinterpret<f32>((bits & 0x7fff) << 13) * HALVES;
    return reinterpret<f32>(reinterpret<u32>(size) | ((bits & 0x8000) << 16));
  }
  return <f32>load<i8>(base + i) * load<f32>(at(scales, column));
}

/**
 * Copies the outputs begin..end of a matrix, columns as W [dIn, dOut] is stored, into rows of float32.
 * @param first the matrix's first output @param out [outputs, dIn]
 */
function turnOf<T>(
  weight: usize,
  scales: usize,
  dIn: usize,
  dOut: usize,
  first: usize,
  out: usize,
  begin: usize,
  end: usize,
): void {
  for (let i: usize = 0; i < dIn; i++)
    for (let j = begin; j < end; j++) {
      const column = first + j;
      store<f32>(at(out, j * dIn + i), one<T>(weight, i * dOut + column, scales, column));
    }
}

/** @param bytes of a value as it is stored: 4, 2 or 1; the others as `turnOf` has them */
export function turn(
  bytes: usize,
  weight: usize,
  scales: usize,
  dIn: usize,
  dOut: usize,
  first: usize,
  out: usize,
  begin: usize,
  end: usize,
): void {
  if (bytes == 4) turnOf<f32>(weight, scales, dIn, dOut, first, out, begin, end);
  else if (bytes == 2) turnOf<u16>(weight, scales, dIn, dOut, first, out, begin, end);
  else turnOf<i8>(weight, scales, dIn, dOut, first, out, begin, end);
}
