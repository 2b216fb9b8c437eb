/**
 * Attention of one new position per row over keys and values kept from before. A row may have parents: which row wrote
 * a position is looked up, so that rows of a beam search share what they have in common and nothing is ever moved.
 */
import * as tf from '@tensorflow/tfjs-core';
import { emptyTensor, labWasm, labWebGPU } from '../backend/current.ts';
import type { LabWasm } from '../backend/wasm.ts';
import type { Kernel, LabWebGPU } from '../backend/webgpu.ts';
import { each, inner, seeKey } from './attention.ts';
import { bindings, element, gridOf, PER_ITEM, uniforms, widthOf } from './wgsl.ts';

export interface CacheShape {
  rows: number;
  /** The most positions of a row. */
  length: number;
  heads: number;
  /** The width of all heads together. */
  d: number;
}

/** Where each row stands. */
export interface Places {
  /** [rows] int32, the new token's place among those kept of its row. */
  slots: tf.Tensor1D;
  /** [rows, length] int32: the row of the cache that holds a position of this row's text, the newest one's too. */
  origins: tf.Tensor2D;
}

/** The keys and values of one layer. */
export interface KeyValueCache {
  /**
   * Takes over prompts that were read at once: text t becomes the beginning of row t · stride.
   * @param qkv [texts · T, 3d], T ≤ length
   */
  fill(qkv: tf.Tensor2D, texts: number, stride: number): void;
  /**
   * Keeps each row's new key and value, and lets its query see them and all before.
   * @param qkv [n, 3d], n ≤ rows
   * @returns [n, d]
   */
  attend(qkv: tf.Tensor2D, places: Places): tf.Tensor2D;
  dispose(): void;
}

/** The caller disposes the cache. No gradients. */
export function createCache(shape: CacheShape): KeyValueCache {
  const gpu = labWebGPU();
  if (gpu) return cacheOnGpu(gpu, shape);
  const wasm = labWasm();
  return wasm ? cacheOnWasm(wasm, shape) : cacheOnHost(shape);
}

function cacheOnHost({ rows, length, heads, d }: CacheShape): KeyValueCache {
  const hd = d / heads;
  const keys = new Float32Array(rows * length * d);
  const values = new Float32Array(rows * length * d);
  const keep = (place: number, qkv: Float32Array, row: number) => {
    keys.set(qkv.subarray((3 * row + 1) * d, (3 * row + 2) * d), place * d);
    values.set(qkv.subarray((3 * row + 2) * d, (3 * row + 3) * d), place * d);
  };
  return {
    fill(qkv, texts, stride) {
      const x = qkv.dataSync<'float32'>();
      const T = qkv.shape[0] / texts;
      for (let text = 0; text < texts; text++)
        for (let t = 0; t < T; t++) keep(text * stride * length + t, x, text * T + t);
    },
    attend(qkv, { slots, origins }) {
      const x = qkv.dataSync<'float32'>();
      const origin = origins.dataSync<'int32'>();
      const y = new Float32Array(slots.size * d);
      for (const [row, position] of slots.dataSync<'int32'>().entries()) {
        const places = Array.from(
          { length: position + 1 },
          (_, t) => (origin[row * length + t] ?? NaN) * length + t,
        );
        keep(places[position] ?? NaN, x, row);
        for (let head = 0; head < heads; head++) {
          const from = head * hd;
          const scores = places.map((place) => {
            let score = 0;
            for (let i = from; i < from + hd; i++)
              score += (x[3 * row * d + i] ?? NaN) * (keys[place * d + i] ?? NaN);
            return score / Math.sqrt(hd);
          });
          const top = Math.max(...scores);
          const weights = scores.map((score) => Math.exp(score - top));
          const sum = weights.reduce((total, weight) => total + weight, 0);
          for (const [t, place] of places.entries()) {
            const weight = (weights[t] ?? NaN) / sum;
            for (let i = from; i < from + hd; i++)
              y[row * d + i] = (y[row * d + i] ?? NaN) + weight * (values[place * d + i] ?? NaN);
          }
        }
      }
      return tf.tensor2d(y, [slots.size, d]);
    },
    dispose: () => undefined,
  };
}

