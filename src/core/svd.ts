/**
 * The singular value decomposition with its vectors, in Float64 (Golub & Kahan 1965): Householder reflections make the matrix
 * bidiagonal, rotations make that diagonal. The rotations are noted, and applied to those vectors alone that are wanted. Values
 * and vectors are exact to rounding errors of the largest value, which those of the Gram matrix below 1e-8 of it are not.
 * All inner loops run along rows, so that memory is read in order.
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
  /** The u_k, one a row: as many as there are values, or as are wanted, × rows. */
  left: Dense;
  /** The v_k, one a row: so many × columns. */
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
    addRows(values, i * y.columns, y, 0, y.rows, 0, x.values.subarray(i * x.columns, (i + 1) * x.columns));
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

/**
 * Adds the rows of M from `first` to `end`, each times its factor, to y: four at a time, so that y is read and written less.
 * @param from the column that M's rows are taken from
 * @param factors of the rows from `first` on
 */
function addRows(
  y: Float64Array,
  atY: number,
  { columns, values }: Dense,
  first: number,
  end: number,
  from: number,
  factors: Float64Array,
): void {
  const length = columns - from;
  let row = first;
  for (; row + 4 <= end; row += 4) {
    const [f0 = 0, f1 = 0, f2 = 0, f3 = 0] = [
      factors[row - first],
      factors[row - first + 1],
      factors[row - first + 2],
      factors[row - first + 3],
    ];
    const at0 = row * columns + from;
    const [at1, at2, at3] = [at0 + columns, at0 + 2 * columns, at0 + 3 * columns];
    for (let j = 0; j < length; j++)
      y[atY + j] =
        (y[atY + j] ?? 0) +
        f0 * (values[at0 + j] ?? 0) +
        f1 * (values[at1 + j] ?? 0) +
        f2 * (values[at2 + j] ?? 0) +
        f3 * (values[at3 + j] ?? 0);
  }
  for (; row < end; row++) addTo(y, atY, values, row * columns + from, length, factors[row - first] ?? 0);
}

/** Householder's reflections I − w_k·v_k·v_kᵀ, one a row; v_k is 0 before its k-th value at least. */
interface Reflections {
  vectors: Dense;
  weights: Float64Array;
}

const reflections = (count: number, length: number): Reflections => ({
  vectors: { rows: count, columns: length, values: new Float64Array(count * length) },
  weights: new Float64Array(count),
});

/** Squares below count as 0: those of float32 values, and of rounding errors in a scaled matrix, are far larger. */
const TINY = 1e-290;

/**
 * Makes the x that stands in row k, and is 0 before `from`, the v of the reflection that takes it to α in place `from` and 0 after.
 * @returns α
 */
function reflectTo({ vectors, weights }: Reflections, k: number, from: number): number {
  const v = vectors.values.subarray(k * vectors.columns + from, (k + 1) * vectors.columns);
  const square = inner(v, 0, v, 0, v.length);
  if (square < TINY) return 0;
  const head = v[0] ?? 0;
  const alpha = head > 0 ? -Math.sqrt(square) : Math.sqrt(square);
  v[0] = head - alpha;
  weights[k] = -1 / (alpha * (head - alpha));
  return alpha;
}

/** Reflects a matrix from a column on, by reflection k, whose v is 0 before place k. Rows beyond v's length stay as they are. */
function reflect(
  { columns, values }: Dense,
  { vectors, weights }: Reflections,
  k: number,
  from: number,
): void {
  const weight = weights[k] ?? 0;
  if (weight === 0) return;
  const length = vectors.columns;
  const v = vectors.values.subarray(k * length, (k + 1) * length);
  const products = new Float64Array(columns - from);
  addRows(products, 0, { rows: length, columns, values }, k, length, from, v.subarray(k));
  for (let i = k; i < length; i++)
    addTo(values, i * columns + from, products, 0, columns - from, -weight * (v[i] ?? 0));
}

