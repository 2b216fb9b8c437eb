import { expect, it } from 'vitest';
import { quartiles } from './quantile.ts';

it('has NumPy’s quartiles, of values in any order', () => {
  // np.percentile([7, 1, 4, 10], [25, 50, 75])
  expect(quartiles([7, 1, 4, 10])).toEqual({ low: 3.25, middle: 5.5, high: 7.75 });
  expect(quartiles([2])).toEqual({ low: 2, middle: 2, high: 2 });
  expect(quartiles([]).middle).toBeNaN();
});
