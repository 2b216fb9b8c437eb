/** Which of several things no other one beats. */

/** Whether less of a figure is better, or more. */
export type Better = 'low' | 'high';

/**
 * The Pareto front: the indices of the points that no other point beats, which would be as good in both figures and better in
 * one. Equal points are on it together. In the order of x, from its better end.
 */
export function paretoFront(
  points: readonly { x: number; y: number }[],
  better: { x: Better; y: Better },
): number[] {
  const costs = points.map(({ x, y }, i) => ({
    i,
    x: better.x === 'low' ? x : -x,
    y: better.y === 'low' ? y : -y,
  }));
  const ordered = costs.toSorted((a, b) => a.x - b.x || a.y - b.y);
  let least = { x: NaN, y: Infinity };
  return ordered.flatMap((point) => {
    const isEqual = point.x === least.x && point.y === least.y;
    if (!isEqual && !(point.y < least.y)) return [];
    least = point;
    return [point.i];
  });
}