/** Makes column k of a matrix 0 below its diagonal, by a reflection that it notes. @returns what stands on the diagonal then */
function clearColumn(matrix: Dense, left: Reflections, k: number): number {
  const { rows, columns, values } = matrix;
  for (let i = k; i < rows; i++) left.vectors.values[k * rows + i] = values[i * columns + k] ?? 0;
  const alpha = reflectTo(left, k, k);
  reflect(matrix, left, k, k + 1);
  return alpha;
}

/** Reflects all columns of X, by the last reflection first. */
function reflectAll(x: Dense, by: Reflections): void {
  for (let k = by.weights.length - 1; k >= 0; k--) reflect(x, by, k, 0);
}

/** M = QR by reflections, whose product is Q. @param matrix no fewer rows than columns @returns r: upper triangular */
function triangulate(matrix: Dense): { by: Reflections; r: Dense } {
  const { rows, columns } = matrix;
  const work = { ...matrix, values: Float64Array.from(matrix.values) };
  const by = reflections(columns, rows);
  const r = { rows: columns, columns, values: new Float64Array(columns * columns) };
  for (let k = 0; k < columns; k++) {
    const at = k * columns + k;
    r.values[at] = clearColumn(work, by, k);
    r.values.set(work.values.subarray(at + 1, (k + 1) * columns), at + 1);
  }
  return { by, r };
}

/**
 * The thin QR decomposition M = QR of a matrix with no fewer rows than columns.
 * @returns q: Qᵀ, columns × rows, with orthonormal rows whatever M's rank is; r: upper triangular
 */
export function qr(matrix: Dense): { q: Dense; r: Dense } {
  const { by, r } = triangulate(matrix);
  const x = { ...matrix, values: new Float64Array(matrix.values.length) };
  for (let k = 0; k < x.columns; k++) x.values[k * x.columns + k] = 1;
  reflectAll(x, by);
  return { q: transpose(x), r };
}

/** The space that the columns of a tall matrix M = QR span, in the orthonormal basis Q, which is never formed. */
export interface Span {
  r: Dense;
  /** Vectors of the space, one a row, as rows of their coordinates. */
  toCoordinates(vectors: Dense): Dense;
  toVectors(coordinates: Dense): Dense;
}

/** @param matrix no fewer rows than columns */
export function spanOf(matrix: Dense): Span {
  const { rows, columns } = matrix;
  const { by, r } = triangulate(matrix);
  return {
    r,
    toCoordinates(vectors) {
      const x = transpose(vectors);
      for (let k = 0; k < columns; k++) reflect(x, by, k, 0);
      return transpose(firstRows(x, columns));
    },
    toVectors(coordinates) {
      const x = { rows, columns: coordinates.rows, values: new Float64Array(rows * coordinates.rows) };
      x.values.set(transpose(coordinates).values);
      reflectAll(x, by);
      return transpose(x);
    },
  };
}

/** An upper bidiagonal matrix by its two diagonals, and the reflections to the left and right that made it of another. */
interface Bidiagonal {
  diagonal: Float64Array;
  /** Above the diagonal: as many, the last one 0. */
  above: Float64Array;
  left: Reflections;
  right: Reflections;
}

/** @param a a square matrix, which is overwritten */
function bidiagonalise(a: Dense): Bidiagonal {
  const { columns: n, values } = a;
  const [left, right] = [reflections(n, n), reflections(n, n)];
  const [diagonal, above] = [new Float64Array(n), new Float64Array(n)];
  for (let k = 0; k < n; k++) {
    diagonal[k] = clearColumn(a, left, k);
    if (k === n - 1) break;
    const [at, length] = [k * n + k + 1, n - k - 1];
    const v = right.vectors.values;
    v.set(values.subarray(at, at + length), at);
    above[k] = reflectTo(right, k, k + 1);
    const weight = right.weights[k] ?? 0;
    for (let i = k + 1; i < n; i++) {
      const row = i * n + k + 1;
      addTo(values, row, v, at, length, -weight * inner(values, row, v, at, length));
    }
  }
  return { diagonal, above, left, right };
}

