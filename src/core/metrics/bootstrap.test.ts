/** The bootstrap's intervals are SciPy's, where both draw the same segments. */
import { expect, it } from 'vitest';
import fixture from './bootstrap.fixture.json';
import { bootstrapInterval, columnSums } from './intervals.ts';

const { rows, draws } = fixture;
/** Draws what SciPy drew. */
function drawnBySciPy() {
  const given = draws.flat();
  let next = 0;
  return {
    pick<T>(list: readonly T[]): T {
      const item = list[given[next++] ?? -1];
      if (item === undefined) throw new RangeError('SciPy drew no more.');
      return item;
    },
  };
}

it.each([
  { name: 'a mean', expected: fixture.mean, score: ([a = 0]: number[]) => a / rows.length },
  { name: 'a ratio of sums', expected: fixture.ratio, score: ([a = 0, b = 0]: number[]) => a / (a + b) },
])('agrees for $name', ({ expected: [low = NaN, high = NaN], score }) => {
  const found = bootstrapInterval(rows, (drawn) => score(columnSums(drawn)), {
    rng: drawnBySciPy(),
    resamples: draws.length,
  });
  expect(found?.low).toBeCloseTo(low, 12);
  expect(found?.high).toBeCloseTo(high, 12);
});
