/** Where a text can stand without covering anything that can be pressed. Lengths are in CSS pixels. */

/** From where to where, along one direction. */
export interface Span {
  start: number;
  end: number;
}

/**
 * The place nearest to `wanted` at which a text of this length meets none of `taken`.
 * @param within what it must not leave
 * @returns where it starts; `wanted` where there is no free place
 */
export function freePlace(wanted: number, length: number, taken: readonly Span[], within: Span): number {
  const isFree = (start: number) =>
    start >= within.start &&
    start + length <= within.end &&
    taken.every((span) => span.end <= start || span.start >= start + length);
  // The nearest free place is the wanted one, or touches an edge or something taken.
  const edges = [within.start, within.end - length];
  const places = [wanted, ...edges, ...taken.flatMap(({ start, end }) => [start - length, end])].filter(
    isFree,
  );
  return places.reduce(
    (nearest, place) => (Math.abs(place - wanted) < Math.abs(nearest - wanted) ? place : nearest),
    places[0] ?? wanted,
  );
}
