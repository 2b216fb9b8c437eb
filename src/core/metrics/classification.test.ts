import { describe, expect, test } from 'vitest';
import { positiveLabelOf } from './classification.ts';
import fixture from './label-metrics.fixture.json';
import { evaluate, type Example } from './metrics.ts';

const examplesOf = (pairs: readonly string[][]): Example[] =>
  pairs.map(([truth = '', prediction = '']) => ({ prompt: '?', prediction, references: [truth] }));

describe.each(fixture.labels.map((set, i) => [i, set] as const))(
  'as scikit-learn has it: set %i',
  (_, set) => {
    const examples = examplesOf(set.pairs);

    test('Matthews correlation', () => {
      const { value, interval } = evaluate('matthews', examples);
      expect(value).toBeCloseTo(set.matthews, 9);
      if (interval) {
        expect(interval.low).toBeLessThan(set.matthews);
        expect(interval.high).toBeGreaterThan(set.matthews);
      }
    });

    test.each(Object.entries(set.f1))('F1 of %s', (positiveLabel, expected) => {
      expect(evaluate('f1', examples, { positiveLabel }).value).toBeCloseTo(expected, 9);
    });
  },
);

const two = (n: number, [truth, answer]: readonly [string, string]) =>
  examplesOf(Array.from({ length: n }, () => [truth, answer]));

test('where all is of one class there is no Matthews correlation, where none is positive no F1', () => {
  const lazy = [...two(6, ['yes', 'yes']), ...two(6, ['no', 'yes'])];
  expect(evaluate('matthews', lazy)).toMatchObject({ value: null, notDefined: 'one-class', interval: null });
  expect(evaluate('matthews', two(12, ['yes', 'no']))).toMatchObject({
    value: null,
    notDefined: 'one-class',
  });
  expect(evaluate('f1', two(12, ['no', 'no']), { positiveLabel: 'yes' })).toMatchObject({
    value: null,
    notDefined: 'no-positives',
    interval: null,
  });
  // Nothing found of what was there is 0, not undefined.
  expect(evaluate('f1', two(12, ['yes', 'maybe']), { positiveLabel: 'yes' }).value).toBe(0);
});

test('each answer is right or wrong, whatever its case', () => {
  const examples = examplesOf([
    ['yes', 'Yes'],
    ['no', 'no'],
    ['no', 'yes'],
    ['no', 'perhaps'],
  ]);
  expect(evaluate('f1', examples).perExample).toEqual([100, 100, 0, 0]);
  expect(evaluate('matthews', examples).perExample).toEqual([100, 100, 0, 0]);
  expect(evaluate('f1', examples).value).toBeCloseTo(200 / 3, 9);
});

test.each([
  ['1', ['0', '0', '1', '1', '1']],
  ['equivalent', ['equivalent', 'not equivalent', 'equivalent']],
  ['yes', ['No', 'Yes', 'Yes']],
  ['예', ['아니요', '예', '예']],
  // The rarest, and of equals the last.
  ['fraud', ['fine', 'fine', 'fraud']],
  ['good', ['bad', 'good']],
  ['', []],
] as const)('the positive class is %s among %j', (positive, references) => {
  expect(positiveLabelOf(references)).toBe(positive);
});
