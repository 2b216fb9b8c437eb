/**
 * Attention, causal or in both directions, one head of one text at a time; texts lie one after another. Matrices of scores have rows of `stride`
 * values, the text's length rounded up to a multiple of 4, and room for the longest text. Queries and keys go in blocks, so
 * that what no query sees is hardly computed.
 */
import { multiply, packOf } from './matmul';
import { at, exp, indexAt, largest, madd, total } from './simd';

/** Two tiles of rows. */
const BLOCK: usize = 12;
/** What `multiply` needs, in values. */
const TILE: usize = 64;

function panelsOf(columns: usize): usize {
  return (columns + 7) >> 3;
}

/** So many values of a row, rounded up to a multiple of 4. */
function strideOf(n: usize): usize {
  return (n + 3) & ~3;
}

/** The room that a head's matrix of scores has. */
function roomOf(longest: usize): usize {
  return longest * strideOf(longest);
}

/** Packs a head's values for a product that sums over positions. */
function packAlong(x: usize, row: usize, T: usize, hd: usize, panels: usize): void {
  packOf<f32>(x, 0, row, 1, T, hd, panels, 0, panelsOf(hd));
}

/** Packs a head's values for a product that sums over the head's width. */
function packAcross(x: usize, row: usize, T: usize, hd: usize, panels: usize): void {
  packOf<f32>(x, 0, 1, row, hd, T, panels, 0, panelsOf(T));
}

/**
 * y = softmax(QKᵀ · scale)·V
 * @param starts where each text begins and the last ends, [texts + 1] int32
 * @param isCausal 0 where a query sees all keys of its text, 1 where it sees its own and earlier ones
 * @param weights for each head of each text the softmax; 0 where a key is later than the query
 * @param scratch 64 + 2·(hd + 8)(longest + 8) values
 */
export function attention(
  qkv: usize,
  starts: usize,
  y: usize,
  weights: usize,
  longest: usize,
  heads: usize,
  hd: usize,
  scale: f32,
  isCausal: usize,
  begin: usize,
  end: usize,
  scratch: usize,
): void {
  const d = heads * hd;
  const keys = at(scratch, TILE);
  const values = at(keys, panelsOf(longest) * 8 * hd);
  for (let item = begin; item < end; item++) {
    const first = indexAt(starts, item / heads);
    const T = indexAt(starts, item / heads + 1) - first;
    const stride = strideOf(T);
    const offset = (item % heads) * hd;
    const query = at(qkv, first * 3 * d + offset);
    const out = at(y, first * d + offset);
    const own = at(weights, item * roomOf(longest));
    packAcross(at(query, d), 3 * d, T, hd, keys);
    packAlong(at(query, 2 * d), 3 * d, T, hd, values);
    for (let i: usize = 0; i < T; i += BLOCK) {
      const last = min(i + BLOCK, T);
      const seen = isCausal ? last : T;
      multiply(query, 3 * d, 1, keys, 8, 8 * hd, own, stride, seen, hd, false, i, last, scratch);
      for (let row = i; row < last; row++)
        softmax(at(own, row * stride), isCausal ? row + 1 : T, stride, scale);
      multiply(own, stride, 1, values, 8, 8 * T, out, d, hd, seen, false, i, last, scratch);
    }
  }
}

/**
 * The softmax of the first n scores times `scale`, where they stand; zeros after them, up to `stride` and to a multiple of 4.
 */
export function softmax(row: usize, n: usize, stride: usize, scale: f32): void {
  const padded = strideOf(n);
  for (let i = n; i < padded; i++) store<f32>(at(row, i), -f32.MAX_VALUE);
  let tops = f32x4.splat(-f32.MAX_VALUE);
  for (let i: usize = 0; i < padded; i += 4) tops = f32x4.pmax(tops, v128.load(at(row, i)));
  const top = f32x4.splat(largest(tops));
  const factor = f32x4.splat(scale);
  let sums = f32x4.splat(0);
  for (let i: usize = 0; i < padded; i += 4) {
    const weight = exp(f32x4.mul(f32x4.sub(v128.load(at(row, i)), top), factor));
    v128.store(at(row, i), weight);
    sums = f32x4.add(sums, weight);
  }
  const share = f32x4.splat(1 / total(sums));
  for (let i: usize = 0; i < padded; i += 4) v128.store(at(row, i), f32x4.mul(v128.load(at(row, i)), share));
  for (let i = n; i < stride; i++) store<f32>(at(row, i), 0);
}

