/**
 * Leading factors of a weight matrix, W ≈ BA with B of r columns and A of r rows, from which PiSSA and OLoRA start. Both nest:
 * factors of a smaller r are the beginning of those of a larger one. Computed in Float64, and the same every time.
 */
import { Matrix, QrDecomposition, SingularValueDecomposition } from 'ml-matrix';
import type { Factorisation } from './methods/method.ts';

export interface Factors {
  /** Row-major r × dIn. */
  a: Float32Array;
  /** Row-major dOut × r. */
  b: Float32Array;
  r: number;
}

/**
 * The first r factors of a matrix; beyond its smaller dimension they are zero.
 * - `pissa`: A = √S·Vᵀ and B = U·√S of W = USVᵀ, so BA is the best approximation of W of that rank. Defined but for signs.
 * - `olora`: B is Q's first columns, orthonormal, and A is R's first rows of W = QR. Defined but for signs.
 * @param w W, dOut × dIn
 */
export function factors(w: Matrix, by: Factorisation, r: number): Factors {
  const kept = Math.min(r, w.rows, w.columns);
  const { a, b } = by === 'pissa' ? principal(w, kept) : orthogonal(w, kept);
  const [wide, tall] = [Matrix.zeros(w.rows, r), Matrix.zeros(r, w.columns)];
  return {
    a: Float32Array.from(tall.setSubMatrix(a, 0, 0).to1DArray()),
    b: Float32Array.from(wide.setSubMatrix(b, 0, 0).to1DArray()),
    r,
  };
}

/** The first factors alone. @throws RangeError where there are fewer than r */
export function leading({ a, b, r: all }: Factors, r: number): Factors {
  if (r > all) throw new RangeError(`There are ${all} factors, not ${r}`);
  const width = a.length / all;
  return { a: a.slice(0, r * width), b: b.filter((_, i) => i % all < r), r };
}

/** Singular vectors of the longer side follow from the others: Wv = σu. */
function principal(w: Matrix, r: number): { a: Matrix; b: Matrix } {
  if (w.rows < w.columns) {
    const { a, b } = principal(w.transpose(), r);
    return { a: b.transpose(), b: a.transpose() };
  }
  const { diagonal, rightSingularVectors } = new SingularValueDecomposition(w, {
    computeLeftSingularVectors: false,
  });
  const v = rightSingularVectors.subMatrix(0, w.columns - 1, 0, r - 1);
  const roots = diagonal.slice(0, r).map(Math.sqrt);
  return {
    a: v.transpose().mulColumnVector(roots),
    // A singular value of 0 leaves both factors 0.
    b: w.mmul(v).mulRowVector(roots.map((root) => (root > 0 ? 1 / root : 0))),
  };
}

/** The first r columns of Q depend on those of W alone. */
function orthogonal(w: Matrix, r: number): { a: Matrix; b: Matrix } {
  const q = new QrDecomposition(w.subMatrix(0, w.rows - 1, 0, r - 1)).orthogonalMatrix;
  return { a: q.transpose().mmul(w), b: q };
}
