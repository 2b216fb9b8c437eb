/** What can be asked of ΔW at one site: the figures that a worker takes, each from what it needs alone. */
import { amplification, onBaseSpectrum, type Amplification } from './amplification.ts';
import { deltaMatrix, deltaSvd, factorDirections, hasFactors, type Delta } from './directions.ts';
import { findIntruders, type Intruders } from './intruders.ts';
import { LabError } from './lab-error.ts';
import { createRng } from './rng.ts';
import { subspaceSimilarity } from './similarity.ts';
import { siteId, siteLabel } from './site.ts';
import { summarise, usedDirections, type SiteSummary } from './site-summary.ts';
import { firstRows, multiply, spanOf, svd, transpose, type Dense, type Svd } from './svd.ts';

/** So many directions of a side are given at most: pictures have no room for more. */
export const MOST_DIRECTIONS = 64;

export interface SiteSpectrum extends SiteSummary {
  /** ΔW's singular values, largest first. */
  sigma: Float64Array;
}

/** Dimensions of the spaces that directions live in: dOut of the left ones, B's too, and dIn of the right ones, A's too. */
export type Spaces = Record<'left' | 'right', number>;

/** ΔW against W0, which costs W0's SVD and half of that of W0 + ΔW. */
export interface AgainstBase {
  /** A column of Table 7 for r = 1, 2, 4 … and for all directions that ΔW has. */
  amplifications: (Amplification & { r: number })[];
  /** W0's singular values. */
  baseSigma: Float64Array;
  /** cos² of ΔW's directions with all of W0's, by side. */
  onBase: Record<'left' | 'right', Dense>;
  /** φ(i, j) of ΔW's directions and W0's. */
  similarity: Record<'left' | 'right', Dense>;
  spaces: Spaces;
  intruders: Intruders;
}

/** φ(i, j) of two runs' directions: right ones of A and left ones of B, null where a ΔW has no factors, and both of ΔW. */
export interface Similarities {
  a: Dense | null;
  b: Dense | null;
  left: Dense;
  right: Dense;
  spaces: Spaces;
}

export interface SiteFigures {
  summary: SiteSpectrum;
  base: AgainstBase;
  /** ΔW's first directions. */
  directions: Svd;
  similarity: Similarities;
}
export type Figure = keyof SiteFigures;

export interface SiteInput {
  /** dOut × dIn. */
  w0: Dense;
  delta: Delta;
  /** The other run's, where two are compared. */
  other: Delta | null;
}

const first = (rows: Dense): Dense => firstRows(rows, MOST_DIRECTIONS);

/** The first of the directions that ΔW has. */
function used(delta: Svd): Record<'left' | 'right', Dense> {
  const kept = Math.min(usedDirections(delta), MOST_DIRECTIONS);
  return { left: firstRows(delta.left, kept), right: firstRows(delta.right, kept) };
}

/** Matrices of as many rows, side by side. */
function beside(x: Dense, y: Dense): Dense {
  const columns = x.columns + y.columns;
  const values = new Float64Array(x.rows * columns);
  for (let i = 0; i < x.rows; i++) {
    values.set(x.values.subarray(i * x.columns, (i + 1) * x.columns), i * columns);
    values.set(y.values.subarray(i * y.columns, (i + 1) * y.columns), i * columns + x.columns);
  }
  return { rows: x.rows, columns, values };
}

/** The first columns of a matrix. */
const firstColumns = (matrix: Dense, count: number): Dense => transpose(firstRows(transpose(matrix), count));

/** ΔW's directions along W0's, and the intruders. */
interface Compared {
  base: Svd;
  own: Svd;
  intruders: Intruders;
}

/**
 * @param own ΔW's directions
 * @returns `base` and `own` in one basis for each side, which their products do not depend on
 */
function compare(w0: Dense, change: Dense, own: Svd): Compared {
  const base = svd(w0);
  return { base, own, intruders: findIntruders(w0, change, base) };
}

/**
 * The same where one side of W0 is much longer than the other: in the space that W0 and ΔW span there, whose dimensions are those
 * of the shorter side and of ΔW's rank. The SVDs are of smaller matrices then, and have the same values and products.
 */
function compareInSpan(w0: Dense, own: Svd, longer: 'left' | 'right'): Compared {
  const rank = usedDirections(own);
  const directions = firstRows(own[longer], rank);
  const turn = longer === 'left' ? (matrix: Dense) => matrix : transpose;
  const tall = turn(w0);
  const span = spanOf(beside(tall, transpose(directions)));
  const inSpan = { ...own, [longer]: span.toCoordinates(directions) };
  const left = firstRows(inSpan.left, rank);
  const scaled = left.values.map((x, i) => x * (own.sigma[Math.floor(i / left.columns)] ?? 0));
  const change = multiply(transpose({ ...left, values: scaled }), firstRows(inSpan.right, rank));
  const { base, intruders } = compare(turn(firstColumns(span.r, tall.columns)), change, inSpan);
  const { tuned } = intruders;
  return {
    base,
    own: inSpan,
    intruders: { ...intruders, tuned: { ...tuned, [longer]: span.toVectors(tuned[longer]) } },
  };
}

function againstBase({ w0, delta }: SiteInput): AgainstBase {
  const own = deltaSvd(delta);
  const kept = usedDirections(own);
  const longer = w0.rows > w0.columns ? 'left' : 'right';
  const isLong = Math.abs(w0.rows - w0.columns) > kept;
  const compared = isLong ? compareInSpan(w0, own, longer) : compare(w0, deltaMatrix(delta), own);
  const { base, intruders } = compared;
  const ranks = Array.from({ length: 16 }, (_, i) => 2 ** i).filter((r) => r < kept);
  const sides = <T>(of: (side: 'left' | 'right') => T) => ({ left: of('left'), right: of('right') });
  const seen = used(compared.own);
  return {
    amplifications: (kept > 0 ? [...ranks, kept] : []).map((r) => ({
      r,
      ...amplification(w0, own, base, { r, rng: createRng(r, `table-7/${siteId(delta.site)}`) }),
    })),
    baseSigma: base.sigma,
    onBase: sides((side) => onBaseSpectrum(seen[side], base[side])),
    similarity: sides((side) => subspaceSimilarity(seen[side], first(base[side]))),
    spaces: { left: delta.dOut, right: delta.dIn },
    intruders,
  };
}

function similarities({ delta, other }: SiteInput): Similarities {
  if (!other) throw new LabError('internal', `No second ΔW is given at ${siteLabel(delta.site)}.`);
  const [one, two] = [deltaSvd(delta), deltaSvd(other)];
  const ofFactor = (matrix: 'A' | 'B') =>
    hasFactors(delta) && hasFactors(other)
      ? subspaceSimilarity(first(factorDirections(delta, matrix)), first(factorDirections(other, matrix)))
      : null;
  const ofDelta = (side: 'left' | 'right') => subspaceSimilarity(used(one)[side], used(two)[side]);
  return {
    ...{ a: ofFactor('A'), b: ofFactor('B'), left: ofDelta('left'), right: ofDelta('right') },
    spaces: { left: delta.dOut, right: delta.dIn },
  };
}

export const SITE_FIGURES: { readonly [F in Figure]: (input: SiteInput) => SiteFigures[F] } = {
  summary({ w0, delta }) {
    const own = deltaSvd(delta);
    return { ...summarise(w0, own), sigma: own.sigma };
  },
  base: againstBase,
  directions({ delta }) {
    const { sigma, left, right } = deltaSvd(delta);
    return { sigma, left: first(left), right: first(right) };
  },
  similarity: similarities,
};