/**
 * The gradient of queries, keys and values.
 * @param weights as `attention` left them
 * @param scratch 64 + 4·(hd + 8)(longest + 8) + longest·stride values
 */
export function attentionGradient(
  qkv: usize,
  starts: usize,
  weights: usize,
  dy: usize,
  gradient: usize,
  longest: usize,
  heads: usize,
  hd: usize,
  scale: f32,
  isCausal: usize,
  begin: usize,
  end: usize,
  scratch: usize,
): void {
  const d = heads * hd;
  const along = panelsOf(hd) * 8 * longest;
  const values = at(scratch, TILE);
  const keys = at(values, panelsOf(longest) * 8 * hd);
  const queries = at(keys, along);
  const slopes = at(queries, along);
  const dScores = at(slopes, along);
  for (let item = begin; item < end; item++) {
    const first = indexAt(starts, item / heads);
    const T = indexAt(starts, item / heads + 1) - first;
    const stride = strideOf(T);
    const offset = (item % heads) * hd;
    const query = at(qkv, first * 3 * d + offset);
    const slope = at(dy, first * d + offset);
    const own = at(weights, item * roomOf(longest));
    const dQuery = at(gradient, first * 3 * d + offset);
    packAcross(at(query, 2 * d), 3 * d, T, hd, values);
    packAlong(at(query, d), 3 * d, T, hd, keys);
    packAlong(query, 3 * d, T, hd, queries);
    packAlong(slope, d, T, hd, slopes);
    // dQ = dS·K, dS = P ∘ (dY·Vᵀ − rows' sums of P ∘ dY·Vᵀ) · scale
    for (let i: usize = 0; i < T; i += BLOCK) {
      const last = min(i + BLOCK, T);
      const seen = isCausal ? last : T;
      multiply(slope, d, 1, values, 8, 8 * hd, dScores, stride, seen, hd, false, i, last, scratch);
      for (let row = i; row < last; row++)
        softmaxGradient(
          at(own, row * stride),
          at(dScores, row * stride),
          isCausal ? row + 1 : T,
          stride,
          scale,
        );
      multiply(dScores, stride, 1, keys, 8, 8 * T, dQuery, 3 * d, hd, seen, false, i, last, scratch);
    }
    // dK = dSᵀ·Q and dV = Pᵀ·dY: a key's queries are its own and those that come after, or all of the text.
    for (let i: usize = 0; i < T; i += BLOCK) {
      const last = min(i + BLOCK, T);
      const earliest = isCausal ? i : 0;
      const seen = T - earliest;
      const from = earliest * stride;
      multiply(
        at(dScores, from),
        1,
        stride,
        at(queries, 8 * earliest),
        8,
        8 * T,
        at(dQuery, d),
        3 * d,
        hd,
        seen,
        false,
        i,
        last,
        scratch,
      );
      multiply(
        at(own, from),
        1,
        stride,
        at(slopes, 8 * earliest),
        8,
        8 * T,
        at(dQuery, 2 * d),
        3 * d,
        hd,
        seen,
        false,
        i,
        last,
        scratch,
      );
    }
  }
}

/** From the gradient of n weights to that of their scores, where it stands; zeros after them. */
function softmaxGradient(weights: usize, row: usize, n: usize, stride: usize, scale: f32): void {
  const padded = strideOf(n);
  for (let i = n; i < stride; i++) store<f32>(at(row, i), 0);
  let sums = f32x4.splat(0);
  for (let i: usize = 0; i < padded; i += 4)
    sums = madd(v128.load(at(weights, i)), v128.load(at(row, i)), sums);
  const sum = f32x4.splat(total(sums));
  const factor = f32x4.splat(scale);
  for (let i: usize = 0; i < padded; i += 4) {
    const slope = f32x4.mul(f32x4.sub(v128.load(at(row, i)), sum), factor);
    v128.store(at(row, i), f32x4.mul(v128.load(at(weights, i)), slope));
  }
}
