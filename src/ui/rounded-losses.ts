/** Two losses and their difference, with as many decimals as tell them apart. */
import { formatLoss } from './charts/values.ts';

/** Decimals of a loss that is told alone. */
const USUAL = 3;

/** @returns the texts, and the signed change in the same decimals; null for a change of 0 */
export function lossesApart(
  stored: number,
  rounded: number,
): { stored: string; rounded: string; change: string | null } {
  const change = rounded - stored;
  if (change === 0) return { stored: formatLoss(stored), rounded: formatLoss(rounded), change: null };
  const decimals = Math.min(20, Math.max(USUAL, -Math.floor(Math.log10(Math.abs(change)))));
  return {
    stored: stored.toFixed(decimals),
    rounded: rounded.toFixed(decimals),
    change: (change < 0 ? '−' : '+') + Math.abs(change).toFixed(decimals),
  };
}
