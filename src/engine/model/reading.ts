/** What forward passes of all families share: how they read their place in the text, and their linear maps. B batch, T positions, d the width of all heads. */
import type * as tf from '@tensorflow/tfjs-core';
import type { LinearName, TransformerConfig } from '../../core/site.ts';
import type { BatchTensors, VirtualPlaces } from '../batch-tensors.ts';
import type { Changes, Pass } from '../methods/method.ts';
import { attention } from '../ops/attention.ts';
import { dropout } from '../ops/dropout.ts';
import type { Epilogue, FrozenLinear, LinearInput, LinearUpdate } from '../ops/linear-map.ts';
import { adaptedLinear } from '../ops/linear.ts';

/** How a pass reads its place in the text: whole texts from their beginning, unless it says otherwise. */
export interface Reading {
  /** [B·T] int32, each token's row of the position embedding; null to count from 0. */
  positions: tf.Tensor1D | null;
  /** Where virtual tokens stand; null for none. */
  virtual: VirtualPlaces | null;
  /**
   * [C] int32, the places that are asked for: once nothing is mixed any more, the others are left out. Null for all.
   */
  counted: tf.Tensor1D | null;
  /**
   * Mixes what each position sees: queries, keys and values [B·T, 3d] to [B·T, d]. Here alone is it decided what a position
   * sees: a GPT-2 what came before, a decoder what its cache holds, an encoder would all of its text.
   */
  attend(layer: number, qkv: tf.Tensor2D): tf.Tensor2D;
  /** Sees what each linear map reads, [B·T, dIn]; absent where nobody looks. */
  sees?(layer: number, map: LinearName, input: tf.Tensor2D): void;
}

/** Whole texts, where a position sees itself and earlier ones. */
export function wholeTexts(
  model: { config: Pick<TransformerConfig, 'n_head'> },
  { ids, virtual, packing }: Pick<BatchTensors, 'ids' | 'virtual' | 'packing'>,
): Reading {
  const [texts, length] = ids.shape;
  const shape = { heads: model.config.n_head, packing };
  return {
    positions: virtual?.positions ?? packing?.positions ?? null,
    virtual,
    counted: packing?.counted ?? null,
    // Runs that go through the model together have these texts each.
    attend: (_, qkv) => attention(qkv, { ...shape, batch: packing ? texts : qkv.shape[0] / length }),
  };
}

/** What flows into a layer. */
export interface Stream {
  layer: number;
  /** [B·T, d]; of several runs that go through the model together one below the other. */
  x: tf.Tensor2D;
  /** Whether something trainable lies below, so that x has a gradient; absent where nothing does. */
  isTrained?: boolean;
}

/** Which layers a pass computes, by default all. */
export interface Part {
  /** What flows into the first of them. */
  from?: Stream | null;
  /** The layer before which it ends, with what flows into that. */
  until?: number;
}

/** What flows into the update of a linear map: its input, some of it left out where the method trains with dropout. */
const droppedInput = (x: tf.Tensor2D, update: LinearUpdate | null, pass: Pass): tf.Tensor2D =>
  pass.training && update?.dropout
    ? dropout(x, update.dropout.rate, {
        seed: pass.seed,
        stream: update.dropout.stream,
        step: pass.step,
      })
    : x;

/**
 * A linear map of a block as a method changes it.
 * @param frozen the base model's
 * @param input [N, dIn]; `isConstant` where nothing trainable lies below it
 * @returns [N, dOut], and whether the method trains something in the map
 */
export function linearMap(
  method: Changes | null,
  { layer, map, frozen }: { layer: number; map: LinearName; frozen: FrozenLinear },
  { x, isConstant }: Pick<LinearInput, 'x' | 'isConstant'>,
  pass: Pass,
  epilogue?: Epilogue,
): { y: tf.Tensor2D; isTrained: boolean } {
  const kept = method?.frozen?.(layer, map) ?? frozen;
  const update = method?.linear?.(layer, map, kept) ?? null;
  const dropped = droppedInput(x, update, pass);
  return { y: adaptedLinear({ x, dropped, isConstant }, kept, update, epilogue), isTrained: update !== null };
}
