/** The largest of each row of logits, and what its softmax is divided by. */
import { at, sumOfPowers } from './simd';

/**
 * @param result [rows, 2k + 1]: the k largest logits, the largest first and the lower id first where they tie; their ids; and
 *   Σ exp(logit − largest)
 * @param k ≤ columns
 */
export function topLogits(
  logits: usize,
  result: usize,
  columns: usize,
  k: usize,
  begin: usize,
  end: usize,
): void {
  for (let row = begin; row < end; row++) {
    const own = at(logits, row * columns);
    const tops = at(result, row * (2 * k + 1));
    for (let i: usize = 0; i < k; i++) insert(own, i, tops, k, i);
    const last = at(tops, k - 1);
    let i = k;
    for (; i + 4 <= columns; i += 4) {
      // Four that are all smaller, as most are, cost one comparison.
      if (!v128.any_true(f32x4.gt(v128.load(at(own, i)), v128.load32_splat(last)))) continue;
      for (let j = i; j < i + 4; j++) replaceLast(own, j, tops, k);
    }
    for (; i < columns; i++) replaceLast(own, i, tops, k);
    store<f32>(at(tops, 2 * k), sumOfPowers(own, columns, load<f32>(tops)));
  }
}

/** Lists a logit in place of the smallest listed, if it is larger. */
function replaceLast(own: usize, id: usize, tops: usize, k: usize): void {
  if (load<f32>(at(own, id)) > load<f32>(at(tops, k - 1))) insert(own, id, tops, k, k - 1);
}

/** Puts a logit among those listed, of which there are `count` besides the one that it may replace, in their order. */
function insert(own: usize, id: usize, tops: usize, k: usize, count: usize): void {
  const score = load<f32>(at(own, id));
  let place = count;
  for (; place > 0 && score > load<f32>(at(tops, place - 1)); place--) {
    store<f32>(at(tops, place), load<f32>(at(tops, place - 1)));
    store<f32>(at(tops, k + place), load<f32>(at(tops, k + place - 1)));
  }
  store<f32>(at(tops, place), score);
  // Exact: ids are below 2²⁴.
  store<f32>(at(tops, k + place), <f32>id);
}
