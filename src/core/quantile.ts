/** The q-quantile of sorted numbers, linear between neighbours (NumPy's default). */
export function quantile(sorted: readonly number[], q: number): number {
  const at = q * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? NaN;
  const above = sorted[Math.ceil(at)] ?? NaN;
  return below + (above - below) * (at - Math.floor(at));
}

/** The middle of numbers, and what the middle half of them lies between. NaN of none. */
export function quartiles(values: readonly number[]): { low: number; middle: number; high: number } {
  const sorted = values.toSorted((a, b) => a - b);
  return { low: quantile(sorted, 0.25), middle: quantile(sorted, 0.5), high: quantile(sorted, 0.75) };
}
