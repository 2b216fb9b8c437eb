import { describe, expect, it } from 'vitest';
import { medianInterval } from './median-interval.ts';

describe('the interval of a median', () => {
  const upTo = (n: number) => Array.from({ length: n }, (_, i) => n - i);

  // The ranks that tables of the sign test print.
  it.each([
    [6, 0.95, 1, 6],
    [10, 0.95, 2, 9],
    [20, 0.95, 6, 15],
    [40, 0.95, 14, 27],
    [8, 0.99, 1, 8],
    [20, 0.99, 4, 17],
    [30, 0.99, 8, 23],
  ])('of %d values at %d', (n, confidence, low, high) => {
    expect(medianInterval(upTo(n), confidence)).toEqual({ low, high });
  });

  it('is none of too few values', () => {
    expect(medianInterval(upTo(5), 0.95)).toBeNull();
    expect(medianInterval(upTo(7), 0.99)).toBeNull();
    expect(medianInterval([], 0.95)).toBeNull();
  });
});
