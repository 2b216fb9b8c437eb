/** Student's t distribution, for tests and intervals of a mean of few measurements. */

/**
 * The two-sided p-value: how often |T| is at least |t|, by the finite series of Abramowitz & Stegun (26.7.3 and 26.7.4), to 1e-13.
 * @param freedom degrees of freedom, a whole number from 1 on
 */
export function twoSidedP(t: number, freedom: number): number {
  const angle = Math.atan(Math.abs(t) / Math.sqrt(freedom));
  const cosine = Math.cos(angle);
  const isOdd = freedom % 2 === 1;
  let sum = 0;
  let term = isOdd ? cosine : 1;
  for (let k = isOdd ? 1 : 0; k <= freedom - 2; k += 2) {
    sum += term;
    term *= (cosine ** 2 * (k + 1)) / (k + 2);
  }
  const series = Math.sin(angle) * sum;
  const within = isOdd ? (2 / Math.PI) * (angle + series) : series;
  return Math.max(0, 1 - within);
}

/**
 * The t that |T| stays within so often.
 * @param confidence between 0 and 1, e.g. 0.95
 * @param freedom as above
 */
export function criticalT(confidence: number, freedom: number): number {
  const p = 1 - confidence;
  let [low, high] = [0, 1];
  while (twoSidedP(high, freedom) > p) high *= 2;
  // Halved until floating-point numbers end.
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2)
    if (twoSidedP(middle, freedom) > p) low = middle;
    else high = middle;
  return high;
}
