/**
 * GPT-2-family models on the device, and their forward pass, once, over named sites. A method describes what it changes, and the
 * pass computes it; with no method it is the base model. B batch, T positions, d = n_embd, V vocabulary.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { MapName } from '../../core/models/gpt2.ts';
import type { BaseDtype } from '../../core/run-config.ts';
import type { TransformerConfig } from '../../core/site.ts';
import { sideBySide, type Affine, type BaseWeights } from '../../formats/gpt2.ts';
import type { Changes, Pass } from '../methods/method.ts';
import { bottleneck, type Bottleneck } from '../ops/bottleneck.ts';
import { embedding, trainedEmbedding } from '../ops/embedding.ts';
import { layerNorm, residual, type Norm, type NormPlace } from '../ops/layer-norm.ts';
import type { Epilogue, FrozenLinear } from '../ops/linear-map.ts';
import { pickRows } from '../ops/pick-rows.ts';
import { replaceRows } from '../ops/replace-rows.ts';
import { linearMap, type Part, type Reading } from './reading.ts';
import { createUpload, type Uploaded } from './upload.ts';

/** q, k and v lie side by side, [d, 3d]: they read the same input, which is then read once. */
export interface Gpt2Block {
  ln1: Norm;
  ln2: Norm;
  qkv: FrozenLinear;
  o: FrozenLinear;
  up: FrozenLinear;
  down: FrozenLinear;
}

export interface Gpt2Model extends Uploaded {
  family: 'gpt2';
  config: TransformerConfig;
  /** Token embedding, [vocab, d]. */
  wte: tf.Tensor2D;
  /** Position embedding, [n_positions, d]. */
  wpe: tf.Tensor2D;
  blocks: Gpt2Block[];
  lnF: Norm;
  /** The language-model head: the tied embedding as a map d → vocab. */
  head: FrozenLinear;
}

/** Uploads weights to the current backend. The caller disposes the model. @param as what matrices of blocks are rounded to */
export function createGpt2Model(
  config: TransformerConfig,
  weights: BaseWeights,
  as: BaseDtype = 'stored',
): Gpt2Model {
  const upload = createUpload(as);
  const norm = ({ weight, bias }: Affine): Norm => ({
    weight: upload.vector(weight),
    bias: upload.vector(bias),
  });
  const { n_embd: d, n_inner, n_positions, vocab_size } = config;

  const wte = upload.matrix(weights.wte, vocab_size, d);
  const blocks = weights.layers.map(({ ln1, ln2, q, k, v, o, up, down }): Gpt2Block => ({
    ln1: norm(ln1),
    ln2: norm(ln2),
    qkv: upload.linear(sideBySide([q, k, v]), d, 3 * d),
    o: upload.linear(o, d, d),
    up: upload.linear(up, d, n_inner),
    down: upload.linear(down, n_inner, d),
  }));
  return {
    family: 'gpt2',
    config,
    wte,
    wpe: upload.matrix(weights.wpe, n_positions, d),
    blocks,
    lnF: norm(weights.lnF),
    head: upload.head(wte),
    ...upload.finish(),
  };
}

/**
 * What the model makes of each position, after the last layer norm and before the language-model head.
 * @param ids [B, T] int32
 * @param method null for the base model
 * @returns as the stream, or [C, d] of the places that are asked for
 */
export function gpt2Forward(
  model: Gpt2Model,
  method: Changes | null,
  ids: tf.Tensor2D,
  pass: Pass,
  reading: Reading,
  { from, until }: Part = {},
): tf.Tensor2D {
  const { layer_norm_epsilon: epsilon } = model.config;
  const trained = method?.embeddings?.() ?? null;
  /** Nothing trainable lies below, so no gradient flows from here on down. */
  let isConstant = from ? !from.isTrained : trained === null;
  let x = from
    ? from.x
    : trained
      ? trainedEmbedding(ids, reading.positions, trained, model)
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
      reading.sees?.(layer, map, input);
      const own = { layer, map, frozen };
      const { y, isTrained } = linearMap(method, own, { x: input, isConstant }, pass, epilogue);
      if (isTrained) isConstant = false;
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
