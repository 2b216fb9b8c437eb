/**
 * `npm run bench:svd`: what the singular value decompositions of Inspect cost on one thread beside ml-matrix's, and the figures
 * that need W0, of all matrices of a model of six layers, d = 256. Times are medians of five.
 */
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { createRng } from '../src/core/rng.ts';
import { SITE_FIGURES } from '../src/core/site-figures.ts';
import { siteShape, sitesOf } from '../src/core/site.ts';
import { dense, multiply, svd, transpose, type Dense, type Svd } from '../src/core/svd.ts';
import { shapeOf } from './work.ts';

const REPETITIONS = 5;
const SIZES = [64, 128, 256, 512] as const;
const RANKS = [8, 64] as const;

const rng = createRng(1, 'bench/svd');
const random = (count: number, deviation = 1) =>
  Array.from({ length: count }, () => deviation * rng.normal());

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** Milliseconds. */
function timed(act: () => void): number {
  const from = performance.now();
  act();
  return performance.now() - from;
}

const medianTime = (act: () => void): string =>
  median(Array.from({ length: REPETITIONS }, () => timed(act))).toFixed(1);

function largestError(one: Dense, other: Dense): number {
  return one.values.reduce((most, value, i) => Math.max(most, Math.abs(value - (other.values[i] ?? NaN))), 0);
}

/** U·diag(σ)·Vᵀ. */
function rebuilt({ sigma, left, right }: Svd): Dense {
  const scaled = left.values.map((value, i) => value * (sigma[Math.floor(i / left.columns)] ?? 0));
  return multiply(transpose({ ...left, values: scaled }), right);
}

function theirs({ rows, columns, values }: Dense): Svd {
  const found = new SingularValueDecomposition(Matrix.from1DArray(rows, columns, values), {
    autoTranspose: true,
  });
  const rowsOf = (matrix: Matrix): Dense => transpose(dense(matrix.rows, matrix.columns, matrix.to1DArray()));
  return {
    sigma: Float64Array.from(found.diagonal),
    left: rowsOf(found.leftSingularVectors),
    right: rowsOf(found.rightSingularVectors),
  };
}

console.log('| d × d | this | ml-matrix | error, this | error, ml-matrix |');
console.log('| --- | --- | --- | --- | --- |');
for (const d of SIZES) {
  const matrix = dense(d, d, random(d * d));
  const largest = svd(matrix).sigma[0] ?? NaN;
  const error = (found: Svd) => (largestError(rebuilt(found), matrix) / largest).toExponential(1);
  const cells = [
    `${medianTime(() => svd(matrix))} ms`,
    `${medianTime(() => theirs(matrix))} ms`,
    error(svd(matrix)),
    error(theirs(matrix)),
  ];
  console.log(`| ${d} | ${cells.join(' | ')} |`);
}

const model = shapeOf('mini');
const sites = sitesOf(model, ['q', 'k', 'v', 'o', 'up', 'down'], null);
for (const r of RANKS) {
  const inputs = sites.map((site) => {
    const { dIn, dOut } = siteShape(model, site.projection);
    const [a, b] = [random(r * dIn, dIn ** -0.5), random(dOut * r, 0.02)].map((values) =>
      Float32Array.from(values),
    );
    if (!a || !b) throw new Error('Two factors were drawn.');
    const w0 = dense(dOut, dIn, random(dOut * dIn, 0.02));
    return { w0, delta: { site, r, dIn, dOut, scale: 32 / r, a, b }, other: null };
  });
  const seconds = timed(() => inputs.forEach((input) => SITE_FIGURES.base(input))) / 1000;
  console.log(
    `\n${sites.length} matrices of six layers, d = 256, r = ${r}: ${seconds.toFixed(1)} s on one thread`,
  );
}
