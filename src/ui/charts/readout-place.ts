/** Where a chart's readout stands: never over the labels of an axis, and where it covers least of the curves. Pure; lengths are in CSS pixels. */
import type { Layout } from './layout.ts';
import type { Point } from './series.ts';

export interface Size {
  width: number;
  height: number;
}

export interface Box extends Size {
  left: number;
  top: number;
}

/** The points of each line drawn. */
export type Curves = readonly (readonly Point[])[];

/** Between the cursor and the readout. */
const CURSOR_GAP = 10;
/** Between it and an axis, or the chart's edge. */
const EDGE = 2;

/** Length of the part of the line from (x1, y1) to (x2, y2) that lies in the box. After Liang and Barsky. */
function lengthWithin({ left, top, width, height }: Box, x1: number, y1: number, x2: number, y2: number) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  let [from, to] = [0, 1];
  for (const [direction, room] of [
    [-dx, x1 - left],
    [dx, left + width - x1],
    [-dy, y1 - top],
    [dy, top + height - y1],
  ] as const) {
    if (direction === 0 && room < 0) return 0;
    if (direction < 0) from = Math.max(from, room / direction);
    if (direction > 0) to = Math.min(to, room / direction);
  }
  return Math.max(0, to - from) * Math.hypot(dx, dy);
}

/** How many pixels of the curves lie under the box. */
export function covered(box: Box, curves: Curves, { xAt, yAt }: Pick<Layout, 'xAt' | 'yAt'>): number {
  let sum = 0;
  for (const points of curves)
    for (const [i, { x, value }] of points.entries()) {
      const before = points[Math.max(0, i - 1)] ?? { x, value };
      sum += lengthWithin(box, xAt(before.x), yAt(before.value), xAt(x), yAt(value));
    }
  return sum;
}

/**
 * What the readout may take: all that stands right of the y axis's labels and above those of the x axis. Only one too large
 * for the plot takes more than that.
 */
export function readoutRoom({ width, height, left, bottom }: Layout): Size {
  return { width: width - left - 2 * EDGE, height: height - bottom - EDGE };
}

/**
 * @param size the readout's, within `readoutRoom`
 * @param x the cursor's
 * @returns the place where it covers least of the curves: of equal ones, beside the cursor before the plot's ends, and the
 * top before the foot
 */
export function placeReadout(size: Size, x: number, curves: Curves, layout: Layout): Box {
  const { left, top, bottom, right, width, height } = layout;
  const first = left + EDGE;
  const last = width - right - size.width;
  const foot = height - bottom - EDGE - size.height;
  const beside = [x + CURSOR_GAP, x - CURSOR_GAP - size.width].filter((at) => at >= first && at <= last);
  const lefts = last >= first ? [...beside, last, first] : [width - EDGE - size.width];
  const places = lefts.flatMap((at) => [
    { ...size, left: at, top: Math.min(top, foot) },
    { ...size, left: at, top: foot },
  ]);
  const costs = places.map((place) => covered(place, curves, layout));
  // Less than a pixel more is no reason to move.
  const least = Math.min(...costs) + 1;
  return places[costs.findIndex((cost) => cost <= least)] ?? { ...size, left: first, top };
}
