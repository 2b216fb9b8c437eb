/** The norms that DoRA divides by. */
import { at, loadOf, madd, total } from './simd';

function squareAt<T>(i: usize, w: usize, a: usize, b: usize, dIn: usize, r: usize, scale: v128): v128 {
  let delta = f32x4.splat(0);
  for (let k: usize = 0; k < r; k++)
    delta = madd(v128.load32_splat(at(b, k)), loadOf<T>(at(a, k * dIn + i)), delta);
  const value = madd(delta, scale, loadOf<T>(at(w, i)));
  return f32x4.mul(value, value);
}

/**
 * ‖w + s·ba‖, for the outputs begin..end of a matrix.
 * @param weight [outputs, dIn]
 * @param a [r, dIn] @param b [outputs, r]
 */
export function outputNorms(
  weight: usize,
  a: usize,
  b: usize,
  norms: usize,
  dIn: usize,
  r: usize,
  scale: f32,
  begin: usize,
  end: usize,
): void {
  const factor = f32x4.splat(scale);
  for (let j = begin; j < end; j++) {
    const w = at(weight, j * dIn);
    const own = at(b, j * r);
    let sums = f32x4.splat(0);
    let i: usize = 0;
    for (; i + 4 <= dIn; i += 4) sums = f32x4.add(sums, squareAt<v128>(i, w, a, own, dIn, r, factor));
    for (; i < dIn; i++) sums = f32x4.add(sums, squareAt<f32>(i, w, a, own, dIn, r, factor));
    store<f32>(at(norms, j), sqrt<f32>(total(sums)));
  }
}