function cacheOnWasm(wasm: LabWasm, { rows, length, heads, d }: CacheShape): KeyValueCache {
  const hd = d / heads;
  const cache = wasm.empty<tf.Rank.R3>([rows, length, 2 * d]);
  return {
    fill(qkv, texts, stride) {
      const T = qkv.shape[0] / texts;
      const [from, into] = [wasm.view(qkv), wasm.view(cache)];
      for (let text = 0; text < texts; text++)
        for (let t = 0; t < T; t++) {
          const row = 3 * (text * T + t);
          into.set(from.subarray((row + 1) * d, (row + 3) * d), (text * stride * length + t) * 2 * d);
        }
    },
    attend(qkv, { slots, origins }) {
      const y = wasm.empty<tf.Rank.R2>([slots.size, d]);
      wasm.each(
        'cachedAttention',
        slots.size * heads,
        [qkv, slots, origins, cache, y],
        [length, heads, hd, 1 / Math.sqrt(hd)],
        { grain: 16, scratchBytes: (length + 4) * Float32Array.BYTES_PER_ELEMENT },
      );
      return y;
    },
    dispose: () => cache.dispose(),
  };
}

function cacheOnGpu(gpu: LabWebGPU, { rows, length, heads, d }: CacheShape): KeyValueCache {
  const width = widthOf(d / heads);
  const parts = d / heads / width;
  /** For each row and position its key, then its value. */
  const cache = emptyTensor<tf.Rank.R3>([rows, length, 2 * d]);
  return {
    fill(qkv, texts, stride) {
      const items = (qkv.shape[0] * 2 * d) / width;
      gpu.dispatch(
        fillKernel(width),
        [qkv, cache],
        gridOf(items),
        uniforms([items, d / width, qkv.shape[0] / texts, stride * length]),
      );
    },
    attend(qkv, { slots, origins }) {
      const y = emptyTensor<tf.Rank.R2>([slots.size, d]);
      const items = slots.size * heads;
      gpu.dispatch(
        attendKernel(width, parts),
        [qkv, slots, origins, cache, y],
        gridOf(items),
        uniforms([items, heads, length], [1 / Math.sqrt(d / heads)]),
      );
      return y;
    },
    dispose: () => cache.dispose(),
  };
}

const fillKernel = (width: 1 | 4): Kernel => ({
  name: `cache-fill/${width}`,
  wgsl: `${element(width)}
${bindings(['qkv: array<E>'], ['cache: array<E>'], 'size: u32, d: u32, positions: u32, stride: u32')}
${PER_ITEM}
  if (item >= u.size) { return; }
  let column = item % (2 * u.d);
  let row = item / (2 * u.d);
  let place = row / u.positions * u.stride + row % u.positions;
  cache[place * 2 * u.d + column] = qkv[row * 3 * u.d + u.d + column];
}`,
});

/** One thread for each head of each row. A thread reads and writes its own head's part of the cache alone. */
const attendKernel = (width: 1 | 4, parts: number): Kernel => ({
  name: `cached-attention/${width}/${parts}`,
  wgsl: `${element(width)}
${bindings(
  ['qkv: array<E>', 'slots: array<u32>', 'origins: array<u32>'],
  ['cache: array<E>', 'y: array<E>'],
  'size: u32, heads: u32, length: u32, scale: f32',
)}
${PER_ITEM}
  if (item >= u.size) { return; }
  let row = item / u.heads;
  let d = u.heads * ${parts};
  let offset = item % u.heads * ${parts};
  let own = row * 3 * d + offset;
  let position = slots[row];
  var at = (origins[row * u.length + position] * u.length + position) * 2 * d + offset;
  ${each(
    parts,
    (i) =>
      `let q${i} = qkv[own + ${i}] * u.scale; let newK${i} = qkv[own + d + ${i}]; var y${i} = qkv[own + 2 * d + ${i}];
  cache[at + ${i}] = newK${i}; cache[at + d + ${i}] = y${i};`,
  )}
  var top = ${inner(parts, 'q', 'newK')};
  var sum = 1.0;
  for (var t = 0u; t < position; t++) {
    at = (origins[row * u.length + t] * u.length + t) * 2 * d + offset;
    ${each(parts, (i) => `let k${i} = cache[at + ${i}];`)}
    ${seeKey(parts, (i) => `cache[at + d + ${i}]`)}
  }
  ${each(parts, (i) => `y[row * d + offset + ${i}] = y${i} / sum;`)}
}`,
});
