/**
 * Matrix products on WebGPU, as the linear maps need them: sums of products with an epilogue, and products that sum
 * over rows. One dispatch each. Other backends use tf.matMul.
 */
import * as tf from '@tensorflow/tfjs-core';
import { tileFor } from './autotune.ts';
import { emptyTensor } from '../backend/current.ts';
import type { Kernel, LabWebGPU } from '../backend/webgpu.ts';
import type { Storage } from './linear-map.ts';
import { sumGrid, sumKernel, VALUES_PER_WORD, type Layout, type SumSpec, type Tile } from './matmul.wgsl.ts';
import { partsOf } from './parts.ts';
import { outerGrid, outerKernel, type OuterSpec } from './outer.wgsl.ts';
import { uniforms } from './wgsl.ts';

/** A row-major matrix: `width` values a row, of which those from column `from` (0 if absent) on are meant. */
export interface Matrix {
  tensor: tf.Tensor;
  width: number;
  from?: number;
  /** f32 if absent; only b may be stored otherwise. */
  storage?: Storage;
  /** Of int8: one for each column. */
  scales?: tf.Tensor1D | undefined;
}

/** a [rows, depth] times b, which is [depth, columns], or [columns, depth] where `transposed`. */
export interface Product {
  a: Matrix;
  b: Matrix;
  transposed: boolean;
  depth: number;
  /** The section whose columns b makes; absent if b makes the columns of all sections. */
  section?: number;
  /** The run whose rows it makes; absent if it makes the rows of all runs. */
  run?: number;
  /** Columns that b has of a section's; all if absent. The others come out as anything. */
  columns?: number;
}

export interface SumOptions {
  /** Rows of one run. */
  rows: number;
  /** How many runs lie one below the other in the result, and in every a and the addend; 1 if absent. */
  runs?: number;
  /** Columns of one section. */
  columns: number;
  /** How many sections lie side by side in the result; 1 if absent. */
  sections?: number;
  /** Factor of the sum, before bias and addend; 1 if absent. */
  scale?: number;
  /** Factors of the sums of each run and section, section after section, in place of `scale`. */
  scales?: readonly number[];
  /** [sections · columns] */
  bias?: tf.Tensor1D | null;
  /** Added last, [runs · rows, sections · columns]. */
  addend?: tf.Tensor2D | null;
  /** Apply GELU, before the addend. */
  gelu?: boolean;
  /** For tests and measurements; the device's own choice if absent. */
  tile?: Tile;
}

const kernels = new Map<string, Kernel>();

function kernelOf(name: string, write: () => string): Kernel {
  let kernel = kernels.get(name);
  if (!kernel) kernels.set(name, (kernel = { name, wgsl: write() }));
  return kernel;
}

/** A tensor that a kernel binds: an input matrix, or one of the parts of one that is too large to be bound at once. */
interface Bound {
  tensor: tf.Tensor;
  /** Whose part it is. */
  whole: tf.Tensor;
  storage: Storage;
}

/** As `layoutOf`, for a matrix that may be bound in parts. */
function layoutInParts(gpu: LabWebGPU, inputs: Bound[], matrix: Matrix): Layout {
  const { tensor: whole, width, from = 0, storage = 'f32', scales } = matrix;
  const known = inputs.filter((own) => own.whole.dataId === whole.dataId);
  const wordsOfRow = width / VALUES_PER_WORD[storage];
  const [first] = known;
  if (first) {
    const parts = known.length > 1 && { count: known.length, rows: first.tensor.size / wordsOfRow };
    return { buffer: inputs.indexOf(first), width, from, ...(parts && { parts }), ...scaled(inputs, scales) };
  }
  const buffer = inputs.length;
  const parts = partsOf(gpu, whole, wordsOfRow);
  inputs.push(...(parts?.views ?? [whole]).map((tensor) => ({ tensor, whole, storage })));
  return {
    ...{ buffer, width, from },
    ...(parts && { parts: { count: parts.views.length, rows: parts.rows } }),
    ...scaled(inputs, scales),
  };
}

/** Where the scales of a matrix are found among a kernel's inputs, to which they are added if they are new. */
function scaled(inputs: Bound[], scales: tf.Tensor1D | undefined): Pick<Layout, 'scales'> {
  if (!scales) return {};
  const known = inputs.findIndex(({ whole }) => whole.dataId === scales.dataId);
  return { scales: known < 0 ? inputs.push({ tensor: scales, whole: scales, storage: 'f32' }) - 1 : known };
}

/** Disposes the views that matrices were bound by. */
const dropParts = (inputs: readonly Bound[]): void => {
  tf.dispose(inputs.filter(({ tensor, whole }) => tensor !== whole).map(({ tensor }) => tensor));
};

/** Where a matrix is found among a kernel's inputs, to which it is added if it is new. */
function layoutOf(inputs: Matrix[], matrix: Matrix): Layout {
  let buffer = inputs.findIndex(({ tensor }) => tensor.dataId === matrix.tensor.dataId);
  if (buffer < 0) buffer = inputs.push(matrix) - 1;
  return { buffer, width: matrix.width, from: matrix.from ?? 0 };
}

