import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng, sfc32 } from './rng.ts';

const take = <T>(n: number, draw: () => T): T[] => Array.from({ length: n }, draw);
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

describe('known answers', () => {
  test('sfc32 gives the words published for the seed 0, 12345, 0', () => {
    expect(take(6, sfc32(0, 12345, 0))).toEqual([
      2882324903, 362604721, 4227106926, 1933307004, 1608300071, 2256615412,
    ]);
  });

  // Computed once in Python with big integers and 50-digit decimals.
  test('uniform', () => {
    expect(take(3, createRng(1).uniform)).toEqual([
      0.9656996576622906, 0.5281315960027771, 0.372072305562823,
    ]);
    expect(take(3, createRng(2 ** 31 - 1, 'batch').uniform)).toEqual([
      0.12460315171196668, 0.18179085765962189, 0.6191727308552347,
    ]);
  });

  test('normal', () => {
    const expected = [
      -1.7456981772145888, 0.4457211950880781, 1.1402343345364667, -0.04268992172781003, 0.877357025186559,
    ];
    take(5, createRng(42, 'init/0.q').normal).forEach((x, i) =>
      expect(x).toBeCloseTo(expected[i] ?? NaN, 14),
    );
  });
});

describe('distributions', () => {
  test('uniform: mean, variance and ten equal bins', () => {
    const xs = take(100_000, createRng(1).uniform);
    expect(mean(xs)).toBeCloseTo(0.5, 2);
    expect(mean(xs.map((x) => (x - 0.5) ** 2))).toBeCloseTo(1 / 12, 2);
    const bins = new Map<number, number>();
    for (const x of xs) bins.set(Math.floor(x * 10), (bins.get(Math.floor(x * 10)) ?? 0) + 1);
    expect([...bins.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const count of bins.values()) expect(Math.abs(count - 10_000)).toBeLessThan(5 * 95);
  });

  test('normal: moments and tail shares', () => {
    const xs = take(200_000, createRng(2).normal);
    expect(mean(xs)).toBeCloseTo(0, 1.9);
    expect(mean(xs.map((x) => x ** 2))).toBeCloseTo(1, 1.7);
    expect(mean(xs.map((x) => x ** 4))).toBeCloseTo(3, 1);
    // P(|x| > 1), P(|x| > 2), P(|x| > 3)
    for (const [bound, share] of [
      [1, 0.3173],
      [2, 0.0455],
      [3, 0.0027],
    ] as const)
      expect(Math.abs(mean(xs.map((x) => Number(Math.abs(x) > bound))) - share)).toBeLessThan(
        5 * Math.sqrt(share / 200_000),
      );
  });

  test('int: no favourites even where n does not divide 2^32', () => {
    // Taking words mod 3·2³⁰ without rejection would make the first third twice as likely: a mean of 5/12 n.
    const n = 3 * 2 ** 30;
    const rng = createRng(3);
    expect(mean(take(100_000, () => rng.int(n))) / n).toBeCloseTo(0.5, 2);
  });
});

describe('streams', () => {
  test('one seed and stream repeat; another seed or stream does not correlate', () => {
    const draw = (seed: number, stream?: string) => take(20_000, createRng(seed, stream).normal);
    const reference = draw(7, 'a');
    expect(draw(7, 'a')).toEqual(reference);
    for (const other of [draw(7, 'b'), draw(7), draw(8, 'a'), draw(7, 'aa')]) {
      const correlation = mean(other.map((x, i) => x * (reference[i] ?? NaN)));
      expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(20_000));
    }
  });
});

test('int, pick and shuffle keep their promises', () => {
  fc.assert(
    fc.property(fc.integer(), fc.string(), fc.array(fc.string(), { minLength: 1 }), (seed, stream, items) => {
      const rng = createRng(seed, stream);
      const i = rng.int(items.length);
      expect(Number.isInteger(i) && i >= 0 && i < items.length).toBe(true);
      expect(items).toContain(rng.pick(items));
      const before = [...items];
      const shuffled = rng.shuffle(items);
      expect(items).toEqual(before);
      expect([...shuffled].sort()).toEqual([...items].sort());
    }),
  );
});

test('shuffle makes each order equally often', () => {
  const rng = createRng(5);
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = rng.shuffle(['a', 'b', 'c']).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test('impossible draws are refused', () => {
  const rng = createRng(1);
  for (const n of [0, -1, 1.5, NaN, 2 ** 32 + 1]) expect(() => rng.int(n)).toThrow(RangeError);
  expect(() => rng.pick([])).toThrow('at least one item');
});
