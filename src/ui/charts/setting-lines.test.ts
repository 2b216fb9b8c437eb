import { expect, test } from 'vitest';
import { settingLines, wantsLog } from './setting-lines.ts';

const rank = { key: 'method.r', values: [4, 1, 4, 1] };
const rate = { key: 'training.learning_rate', values: [0.1, 0.1, 0.2, 0.2] };

test('one line for each value of the other setting, by rising x', () => {
  const { lines, names } = settingLines(['a', 'b', 'c', 'd'], [rank, rate], rank);
  expect(names).toBeNull();
  expect(
    lines.map(({ others, places }) => [others[0]?.value, ...places.map(({ group, x }) => `${group}${x}`)]),
  ).toEqual([
    [0.1, 'b1', 'a4'],
    [0.2, 'd1', 'c4'],
  ]);
});

test('names stand in the order in which they come, a missing value among them', () => {
  const matrices = { key: 'method.target_modules', values: [['q'], ['q', 'v'], undefined, ['q']] };
  const { lines, names } = settingLines(['a', 'b', 'c', 'd'], [matrices], matrices);
  expect(names).toEqual([['q'], ['q', 'v'], undefined]);
  expect(lines.flatMap(({ places }) => places.map(({ group, x }) => `${group}${x}`))).toEqual([
    ...['a0', 'd0', 'b1', 'c2'],
  ]);
});

test('a wide range of numbers above 0 is logarithmic', () => {
  expect(wantsLog([1, 2, 4, 8])).toBe(true);
  expect(wantsLog([1, 2, 4])).toBe(false);
  expect(wantsLog([0, 1, 8])).toBe(false);
  expect(wantsLog([1, 8])).toBe(false);
});
