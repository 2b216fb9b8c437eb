import { describe, expect, test } from 'vitest';
import { ranks, readNumber } from './correlation.ts';
import fixture from './label-metrics.fixture.json';
import { evaluate, type Example } from './metrics.ts';

const examplesOf = (pairs: readonly (readonly [string, string])[]): Example[] =>
  pairs.map(([wanted, prediction]) => ({ prompt: '?', prediction, references: [wanted] }));
const asText = (pairs: readonly number[][]) =>
  examplesOf(pairs.map(([wanted, written]) => [String(wanted), String(written)] as const));

describe.each(fixture.numbers.map((set, i) => [i, set] as const))('as SciPy has it: set %i', (_, set) => {
  test.each(['pearson', 'spearman'] as const)('%s', (id) => {
    const { value, interval } = evaluate(id, asText(set.pairs));
    expect(value).toBeCloseTo(set[id], 9);
    if (interval) {
      expect(interval.low).toBeLessThan(set[id]);
      expect(interval.high).toBeGreaterThan(set[id]);
    }
  });

  test('ranks', () => {
    expect(ranks(set.pairs.map(([wanted = NaN]) => wanted))).toEqual(set.ranks);
  });
});

test('a number is a whole text', () => {
  expect(['3.8', ' 4\n', '-1', '−1.5', '+.5', '2.'].map(readNumber)).toEqual([3.8, 4, -1, -1.5, 0.5, 2]);
  for (const text of ['', 'four', '3.8 points', '1,000', '1.2.3', '1e3', 'NaN', 'Infinity', '.'])
    expect(readNumber(text)).toBeNaN();
});

describe.each(['pearson', 'spearman'] as const)('%s', (id) => {
  const good = [
    ['1', '1.5'],
    ['2', '2.5'],
    ['3', '2'],
    ['4', '4'],
  ] as const;

  test('leaves out texts without a number and says how far off each other is', () => {
    const { value, perExample } = evaluate(id, examplesOf([...good, ['5', 'high'], ['0', '']]));
    expect(value).toBe(evaluate(id, examplesOf(good)).value);
    expect(perExample).toEqual([0.5, 0.5, 1, 0, null, null]);
  });

  test.each([
    ['unreadable', [...good, ['1', ''], ['2', 'x'], ['3', ''], ['4', 'y']]],
    ['too-few', good.slice(0, 2)],
    [
      'too-few',
      [
        ['1', '1'],
        ['2', '2'],
        ['3', ''],
      ],
    ],
    // Numbers whose mean is not exact.
    [
      'no-variance',
      [
        ['1', '0.1'],
        ['2', '0.1'],
        ['3', '0.1'],
      ],
    ],
    [
      'no-variance',
      [
        ['1', '1'],
        ['1', '2'],
        ['1', '3'],
      ],
    ],
  ] as const)('is not defined: %s', (notDefined, pairs) => {
    const examples = examplesOf(pairs);
    expect(evaluate(id, examples)).toMatchObject({ value: null, notDefined, interval: null });
  });

  test('has no interval where many draws have no value', () => {
    const examples = examplesOf([...Array.from({ length: 19 }, () => ['1', '1'] as const), ['2', '2']]);
    expect(evaluate(id, examples)).toMatchObject({ value: 100, interval: null });
  });
});
