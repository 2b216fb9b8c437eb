import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_SMOOTHING, smooth } from './smoothing.ts';

const reals = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 });
const weights = fc.double({ min: 0, max: 1, noNaN: true });

test('a curve worked by hand', () => {
  // Weight ½: 4; (½·4 + 8)/(½ + 1); (¼·4 + ½·8 + 0)/(¼ + ½ + 1).
  expect(smooth([4, 8, 0], 0.5)).toEqual([4, expect.closeTo(20 / 3, 12), expect.closeTo(20 / 7, 12)]);
});

test('equals the usual form: an average from 0, divided by 1 − wᵗ', () => {
  fc.assert(
    fc.property(reals, fc.double({ min: 0, max: MAX_SMOOTHING, noNaN: true }), (values, w) => {
      let average = 0;
      const usual = values.map((x, i) => {
        average = w * average + (1 - w) * x;
        return average / (1 - w ** (i + 1));
      });
      smooth(values, w).forEach((x, i) => expect(Math.abs(x - (usual[i] ?? NaN))).toBeLessThan(1e-6));
    }),
  );
});

test('a constant stays itself exactly, at any weight', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), weights, (value, w) => {
      expect(smooth(Array<number>(20).fill(value), w).every((x) => x === value)).toBe(true);
    }),
  );
});

test('stays between the lowest and highest value seen', () => {
  fc.assert(
    fc.property(reals, weights, (values, w) => {
      smooth(values, w).forEach((x, i) => {
        const seen = values.slice(0, i + 1);
        expect(x).toBeGreaterThanOrEqual(Math.min(...seen) - 1e-6);
        expect(x).toBeLessThanOrEqual(Math.max(...seen) + 1e-6);
      });
    }),
  );
});

test('weight 0 changes nothing; more than the maximum is the maximum', () => {
  expect(smooth([3, 1, 2], 0)).toEqual([3, 1, 2]);
  expect(smooth([3, 1, 2], 1)).toEqual(smooth([3, 1, 2], MAX_SMOOTHING));
  expect(smooth([], 0.5)).toEqual([]);
});
