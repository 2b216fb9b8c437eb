/** The largest of each row of logits, and the row's log-sum-exp: all that a decoder reads back from a large vocabulary. */
import * as tf from '@tensorflow/tfjs-core';
import { emptyTensor, labWasm, labWebGPU } from '../backend/current.ts';
import type { LabWasm } from '../backend/wasm.ts';
import type { Kernel } from '../backend/webgpu.ts';
import { bindings, lanesPerRow, perRow, rowGrid, uniforms } from './wgsl.ts';

/** How many rows a thread of WASM takes at once. */
const ROWS = 4;

/**
 * @param logits [N, V]
 * @param k ≤ V
 * @returns [N, 2k + 1]: the k largest logits of a row, the largest first and the lower id first where they tie; their
 *   ids; log Σ exp of the whole row
 */
export function topLogits(logits: tf.Tensor2D, k: number): tf.Tensor2D {
  const gpu = labWebGPU();
  const wasm = labWasm();
  if (wasm) return topLogitsOnWasm(wasm, logits, k);
  if (!gpu) return topLogitsOnHost(logits, k);
  const [rows, vocabulary] = logits.shape;
  const top = emptyTensor<tf.Rank.R2>([rows, 2 * k + 1]);
  const lanes = lanesPerRow(gpu);
  gpu.dispatch(kernel(lanes), [logits, top], rowGrid(rows, lanes), uniforms([rows, vocabulary, k]));
  return top;
}

function topLogitsOnWasm(wasm: LabWasm, logits: tf.Tensor2D, k: number): tf.Tensor2D {
  const [rows, vocabulary] = logits.shape;
  const top = wasm.empty<tf.Rank.R2>([rows, 2 * k + 1]);
  wasm.each('topLogits', rows, [logits, top], [vocabulary, k], { grain: ROWS });
  // The kernels have no logarithm.
  const values = wasm.view(top);
  for (let last = 2 * k; last < values.length; last += 2 * k + 1)
    values[last] = (values[last - 2 * k] ?? NaN) + Math.log(values[last] ?? NaN);
  return top;
}

function topLogitsOnHost(logits: tf.Tensor2D, k: number): tf.Tensor2D {
  const [rows, vocabulary] = logits.shape;
  const all = logits.dataSync<'float32'>();
  const result = new Float32Array(rows * (2 * k + 1));
  for (let row = 0; row < rows; row++) {
    const scores = all.subarray(row * vocabulary, (row + 1) * vocabulary);
    const ids = largest(scores, k);
    const top = scores[ids[0] ?? 0] ?? NaN;
    const sum = scores.reduce((total, score) => total + Math.exp(score - top), 0);
    result.set([...ids.map((id) => scores[id] ?? NaN), ...ids, top + Math.log(sum)], row * (2 * k + 1));
  }
  return tf.tensor2d(result, [rows, 2 * k + 1]);
}

/** The ids of the k largest, in order, without sorting the others. */
function largest(scores: Float32Array, k: number): number[] {
  const ids: number[] = [];
  for (const [id, score] of scores.entries()) {
    let place = ids.length;
    while (place > 0 && score > (scores[ids[place - 1] ?? 0] ?? NaN)) place--;
    if (place >= k) continue;
    ids.splice(place, 0, id);
    if (ids.length > k) ids.pop();
  }
  return ids;
}

/**
 * Finds, k times over, the largest of those that come after the last one found. A lane keeps the largest of each of its
 * blocks, so that only the block that lost its largest is read again.
 */
const kernel = (lanes: number): Kernel => ({
  name: `top-logits/${lanes}`,
  wgsl: /* wgsl */ `
${bindings(['logits: array<f32>'], ['result: array<f32>'], 'rows: u32, columns: u32, k: u32')}
const NONE = -3e38;
const BLOCKS = 16u;
fn blockSize() -> u32 { return (u.columns + LANES * BLOCKS - 1) / (LANES * BLOCKS); }
/** A block's largest after the one that is \`last\`, and where it is: ids are exact in float32 up to 2²⁴. */
fn largestOf(start: u32, lane: u32, block: u32, last: f32, lastAt: f32) -> vec2f {
  var found = vec2f(NONE, 0);
  for (var i = block * blockSize(); i < (block + 1) * blockSize(); i++) {
    let at = i * LANES + lane;
    if (at >= u.columns) { break; }
    let score = logits[start + at];
    let later = score < last || (score == last && f32(at) > lastAt);
    if (later && score > found.x) { found = vec2f(score, f32(at)); }
  }
  return found;
}
${perRow(
  lanes,
  /* wgsl */ `
  let start = row * u.columns;
  let out = row * (2 * u.k + 1);
  var heads: array<vec2f, BLOCKS>;
  for (var b = 0u; b < BLOCKS; b++) { heads[b] = largestOf(start, lane, b, -NONE, 0); }
  for (var round = 0u; round < u.k; round++) {
    var mine = heads[0];
    for (var b = 1u; b < BLOCKS; b++) {
      if (heads[b].x > mine.x) { mine = heads[b]; }
    }
    let last = rowMax(mine.x, id);
    // The lowest id of those that have it.
    let lastAt = -rowMax(select(NONE, -mine.y, mine.x == last), id);
    if (round == 0) {
      var sum = 0.0;
      for (var i = lane; i < u.columns; i += LANES) { sum += exp(logits[start + i] - last); }
      let whole = last + log(rowSum(sum, id));
      if (lane == 0) { result[out + 2 * u.k] = whole; }
    }
    if (lane == 0) {
      result[out + round] = last;
      result[out + u.k + round] = lastAt;
    }
    if (mine.x == last && mine.y == lastAt) {
      let b = u32(lastAt) / LANES / blockSize();
      heads[b] = largestOf(start, lane, b, last, lastAt);
    }
  }`,
)}`,
});
