/** Names beside points: each where it meets no other name and no point. Pure; lengths are in CSS pixels. */
import type { Box } from './readout-place.ts';

interface Named {
  x: number;
  y: number;
  /** Of the text. */
  width: number;
}

/** Between a point's middle and its name. */
const GAP = 8;

const meet = (a: Box, b: Box): boolean =>
  a.left < b.left + b.width &&
  b.left < a.left + a.width &&
  a.top < b.top + b.height &&
  b.top < a.top + a.height;

/**
 * Where each name stands, by its left end and the middle of its line: right of its point, else left, above or below it; null
 * where all of these are taken. Names of the first points are placed first.
 */
export function placeLabels(
  points: readonly Named[],
  line: number,
  within: Box,
): ({ x: number; y: number } | null)[] {
  const taken: Box[] = points.map(({ x, y }) => ({
    left: x - GAP / 2,
    top: y - GAP / 2,
    width: GAP,
    height: GAP,
  }));
  return points.map(({ x, y, width }) => {
    const boxes = [
      { left: x + GAP, top: y - line / 2 },
      { left: x - GAP - width, top: y - line / 2 },
      { left: x - width / 2, top: y - 1.5 * line },
      { left: x - width / 2, top: y + line / 2 },
    ].map((place): Box => ({ ...place, width, height: line }));
    const free = boxes.find(
      (box) =>
        box.left >= within.left &&
        box.left + width <= within.left + within.width &&
        box.top >= within.top &&
        box.top + line <= within.top + within.height &&
        taken.every((other) => !meet(box, other)),
    );
    if (!free) return null;
    taken.push(free);
    return { x: free.left, y: free.top + line / 2 };
  });
}
