import { describe, expect, test } from 'vitest';
import { LabError } from '../lab-error.ts';
import { bleuOf, bleuStatistics } from './bleu.ts';
import { columnSums } from './intervals.ts';
import { METRIC_IDS } from './metric-id.ts';
import { evaluate, METRICS, type Example } from './metrics.ts';

const PERFECT: Example[] = ['The Mill serves French food.', 'The Mill is a French place, it seems.'].map(
  (reference) => ({
    prompt: 'name[The Mill], food[French]',
    prediction: reference,
    references: [reference, 'Something else altogether.'],
    executes: true,
  }),
);
const MIXED: Example[] = [
  ...PERFECT,
  {
    prompt: 'name[The Mill], food[French]',
    prediction: 'The Mill.',
    references: ['The Mill serves French food.'],
  },
  {
    prompt: 'name[Cocum], area[riverside]',
    prediction: 'A cheap pub',
    references: ['Cocum is by the river.', 'Cocum: a riverside place'],
  },
];
/** Ten at least: of fewer the bootstrap has no interval. */
const MANY = [MIXED, MIXED, MIXED].flat();

describe.each(METRIC_IDS)('%s', (id) => {
  test('is listed under its id', () => {
    expect(METRICS[id].id).toBe(id);
  });

  test('gives the best value there is to perfect predictions', () => {
    const best = METRICS[id].higherIsBetter ? 100 : 0;
    const { value, perExample, interval } = evaluate(id, PERFECT);
    expect(value).toBeCloseTo(best, 9);
    expect(perExample).toEqual([expect.closeTo(best, 9), expect.closeTo(best, 9)]);
    // 2 of 2 right says little: Wilson's 1 / (1 + z²/2).
    expect(interval).toEqual(
      METRICS[id].isRightOrWrong ? { low: expect.closeTo(34.238, 3) as number, high: 100 } : null,
    );
  });

  test('puts worse predictions below perfect ones and the value within its interval', () => {
    const { value, perExample, interval } = evaluate(id, MANY);
    const [first = NaN, , , last = NaN] = perExample;
    expect(METRICS[id].higherIsBetter ? first - last : last - first).toBeGreaterThan(0);
    expect(perExample).toHaveLength(MANY.length);
    expect(interval?.low).toBeLessThan(value);
    expect(interval?.high).toBeGreaterThan(value);
  });

  test('has no interval from one example and no value from none', () => {
    expect(evaluate(id, PERFECT.slice(0, 1)).interval).toBeNull();
    expect(() => evaluate(id, [])).toThrow('at least one example');
  });
});

test('values of the mixed set', () => {
  // Missing: food of the third; name and area of the fourth. Added: its price and its type of place. Of 8 slots.
  expect(evaluate('slot-error-rate', MIXED)).toMatchObject({ value: 62.5, perExample: [0, 0, 50, 200] });
  expect(evaluate('exact-match', MIXED)).toMatchObject({ value: 50, perExample: [100, 100, 0, 0] });
  expect(evaluate('accuracy', MIXED)).toMatchObject({ value: 50 });
  // "the mill" is 2 of 5 words of its reference, the fourth shares "a" with one of 4 words.
  expect(evaluate('rouge-1', MIXED).perExample).toEqual([
    100,
    100,
    expect.closeTo(400 / 7, 9),
    expect.closeTo(200 / 7, 9),
  ]);
  const rows = MIXED.map(({ prediction, references }) => bleuStatistics(prediction, references));
  const bleu = evaluate('bleu', MIXED);
  expect(bleu.value).toBe(bleuOf(columnSums(rows)).score);
  expect(bleu.perExample).toEqual(rows.map((row) => bleuOf(row, true).score));
});

test('the seed is the bootstrap’s', () => {
  expect(evaluate('bleu', MANY, 5)).toEqual(evaluate('bleu', MANY, 5));
  expect(evaluate('bleu', MANY, 5).interval).not.toEqual(evaluate('bleu', MANY, 6).interval);
});

test('a prompt without slots has no slot error rate', () => {
  const examples = [{ prompt: 'Where to eat?', prediction: 'Cocum', references: ['Cocum'] }];
  expect(() => evaluate('slot-error-rate', examples)).toThrow(LabError);
  expect(() => evaluate('slot-error-rate', examples)).toThrow('"Where to eat?"');
});
