/** What happens to a matrix product on its way out, and GELU's gradient. */
import { at, exp, loadOf, madd, storeOf } from './simd';

/** 2√(2/π) and 0.044715 times that: GELU in its tanh form is x·sigmoid(u), u = x(SLOPE + CUBIC·x²). */
const SLOPE: f32 = 1.5957691216;
const CUBIC: f32 = 0.0713548162726;

function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))));
}

function inner(x: v128): v128 {
  return f32x4.mul(x, madd(f32x4.mul(x, x), f32x4.splat(CUBIC), f32x4.splat(SLOPE)));
}

function gelu(x: v128): v128 {
  return f32x4.mul(x, sigmoid(inner(x)));
}

function finishAt<T>(
  i: usize,
  j: usize,
  y: usize,
  scale: f32,
  bias: usize,
  before: usize,
  addend: usize,
): void {
  let x = f32x4.mul(loadOf<T>(at(y, i)), f32x4.splat(scale));
  if (bias) x = f32x4.add(x, loadOf<T>(at(bias, j)));
  if (before) {
    storeOf<T>(at(before, i), x);
    x = gelu(x);
  }
  if (addend) x = f32x4.add(x, loadOf<T>(at(addend, i)));
  storeOf<T>(at(y, i), x);
}

/**
 * y = gelu?(scale · y + bias) + addend, where it stands.
 * @param bias [columns], or 0
 * @param before [rows, columns], where what GELU is applied to is kept; 0 for no GELU
 * @param addend [rows, columns], or 0
 * @param begin @param end the rows
 */
export function finish(
  y: usize,
  columns: usize,
  scale: f32,
  bias: usize,
  before: usize,
  addend: usize,
  begin: usize,
  end: usize,
): void {
  for (let row = begin; row < end; row++) {
    const start = row * columns;
    let j: usize = 0;
    for (; j + 4 <= columns; j += 4) finishAt<v128>(start + j, j, y, scale, bias, before, addend);
    for (; j < columns; j++) finishAt<f32>(start + j, j, y, scale, bias, before, addend);
  }
}

/** y = gelu(x), for the values begin..end. */
export function geluValues(x: usize, y: usize, begin: usize, end: usize): void {
  let i = begin;
  for (; i + 4 <= end; i += 4) v128.store(at(y, i), gelu(v128.load(at(x, i))));
  for (; i < end; i++) storeOf<f32>(at(y, i), gelu(loadOf<f32>(at(x, i))));
}

/** g(1 + u′x(1 − g))·dy, g = sigmoid(u) */
function geluGradientAt<T>(i: usize, x: usize, dy: usize, dx: usize): void {
  const one = f32x4.splat(1);
  const value = loadOf<T>(at(x, i));
  const gate = sigmoid(inner(value));
  const rise = f32x4.mul(value, madd(f32x4.mul(value, value), f32x4.splat(3 * CUBIC), f32x4.splat(SLOPE)));
  const slope = f32x4.mul(gate, madd(rise, f32x4.sub(one, gate), one));
  storeOf<T>(at(dx, i), f32x4.mul(loadOf<T>(at(dy, i)), slope));
}

/** dx = dy times GELU's slope at x, for the values begin..end. */
export function geluGradient(x: usize, dy: usize, dx: usize, begin: usize, end: usize): void {
  let i = begin;
  for (; i + 4 <= end; i += 4) geluGradientAt<v128>(i, x, dy, dx);
  for (; i < end; i++) geluGradientAt<f32>(i, x, dy, dx);
}
