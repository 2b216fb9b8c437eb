/** What a linear map is made of: the frozen weight, what LoRA adds to it, and what happens to its output. */
import type * as tf from '@tensorflow/tfjs-core';

/**
 * A weight in x·W orientation, as Hugging Face's GPT-2 stores it. WebGPU needs it once, either way round; WASM and CPU
 * multiply by a transposed matrix an order of magnitude slower than by a plain one and need both.
 */
export interface FrozenLinear {
  dIn: number;
  dOut: number;
  /** [dIn, dOut] */
  weight: tf.Tensor2D | null;
  /** [dOut, dIn] */
  transposed: tf.Tensor2D | null;
  /** [dOut], or null where the map has none. */
  bias: tf.Tensor1D | null;
  /** f16: two neighbours of a row in each int32, float16 both (`packHalves`). Kernels only. */
  storage: 'f32' | 'f16';
}

/** What happens to a linear map's output on its way out. */
export interface Epilogue {
  gelu?: boolean;
  /** [N, dOut], added last. A constant: no gradient flows to it from here. */
  addend?: tf.Tensor2D;
}

export interface LoraPair {
  /** A, [r, dIn]: Gaussian at the start. */
  a: tf.Tensor2D;
  /** B, [dOut / sections, r]: zero at the start, so that ΔW = s·BA = 0. */
  b: tf.Tensor2D;
}

export interface LoraUpdate {
  /** One for each of the equally wide matrices that lie side by side in W; null where one is not adapted. One r for all. */
  pairs: readonly (LoraPair | null)[];
  /** s: α/r, or α/√r with rsLoRA */
  scale: number;
  /** [N, dIn], what A multiplies: x, or x after dropout */
  input: tf.Tensor2D;
  /** Nothing trainable lies below x, so its gradient need not be computed. */
  inputIsConstant: boolean;
}
