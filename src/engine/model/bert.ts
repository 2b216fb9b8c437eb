/**
 * Encoders of the BERT family (BERT, RoBERTa) on the device, and their forward pass: a text is read in both directions, each
 * sublayer's sum is normalised, and the classes are told from what the last layer makes of the first token. B batch, T
 * positions, d = n_embd, C classes.
 */
import * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../../core/lab-error.ts';
import { headMapShape, type BertConfig, type BertProjection, type HeadMap } from '../../core/models/bert.ts';
import type { BaseDtype } from '../../core/run-config.ts';
import { siteShape } from '../../core/site.ts';
import type { BertHead, BertWeights } from '../../formats/bert.ts';
import type { Affine } from '../../formats/gpt2.ts';
import type { BatchTensors } from '../batch-tensors.ts';
import type { Changes, Pass } from '../methods/method.ts';
import { attention } from '../ops/attention.ts';
import { embedding } from '../ops/embedding.ts';
import { exactGelu } from '../ops/exact-gelu.ts';
import { gelu } from '../ops/gelu.ts';
import { layerNorm, type Norm } from '../ops/layer-norm.ts';
import type { FrozenLinear } from '../ops/linear-map.ts';
import { adaptedLinear } from '../ops/linear.ts';
import { pickRows } from '../ops/pick-rows.ts';
import { linearMap, type Part } from './reading.ts';
import { createUpload, type Upload, type Uploaded } from './upload.ts';

/** A block's matrices, and the norms after attention and MLP. */
export type BertBlock = Record<BertProjection, FrozenLinear> & Record<'ln1' | 'ln2', Norm>;

export interface BertModel extends Uploaded {
  family: 'bert';
  config: BertConfig;
  /** Token embedding, [V, d]. */
  wte: tf.Tensor2D;
  /** Position embedding from the first token's position on, [n_positions, d]. */
  wpe: tf.Tensor2D;
  /** The rows before that one, of RoBERTa's padding, which no token has; null where there are none. [position_offset, d] */
  unusedPositions: tf.Tensor2D | null;
  /** Embedding of a text's segments, [n_types, d]. */
  wtt: tf.Tensor2D;
  /** The norm of the embeddings' sum. */
  lnE: Norm;
  blocks: BertBlock[];
  /** The classification head: C = classifier(tanh(dense(first token))). */
  classification: Record<HeadMap, FrozenLinear>;
}

/** Uploads weights to the current backend. The caller disposes the model. @param as what matrices of blocks are rounded to */
export function createBertModel(
  config: BertConfig,
  weights: BertWeights,
  as: BaseDtype = 'stored',
): BertModel {
  const { n_embd: d, n_positions, position_offset, n_types, vocab_size } = config;
  const upload = createUpload(as);
  const norm = ({ weight, bias }: Affine): Norm => ({
    weight: upload.vector(weight),
    bias: upload.vector(bias),
  });
  const linear = (projection: BertProjection, matrix: Affine): FrozenLinear => {
    const { dIn, dOut } = siteShape(config, projection);
    return upload.linear(matrix, dIn, dOut);
  };
  return {
    family: 'bert',
    config,
    wte: upload.matrix(weights.wte, vocab_size, d),
    wpe: upload.matrix(weights.wpe.subarray(position_offset * d), n_positions, d),
    unusedPositions:
      position_offset === 0
        ? null
        : upload.matrix(weights.wpe.subarray(0, position_offset * d), position_offset, d),
    wtt: upload.matrix(weights.wtt, n_types, d),
    lnE: norm(weights.lnE),
    blocks: weights.layers.map((layer) => ({
      q: linear('q', layer.q),
      k: linear('k', layer.k),
      v: linear('v', layer.v),
      o: linear('o', layer.o),
      ln1: norm(layer.ln1),
      up: linear('up', layer.up),
      down: linear('down', layer.down),
      ln2: norm(layer.ln2),
    })),
    classification: uploadHead(upload, { config, head: weights.head }),
    ...upload.finish(),
  };
}

