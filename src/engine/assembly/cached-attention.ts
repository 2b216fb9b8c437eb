/** Attention of one new position per row over keys and values kept from before, one head of one row at a time. */
import { softmax } from './attention';
import { at, indexAt, loadOf, madd, storeOf, total } from './simd';

/** The index of the kept key of a row's text at a place; its value lies d later. */
function keptAt(origins: usize, row: usize, place: usize, length: usize, d: usize): usize {
  return (indexAt(origins, row * length + place) * length + place) * 2 * d;
}

/**
 * Keeps each row's new key and value, and lets its query see them and all before.
 * @param qkv [rows, 3d]
 * @param slots [rows] int32, the new token's place in its row's text
 * @param origins [rows, length] int32, which row of the cache holds a place of this row's text
 * @param cache [_, length, 2d], keys before values
 * @param y [rows, d]
 * @param scratch length + 4 values
 */
export function cachedAttention(
  qkv: usize,
  slots: usize,
  origins: usize,
  cache: usize,
  y: usize,
  length: usize,
  heads: usize,
  hd: usize,
  scale: f32,
  begin: usize,
  end: usize,
  scratch: usize,
): void {
  const d = heads * hd;
  const whole = hd & ~3;
  for (let item = begin; item < end; item++) {
    const row = item / heads;
    const offset = (item % heads) * hd;
    const query = at(qkv, row * 3 * d + offset);
    const slot = indexAt(slots, row);
    const kept = at(cache, offset);
    const own = at(kept, keptAt(origins, row, slot, length, d));
    memory.copy(own, at(query, d), hd << 2);
    memory.copy(at(own, d), at(query, 2 * d), hd << 2);
    for (let place: usize = 0; place <= slot; place++) {
      const key = at(kept, keptAt(origins, row, place, length, d));
      let score = f32x4.splat(0);
      for (let i: usize = 0; i < whole; i += 4) score = addProduct<v128>(score, at(query, i), at(key, i));
      for (let i = whole; i < hd; i++) score = addProduct<f32>(score, at(query, i), at(key, i));
      store<f32>(at(scratch, place), total(score));
    }
    softmax(scratch, slot + 1, slot + 1, scale);
    const out = at(y, row * d + offset);
    for (let i: usize = 0; i < whole; i += 4)
      mixValues<v128>(scratch, at(kept, d + i), origins, row, slot, length, d, at(out, i));
    for (let i = whole; i < hd; i++)
      mixValues<f32>(scratch, at(kept, d + i), origins, row, slot, length, d, at(out, i));
  }
}

function addProduct<T>(sum: v128, a: usize, b: usize): v128 {
  return madd(loadOf<T>(a), loadOf<T>(b), sum);
}

/** Some columns of the sum of all values, each times its weight. */
function mixValues<T>(
  weights: usize,
  values: usize,
  origins: usize,
  row: usize,
  slot: usize,
  length: usize,
  d: usize,
  out: usize,
): void {
  let mixed = f32x4.splat(0);
  for (let place: usize = 0; place <= slot; place++)
    mixed = madd(
      f32x4.splat(load<f32>(at(weights, place))),
      loadOf<T>(at(values, keptAt(origins, row, place, length, d))),
      mixed,
    );
  storeOf<T>(out, mixed);
}
