/** The fused kernels that linear maps are made of, where the current backend has them. */
import type * as tf from '@tensorflow/tfjs-core';
import { labWasm, labWebGPU } from '../backend/current.ts';
import { geluOnGpu, geluOnWasm } from './gelu.ts';
import { outerProducts, sumOfProducts, type OuterProduct, type Product, type SumOptions } from './matmul.ts';
import { outerOnWasm, sumOnWasm } from './matmul-wasm.ts';

export interface Products {
  /** As `sumOfProducts`. */
  sum(products: readonly Product[], options: SumOptions): { value: tf.Tensor2D; before: tf.Tensor2D | null };
  /** As `outerProducts`. */
  outer(products: readonly OuterProduct[], rows: number): void;
  /** dy times GELU's slope at x. */
  geluGradient(x: tf.Tensor2D, dy: tf.Tensor2D): tf.Tensor2D;
}

/** Null where linear maps are to be composed of tfjs's own ops. */
export function fusedProducts(): Products | null {
  const gpu = labWebGPU();
  if (gpu)
    return {
      sum: (products, options) => sumOfProducts(gpu, products, options),
      outer: (products, rows) => outerProducts(gpu, products, rows),
      geluGradient: (x, dy) => geluOnGpu(gpu).gradient(x, dy),
    };
  const wasm = labWasm();
  return (
    wasm && {
      sum: (products, options) => sumOnWasm(wasm, products, options),
      outer: (products, rows) => outerOnWasm(wasm, products, rows),
      geluGradient: (x, dy) => geluOnWasm(wasm).gradient(x, dy),
    }
  );
}
