/**
 * The singular directions of ΔW in the paper's orientation, dOut × dIn: left ones live where W's output does, right ones where
 * its input does. A ΔW of low rank is never formed.
 */
import type { DenseDelta, LowRankDelta } from './methods/method.ts';
import type { Site } from './site.ts';
import {
  dense,
  firstRows,
  multiply,
  multiplyTransposed,
  qr,
  svd,
  transpose,
  type Dense,
  type Svd,
} from './svd.ts';

export type Delta =
  | DenseDelta
  | (LowRankDelta & {
      /** True where A and B are not the run's own, but stacked from those and what they started from. */
      isStacked?: boolean;
    });

/** The factors A (r × dIn) and B (dOut × r) without the scale s. */
const factorsOf = ({ a, b, r, dIn, dOut }: LowRankDelta) => ({
  a: dense(r, dIn, a),
  b: dense(dOut, r, b),
});

/** Whether A and B of a ΔW are the run's own. */
export const hasFactors = (delta: Delta): delta is LowRankDelta => 'a' in delta && !delta.isStacked;

/** The two sides of a decomposition exchanged: that of the transposed matrix. */
const turned = ({ sigma, left, right }: Svd): Svd => ({ sigma, left: right, right: left });

/**
 * The thin SVD of ΔW. Of low rank: thin QR of B and Aᵀ, and the SVD of the r × r core between them (cost (dIn + dOut)·r²).
 * @returns min(r, dIn, dOut) directions, or min(dIn, dOut) of a dense ΔW
 */
export function deltaSvd(delta: Delta): Svd {
  if ('values' in delta) return turned(svd(dense(delta.dIn, delta.dOut, delta.values)));
  const { a, b } = factorsOf(delta);
  if (delta.r > Math.min(delta.dIn, delta.dOut)) return svd(deltaMatrix(delta));
  const [ofB, ofA] = [qr(b), qr(transpose(a))];
  const core = multiplyTransposed(ofB.r, ofA.r);
  const { sigma, left, right } = svd({ ...core, values: core.values.map((value) => value * delta.scale) });
  return { sigma, left: multiply(left, ofB.q), right: multiply(right, ofA.q) };
}

/** ΔW itself, dOut × dIn. */
export function deltaMatrix(delta: Delta): Dense {
  if ('values' in delta) return transpose(dense(delta.dIn, delta.dOut, delta.values));
  const { a, b } = factorsOf(delta);
  const product = multiply(b, a);
  return { ...product, values: product.values.map((value) => value * delta.scale) };
}

/** A's right-singular directions, or B's left-singular ones: rows, strongest first. They do not depend on s. */
export function factorDirections(delta: LowRankDelta, matrix: 'A' | 'B'): Dense {
  const { a, b } = factorsOf(delta);
  return matrix === 'A' ? svd(a).right : svd(b).left;
}

/**
 * ΔW cut to its k leading directions, the closest matrix of that rank (Eckart & Young 1936), as factors that share the singular
 * values evenly: A_k = √Σ Vᵀ, B_k = U √Σ, scale 1.
 */
export const truncate = (delta: Delta, k: number): LowRankDelta =>
  firstDirections(delta.site, deltaSvd(delta), k);

/** The same of directions that are known, of which there must be k, or all that ΔW has. */
export function firstDirections(site: Site, { sigma, left, right }: Svd, k: number): LowRankDelta {
  const r = Math.min(k, sigma.length, left.rows);
  const scaled = (rows: Dense): Dense => ({
    ...rows,
    values: rows.values.map((value, i) => value * Math.sqrt(sigma[Math.floor(i / rows.columns)] ?? 0)),
  });
  return {
    site,
    r,
    dIn: right.columns,
    dOut: left.columns,
    a: Float32Array.from(scaled(firstRows(right, r)).values),
    b: Float32Array.from(transpose(scaled(firstRows(left, r))).values),
    scale: 1,
  };
}