/** Rotations of neighbouring vectors x_i and x_{i + 1}, to c·x_i + s·x_{i + 1} and c·x_{i + 1} − s·x_i: i, c, s of each in turn. */
type Rotations = number[];

/** The c and s that rotate (f, g) to (length, 0), where the length has f's sign, so that c is not negative. */
function rotation(f: number, g: number): { c: number; s: number; length: number } {
  const length = f < 0 ? -Math.sqrt(f * f + g * g) : Math.sqrt(f * f + g * g);
  return length === 0 ? { c: 1, s: 0, length } : { c: f / length, s: g / length, length };
}

/** A rotation by a smaller angle changes no vector by as much as rounding does. */
const NEGLIGIBLE = 1e-20;

/** Sweeps per singular value after which the iteration gives up; two or three are usual. */
const MOST_SWEEPS = 60;

/**
 * Makes a bidiagonal matrix diagonal, in place, by implicit QR sweeps with Wilkinson's shift.
 * @returns the rotations of left and right singular vectors
 */
function diagonalise({ diagonal: d, above: e }: Bidiagonal): { left: Rotations; right: Rotations } {
  const left: Rotations = [];
  const right: Rotations = [];
  const isSmall = (i: number) =>
    Math.abs(e[i] ?? 0) <= Number.EPSILON * (Math.abs(d[i] ?? 0) + Math.abs(d[i + 1] ?? 0)) + TINY;
  let sweeps = 0;
  // What is below `last` is diagonal already.
  for (let last = d.length - 1; last > 0;) {
    let first = last;
    while (first > 0 && !isSmall(first - 1)) first--;
    if (first > 0) e[first - 1] = 0;
    if (first === last) last--;
    else if (sweeps++ < MOST_SWEEPS * d.length) sweep(d, e, first, last, left, right);
    else throw new Error('The singular values do not converge');
  }
  return { left, right };
}

/** One sweep over the block from `first` to `last`, which has no zero above its diagonal. */
function sweep(
  d: Float64Array,
  e: Float64Array,
  first: number,
  last: number,
  left: Rotations,
  right: Rotations,
): void {
  const top = d[first] ?? 0;
  let f = top === 0 ? 0 : top - shift(d, e, first, last) / top;
  let g = e[first] ?? 0;
  for (let i = first; i < last; i++) {
    const [d0, e0, d1, e1] = [d[i] ?? 0, e[i] ?? 0, d[i + 1] ?? 0, e[i + 1] ?? 0];
    const onRight = rotation(f, g);
    right.push(i, onRight.c, onRight.s);
    if (i > first) e[i - 1] = onRight.length;
    f = onRight.c * d0 + onRight.s * e0;
    g = onRight.s * d1;
    const [aside, below] = [onRight.c * e0 - onRight.s * d0, onRight.c * d1];
    const onLeft = rotation(f, g);
    left.push(i, onLeft.c, onLeft.s);
    d[i] = onLeft.length;
    f = onLeft.c * aside + onLeft.s * below;
    d[i + 1] = onLeft.c * below - onLeft.s * aside;
    g = onLeft.s * e1;
    if (i + 1 < last) e[i + 1] = onLeft.c * e1;
    e[i] = f;
  }
}

/**
 * That eigenvalue of the last 2 × 2 of BᵀB which is closer to its last entry. 0 where B has a zero on its diagonal: a sweep
 * without shift then brings a singular value 0 to the end (Demmel & Kahan 1990).
 */
