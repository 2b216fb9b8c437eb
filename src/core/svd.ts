/**
 * The singular value decomposition with its vectors, in Float64: pivoted Householder QR, then one-sided Jacobi on the rows of R
 * (Drmač & Veselić 2008). Small singular values keep their digits, which those of the Gram matrix below 1e-8 of the largest do not.
 * All loops run along rows, so that memory is read in order.
 */

/** A matrix, row-major. */
export interface Dense {
  rows: number;
  columns: number;
  values: Float64Array;
}

/** M = Σ σ_k u_k v_kᵀ. Singular vectors are rows, so that the first ones are the beginning of `values`. */
export interface Svd {
  /** min(rows, columns) values, largest first. */
  sigma: Float64Array;
  /** The u_k, one a row: as many × rows. */
  left: Dense;
  /** The v_k, one a row: as many × columns. */
  right: Dense;
}

/** @throws RangeError if there are not rows × columns values, or one is not finite */
export function dense(rows: number, columns: number, values: ArrayLike<number>): Dense {
  if (values.length !== rows * columns)
    throw new RangeError(`There are ${values.length} values, not ${rows}×${columns}`);
  const floats = Float64Array.from(values);
  if (!floats.every(Number.isFinite)) throw new RangeError('The matrix holds a value that is not finite');
  return { rows, columns, values: floats };
}

export function transpose({ rows, columns, values }: Dense): Dense {
  const turned = new Float64Array(values.length);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) turned[j * rows + i] = values[i * columns + j] ?? 0;
  return { rows: columns, columns: rows, values: turned };
}

/** X·Y. */
export function multiply(x: Dense, y: Dense): Dense {
  const values = new Float64Array(x.rows * y.columns);
  for (let i = 0; i < x.rows; i++)
    for (let k = 0; k < x.columns; k++)
      addTo(values, i * y.columns, y.values, k * y.columns, y.columns, x.values[i * x.columns + k] ?? 0);
  return { rows: x.rows, columns: y.columns, values };
}

/** X·Yᵀ: the inner product of every row of X with every row of Y. */
export function multiplyTransposed(x: Dense, y: Dense): Dense {
  const values = new Float64Array(x.rows * y.rows);
  for (let i = 0; i < x.rows; i++)
    for (let j = 0; j < y.rows; j++)
      values[i * y.rows + j] = inner(x.values, i * x.columns, y.values, j * y.columns, x.columns);
  return { rows: x.rows, columns: y.rows, values };
}

/** The first rows alone, or all where there are fewer. */
export function firstRows({ rows, columns, values }: Dense, count: number): Dense {
  const kept = Math.min(rows, count);
  return { rows: kept, columns, values: values.subarray(0, kept * columns) };
}

/** ‖M‖_F. */
export const frobenius = ({ values }: Dense): number => Math.sqrt(inner(values, 0, values, 0, values.length));

function inner(x: Float64Array, atX: number, y: Float64Array, atY: number, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += (x[atX + i] ?? 0) * (y[atY + i] ?? 0);
  return sum;
}

function addTo(
  y: Float64Array,
  atY: number,
  x: Float64Array,
  atX: number,
  length: number,
  factor: number,
): void {
  for (let i = 0; i < length; i++) y[atY + i] = (y[atY + i] ?? 0) + factor * (x[atX + i] ?? 0);
}

function swapRows({ columns, values }: Dense, i: number, j: number): void {
  const row = values.slice(i * columns, (i + 1) * columns);
  values.copyWithin(i * columns, j * columns, (j + 1) * columns);
  values.set(row, j * columns);
}

/**
 * Pivoted QR of a tall matrix, given by its columns: those are `columns[order[k]] = Σ_i r[i, k]·q_i`, with |r[k, k]| falling.
 * @param given n × m, one column of the tall matrix a row, m ≥ n
 * @returns q: n × m with orthonormal rows; r: n × n, upper triangular
 */
