/** What runs along rows: embedding, layer norm, cross-entropy. One row's sums are made in the same order whoever makes them. */
import { at, exp, indexAt, largest, loadOf, madd, storeOf, sumOfPowers, total } from './simd';

/**
 * y = wte[id] + wpe[position]
 * @param ids int32, one a row @param positions int32, one a row; 0 to count from 0 every T rows
 */
export function embedding(
  ids: usize,
  positions: usize,
  wte: usize,
  wpe: usize,
  y: usize,
  T: usize,
  d: usize,
  begin: usize,
  end: usize,
): void {
  for (let row = begin; row < end; row++) {
    const token = at(wte, indexAt(ids, row) * d);
    const place = at(wpe, (positions ? indexAt(positions, row) : row % T) * d);
    const out = at(y, row * d);
    let i: usize = 0;
    for (; i + 4 <= d; i += 4)
      v128.store(at(out, i), f32x4.add(v128.load(at(token, i)), v128.load(at(place, i))));
    for (; i < d; i++) store<f32>(at(out, i), load<f32>(at(token, i)) + load<f32>(at(place, i)));
  }
}

/**
 * Each row of an embedding's gradient = Σ dy over the places that read it, in their order, of the columns `begin` … `end`.
 * @param which int32, one a place; 0 to count from 0 every T places @param entries rows of the embedding
 */
export function embeddingGradient(
  which: usize,
  dy: usize,
  gradient: usize,
  T: usize,
  d: usize,
  rows: usize,
  entries: usize,
  begin: usize,
  end: usize,
): void {
  for (let entry: usize = 0; entry < entries; entry++)
    for (let i = begin; i < end; i++) store<f32>(at(gradient, entry * d + i), 0);
  for (let row: usize = 0; row < rows; row++) {
    const slope = at(dy, row * d);
    const sum = at(gradient, (which ? indexAt(which, row) : row % T) * d);
    let i = begin;
    for (; i + 4 <= end; i += 4)
      v128.store(at(sum, i), f32x4.add(v128.load(at(sum, i)), v128.load(at(slope, i))));
    for (; i < end; i++) store<f32>(at(sum, i), load<f32>(at(sum, i)) + load<f32>(at(slope, i)));
  }
}

/** y[i] = x[rows[i]]. @param rows int32 @param d values of a row */
export function pickRows(x: usize, rows: usize, y: usize, d: usize, begin: usize, end: usize): void {
  for (let i = begin; i < end; i++) memory.copy(at(y, i * d), at(x, indexAt(rows, i) * d), d << 2);
}

/**
 * dx[rows[i]] = dy[i], and 0 in all other rows.
 * @param rows ascending @param picked how many of them @param height rows of dx
 */
export function pickRowsGradient(
  dy: usize,
  rows: usize,
  dx: usize,
  d: usize,
  picked: usize,
  height: usize,
  begin: usize,
  end: usize,
): void {
  for (let i = begin; i < end; i++) {
    const row = indexAt(rows, i);
    const first = i > 0 ? indexAt(rows, i - 1) + 1 : 0;
    const after = i + 1 < picked ? row + 1 : height;
    memory.fill(at(dx, first * d), 0, ((row - first) * d) << 2);
    memory.copy(at(dx, row * d), at(dy, i * d), d << 2);
    memory.fill(at(dx, (row + 1) * d), 0, ((after - row - 1) * d) << 2);
  }
}

/**
 * y = (x − mean) / √(var + ε) · weight + bias
 * @param statistics [rows, 2]: each row's mean and 1 / √(var + ε)
 */
