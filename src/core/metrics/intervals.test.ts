import { expect, test } from 'vitest';
import { createRng } from '../rng.ts';
import { bootstrapInterval, bootstrapRng, columnSums, wilsonInterval } from './intervals.ts';

const mean = (rows: readonly (readonly number[])[]) => {
  const [sum = 0, count = 0] = columnSums(rows);
  return sum / count;
};
const normals = (n: number, stream: string) => {
  const rng = createRng(1, stream);
  return Array.from({ length: n }, () => [rng.normal(), 1]);
};

test('sums of columns', () => {
  expect(
    columnSums([
      [1, 2],
      [3, 4],
      [5, -6],
    ]),
  ).toEqual([9, 0]);
  expect(columnSums([])).toEqual([]);
});

test('of a mean: about 1.96 standard errors to either side', () => {
  const rows = normals(400, 'sample');
  const m = mean(rows);
  const error = Math.sqrt(rows.reduce((sum, [x = 0]) => sum + (x - m) ** 2, 0)) / 400;
  const interval = bootstrapInterval(rows, mean, { resamples: 4000 });
  expect(interval?.low).toBeCloseTo(m - 1.96 * error, 1);
  expect(interval?.high).toBeCloseTo(m + 1.96 * error, 1);
  const width = (interval?.high ?? 0) - (interval?.low ?? 0);
  expect(width / (2 * 1.96 * error)).toBeGreaterThan(0.94);
  expect(width / (2 * 1.96 * error)).toBeLessThan(1.06);
});

test('holds the truth about 95 times in 100', () => {
  const sets = Array.from({ length: 200 }, (_, i) => normals(60, `set ${i}`));
  const holding = sets.filter((rows, seed) => {
    const { low = 0, high = 0 } =
      bootstrapInterval(rows, mean, { rng: bootstrapRng(seed), resamples: 300 }) ?? {};
    return low <= 0 && 0 <= high;
  });
  expect(holding.length / 200).toBeGreaterThan(0.9);
  expect(holding.length / 200).toBeLessThan(0.99);
});

test('none of fewer than ten segments', () => {
  const rows = normals(10, 'few');
  expect(bootstrapInterval(rows, mean)).not.toBeNull();
  expect(bootstrapInterval(rows.slice(1), mean)).toBeNull();
});

test('quantiles lie between neighbouring scores as NumPy has it', () => {
  // Scores 0, 1, 2 … 40 in turn, whatever is drawn: np.quantile(range(41), [.025, .975]) is 1 and 39; of 0 … 10, .25 and 9.75.
  const counting = () => {
    let i = 0;
    return () => i++;
  };
  const rows = normals(10, 'any');
  expect(bootstrapInterval(rows, counting(), { resamples: 41 })).toEqual({ low: 1, high: 39 });
  expect(bootstrapInterval(rows, counting(), { resamples: 11 })).toEqual({ low: 0.25, high: 9.75 });
});

test('the same seed gives the same interval, another another', () => {
  const rows = normals(20, 'seeds');
  expect(bootstrapInterval(rows, mean, { rng: bootstrapRng(3) })).toEqual(
    bootstrapInterval(rows, mean, { rng: bootstrapRng(3) }),
  );
  expect(bootstrapInterval(rows, mean, { rng: bootstrapRng(4) })).not.toEqual(
    bootstrapInterval(rows, mean, { rng: bootstrapRng(3) }),
  );
});

test('none where all draws score alike', () => {
  expect(bootstrapInterval([], mean)).toBeNull();
  expect(bootstrapInterval(new Array(10).fill([3, 1]), mean)).toBeNull();
});

test('leaves out draws that have no score, and gives none where they are many', () => {
  const rows = normals(400, 'sample');
  /** The mean, but for one draw in so many. */
  const seldom = (every: number) => {
    let draws = 0;
    return (drawn: readonly (readonly number[])[]) => (++draws % every === 0 ? null : mean(drawn));
  };
  const whole = bootstrapInterval(rows, mean);
  const most = bootstrapInterval(rows, seldom(50));
  expect(most?.low).toBeCloseTo(whole?.low ?? NaN, 2);
  expect(most?.high).toBeCloseTo(whole?.high ?? NaN, 2);
  expect(bootstrapInterval(rows, seldom(10))).toBeNull();
});

test('of a proportion, as published: Newcombe 1998, table I', () => {
  const cases = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [29, 29, 0.883, 1],
  ] as const;
  for (const [hits, n, low, high] of cases) {
    const interval = wilsonInterval(hits, n);
    expect(interval?.low).toBeCloseTo(100 * low, 2);
    expect(interval?.high).toBeCloseTo(100 * high, 2);
  }
  expect(wilsonInterval(1, 1)).toBeNull();
});
