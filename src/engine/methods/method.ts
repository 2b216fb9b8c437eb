/**
 * The seam between a model and what adapts it. The forward pass asks a method at each frozen linear map;
 * with no method it is the base model. One file per method implements this.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { AdapterSite } from '../../core/adapter.ts';
import type { Site } from '../../core/site.ts';
import type { FrozenLinear } from '../ops/linear.ts';

/** What a forward pass is for: training draws dropout from the step's own numbers, inference draws none. */
export type Pass = { training: false } | { training: true; seed: number; step: number };

export interface Method {
  /** The trainable tensors, in a fixed order. */
  readonly variables: readonly tf.Variable[];
  /** Where each variable belongs, in words, for messages. */
  readonly names: readonly string[];
  /** The map at a site: x [N, dIn] → [N, dOut]. */
  linear(site: Site, x: tf.Tensor2D, frozen: FrozenLinear, pass: Pass): tf.Tensor2D;
  /** The trained tensors, read from the device. */
  read(): Promise<AdapterSite[]>;
  dispose(): void;
}
