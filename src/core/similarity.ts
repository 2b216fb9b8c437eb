/** How much the leading directions of two matrices have in common (Hu et al. 2021, section 7.2, eq. 4). */
import { multiplyTransposed, type Dense } from './svd.ts';

/**
 * φ(i, j) = ‖U_iᵀ V_j‖_F² / min(i, j) for the first i directions of one matrix and the first j of another: 0 where they share none,
 * 1 where one span holds the other. All i and j come from one product by cumulative sums. With the projection metric
 * d² = p − Σσ², p = min(i, j), φ is 1 − d²/p; the paper's appendix G misprints it as (1 − d²)/p.
 * @param first n directions, orthonormal rows in the same space as those of `second`, of which there are m
 * @returns n × m: row i − 1, column j − 1 holds φ(i, j)
 */
export function subspaceSimilarity(first: Dense, second: Dense): Dense {
  if (first.columns !== second.columns)
    throw new RangeError(`Directions of ${first.columns} and ${second.columns} values share no space`);
  const { rows, columns, values } = multiplyTransposed(first, second);
  const sums = new Float64Array(values.length);
  const similarity = new Float64Array(values.length);
  for (let i = 0; i < rows; i++) {
    let inRow = 0;
    for (let j = 0; j < columns; j++) {
      inRow += (values[i * columns + j] ?? 0) ** 2;
      const sum = inRow + (i > 0 ? (sums[(i - 1) * columns + j] ?? 0) : 0);
      sums[i * columns + j] = sum;
      similarity[i * columns + j] = sum / (Math.min(i, j) + 1);
    }
  }
  return { rows, columns, values: similarity };
}

/** The φ(i, j) that random subspaces of a d-dimensional space have on average: max(i, j)/d, which small models must not overlook. */
export const chanceSimilarity = (i: number, j: number, d: number): number => Math.min(1, Math.max(i, j) / d);

/**
 * How far φ(i, j) of random subspaces strays from that average: its standard deviation, from the variance of tr(PQ) of two random
 * projections of ranks i and j, 2·ij(d − i)(d − j)/(d²(d − 1)(d + 2)).
 */
export function chanceDeviation(i: number, j: number, d: number): number {
  const variance = (2 * i * j * (d - i) * (d - j)) / (d ** 2 * (d - 1) * (d + 2));
  return Math.sqrt(Math.max(0, variance)) / Math.min(i, j);
}

/** φ over its average by chance: (φ − E)/(1 − E), 0 at chance and 1 at most; 0 where chance alone gives 1. @param d dimensions of the space */
export function aboveChance({ rows, columns, values }: Dense, d: number): Dense {
  return {
    rows,
    columns,
    values: values.map((value, at) => {
      const chance = chanceSimilarity(Math.floor(at / columns) + 1, (at % columns) + 1, d);
      return chance < 1 ? (value - chance) / (1 - chance) : 0;
    }),
  };
}
