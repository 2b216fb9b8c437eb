/** What a linear map is made of: the frozen weight, what a method changes in it, and what happens to its output. */
import type * as tf from '@tensorflow/tfjs-core';

/**
 * How a frozen weight is stored: float32; pairs of float16 in int32 (`packHalves`); or fours of int8 in int32 (`packBytes`), each
 * times its output's scale. A kernel computes in float32 with what the stored numbers stand for.
 */
export type Storage = 'f32' | 'f16' | 'int8';

/** Bytes of a stored number. */
export const STORED_BYTES = { f32: 4, f16: 2, int8: 1 } as const satisfies Record<Storage, number>;

/**
 * A weight in x·W orientation, as Hugging Face's GPT-2 stores it. Kernels need it once, either way round; TensorFlow.js's own ops
 * on WASM and CPU multiply by a transposed matrix an order of magnitude slower than by a plain one and need both.
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
  /** Of `weight`. Others than f32 are for kernels alone. */
  storage: Storage;
  /** Of int8: one for each output, [dOut]. */
  scales?: tf.Tensor1D;
}

/** What happens to a linear map's output on its way out. */
export interface Epilogue {
  gelu?: boolean;
  /** [N, dOut], added last. */
  addend?: tf.Tensor2D;
}

/** An update ΔW = s·BA of one matrix, in the paper's orientation. */
export interface LowRankUpdate {
  /** A, [r, dIn] */
  a: tf.Tensor2D;
  /** B, [dOut / sections, r] */
  b: tf.Tensor2D;
  /** s */
  scale: number;
  /** DoRA's m, [dOut / sections]; absent for LoRA. */
  magnitude?: tf.Tensor1D;
}

/** What a method changes in a linear map. Gradients flow to all tensors below. */
export interface LinearUpdate {
  /** One for each of the equally wide matrices that lie side by side in W; null where one has none. Empty: no matrix has one. */
  pairs: readonly (LowRankUpdate | null)[];
  /** Of what A multiplies, in training; null for none. `stream` names the random numbers. */
  dropout: { rate: number; stream: string } | null;
  /** Trained in place of the frozen W, [dIn, dOut]; null where W stays frozen. */
  weight: tf.Tensor2D | null;
  /** Trained in place of the frozen b, [dOut]; null where b stays frozen. */
  bias: tf.Tensor1D | null;
  /**
   * The `pairs` of each of several runs whose rows of x lie one below the other, in place of `pairs`; absent for one run.
   * On WebGPU alone, and of packed parameters.
   */
  runs?: readonly LinearUpdate['pairs'][];
  /**
   * The `pairs` of groups of texts whose rows of x lie one below the other, as many rows for each text, in place of `pairs`;
   * absent where all texts have the same. For inference alone.
   */
  groups?: readonly { texts: number; pairs: LinearUpdate['pairs'] }[];
  /** Factors of the columns of x, [dIn]; absent for none. */
  inScale?: tf.Tensor1D;
  /** Factors of the columns of y, bias included, [dOut]; absent for none. */
  outScale?: tf.Tensor1D;
}

/** What flows into an adapted linear map. */
export interface LinearInput {
  /** [N, dIn], what W multiplies. */
  x: tf.Tensor2D;
  /** [N, dIn], what A multiplies: x, or x after dropout. */
  dropped: tf.Tensor2D;
  /** Nothing trainable lies below x, so its gradient need not be computed. */
  isConstant: boolean;
}
