/** Keeps labels at line ends from overlapping. */

/**
 * Moves positions apart until each is at least `gap` from the next and all lie within [low, high], keeping
 * their order and staying near where they were. Where `high − low` has no room, the gap shrinks to fit.
 * @returns new positions, in the order given.
 */
export function spread(positions: readonly number[], gap: number, low: number, high: number): number[] {
  const order = positions.map((position, i) => ({ position, i })).sort((a, b) => a.position - b.position);
  const step = Math.min(gap, (high - low) / Math.max(1, order.length - 1));
  const moved = new Array<number>(positions.length);
  // Down the list each is pushed below its neighbour, then back up from the bottom edge.
  let floor = low;
  const pushed = order.map(({ position }) => {
    const at = Math.max(floor, position);
    floor = at + step;
    return at;
  });
  let ceiling = high;
  for (let k = order.length - 1; k >= 0; k--) {
    const at = Math.min(ceiling, pushed[k] ?? high);
    ceiling = at - step;
    const entry = order[k];
    if (entry) moved[entry.i] = at;
  }
  return moved;
}

/**
 * Which of several labels are shown, where some are spare: all where no one has to move by more than `spacing`, else those
 * that have their own place clear of all that come before.
 * @param labels where each wants to stand; one that is not spare is shown in any case
 * @param low where the range begins in which they are spread
 * @returns their indices, ascending
 */
export function clear(
  labels: readonly { at: number; isSpare: boolean }[],
  spacing: number,
  low: number,
  high: number,
): number[] {
  const wanted = labels.map(({ at }) => at);
  const moved = spread(wanted, spacing, low, high);
  const isNear = moved.every((at, i) => Math.abs(at - (wanted[i] ?? NaN)) <= spacing);
  if (isNear && (labels.length - 1) * spacing <= high - low) return labels.map((_, i) => i);
  const shown: number[] = [];
  labels.forEach(({ at, isSpare }, i) => {
    if (!isSpare || shown.every((other) => Math.abs(at - (labels[other]?.at ?? NaN)) >= spacing))
      shown.push(i);
  });
  return shown;
}
