/** The numbers that sum a spectrum of singular values up. */

/** The values over the largest one, so that no square over- or underflows; nothing for an all-zero spectrum. */
function ratios(sigma: Iterable<number>): number[] {
  const values = [...sigma];
  const top = Math.max(0, ...values);
  return top === 0 ? [] : values.map((value) => value / top);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/**
 * Effective rank exp(−Σ p ln p) with p = σ/Σσ (Roy & Vetterli 2007; some codes use σ² instead).
 * From 1 to the number of values, or 0 for an all-zero spectrum.
 */
export function effectiveRank(sigma: Iterable<number>): number {
  const relative = ratios(sigma);
  const total = sum(relative);
  const shares = relative.map((ratio) => ratio / total).filter((p) => p > 0);
  return shares.length === 0 ? 0 : Math.exp(-sum(shares.map((p) => p * Math.log(p))));
}

/** Stable rank ‖ΔW‖_F²/‖ΔW‖₂² = Σσ²/σ₁²: at least 1, or 0 for an all-zero spectrum. */
export function stableRank(sigma: Iterable<number>): number {
  return sum(ratios(sigma).map((ratio) => ratio ** 2));
}

/**
 * Energy rank: the least k with σ₁² + … + σ_k² ≥ τ·Σσ² (PEFT; Biderman et al. 2024 use τ = 0.9), or 0 for an
 * all-zero spectrum.
 * @param sigma largest first.
 */
export function energyRank(sigma: Iterable<number>, tau = 0.9): number {
  const energies = ratios(sigma).map((ratio) => ratio ** 2);
  const needed = tau * sum(energies);
  let reached = 0;
  let k = 0;
  for (const energy of energies) {
    if (reached >= needed) break;
    reached += energy;
    k++;
  }
  return k;
}

/**
 * The share of the energy Σσ² that the k largest values hold, for k = 1 … as many as there are: rises to 1. Empty for an
 * all-zero spectrum.
 * @param sigma largest first.
 */
export function energyShares(sigma: Iterable<number>): number[] {
  const energies = ratios(sigma).map((ratio) => ratio ** 2);
  const total = sum(energies);
  let reached = 0;
  return energies.map((energy) => (reached += energy) / total);
}
