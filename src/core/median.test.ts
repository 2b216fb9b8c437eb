import { expect, it } from 'vitest';
import { median } from './median.ts';

it('takes the middle of an odd and of an even number of values, and leaves them as they lie', () => {
  const values = [9, 1, 5];
  expect(median(values)).toBe(5);
  expect(values).toEqual([9, 1, 5]);
  expect(median([4, 1, 3, 100])).toBe(3.5);
  expect(median([])).toBeNaN();
});
