/**
 * The singular values of ΔW = s·BA, and the numbers that sum a spectrum up. ΔW itself is never formed: the
 * values come from the small core between thin QR factors of B and Aᵀ, in Float64. A ΔW without such a form has a whole SVD.
 * Values only, no vectors.
 */
import { Matrix, QrDecomposition, SingularValueDecomposition } from 'ml-matrix';

type Floats = Float32Array | Float64Array;

/** The triangular factor of a thin QR; a matrix with fewer rows than columns is its own factor. */
const triangle = (m: Matrix): Matrix =>
  m.rows < m.columns ? m : new QrDecomposition(m).upperTriangularMatrix;

/**
 * Singular values of ΔW = s·BA: with B = Q_B R_B and Aᵀ = Q_A R_A they are those of s·R_B R_Aᵀ, at most
 * r × r. Never by way of AᵀA, which would square the condition number.
 * @param a row-major r × dIn, the paper's A.
 * @param b row-major dOut × r, the paper's B.
 * @returns as many values as ΔW can have above 0, min(r, dIn, dOut), largest first
 * @throws RangeError if a or b is not of the stated size or holds a value that is not finite.
 */
export function singularValues(
  { a, b, r, dIn, dOut }: { a: Floats; b: Floats; r: number; dIn: number; dOut: number },
  scale: number,
): number[] {
  if (a.length !== r * dIn || b.length !== dOut * r)
    throw new RangeError(`A has ${a.length} values and B ${b.length}, not ${r}×${dIn} and ${dOut}×${r}`);
  const core = triangle(Matrix.from1DArray(dOut, r, b)).mmul(
    triangle(Matrix.from1DArray(r, dIn, a).transpose()).transpose(),
  );
  const values = valuesOf(core);
  return Array.from({ length: Math.min(r, dIn, dOut) }, (_, i) => Math.abs(scale) * (values[i] ?? 0));
}

/** @throws RangeError where the matrix holds a value that is not finite: the iteration inside the SVD would never end on it */
function valuesOf(matrix: Matrix): number[] {
  if (!matrix.to1DArray().every(Number.isFinite))
    throw new RangeError('The matrix holds a value that is not finite');
  return new SingularValueDecomposition(matrix, {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true,
  }).diagonal;
}

/**
 * Singular values of a matrix as it is: those of the triangular factor of its thin QR, which has the shorter of both sides.
 * @param values row-major rows × columns
 * @returns min(rows, columns) values, largest first
 * @throws RangeError if there are not as many values, or one is not finite
 */
export function denseSingularValues(values: Floats, rows: number, columns: number): number[] {
  if (values.length !== rows * columns)
    throw new RangeError(`There are ${values.length} values, not ${rows}×${columns}`);
  const matrix = Matrix.from1DArray(rows, columns, values);
  return valuesOf(triangle(rows < columns ? matrix.transpose() : matrix));
}

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
