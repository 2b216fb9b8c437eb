/** ΔW against the W0 that it changes (Hu et al. 2021, section 7.3, Table 7, and appendix H.4). */
import type { Rng } from './rng.ts';
import { firstRows, frobenius, multiply, multiplyTransposed, qr, type Dense, type Svd } from './svd.ts';

/** ‖Uᵀ W0 V‖_F: how much of W0 (dOut × dIn) lies in given directions, orthonormal rows. */
export const overlap = (w0: Dense, left: Dense, right: Dense): number =>
  frobenius(multiplyTransposed(multiply(left, w0), right));

/** The root mean square of ‖Uᵀ W0 V‖_F over random U and V of r directions each: ‖W0‖_F·r/√(dOut·dIn). */
export const chanceOverlap = (baseNorm: number, r: number, dOut: number, dIn: number): number =>
  (baseNorm * r) / Math.sqrt(dOut * dIn);

/** r random orthonormal rows of d values, uniform over all subspaces. @param r at most d */
export const randomDirections = (r: number, d: number, rng: Rng): Dense =>
  qr({ rows: d, columns: r, values: Float64Array.from({ length: r * d }, rng.normal) }).q;

export interface Amplification {
  /** ‖Uᵀ W0 V‖_F for the r directions of ΔW, for W0's own top r, for random ones on average (root mean square), and for one random draw. */
  overlap: number;
  own: number;
  random: number;
  sampled: number;
  /** ‖ΔW‖_F, of its r directions. */
  deltaNorm: number;
  baseNorm: number;
  /** ‖ΔW‖_F / ‖Uᵀ W0 V‖_F, of ΔW's r directions; null where W0 has nothing in them. */
  factor: number | null;
}

/** A column of Table 7. @param delta ΔW's directions @param base W0's @param r directions that count, at most as many as ΔW has */
export function amplification(
  w0: Dense,
  delta: Svd,
  base: Svd,
  { r, rng }: { r: number; rng: Rng },
): Amplification {
  const kept = Math.min(r, delta.sigma.length);
  const inDelta = overlap(w0, firstRows(delta.left, kept), firstRows(delta.right, kept));
  const deltaNorm = Math.hypot(...delta.sigma.subarray(0, kept));
  return {
    overlap: inDelta,
    own: Math.hypot(...base.sigma.subarray(0, kept)),
    random: chanceOverlap(frobenius(w0), kept, w0.rows, w0.columns),
    sampled: overlap(w0, randomDirections(kept, w0.rows, rng), randomDirections(kept, w0.columns, rng)),
    deltaNorm,
    baseNorm: Math.hypot(...base.sigma),
    factor: inDelta > 0 ? deltaNorm / inDelta : null,
  };
}

/** Where directions lie on W0's spectrum: row k, column i is the share cos² of direction k along W0's i-th singular vector of that side. */
export function onBaseSpectrum(directions: Dense, baseVectors: Dense): Dense {
  const products = multiplyTransposed(directions, baseVectors);
  return { ...products, values: products.values.map((cosine) => cosine ** 2) };
}