/** Uploads a head of an encoder. */
export function uploadHead(
  upload: Upload,
  { config, head }: Pick<BertHead, 'config' | 'head'>,
): BertModel['classification'] {
  const headMap = (map: HeadMap): FrozenLinear => {
    const { dIn, dOut } = headMapShape(config, map);
    return upload.headMap(head[map], dIn, dOut);
  };
  return { dense: headMap('dense'), classifier: headMap('classifier') };
}

/** The MLP's activation, by Hugging Face's names. */
const ACTIVATIONS = {
  gelu: exactGelu,
  gelu_new: gelu,
  relu: (x) => tf.relu(x),
} as const satisfies Record<BertConfig['activation'], (x: tf.Tensor2D) => tf.Tensor2D>;

/**
 * The scores of each class for each text.
 * @param method null for the base model; its changes of linear maps, norms and the head are asked for: `unfitFor` (core/methods)
 *   keeps methods with others from these models
 * @returns [B, C], or what flows into a layer, [B·T, d]
 */
export function classLogits(
  model: BertModel,
  method: Changes | null,
  { ids, texts, packing }: BatchTensors,
  pass: Pass,
  { from, until }: Part = {},
): tf.Tensor2D {
  if (!texts) throw new LabError('internal', 'An encoder reads texts that have a class.');
  const { config, blocks, classification } = model;
  const { n_head: heads, layer_norm_epsilon: epsilon } = config;
  const shape = { heads, packing, lengths: texts.lengths, batch: ids.shape[0] };
  /** Nothing trainable lies below, so no gradient flows from here on down. */
  let isConstant = !from?.isTrained;

  const normalised = (name: string, norm: Norm, x: tf.Tensor2D): tf.Tensor2D => {
    const update = method?.norm?.(name) ?? null;
    const y = layerNorm(x, { norm, epsilon, update, isConstant });
    if (update) isConstant = false;
    return y;
  };

  const embedded = (): tf.Tensor2D => {
    const tokens = embedding(ids, packing?.positions ?? null, model.wte, model.wpe);
    return normalised('lnE', model.lnE, tf.add(tokens, tf.gather(model.wtt, texts.types)));
  };
  let x = from ? from.x : embedded(); // [B·T, d]
  const first = from?.layer ?? 0;
  blocks.slice(first, until).forEach((block, above) => {
    const layer = first + above;
    /** @param isFixed nothing trainable lies below the input @param addend added to the output */
    const project = (
      projection: BertProjection,
      input: tf.Tensor2D,
      isFixed: boolean,
      addend?: tf.Tensor2D,
    ): tf.Tensor2D => {
      const own = { layer, map: projection, frozen: block[projection] };
      const { y, isTrained } = linearMap(
        method,
        own,
        { x: input, isConstant: isFixed },
        pass,
        addend && { addend },
      );
      if (isTrained) isConstant = false;
      return y;
    };

    const isFixed = isConstant;
    const [q, k, v] = [project('q', x, isFixed), project('k', x, isFixed), project('v', x, isFixed)];
    let seen = attention(tf.concat([q, k, v], 1), shape); // [B·T, d]
    // After the last attention every place stands alone, and the first tokens are all that is asked for.
    if (layer === blocks.length - 1) [seen, x] = [pickRows(seen, texts.firsts), pickRows(x, texts.firsts)]; // [B, d]
    x = normalised(`${layer}.ln1`, block.ln1, project('o', seen, isConstant, x));
    const hidden = ACTIVATIONS[config.activation](project('up', x, isConstant));
    x = normalised(`${layer}.ln2`, block.ln2, project('down', hidden, isConstant, x));
  });

  if (until !== undefined) return x;
  const headMap = (map: HeadMap, input: tf.Tensor2D): tf.Tensor2D => {
    const update = method?.classification?.(map) ?? null;
    const y = adaptedLinear({ x: input, dropped: input, isConstant }, classification[map], update);
    if (update) isConstant = false;
    return y;
  };
  return headMap('classifier', tf.tanh(headMap('dense', x)));
}
