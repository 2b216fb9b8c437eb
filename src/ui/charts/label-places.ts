/** Names beside points: each where it meets no other name and no point, and no line if it can. Pure; lengths are in CSS pixels. */
import type { Box } from './readout-place.ts';

interface Named {
  x: number;
  y: number;
  /** Of the text. */
  width: number;
}

/** Between a point's middle and its name, at the least. Larger type has larger points. */
const GAP = 8;

const meet = (a: Box, b: Box): boolean =>
  a.left < b.left + b.width &&
  b.left < a.left + a.width &&
  a.top < b.top + b.height &&
  b.top < a.top + a.height;

/** Places along a line through `corners`, close enough that no text fits between two of them. */
export function alongLine(corners: readonly { x: number; y: number }[]): { x: number; y: number }[] {
  return corners.slice(1).flatMap((to, i) => {
    const from = corners[i] ?? to;
    const count = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / GAP);
    return Array.from({ length: count }, (_, k) => ({
      x: from.x + ((to.x - from.x) * k) / count,
      y: from.y + ((to.y - from.y) * k) / count,
    }));
  });
}

/**
 * Where each name stands, by its left end and the middle of its line: right of its point, else left, above, below or at a corner
 * of it; null where all of these are taken. Names of the first points are placed first.
 * @param drawn places of a line: a name stands on it only where nothing else is free
 */
export function placeLabels(
  points: readonly Named[],
  line: number,
  within: Box,
  drawn: readonly { x: number; y: number }[] = [],
): ({ x: number; y: number } | null)[] {
  const gap = Math.max(GAP, line / 2);
  const taken: Box[] = points.map(({ x, y }) => ({
    left: x - gap / 2,
    top: y - gap / 2,
    width: gap,
    height: gap,
  }));
  return points.map(({ x, y, width }) => {
    const boxes = [
      { left: x + gap, top: y - line / 2 },
      { left: x - gap - width, top: y - line / 2 },
      { left: x - width / 2, top: y - 1.5 * line },
      { left: x - width / 2, top: y + line / 2 },
      { left: x + gap / 2, top: y - line - gap / 2 },
      { left: x + gap / 2, top: y + gap / 2 },
      { left: x - gap / 2 - width, top: y - line - gap / 2 },
      { left: x - gap / 2 - width, top: y + gap / 2 },
    ].map((place): Box => ({ ...place, width, height: line }));
    const places = boxes.filter(
      (box) =>
        box.left >= within.left &&
        box.left + width <= within.left + within.width &&
        box.top >= within.top &&
        box.top + line <= within.top + within.height &&
        taken.every((other) => !meet(box, other)),
    );
    const isStruck = (box: Box) =>
      drawn.some((place) => meet(box, { left: place.x, top: place.y, width: 1, height: 1 }));
    const free = places.find((box) => !isStruck(box)) ?? places[0];
    if (!free) return null;
    taken.push(free);
    return { x: free.left, y: free.top + line / 2 };
  });
}
