import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paretoFront, type Better } from './pareto.ts';

const low = { x: 'low', y: 'low' } as const;

test('the front goes from the cheapest to the best, and leaves out what is beaten', () => {
  const points = [
    { x: 4, y: 1 },
    { x: 1, y: 3 },
    { x: 2, y: 3 },
    { x: 2, y: 2 },
    { x: 5, y: 1 },
  ];
  expect(paretoFront(points, low)).toEqual([1, 3, 0]);
});

test('more may be better', () => {
  const points = [
    { x: 1, y: 10 },
    { x: 2, y: 30 },
    { x: 3, y: 20 },
  ];
  expect(paretoFront(points, { x: 'low', y: 'high' })).toEqual([0, 1]);
  expect(paretoFront(points, { x: 'high', y: 'high' })).toEqual([2, 1]);
});

test('equal points are on the front together, and none is on the front of nothing', () => {
  expect(
    paretoFront(
      [
        { x: 1, y: 1 },
        { x: 1, y: 1 },
        { x: 1, y: 2 },
      ],
      low,
    ),
  ).toEqual([0, 1]);
  expect(paretoFront([], low)).toEqual([]);
});

test('a point is on the front where no other beats it, whatever the points', () => {
  const better = fc.constantFrom<Better>('low', 'high');
  // Few values, so that ties are many.
  const points = fc.array(
    fc.record({ x: fc.integer({ min: 0, max: 6 }), y: fc.integer({ min: 0, max: 6 }) }),
  );
  fc.assert(
    fc.property(points, better, better, (all, x, y) => {
      const gain = (from: number, to: number, way: Better) => (way === 'low' ? from - to : to - from);
      const beats = (a: (typeof all)[number], b: (typeof all)[number]) => {
        const gains = [gain(b.x, a.x, x), gain(b.y, a.y, y)];
        return gains.every((each) => each >= 0) && gains.some((each) => each > 0);
      };
      const expected = all.flatMap((point, i) => (all.some((other) => beats(other, point)) ? [] : [i]));
      expect(paretoFront(all, { x, y }).toSorted((a, b) => a - b)).toEqual(expected);
    }),
  );
});
