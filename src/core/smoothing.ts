/** Smoothing for drawn curves. The raw values stay what they are; charts show both. */

/** More would hide what a run did. */
export const MAX_SMOOTHING = 0.99;

/**
 * De-biased exponential moving average: point t is the mean of x₁ … x_t weighted by w^(t−i), so the curve starts
 * at the first value instead of 0 and a constant stays exactly that constant.
 * @param weight w, clamped to 0 (no smoothing) … `MAX_SMOOTHING`.
 */
export function smooth(values: readonly number[], weight: number): number[] {
  const w = Math.min(MAX_SMOOTHING, Math.max(0, weight));
  let mean = 0;
  let total = 0;
  return values.map((value) => {
    total = w * total + 1;
    mean += (value - mean) / total;
    return mean;
  });
}
