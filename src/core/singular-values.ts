/**
 * The singular values of ΔW = s·BA. ΔW itself is never formed: the values come from the small core between thin QR factors of B
 * and Aᵀ, in Float64. A ΔW without such a form has a whole SVD. Values only, no vectors.
 */
import { Matrix, QrDecomposition, SingularValueDecomposition } from 'ml-matrix';

type Floats = Float32Array | Float64Array;

/** A (r × dIn) and B (dOut × r), row-major as in the paper. */
export interface FactorPair {
  a: Floats;
  b: Floats;
  r: number;
  dIn: number;
  dOut: number;
}

/** The triangular factor of a thin QR; a matrix with fewer rows than columns is its own factor. */
const triangle = (m: Matrix): Matrix =>
  m.rows < m.columns ? m : new QrDecomposition(m).upperTriangularMatrix;

/** What is left of BA without the orthonormal factors: B = Q_B·ofB and Aᵀ = Q_A·ofA, so that BA = Q_B·core·Q_Aᵀ. */
export interface Core {
  ofA: Matrix;
  ofB: Matrix;
  /** ofB·ofAᵀ, at most r × r. */
  core: Matrix;
}

/** @throws RangeError if a or b is not of the stated size */
export function coreOf({ a, b, r, dIn, dOut }: FactorPair): Core {
  if (a.length !== r * dIn || b.length !== dOut * r)
    throw new RangeError(`A has ${a.length} values and B ${b.length}, not ${r}×${dIn} and ${dOut}×${r}`);
  const ofB = triangle(Matrix.from1DArray(dOut, r, b));
  const ofA = triangle(Matrix.from1DArray(r, dIn, a).transpose());
  return { ofA, ofB, core: ofB.mmul(ofA.transpose()) };
}

/**
 * Singular values of ΔW = s·BA: those of s·core. Never by way of AᵀA, which would square the condition number.
 * @returns as many values as ΔW can have above 0, min(r, dIn, dOut), largest first
 * @throws RangeError if a or b is not of the stated size or holds a value that is not finite.
 */
export function singularValues(pair: FactorPair, scale: number, { core }: Core = coreOf(pair)): number[] {
  const values = valuesOf(core);
  return Array.from(
    { length: Math.min(pair.r, pair.dIn, pair.dOut) },
    (_, i) => Math.abs(scale) * (values[i] ?? 0),
  );
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