export function pivotedQr(given: Dense): { q: Dense; r: Dense; order: number[] } {
  const { rows: n, columns: m } = given;
  const work = { rows: n, columns: m, values: Float64Array.from(given.values) };
  const a = work.values;
  const order = Array.from({ length: n }, (_, k) => k);
  const diagonal = new Float64Array(n);
  /** 2/‖v‖² of each reflector v, which stands in its row of `a` from the diagonal on. */
  const weights = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    let [pivot, longest] = [k, -1];
    for (let j = k; j < n; j++) {
      const square = inner(a, j * m + k, a, j * m + k, m - k);
      if (square > longest) [pivot, longest] = [j, square];
    }
    swapRows(work, k, pivot);
    [order[k], order[pivot]] = [order[pivot] ?? k, order[k] ?? k];
    const at = k * m + k;
    const head = a[at] ?? 0;
    const alpha = head > 0 ? -Math.sqrt(longest) : Math.sqrt(longest);
    diagonal[k] = alpha;
    if (alpha === 0) continue;
    a[at] = head - alpha;
    const weight = -1 / (alpha * (head - alpha));
    weights[k] = weight;
    for (let j = k + 1; j < n; j++)
      addTo(a, j * m + k, a, at, m - k, -weight * inner(a, at, a, j * m + k, m - k));
  }
  const r = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < j; i++) r[i * n + j] = a[j * m + i] ?? 0;
    r[j * n + j] = diagonal[j] ?? 0;
  }
  const q = new Float64Array(n * m);
  for (let j = 0; j < n; j++) q[j * m + j] = 1;
  for (let k = n - 1; k >= 0; k--)
    for (let j = k; j < n; j++) {
      const at = k * m + k;
      addTo(q, j * m + k, a, at, m - k, -(weights[k] ?? 0) * inner(a, at, q, j * m + k, m - k));
    }
  return { q: { rows: n, columns: m, values: q }, r: { rows: n, columns: n, values: r }, order };
}

/** Turns two rows of a matrix by an angle, given by its cosine and sine. */
function rotate(values: Float64Array, p: number, q: number, length: number, c: number, s: number): void {
  for (let i = 0; i < length; i++) {
    const [x, y] = [values[p + i] ?? 0, values[q + i] ?? 0];
    values[p + i] = c * x - s * y;
    values[q + i] = s * x + c * y;
  }
}

/** Sweeps after which Jacobi gives up; ten are many. */
const MOST_SWEEPS = 60;

/** Rotates the rows of a square matrix until they are orthogonal, in place. @returns the product J of the rotations: J·(rows before) = rows after */
function orthogonalise({ rows: n, values: w }: Dense): Dense {
  const turned = new Float64Array(n * n);
  for (let i = 0; i < n; i++) turned[i * n + i] = 1;
  const tolerance = Number.EPSILON * Math.sqrt(n);
  for (let sweep = 0, isDone = false; !isDone && sweep < MOST_SWEEPS; sweep++) {
    isDone = true;
    const squares = Float64Array.from({ length: n }, (_, i) => inner(w, i * n, w, i * n, n));
    for (let p = 0; p < n - 1; p++)
      for (let q = p + 1; q < n; q++) {
        const product = inner(w, p * n, w, q * n, n);
        const [a, b] = [squares[p] ?? 0, squares[q] ?? 0];
        if (Math.abs(product) <= tolerance * Math.sqrt(a) * Math.sqrt(b)) continue;
        isDone = false;
        const zeta = (b - a) / (2 * product);
        const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
        const c = 1 / Math.hypot(1, t);
        rotate(w, p * n, q * n, n, c, c * t);
        rotate(turned, p * n, q * n, n, c, c * t);
        squares[p] = Math.max(0, a - t * product);
        squares[q] = b + t * product;
      }
  }
  return { rows: n, columns: n, values: turned };
}

/**
 * The thin SVD. Vectors of a singular value 0 are orthonormal on the longer side and 0 on the shorter.
 * Vectors are defined but for a common sign of u_k and v_k, and those of equal values but for a rotation.
 */
export function svd(matrix: Dense): Svd {
  if (matrix.rows < matrix.columns) {
    const { sigma, left, right } = svd(transpose(matrix));
    return { sigma, left: right, right: left };
  }
  const n = matrix.columns;
  // Scaled, so that no square over- or underflows.
  const top = matrix.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const { q, r, order } = pivotedQr(
    transpose({ ...matrix, values: matrix.values.map((value) => value / top) }),
  );
  const turned = orthogonalise(r);
  const lengths = Array.from({ length: n }, (_, i) => Math.sqrt(inner(r.values, i * n, r.values, i * n, n)));
  const byLength = lengths.map((_, i) => i).sort((i, j) => (lengths[j] ?? 0) - (lengths[i] ?? 0));
  const sorted = { rows: n, columns: n, values: new Float64Array(n * n) };
  const right = new Float64Array(n * n);
  byLength.forEach((from, k) => {
    const length = lengths[from] ?? 0;
    sorted.values.set(turned.values.subarray(from * n, (from + 1) * n), k * n);
    if (length > 0)
      order.forEach((column, j) => (right[k * n + column] = (r.values[from * n + j] ?? 0) / length));
  });
  return {
    sigma: Float64Array.from(byLength, (i) => (lengths[i] ?? 0) * top),
    left: multiply(sorted, q),
    right: { rows: n, columns: n, values: right },
  };
}
