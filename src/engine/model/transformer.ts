/**
 * The GPT-2 forward pass, once, over named sites. A method describes what it changes, and the pass computes it; with no
 * method it is the base model. B batch, T positions, d = n_embd, V vocabulary.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { MapName } from '../../core/models/gpt2.ts';
import type { TransformerConfig } from '../../core/site.ts';
import type { Changes, Pass } from '../methods/method.ts';
import { attention } from '../ops/attention.ts';
import { bottleneck, type Bottleneck } from '../ops/bottleneck.ts';
import { dropout } from '../ops/dropout.ts';
import { embedding, trainedEmbedding } from '../ops/embedding.ts';
import { layerNorm, residual, type Norm, type NormPlace } from '../ops/layer-norm.ts';
import type { Epilogue, FrozenLinear } from '../ops/linear-map.ts';
import { adaptedLinear } from '../ops/linear.ts';
import { scores, type Head } from '../ops/head.ts';
import { pickRows } from '../ops/pick-rows.ts';
import { replaceRows } from '../ops/replace-rows.ts';
import type { BatchTensors, VirtualPlaces } from '../batch-tensors.ts';
import type { BaseModel } from './base-model.ts';

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
}

/**
 * What the model makes of each position, after the last layer norm and before the language-model head.
 * @param ids [B, T] int32
 * @param method null for the base model
 * @param part of the model: `from` what flows into a layer and has no gradient, `until` what flows into a later one
 * @returns as the stream, or [C, d] of the places that are asked for
 */
export function forward(
  model: BaseModel,
  method: Changes | null,
  ids: tf.Tensor2D,
  pass: Pass,
  reading: Reading = wholeTexts(model, { ids, virtual: null, packing: null }),
  { from, until }: { from?: Stream | null; until?: number } = {},
): tf.Tensor2D {
  const { layer_norm_epsilon: epsilon } = model.config;
  const trained = method?.embeddings?.() ?? null;
  /** Nothing trainable lies below, so no gradient flows from here on down. */
  let isConstant = !!from || trained === null;
  let x = from
    ? from.x
    : trained
      ? trainedEmbedding(ids, reading.positions, trained)
      : embedding(ids, reading.positions, model.wte, model.wpe); // [B·T, d]
  const place = (name: string, norm: Norm): NormPlace => {
    const update = method?.norm?.(name) ?? null;
    const found = { norm, epsilon, update, isConstant };
    if (update) isConstant = false;
    return found;
  };
  const adapt = (y: tf.Tensor2D, adapter: Bottleneck, stream: tf.Tensor2D | null): tf.Tensor2D => {
    const adapted = bottleneck(y, adapter, { epsilon, isConstant, stream });
    isConstant = false;
    return adapted;
  };

  const first = from?.layer ?? 0;
  model.blocks.slice(first, until).forEach(({ ln1, ln2, qkv, o, up, down }, above) => {
    const layer = first + above;
    const rows = reading.virtual && method?.virtualRows?.(layer);
    if (reading.virtual && rows) {
      x = replaceRows(x, rows, reading.virtual);
      isConstant = false;
    }
    const project = (
      map: MapName,
      input: tf.Tensor2D,
      frozen: FrozenLinear,
      epilogue?: Epilogue,
    ): tf.Tensor2D => {
      const kept = method?.frozen?.(layer, map) ?? frozen;
      const update = method?.linear?.(layer, map, kept) ?? null;
      const dropped =
        pass.training && update?.dropout
          ? dropout(input, update.dropout.rate, {
              seed: pass.seed,
              stream: update.dropout.stream,
              step: pass.step,
            })
          : input;
      const y = adaptedLinear({ x: input, dropped, isConstant }, kept, update, epilogue);
      if (update) isConstant = false;
      return y;
    };

    /** The last map of a sublayer, whose output is added to the stream: at once, or after an adapter layer. */
    const leave = (
      sublayer: 'attention' | 'mlp',
      map: MapName,
      input: tf.Tensor2D,
      frozen: FrozenLinear,
      stream: tf.Tensor2D,
    ): tf.Tensor2D => {
      const adapter = method?.bottleneck?.(layer, sublayer);
      return adapter
        ? adapt(project(map, input, frozen), adapter, stream)
        : project(map, input, frozen, { addend: stream });
    };

    /** Queries, keys and values; learned keys and values in the places of virtual tokens, whose queries nothing reads. */
    const see = (h: tf.Tensor2D): tf.Tensor2D => {
      const projected = project('qkv', h, qkv);
      const learned = reading.virtual && method?.virtualKeyValues?.(layer);
      if (!reading.virtual || !learned) return projected;
      isConstant = false;
      const rows: tf.Tensor2D = tf.pad(learned, [
        [0, 0],
        [model.config.n_embd, 0],
      ]);
      return replaceRows(projected, rows, reading.virtual);
    };

    x = residual(x, place(`${layer}.ln1`, ln1), (h, stream) =>
      leave('attention', 'o', reading.attend(layer, see(h)), o, stream),
    );
    // After the last attention every place stands alone.
    if (reading.counted && layer === model.blocks.length - 1) x = pickRows(x, reading.counted);
    x = residual(x, place(`${layer}.ln2`, ln2), (h, stream) =>
      leave('mlp', 'down', project('up', h, up, { gelu: true }), down, stream),
    );
    const adapter = method?.bottleneck?.(layer, 'block');
    if (adapter) x = adapt(x, adapter, null);
  });
  return until === undefined ? layerNorm(x, place('lnF', model.lnF)) : x;
}

/** The head of the model as a method changes it. @param method null for the base model */
export function headOf(model: BaseModel, method: Changes | null): Head {
  return { frozen: model.head, trained: method?.embeddings?.()?.wte ?? null };
}

/**
 * The language-model head: scores of every token for what comes next.
 * @param method null for the base model
 * @param hidden [N, d]
 * @returns [N, V]
 */
export function logits(model: BaseModel, method: Changes | null, hidden: tf.Tensor2D): tf.Tensor2D {
  return scores(hidden, headOf(model, method));
}
