/** Intruder dimensions (Shuttleworth et al. 2024): strong singular directions of W0 + ΔW that are like none of W0's. As PEFT defines them. */
import type { LowRankDelta } from './methods/method.ts';
import type { Site } from './site.ts';
import { multiplyTransposed, svd, type Dense, type Svd } from './svd.ts';

/** PEFT's: so many leading directions are looked at, and one is an intruder whose |cos| with all of W0's is below ε. */
export const TOP_DIRECTIONS = 10;
export const EPSILON = 0.5;

export interface Intruders {
  /** max_i |cos(y_k, x_i)| of each leading left singular vector y_k of W0 + ΔW over all left ones x_i of W0. */
  cosines: number[];
  /** The k, from 0, of those that are intruders. */
  intruders: number[];
  /** W0 + ΔW, with its leading vectors. */
  tuned: Svd;
}

/** @param w0 dOut × dIn @param change ΔW, likewise @param base W0's SVD, of which left vectors alone are asked for */
export function findIntruders(
  w0: Dense,
  change: Dense,
  base: Svd,
  { top = TOP_DIRECTIONS, epsilon = EPSILON } = {},
): Intruders {
  const sum = { ...w0, values: w0.values.map((value, i) => value + (change.values[i] ?? NaN)) };
  const tuned = svd(sum, { left: top, right: top });
  const { rows, columns, values } = multiplyTransposed(tuned.left, base.left);
  const cosines = Array.from({ length: rows }, (_, k) =>
    values
      .subarray(k * columns, (k + 1) * columns)
      .reduce((most, cosine) => Math.max(most, Math.abs(cosine)), 0),
  );
  const intruders = cosines.flatMap((cosine, k) => (cosine < epsilon ? [k] : []));
  return { cosines, intruders, tuned };
}

/** What W0 + ΔW loses where its intruders are scaled, −(1 − λ)·Σσuvᵀ, as factors. */
export function intruderLoss(
  site: Site,
  { intruders, tuned: { sigma, left, right } }: Intruders,
  lambda: number,
): LowRankDelta {
  const [dIn, dOut, r] = [right.columns, left.columns, intruders.length];
  const a = new Float32Array(r * dIn);
  const b = new Float32Array(dOut * r);
  intruders.forEach((k, at) => {
    a.set(right.values.subarray(k * dIn, (k + 1) * dIn), at * dIn);
    const loss = (1 - lambda) * (sigma[k] ?? 0);
    for (let row = 0; row < dOut; row++) b[row * r + at] = -loss * (left.values[k * dOut + row] ?? 0);
  });
  return { site, r, dIn, dOut, a, b, scale: 1 };
}

/**
 * ΔW with its intruders scaled: W0 + ΔW loses (1 − λ)·σ·u·vᵀ of each.
 * @param lambda 1 leaves ΔW as it is, 0 removes the intruders; PEFT's is 0.75
 * @returns the changed ΔW, of a rank that is higher by the number of intruders
 */
export function withScaledIntruders(delta: LowRankDelta, found: Intruders, lambda: number): LowRankDelta {
  const { r, dIn, dOut, scale } = delta;
  const loss = intruderLoss(delta.site, found, lambda);
  const wider = r + loss.r;
  const a = new Float32Array(wider * dIn);
  const b = new Float32Array(dOut * wider);
  a.set(delta.a);
  a.set(loss.a, r * dIn);
  for (let row = 0; row < dOut; row++) {
    b.set(delta.b.subarray(row * r, (row + 1) * r), row * wider);
    for (let at = 0; at < loss.r; at++) b[row * wider + r + at] = (loss.b[row * loss.r + at] ?? 0) / scale;
  }
  return { ...delta, r: wider, a, b };
}
