import { expect, test } from 'vitest';
import { alongLine, placeLabels } from './label-places.ts';

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

test('a name stands off a line, and on it only where nothing else is free', () => {
  const point = { x: 100, y: 50, width: 40 };
  const level = alongLine([
    { x: 0, y: 50 },
    { x: 200, y: 50 },
  ]);
  // Right and left of the point the line would strike it through.
  expect(placeLabels([point], 16, within, level)).toEqual([{ x: 80, y: 34 }]);
  const low = { ...within, top: 42, height: 16 };
  expect(placeLabels([point], 16, low, level)).toEqual([{ x: 108, y: 50 }]);
});
