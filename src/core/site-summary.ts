/** What ΔW of one site amounts to, in figures: the cells of a map of layers × matrices. */
import { chanceOverlap, overlap } from './amplification.ts';
import { effectiveRank, energyRank, stableRank } from './spectrum.ts';
import { firstRows, frobenius, type Dense, type Svd } from './svd.ts';

export interface SiteSummary {
  effectiveRank: number;
  stableRank: number;
  /** The least k whose values hold 90 % of ‖ΔW‖_F². */
  k90: number;
  /** ‖ΔW‖_F, and as a share of ‖W0‖_F; null where W0 is 0. */
  norm: number;
  relativeNorm: number | null;
  /** ‖ΔW‖_F / ‖Uᵀ W0 V‖_F over all of ΔW's directions; null where W0 has nothing there. */
  amplification: number | null;
  /** What that would be, were the directions random. */
  chanceAmplification: number | null;
}

/** How many directions ΔW has: those of its other singular values, which are rounding errors, are arbitrary. */
export function usedDirections({ sigma }: Pick<Svd, 'sigma'>): number {
  const least = (sigma[0] ?? 0) * 1e-12;
  return sigma.filter((value) => value > least).length;
}

/** @param w0 dOut × dIn @param delta ΔW's directions */
export function summarise(w0: Dense, { sigma, left, right }: Svd): SiteSummary {
  const norm = Math.hypot(...sigma);
  const baseNorm = frobenius(w0);
  const kept = usedDirections({ sigma });
  const rows = (side: Dense): Dense => firstRows(side, kept);
  const over = (inDirections: number) => (norm > 0 && inDirections > 0 ? norm / inDirections : null);
  return {
    effectiveRank: effectiveRank(sigma),
    stableRank: stableRank(sigma),
    k90: energyRank(sigma),
    norm,
    relativeNorm: baseNorm > 0 ? norm / baseNorm : null,
    amplification: over(overlap(w0, rows(left), rows(right))),
    chanceAmplification: over(chanceOverlap(baseNorm, kept, w0.rows, w0.columns)),
  };
}
