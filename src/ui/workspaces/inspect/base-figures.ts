/** What the view of ΔW against W0 shows, from the figures of its matrices. Pure. */
import type { Amplification } from '../../../core/amplification.ts';
import type { AgainstBase } from '../../../core/site-figures.ts';
import type { Dense } from '../../../core/svd.ts';
import type { Point } from '../../charts/series.ts';

/**
 * W0 has so many times what r random directions have, at least, to be told from chance: of r² products of about normal values
 * the norm strays by 1/(√2·r) of itself.
 */
const moreThanChance = (r: number): number => Math.max(1.5, 1 + Math.SQRT2 / r);
/** From so many directions on, little in them is more than chance: W0 has this share of what random ones have, at most. */
const LEAST_FOR_LESS = 4;
const lessThanChance = (r: number): number => Math.min(1 / 1.5, 1 - Math.SQRT2 / r);
/** W0 has this share of what it has in its own strongest, at least, where ΔW is among these. */
const TOP = 0.5;

/** What ΔW's directions are to W0: among its strong ones, some that it has but does not emphasise, any, or weak ones. */
export type Alignment = 'top' | 'more' | 'chance' | 'less';

export function alignmentOf({
  r,
  overlap,
  own,
  random,
}: Pick<Amplification, 'overlap' | 'own' | 'random'> & { r: number }): Alignment {
  const more = moreThanChance(r);
  if (r >= LEAST_FOR_LESS && overlap <= lessThanChance(r) * random) return 'less';
  if (overlap < more * random) return 'chance';
  return overlap >= TOP * own ? 'top' : 'more';
}

/** What an amplification would be, were the directions random. */
export const chanceFactor = ({
  deltaNorm,
  random,
}: Pick<Amplification, 'deltaNorm' | 'random'>): number | null => (random > 0 ? deltaNorm / random : null);

/** Any directions that are more of a space's dimensions than this have much in common, and all of them have everything. */
const JUDGED_SHARE = 1 / 4;

/**
 * The row of Table 7 that a matrix is judged by: of all directions that ΔW has, or where these are too many of the space to be told from
 * random ones, of as many first ones as can be. Undefined where ΔW has none.
 */
export const judged = ({
  amplifications,
  baseSigma,
}: Pick<AgainstBase, 'amplifications' | 'baseSigma'>): AgainstBase['amplifications'][number] | undefined =>
  amplifications.findLast(({ r }) => r <= JUDGED_SHARE * baseSigma.length) ?? amplifications[0];

/** Σ of the first values, over `whole`, in per cent. */
function cumulated(values: ArrayLike<number>, whole: number): Point[] {
  let sum = 0;
  return Array.from(values, (value, i) => {
    sum += value;
    return { x: i + 1, value: Math.min(100, (100 * sum) / whole) };
  });
}

/** The shares of ΔW's directions, each a row of cos², in the first i of W0's. */
export const directionShares = ({ rows, columns, values }: Dense): Point[][] =>
  Array.from({ length: rows }, (_, k) => cumulated(values.subarray(k * columns, (k + 1) * columns), 1));

/** Σσ² of W0's first i values over all. */
export function energyShares(sigma: Float64Array): Point[] {
  const squares = sigma.map((value) => value ** 2);
  return cumulated(squares, squares.reduce((sum, value) => sum + value, 0) || 1);
}

/** A random direction's, of d dimensions, on average. */
export const chanceShares = (count: number, d: number): Point[] =>
  Array.from({ length: count }, (_, i) => ({ x: i + 1, value: (100 * (i + 1)) / d }));

/** The least i by which half of a direction is reached; null where it is not. */
export const halfOf = (shares: readonly Point[]): number | null =>
  shares.find(({ value }) => value >= 50)?.x ?? null;

/** ΔW's directions and the share of W0's that the paper's Figure 8 sets beside each other: the first 4, and the first tenth. */
export const FIGURE_8 = { own: 4, share: 0.1 } as const;

/** The largest φ(i, j) of ΔW's first directions with W0's first tenth, at j ≥ i. @param d how many W0 has; null where there are none */
export function mostInTop(
  { rows, columns, values }: Dense,
  d: number,
): { i: number; j: number; phi: number } | null {
  const top = Math.min(columns, Math.max(1, Math.round(FIGURE_8.share * d)));
  let most: { i: number; j: number; phi: number } | null = null;
  for (let i = 1; i <= Math.min(rows, FIGURE_8.own); i++)
    for (let j = i; j <= top; j++) {
      const phi = values[(i - 1) * columns + j - 1] ?? 0;
      if (!most || phi > most.phi) most = { i, j, phi };
    }
  return most;
}
