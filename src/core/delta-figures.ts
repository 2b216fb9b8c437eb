/**
 * ΔW of one matrix at one step of training: its singular values, how large its factors are, and its leading direction. Taken a
 * hundred times in a run, so of BA nothing is decomposed that is larger than its core; a ΔW without factors is, as a whole.
 */
import type { Matrix } from 'ml-matrix';
import type { LowRankDelta } from './methods/method.ts';
import type { Alignment } from './run-record.ts';
import { coreOf, denseSingularValues, singularValues } from './singular-values.ts';
import { dense, svd, type Dense } from './svd.ts';

/** ‖M‖_F and ‖M‖₂: the length of all singular values, and the largest one. */
export type Norms = [frobenius: number, spectral: number];
/** Of A and B, without s. */
export type FactorNorms = Record<'a' | 'b', Norms>;

/** The unit vectors of ΔW's largest singular value: u at the output, v at the input. Defined but for a common sign. */
export interface Leading {
  left: Float32Array;
  right: Float32Array;
}

export interface DeltaFigures {
  /** Largest first. */
  singularValues: number[];
  /** Absent where ΔW has no A and B. */
  norms?: FactorNorms;
  /** Null where ΔW is 0. */
  leading: Leading | null;
}

function lengthOf(values: Float32Array | Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}

const denseOf = (matrix: Matrix): Dense => dense(matrix.rows, matrix.columns, matrix.to1DArray());

/** Mᵀx of a row-major matrix of so many columns. */
function transposedTimes(matrix: ArrayLike<number>, columns: number, x: ArrayLike<number>): Float64Array {
  const product = new Float64Array(columns);
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < columns; j++)
      product[j] = (product[j] ?? 0) + (matrix[i * columns + j] ?? 0) * (x[i] ?? 0);
  return product;
}

/** Mx of a row-major matrix. */
const times = (matrix: ArrayLike<number>, rows: number, x: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: rows }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < x.length; j++) sum += (matrix[i * x.length + j] ?? 0) * (x[j] ?? 0);
    return sum;
  });

/** The unit vector of that direction, or of the opposite one where the sign is negative. */
function unit(vector: Float64Array, sign = 1): Float32Array {
  const length = Math.sign(sign) * lengthOf(vector);
  return Float32Array.from(vector, (value) => value / length);
}

const normsOf = (values: Float32Array, triangle: Matrix): Norms => [
  lengthOf(values),
  svd(denseOf(triangle), { left: 0, right: 0 }).sigma[0] ?? 0,
];

/**
 * Of ΔW = s·BA. With the core's leading vectors y and x, ΔW's are v ∝ Aᵀ·ofBᵀ·y and u ∝ B·ofAᵀ·x: Q_A and Q_B are never formed.
 * @throws RangeError as `singularValues`
 */
export function lowRankFigures(delta: LowRankDelta): DeltaFigures {
  const { a, b, dIn, dOut, scale } = delta;
  const core = coreOf(delta);
  const { ofA, ofB } = core;
  const values = singularValues(delta, scale, core);
  const top = svd(denseOf(core.core), { left: 1, right: 1 });
  const isZero = (values[0] ?? 0) === 0;
  return {
    singularValues: values,
    norms: { a: normsOf(a, ofA), b: normsOf(b, ofB) },
    leading: isZero
      ? null
      : {
          left: unit(times(b, dOut, transposedTimes(ofA.to1DArray(), ofA.columns, top.right.values)), scale),
          right: unit(
            transposedTimes(a, dIn, transposedTimes(ofB.to1DArray(), ofB.columns, top.left.values)),
          ),
        },
  };
}

/** Of a ΔW that has no factors. @param values row-major dIn × dOut, the transpose of the paper's @throws RangeError as `denseSingularValues` */
export function denseFigures(values: Float32Array, dIn: number, dOut: number): DeltaFigures {
  const found = denseSingularValues(values, dIn, dOut);
  if ((found[0] ?? 0) === 0) return { singularValues: found, leading: null };
  const { left, right } = svd(dense(dIn, dOut, values), { left: 1, right: 1 });
  return {
    singularValues: found,
    leading: { left: Float32Array.from(right.values), right: Float32Array.from(left.values) },
  };
}

/** Of each matrix of a run, in one order, at one step. */
export interface LeadingAt {
  step: number;
  leading: readonly (Leading | null)[];
}

/**
 * How near leading directions were to those of the last step: |cos| of the angle, null where ΔW is 0.
 * @param snapshots in any order
 */
export function alignmentsOf(snapshots: readonly LeadingAt[]): Alignment[] {
  // A step that was taken twice has the same weights.
  const ordered = [...new Map(snapshots.map((each) => [each.step, each])).values()].sort(
    (a, b) => a.step - b.step,
  );
  const final = ordered.at(-1)?.leading ?? [];
  return ordered.map(({ step, leading }) => {
    const along = (side: keyof Leading) =>
      leading.map((now, i) => {
        const [x, y] = [now?.[side], final[i]?.[side]];
        return x && y
          ? Math.min(1, Math.abs(x.reduce((sum, value, j) => sum + value * (y[j] ?? NaN), 0)))
          : null;
      });
    return { step, left: along('left'), right: along('right') };
  });
}
