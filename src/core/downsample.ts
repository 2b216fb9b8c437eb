/**
 * Fewer points for a chart, honestly: neighbours are grouped and each group gives its lowest and its highest
 * point, so no peak or dip that was measured disappears. (LTTB gives smoother shapes but may drop a spike.)
 */

/**
 * At most `limit` of the points, in order: the first, the last, and the extremes of equal groups between them.
 * @param limit at least 4.
 * @param valueOf the height of a point.
 */
export function downsample<T>(points: readonly T[], limit: number, valueOf: (point: T) => number): T[] {
  if (limit < 4) throw new RangeError(`A chart needs a limit of at least 4 points, not ${limit}`);
  if (points.length <= limit) return [...points];
  const inner = points.slice(1, -1);
  const groups = Math.floor(limit / 2) - 1;
  const kept = Array.from({ length: groups }, (_, g) =>
    extremes(
      inner.slice(Math.floor((g * inner.length) / groups), Math.floor(((g + 1) * inner.length) / groups)),
      valueOf,
    ),
  );
  return [...points.slice(0, 1), ...kept.flat(), ...points.slice(-1)];
}

/** The lowest and the highest point, in the order in which they come. */
function extremes<T>(group: readonly T[], valueOf: (point: T) => number): T[] {
  const values = group.map(valueOf);
  const low = values.indexOf(Math.min(...values));
  const high = values.indexOf(Math.max(...values));
  return group.filter((_, i) => i === low || i === high);
}