/**
 * gelu?(scale · Σ products + bias) + addend. Without GELU, products of more matrices than the device may bind at once are
 * summed in as many dispatches as that takes.
 * @returns [runs · rows, sections · columns]; and with `gelu` what GELU was applied to, of the same shape
 */
export function sumOfProducts(
  gpu: LabWebGPU,
  products: readonly Product[],
  {
    rows,
    columns,
    sections = 1,
    runs = 1,
    scale,
    scales,
    bias,
    addend,
    gelu = false,
    ...options
  }: SumOptions,
): { value: tf.Tensor2D; before: tf.Tensor2D | null } {
  const inputs: Bound[] = [];
  const spec: SumSpec = {
    products: products.map(({ a, b, transposed, depth, section, run, columns: own }) => ({
      a: layoutInParts(gpu, inputs, a),
      b: layoutInParts(gpu, inputs, b),
      transposed,
      depth,
      section: section ?? null,
      run: run ?? null,
      columns: own ?? columns,
    })),
    inputs: inputs.map(({ storage }) => storage),
    columns,
    sections,
    runs,
    scaled: scales ? 'apart' : scale !== undefined && 'alike',
    bias: !!bias,
    addend: !!addend,
    gelu,
  };
  const bound = inputs.length + [bias, addend, gelu, scales].filter(Boolean).length + 1;
  if (bound > gpu.device.limits.maxStorageBuffersPerShaderStage && products.length > 1 && !gelu) {
    dropParts(inputs);
    const half = Math.ceil(products.length / 2);
    const factor = { ...(scale !== undefined && { scale }), ...(scales && { scales }) };
    const common = { rows, columns, sections, runs, ...factor, ...options };
    const first = sumOfProducts(gpu, products.slice(0, half), {
      ...common,
      bias: bias ?? null,
      addend: addend ?? null,
    });
    return sumOfProducts(gpu, products.slice(half), { ...common, addend: first.value });
  }
  const name = `sum/${JSON.stringify(spec)}`;
  const tile = options.tile ?? tileFor(gpu, name, spec, rows);
  const value = emptyTensor<tf.Rank.R2>([runs * rows, sections * columns]);
  const before = gelu ? emptyTensor<tf.Rank.R2>(value.shape) : null;
  const factors = scales ? tf.tensor1d([...scales]) : null;
  const tensors = [...inputs.map(({ tensor }) => tensor), bias, addend, value, before, factors];
  gpu.dispatch(
    kernelOf(`${name}/${JSON.stringify(tile)}`, () => sumKernel(spec, tile)),
    tensors.filter((tensor) => !!tensor),
    sumGrid(spec, rows, tile),
    uniforms([rows], [scale ?? 1]),
  );
  factors?.dispose();
  dropParts(inputs);
  return { value, before };
}

/**
 * aᵀ·b, summed over the rows of both, written into `output` [rows, columns], or [columns] where a is one column. a and b are
 * float32.
 */
export interface OuterProduct {
  a: Matrix;
  b: Matrix;
  output: tf.Tensor;
  /** Where `output` lies in a larger tensor, which is bound in its place, so that outputs can share a binding. */
  within?: { tensor: tf.Tensor; from: number };
  /** Whose rows of a and b are summed, where runs lie one below the other; the first if absent. */
  run?: number;
}

/** An outer product's result as a matrix; a vector is one row. */
export function outerShape({ output }: OuterProduct): { rows: number; columns: number } {
  const columns = output.shape.at(-1) ?? 1;
  return { rows: output.size / columns, columns };
}

/**
 * Computes all of these in one dispatch, or in as few as the device's bound on buffers allows.
 * @param rows of one run, of every a and b
 * @param split for tests; the device's own choice if absent
 */
export function outerProducts(
  gpu: LabWebGPU,
  products: readonly OuterProduct[],
  rows: number,
  split: 1 | 64 = gpu.software ? 1 : 64,
): void {
  const inputs: Matrix[] = [];
  const outputs: Matrix[] = [];
  const spec: OuterSpec = {
    sections: products.map((product) => {
      const { rows: height, columns } = outerShape(product);
      const { tensor, from } = product.within ?? { tensor: product.output, from: 0 };
      return {
        a: layoutOf(inputs, product.a),
        b: layoutOf(inputs, product.b),
        output: layoutOf(outputs, { tensor, from, width: columns }),
        run: product.run ?? 0,
        rows: height,
        columns,
      };
    }),
    inputs: inputs.length,
    outputs: outputs.length,
    split,
  };
  if (inputs.length + outputs.length > gpu.device.limits.maxStorageBuffersPerShaderStage) {
    const half = Math.ceil(products.length / 2);
    outerProducts(gpu, products.slice(0, half), rows, split);
    outerProducts(gpu, products.slice(half), rows, split);
    return;
  }
  gpu.dispatch(
    kernelOf(`outer/${JSON.stringify(spec)}`, () => outerKernel(spec)),
    [...inputs.map(({ tensor }) => tensor), ...outputs.map(({ tensor }) => tensor)],
    outerGrid(spec),
    uniforms([rows]),
  );
}