export function layerNorm(
  x: usize,
  weight: usize,
  bias: usize,
  y: usize,
  statistics: usize,
  d: usize,
  epsilon: f32,
  begin: usize,
  end: usize,
): void {
  const whole = d & ~3;
  for (let row = begin; row < end; row++) {
    const own = at(x, row * d);
    let sums = f32x4.splat(0);
    for (let i: usize = 0; i < whole; i += 4) sums = f32x4.add(sums, v128.load(at(own, i)));
    for (let i = whole; i < d; i++) sums = f32x4.add(sums, v128.load32_zero(at(own, i)));
    const mean = f32x4.splat(total(sums) / <f32>d);
    let squares = f32x4.splat(0);
    for (let i: usize = 0; i < whole; i += 4) {
      const centred = f32x4.sub(v128.load(at(own, i)), mean);
      squares = madd(centred, centred, squares);
    }
    let square = total(squares);
    for (let i = whole; i < d; i++) {
      const centred = load<f32>(at(own, i)) - f32x4.extract_lane(mean, 0);
      square += centred * centred;
    }
    const scale = f32x4.splat(1 / sqrt<f32>(square / <f32>d + epsilon));
    store<f32>(at(statistics, 2 * row), f32x4.extract_lane(mean, 0));
    store<f32>(at(statistics, 2 * row + 1), f32x4.extract_lane(scale, 0));
    const out = at(y, row * d);
    let i: usize = 0;
    for (; i < whole; i += 4) normAt<v128>(i, own, mean, scale, weight, bias, out);
    for (; i < d; i++) normAt<f32>(i, own, mean, scale, weight, bias, out);
  }
}

function unitAt<T>(x: usize, mean: v128, scale: v128): v128 {
  return f32x4.mul(f32x4.sub(loadOf<T>(x), mean), scale);
}

function normAt<T>(i: usize, x: usize, mean: v128, scale: v128, weight: usize, bias: usize, y: usize): void {
  const unit = unitAt<T>(at(x, i), mean, scale);
  storeOf<T>(at(y, i), madd(unit, loadOf<T>(at(weight, i)), loadOf<T>(at(bias, i))));
}

/**
 * dγ = Σ dy · unit and dβ = Σ dy, sums over the rows in their order, of the columns `begin` … `end`.
 * @param statistics [rows, 2], as `layerNorm` leaves them
 */
export function normParameterGradients(
  x: usize,
  statistics: usize,
  dy: usize,
  dWeight: usize,
  dBias: usize,
  d: usize,
  rows: usize,
  begin: usize,
  end: usize,
): void {
  for (let i = begin; i < end; i++) {
    store<f32>(at(dWeight, i), 0);
    store<f32>(at(dBias, i), 0);
  }
  for (let row: usize = 0; row < rows; row++) {
    const own = at(x, row * d);
    const slope = at(dy, row * d);
    const mean = v128.load32_splat(at(statistics, 2 * row));
    const scale = v128.load32_splat(at(statistics, 2 * row + 1));
    let i = begin;
    for (; i + 4 <= end; i += 4) addSlopeAt<v128>(i, own, slope, mean, scale, dWeight, dBias);
    for (; i < end; i++) addSlopeAt<f32>(i, own, slope, mean, scale, dWeight, dBias);
  }
}

function addSlopeAt<T>(
  i: usize,
  x: usize,
  dy: usize,
  mean: v128,
  scale: v128,
  dWeight: usize,
  dBias: usize,
): void {
  const slope = loadOf<T>(at(dy, i));
  const unit = unitAt<T>(at(x, i), mean, scale);
  storeOf<T>(at(dWeight, i), madd(slope, unit, loadOf<T>(at(dWeight, i))));
  storeOf<T>(at(dBias, i), f32x4.add(slope, loadOf<T>(at(dBias, i))));
}

/**
 * dx = scale · (g − mean(g) − unit · mean(g · unit)) + skipped, g = dy · weight
 * @param skipped [rows, d], or 0
 */
export function layerNormGradient(
  x: usize,
  weight: usize,
  statistics: usize,
  dy: usize,
  skipped: usize,
  dx: usize,
  d: usize,
  begin: usize,
  end: usize,
): void {
  const whole = d & ~3;
  for (let row = begin; row < end; row++) {
    const own = at(x, row * d);
    const slope = at(dy, row * d);
    const mean = v128.load32_splat(at(statistics, 2 * row));
    const scale = v128.load32_splat(at(statistics, 2 * row + 1));
    let plain = f32x4.splat(0);
    let along = f32x4.splat(0);
    for (let i: usize = 0; i < whole; i += 4) {
      const g = f32x4.mul(v128.load(at(slope, i)), v128.load(at(weight, i)));
      plain = f32x4.add(plain, g);
      along = madd(g, unitAt<v128>(at(own, i), mean, scale), along);
    }
    for (let i = whole; i < d; i++) {
      // The three values beside it are zeros in g, so in both sums.
      const g = f32x4.mul(v128.load32_zero(at(slope, i)), v128.load32_zero(at(weight, i)));
      plain = f32x4.add(plain, g);
      along = madd(g, unitAt<f32>(at(own, i), mean, scale), along);
    }
    const meanG = f32x4.splat(total(plain) / <f32>d);
    const meanAlong = f32x4.splat(total(along) / <f32>d);
    const out = row * d;
    let i: usize = 0;
    for (; i < whole; i += 4)
      normGradientAt<v128>(i, own, slope, weight, mean, scale, meanG, meanAlong, skipped, dx, out);
    for (; i < d; i++)
      normGradientAt<f32>(i, own, slope, weight, mean, scale, meanG, meanAlong, skipped, dx, out);
  }
}

