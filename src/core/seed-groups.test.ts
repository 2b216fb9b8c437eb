import { expect, test } from 'vitest';
import { runsOf, seedsFrom } from './experiment.ts';
import { defaultRunConfig } from './run-config.ts';
import { meanCurve, seedGroups, spreadOf } from './seed-groups.ts';

const base = defaultRunConfig();
const point = (step: number, value: number, x = step) => ({ step, x, value });

test('runs that differ in their seed alone are one group, in the order of their first', () => {
  const configs = runsOf({ base, axes: [{ setting: 'r', values: [1, 4] }, seedsFrom(base, 3)] });
  const runs = configs.map((config) => ({ config, dataset: { fingerprint: 'a' } }));
  const sizes = (of: typeof runs) =>
    seedGroups(of, (run) => run).map((group) =>
      group.map(({ config }) => ['r' in config.method && config.method.r, config.seed]),
    );
  expect(sizes(runs)).toEqual([
    [
      [1, 1],
      [1, 2],
      [1, 3],
    ],
    [
      [4, 1],
      [4, 2],
      [4, 3],
    ],
  ]);
  // The same settings on other data are another group.
  const other = runs.map((run) => ({ ...run, dataset: { fingerprint: 'b' } }));
  expect(sizes([...runs, ...other])).toHaveLength(4);
  // A seed that was run again tells nothing new.
  expect(sizes([...runs, ...runs.slice(0, 1)]).map(({ length }) => length)).toEqual([3, 3, 1]);
});

test('the spread of values: the sample deviation, and none of one value', () => {
  // NumPy: np.std([2, 4, 9], ddof=1)
  expect(spreadOf([2, 4, 9])).toEqual({
    mean: 5,
    deviation: expect.closeTo(3.605551275463989, 12) as number,
    n: 3,
  });
  expect(spreadOf([2])).toEqual({ mean: 2, deviation: null, n: 1 });
  expect(spreadOf([])).toBeNull();
});

test('the mean curve has the steps that all curves have, at the mean of their places', () => {
  const mean = meanCurve([
    [point(0, 3, 0), point(10, 2, 100), point(20, 1, 200)],
    [point(0, 5, 0), point(10, 2, 140)],
  ]);
  expect(mean).toEqual([
    { step: 0, x: 0, value: 4, deviation: expect.closeTo(Math.SQRT2, 12) as number },
    { step: 10, x: 120, value: 2, deviation: 0 },
  ]);
  expect(meanCurve([[point(1, 3)]])).toEqual([{ ...point(1, 3), deviation: null }]);
  expect(meanCurve([])).toEqual([]);
  expect(meanCurve([[point(1, 3)], []])).toEqual([]);
});
