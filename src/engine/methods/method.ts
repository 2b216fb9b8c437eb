/**
 * The seam between a model and what adapts it. The forward pass asks a method at each frozen linear map;
 * with no method it is the base model. One file per method implements this.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { AdapterSite } from '../../core/adapter.ts';
import type { Site } from '../../core/site.ts';
import type { Epilogue, FrozenLinear } from '../ops/linear-map.ts';
import type { Parameters } from '../parameters.ts';

/** What a forward pass is for: training draws dropout from the step's own numbers, inference draws none. */
export type Pass = { training: false } | { training: true; seed: number; /** [1] int32 */ step: tf.Tensor1D };

export interface Method {
  /** What is trained, in a fixed order. */
  readonly parameters: Parameters;
  /** Where each parameter belongs, in words, for messages. */
  readonly names: readonly string[];
  /**
   * The map at the sites whose equally wide matrices lie side by side in `frozen`: x [N, dIn] → [N, dOut].
   * There is one, or q, k and v of a layer.
   */
  linear(
    sites: readonly Site[],
    x: tf.Tensor2D,
    frozen: FrozenLinear,
    pass: Pass,
    epilogue?: Epilogue,
  ): tf.Tensor2D;
  /** The trained tensors, read from the device. */
  read(): Promise<AdapterSite[]>;
  dispose(): void;
}
