import { expect, test } from 'vitest';
import { classAccuracies, isRightLabel } from './accuracy.ts';

const of = (prediction: string, truth: string) => ({ prediction, references: [truth] });

test('a label is right whatever its case and white space, and only as a whole', () => {
  expect(isRightLabel(of(' Positive\n', 'positive'))).toBe(true);
  expect(isRightLabel(of('positive.', 'positive'))).toBe(false);
  expect(isRightLabel(of('not positive', 'positive'))).toBe(false);
  expect(isRightLabel({ prediction: '', references: [] })).toBe(false);
});

test('the confusion of three classes', () => {
  const rows = classAccuracies([
    of('bad', 'good'),
    of('Good', 'good'),
    of('good', 'good'),
    of('good', 'good'),
    of('bad', 'bad'),
    of('maybe', 'bad'),
    of('good', 'awful'),
    of('good', 'awful'),
  ]);
  expect(rows).toEqual([
    {
      label: 'good',
      count: 4,
      accuracy: 75,
      predicted: new Map([
        ['good', 3],
        ['bad', 1],
      ]),
    },
    { label: 'awful', count: 2, accuracy: 0, predicted: new Map([['good', 2]]) },
    {
      label: 'bad',
      count: 2,
      accuracy: 50,
      predicted: new Map([
        ['bad', 1],
        ['maybe', 1],
      ]),
    },
  ]);
  expect([...(rows[0]?.predicted.keys() ?? [])]).toEqual(['good', 'bad']);
});

test('no examples, no classes', () => {
  expect(classAccuracies([])).toEqual([]);
});
