/**
 * The seam between a model and what adapts it: a method describes what it changes, and the forward pass computes it. With
 * no method the forward pass is the base model. Each method implements `Changes` in a file of its own.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { Slot, VirtualTokens } from '../../core/methods/method.ts';
import type { HeadMap } from '../../core/models/bert.ts';
import type { NamedTensors } from '../../core/tensors.ts';
import type { LinearName } from '../../core/site.ts';
import type { EmbeddingUpdate } from '../ops/embedding.ts';
import type { AdapterPlace } from '../../core/methods/marks.ts';
import type { Bottleneck } from '../ops/bottleneck.ts';
import type { NormUpdate } from '../ops/layer-norm.ts';
import type { FrozenLinear, LinearUpdate } from '../ops/linear-map.ts';
import type { Parameters } from '../parameters.ts';

/** What a forward pass is for: training draws dropout from the step's own numbers, inference draws none. */
export type Pass = { training: false } | { training: true; seed: number; /** [1] int32 */ step: tf.Tensor1D };

/** What a method changes in the forward pass; it leaves alone what it does not answer for. */
export interface Changes {
  /** Virtual tokens in every text, which take places of the context; absent for none. */
  virtual?: VirtualTokens;
  /** What the virtual tokens are where a block begins, [before + after, d], or null where they stay what the block before made. */
  virtualRows?(layer: number): tf.Tensor2D | null;
  /** The keys of the virtual tokens in a layer, and beside them their values, [before + after, 2d], or null where the layer computes them. */
  virtualKeyValues?(layer: number): tf.Tensor2D | null;
  /** The embeddings that are trained, or null where all stay frozen. */
  embeddings?(): EmbeddingUpdate | null;
  /** The weight that is trained in place of the head's, [vocab, d], or null where that stays frozen. */
  head?(): tf.Tensor2D | null;
  /** What stays frozen in place of a linear map of the base model, or null where that does. */
  frozen?(layer: number, map: LinearName): FrozenLinear | null;
  /** The change of a linear map of a block, or null for none. */
  linear?(layer: number, map: LinearName, frozen: Pick<FrozenLinear, 'dIn'>): LinearUpdate | null;
  /** What is trained of a map of an encoder's classification head, or null where it stays frozen. */
  classification?(map: HeadMap): LinearUpdate | null;
  /** The change of a norm, or null for none. @param name `0.ln1`, `0.ln2` …, `lnF`, `lnE` */
  norm?(name: string): NormUpdate | null;
  /**
   * An adapter layer, or null for none.
   * @param after reads the output of the attention or of the MLP, before that is added to the residual stream; or the stream
   *   itself where the block ends
   */
  bottleneck?(layer: number, after: AdapterPlace): Bottleneck | null;
  /** What it changes once these texts alone are left, in their order; absent where it changes all texts alike. */
  keep?(texts: readonly number[]): Changes;
  /** Frees what lies on the device beside the tensors of the slots; absent where nothing does. */
  dispose?(): void;
}

/** A method's tensors on the device, by the names of its slots; null for a name that it has not. */
export interface Variables {
  vector(name: string): tf.Tensor1D | null;
  matrix(name: string): tf.Tensor2D | null;
}

/** A method's trained tensors on the device, and what they change. */
export interface Method extends Changes {
  /** What is trained, in a fixed order. */
  readonly parameters: Parameters;
  /** All its tensors, trained and frozen, by the names of their slots. */
  readonly tensors: ReadonlyMap<string, tf.Tensor>;
  /** What each parameter is. */
  readonly slots: readonly Pick<Slot, 'name' | 'place' | 'rateFactor' | 'decayFactor'>[];
  /** What lies on the device for it, beside the base model; NaN where the backend does not count it. */
  readonly bytes: number;
  /** All its tensors, read from the device. */
  read(): Promise<NamedTensors>;
  dispose(): void;
}
