/** How small multiples share their room and their scale. Pure. */

/** A cell is about so many times as wide as high. */
const SHAPE = 1.5;

/**
 * How many columns make cells of about the wanted shape.
 * @param head height of what stands above each cell
 */
export function columnsFor(cells: number, width: number, height: number, head = 0): number {
  const shapeOf = (columns: number) => {
    const rows = Math.ceil(cells / columns);
    const cellHeight = Math.max(1, height / rows - head);
    return Math.abs(Math.log(width / columns / cellHeight / SHAPE));
  };
  return Array.from({ length: cells }, (_, i) => i + 1).reduce(
    (best, columns) => (shapeOf(columns) < shapeOf(best) ? columns : best),
    1,
  );
}

/** The end of a scale from 0: a round number of half powers of ten, so that it moves in coarse steps while spectra grow. */
export function topOf(largest: number): number {
  if (largest <= 0) return 0;
  const part = 10 ** Math.floor(Math.log10(largest)) / 2;
  return Math.ceil(largest / part) * part;
}