function shift(d: Float64Array, e: Float64Array, first: number, last: number): number {
  let [least, most] = [Infinity, 0];
  for (let i = first; i <= last; i++) {
    const size = Math.abs(d[i] ?? 0);
    least = Math.min(least, size);
    most = Math.max(most, size, i < last ? Math.abs(e[i] ?? 0) : 0);
  }
  if (least <= Number.EPSILON * most) return 0;
  const [p, q, r] = [(d[last - 1] ?? 0) / most, (d[last] ?? 0) / most, (e[last - 1] ?? 0) / most];
  const before = last - 1 > first ? (e[last - 2] ?? 0) / most : 0;
  const half = (p * p + before * before - q * q - r * r) / 2;
  const product = (p * r) ** 2;
  const root = Math.sqrt(half * half + product);
  const distance = product === 0 ? 0 : product / (half + (half < 0 ? -root : root));
  return (q * q + r * r - distance) * most * most;
}

/**
 * The first singular vectors of one side, one a row: unit vectors taken back through the rotations, the last one first, then
 * through the reflections.
 * @param order where the values stand on the diagonal, largest first
 * @param by the reflections, those that came first in front
 * @param diagonal the vectors of its negative values are turned round
 */
function vectors(
  order: readonly number[],
  rotations: Rotations,
  by: readonly Reflections[],
  diagonal?: Float64Array,
): Dense {
  const [columns, rows] = [order.length, by[0]?.vectors.columns ?? 0];
  const x = { rows, columns, values: new Float64Array(rows * columns) };
  if (columns === 0) return transpose(x);
  order.forEach((place, k) => (x.values[place * columns + k] = (diagonal?.[place] ?? 1) < 0 ? -1 : 1));
  for (let at = rotations.length - 3; at >= 0; at -= 3) {
    const s = rotations[at + 2] ?? 0;
    if (Math.abs(s) > NEGLIGIBLE) rotateBack(x, rotations[at] ?? 0, rotations[at + 1] ?? 1, s);
  }
  for (const made of by.toReversed()) reflectAll(x, made);
  return transpose(x);
}

function rotateBack({ columns, values }: Dense, i: number, c: number, s: number): void {
  const [upper, lower] = [i * columns, (i + 1) * columns];
  for (let k = 0; k < columns; k++) {
    const x = values[upper + k] ?? 0;
    const y = values[lower + k] ?? 0;
    values[upper + k] = c * x - s * y;
    values[lower + k] = s * x + c * y;
  }
}

/**
 * The thin SVD. Vectors are orthonormal, those of a singular value 0 too. They are defined but for a common sign of u_k and v_k,
 * and those of equal values but for a rotation.
 * @param wanted how many vectors of each side, all of them by default: time is saved where there are fewer
 * @throws RangeError if a value is not finite
 */
export function svd(matrix: Dense, wanted: { left?: number; right?: number } = {}): Svd {
  const { left: ofLeft = Infinity, right: ofRight = Infinity } = wanted;
  if (matrix.rows < matrix.columns) {
    const { sigma, left, right } = svd(transpose(matrix), { left: ofRight, right: ofLeft });
    return { sigma, left: right, right: left };
  }
  const top = matrix.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!Number.isFinite(top)) throw new RangeError('The matrix holds a value that is not finite');
  // Scaled, so that no square over- or underflows.
  const scaled = { ...matrix, values: matrix.values.map((value) => value / (top || 1)) };
  const tall = matrix.rows > matrix.columns ? triangulate(scaled) : null;
  const bidiagonal = bidiagonalise(tall ? tall.r : scaled);
  const { diagonal, left, right } = bidiagonal;
  const rotations = diagonalise(bidiagonal);
  const order = Array.from(diagonal, (_, i) => i).sort(
    (i, j) => Math.abs(diagonal[j] ?? 0) - Math.abs(diagonal[i] ?? 0),
  );
  return {
    sigma: Float64Array.from(order, (i) => Math.abs(diagonal[i] ?? 0) * top),
    left: vectors(order.slice(0, ofLeft), rotations.left, tall ? [tall.by, left] : [left], diagonal),
    right: vectors(order.slice(0, ofRight), rotations.right, [right]),
  };
}
