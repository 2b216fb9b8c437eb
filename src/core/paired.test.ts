/** Against SciPy and definitions: tools/fixtures/paired.py. */
import { describe, expect, it } from 'vitest';
import fixture from './paired.fixture.json' with { type: 'json' };
import { estimate, holm, pairedTest } from './paired.ts';
import { criticalT, twoSidedP } from './student-t.ts';

/** Relative to the larger of 1 and the number. */
const close = (actual: number | undefined, expected: number, tolerance = 1e-9) =>
  expect(Math.abs((actual ?? NaN) - expected)).toBeLessThan(tolerance * Math.max(1, Math.abs(expected)));

describe('paired test', () => {
  it.each(fixture.cases)('$name as SciPy has it', ({ a, b, t, p, low, high, deviation }) => {
    const found = pairedTest(a, b);
    close(found?.t, t);
    close(found?.p, p);
    close((found?.mean ?? NaN) - (found?.margin ?? NaN), low);
    close((found?.mean ?? NaN) + (found?.margin ?? NaN), high);
    close(found?.deviation, deviation);
    expect(found?.n).toBe(a.length);
  });

  it('says nothing of a single pair, and refuses lists of different length', () => {
    expect(pairedTest([1], [2])).toBeNull();
    expect(() => pairedTest([1, 2], [1])).toThrow('as many');
  });

  it('finds no difference where there is none, and no chance where all differ alike', () => {
    expect(pairedTest([1, 2, 3], [1, 2, 3])).toMatchObject({ mean: 0, t: 0, p: 1, margin: 0 });
    expect(pairedTest([2, 3, 4], [1, 2, 3])).toMatchObject({ mean: 1, t: Infinity, p: 0, margin: 0 });
  });

  it('does not depend on which comes first but for the sign', () => {
    const [a, b] = [
      [1, 4, 2, 8],
      [2, 3, 1, 5],
    ];
    const [one, other] = [pairedTest(a, b), pairedTest(b, a)];
    expect(one?.p).toBe(other?.p);
    expect(one?.mean).toBe(-(other?.mean ?? NaN));
  });
});

describe("Student's t", () => {
  it.each(fixture.quantiles)('$confidence of $freedom degrees of freedom', ({ freedom, confidence, t }) => {
    close(criticalT(confidence, freedom), t);
    close(twoSidedP(t, freedom), 1 - confidence);
  });
});

it.each(fixture.several)(
  'adjusts $p.length p-values as the closure of Bonferroni’s test does',
  ({ p, adjusted }) => {
    expect(holm(p)).toEqual(adjusted.map((value) => expect.closeTo(value, 12) as number));
  },
);

it('estimates a mean from two values on', () => {
  expect(estimate([1])).toBeNull();
  expect(estimate([1, 3])).toMatchObject({ mean: 2, n: 2 });
});