function normGradientAt<T>(
  i: usize,
  x: usize,
  dy: usize,
  weight: usize,
  mean: v128,
  scale: v128,
  meanG: v128,
  meanAlong: v128,
  skipped: usize,
  dx: usize,
  out: usize,
): void {
  const g = f32x4.mul(loadOf<T>(at(dy, i)), loadOf<T>(at(weight, i)));
  const unit = unitAt<T>(at(x, i), mean, scale);
  let slope = f32x4.mul(f32x4.sub(f32x4.sub(g, meanG), f32x4.mul(unit, meanAlong)), scale);
  if (skipped) slope = f32x4.add(slope, loadOf<T>(at(skipped, out + i)));
  storeOf<T>(at(dx, out + i), slope);
}

/**
 * What the loss of each row takes. A row that does not count is not read.
 * @param targets int32
 * @param statistics [rows, 3]: the largest logit, Σ exp(logit − largest), the target's logit; 0 1 0 where the mask is 0
 */
export function crossEntropy(
  logits: usize,
  targets: usize,
  mask: usize,
  statistics: usize,
  columns: usize,
  begin: usize,
  end: usize,
): void {
  const whole = columns & ~3;
  for (let row = begin; row < end; row++) {
    const result = at(statistics, 3 * row);
    if (load<f32>(at(mask, row)) == 0) {
      store<f32>(result, 0);
      store<f32>(result, 1, 4);
      store<f32>(result, 0, 8);
      continue;
    }
    const own = at(logits, row * columns);
    let tops = v128.load32_splat(own);
    for (let i: usize = 0; i < whole; i += 4) tops = f32x4.pmax(tops, v128.load(at(own, i)));
    for (let i = whole; i < columns; i++) tops = f32x4.pmax(tops, v128.load32_splat(at(own, i)));
    const top = largest(tops);
    store<f32>(result, top);
    store<f32>(result, sumOfPowers(own, columns, top), 4);
    store<f32>(result, load<f32>(at(own, indexAt(targets, row))), 8);
  }
}

/** (softmax − onehot) · mask · dy. @param dy the address of one value */
export function crossEntropyGradient(
  logits: usize,
  targets: usize,
  mask: usize,
  statistics: usize,
  dy: usize,
  gradient: usize,
  columns: usize,
  begin: usize,
  end: usize,
): void {
  for (let row = begin; row < end; row++) {
    const factor = load<f32>(at(mask, row)) * load<f32>(dy);
    const own = at(logits, row * columns);
    const out = at(gradient, row * columns);
    if (factor == 0) {
      memory.fill(out, 0, columns << 2);
      continue;
    }
    const shift = v128.load32_splat(at(statistics, 3 * row));
    const weight = f32x4.splat(factor / load<f32>(at(statistics, 3 * row + 1)));
    let i: usize = 0;
    for (; i + 4 <= columns; i += 4) softmaxAt<v128>(at(own, i), shift, weight, at(out, i));
    for (; i < columns; i++) softmaxAt<f32>(at(own, i), shift, weight, at(out, i));
    const goal = at(out, indexAt(targets, row));
    store<f32>(goal, load<f32>(goal) - factor);
  }
}

function softmaxAt<T>(logits: usize, shift: v128, weight: v128, gradient: usize): void {
  storeOf<T>(gradient, f32x4.mul(exp(f32x4.sub(loadOf<T>(logits), shift)), weight));
}
