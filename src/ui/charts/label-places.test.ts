import { expect, test } from 'vitest';
import { placeLabels } from './label-places.ts';

const within = { left: 0, top: 0, width: 200, height: 100 };

test('a name stands right of its point, or left of it where the plot ends', () => {
  const [right, left] = placeLabels(
    [
      { x: 50, y: 50, width: 40 },
      { x: 190, y: 20, width: 40 },
    ],
    16,
    within,
  );
  expect(right).toEqual({ x: 58, y: 50 });
  expect(left).toEqual({ x: 142, y: 20 });
});

test('a name gives way to the one before it and to points, or is left out', () => {
  const crowd = Array.from({ length: 9 }, () => ({ x: 100, y: 50, width: 40 }));
  const places = placeLabels(crowd, 16, within);
  expect(places.filter((place) => place !== null)).toHaveLength(4);
  const [first] = placeLabels(
    [
      { x: 50, y: 50, width: 40 },
      { x: 70, y: 52, width: 10 },
    ],
    16,
    within,
  );
  // Right of it is the other point.
  expect(first).toEqual({ x: 2, y: 50 });
});
