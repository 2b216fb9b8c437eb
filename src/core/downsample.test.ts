import fc from 'fast-check';
import { expect, test } from 'vitest';
import { downsample } from './downsample.ts';

const identity = (value: number) => value;

test('a single spike among thousands of points is kept', () => {
  const points = Array.from({ length: 10_000 }, (_, step) => ({
    step,
    loss: step === 6789 ? 50 : 1 + step * 1e-6,
  }));
  const kept = downsample(points, 500, (p) => p.loss);
  expect(kept.length).toBeLessThanOrEqual(500);
  expect(kept).toContain(points[6789]);
});

test('each group gives its lowest and highest, in the order in which they come', () => {
  expect(downsample([0, 5, 1, 9, 2, 3, 8, 4, 7, 6, 0], 6, identity)).toEqual([0, 1, 9, 3, 8, 0]);
});

test('keeps first, last, lowest, highest and order within the limit', () => {
  const points = fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(points, fc.integer({ min: 4, max: 100 }), (values, limit) => {
      const indexed = values.map((value, index) => ({ value, index }));
      const kept = downsample(indexed, limit, (p) => p.value);
      expect(kept.length).toBeLessThanOrEqual(limit);
      expect(kept.at(0)).toBe(indexed.at(0));
      expect(kept.at(-1)).toBe(indexed.at(-1));
      const heights = kept.map((p) => p.value);
      expect(Math.min(...heights)).toBe(Math.min(...values));
      expect(Math.max(...heights)).toBe(Math.max(...values));
      const order = kept.map((p) => p.index);
      expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
    }),
  );
});

test('short curves pass whole, as a copy', () => {
  const points = [3, 1, 2];
  expect(downsample(points, 4, identity)).toEqual(points);
  expect(downsample(points, 4, identity)).not.toBe(points);
  expect(downsample([], 4, identity)).toEqual([]);
  expect(() => downsample(points, 3, identity)).toThrow('at least 4');
});
