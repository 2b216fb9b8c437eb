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
/** From so many directions on, little in them is more than chance. */
const LEAST_FOR_LESS = 4;
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
  if (r >= LEAST_FOR_LESS && overlap * more <= random) return 'less';
  if (overlap < more * random) return 'chance';
  return overlap >= TOP * own ? 'top' : 'more';
}

/** What an amplification would be, were the directions random. */
export const chanceFactor = ({
  deltaNorm,
  random,
}: Pick<Amplification, 'deltaNorm' | 'random'>): number | null => (random > 0 ? deltaNorm / random : null);

/** Over all directions that ΔW has; undefined where it has none. */
export const overAll = ({ amplifications }: Pick<AgainstBase, 'amplifications'>) => amplifications.at(-1);

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
