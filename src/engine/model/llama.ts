/**
 * Llama-family models on the device, and their forward pass: RMS norms, rotary positions, grouped heads of keys and values, a
 * gated MLP. B batch, T positions, d = n_embd, V vocabulary.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  llamaShape,
  rotaryFrequencies,
  type LlamaConfig,
  type LlamaProjection,
} from '../../core/models/llama.ts';
import type { BaseDtype } from '../../core/run-config.ts';
import type { LlamaMatrix, LlamaWeights } from '../../formats/llama.ts';
import type { Changes, Pass } from '../methods/method.ts';
import type { FrozenLinear } from '../ops/linear-map.ts';
import { tokenRows, trainedRows } from '../ops/embedding.ts';
import { pickRows } from '../ops/pick-rows.ts';
import { repeatHeads } from '../ops/repeat-heads.ts';
import { rmsNorm } from '../ops/rms-norm.ts';
import { rotate, type Angles } from '../ops/rotary.ts';
import { swiglu } from '../ops/swiglu.ts';
import { anglesOf, uploadAngles } from './angles.ts';
import { linearMap, type Part, type Reading } from './reading.ts';
import { createUpload, type Uploaded } from './upload.ts';

/** A block's matrices, and the gains of its two norms, [d]. */
export type LlamaBlock = Record<LlamaProjection, FrozenLinear> & Record<'ln1' | 'ln2', tf.Tensor1D>;

export interface LlamaModel extends Uploaded {
  family: 'llama';
  config: LlamaConfig;
  /** Token embedding, [V, d]. */
  wte: tf.Tensor2D;
  /** Of every position, [n_positions, head_dim / 2]. */
  angles: Angles;
  blocks: LlamaBlock[];
  lnF: tf.Tensor1D;
  /** The language-model head, d → V. */
  head: FrozenLinear;
}

/** Uploads weights to the current backend. The caller disposes the model. @param as what matrices of blocks are rounded to */
export function createLlamaModel(
  config: LlamaConfig,
  weights: LlamaWeights,
  as: BaseDtype = 'stored',
): LlamaModel {
  const { n_embd: d, n_positions, vocab_size } = config;
  const upload = createUpload(as);
  const linear = (projection: LlamaProjection, matrix: LlamaMatrix): FrozenLinear => {
    const { dIn, dOut } = llamaShape(config, projection);
    return upload.linear(matrix, dIn, dOut);
  };
  const wte = upload.matrix(weights.wte, vocab_size, d);
  return {
    family: 'llama',
    config,
    wte,
    angles: uploadAngles(upload, rotaryFrequencies(config), n_positions),
    blocks: weights.layers.map((layer) => ({
      ln1: upload.vector(layer.ln1),
      q: linear('q', layer.q),
      k: linear('k', layer.k),
      v: linear('v', layer.v),
      o: linear('o', layer.o),
      ln2: upload.vector(layer.ln2),
      gate: linear('gate', layer.gate),
      up: linear('up', layer.up),
      down: linear('down', layer.down),
    })),
    lnF: upload.vector(weights.lnF),
    head: upload.head(weights.head ? upload.matrix(weights.head, vocab_size, d) : wte),
    ...upload.finish(),
  };
}

/**
 * As `forward` (transformer.ts).
 * @param method its changes of embeddings, linear maps and norms are asked for: `unfitFor` (core/methods) keeps methods with others from these models
 */
export function llamaForward(
  model: LlamaModel,
  method: Changes | null,
  ids: tf.Tensor2D,
  pass: Pass,
  reading: Reading,
  { from, until }: Part = {},
): tf.Tensor2D {
  const { config, blocks } = model;
  const { n_head, n_kv_head, layer_norm_epsilon: epsilon } = config;
  const angles = anglesOf(model.angles, ids, reading.positions);
  /** Nothing trainable lies below, so no gradient flows from here on down. */
  const trained = method?.embeddings?.()?.wte;
  let isConstant = from ? !from.isTrained : !trained;
  let x = from ? from.x : trained ? trainedRows(ids, trained) : tokenRows(ids, model.wte); // [B·T, d]
  const norm = (name: string, gain: tf.Tensor1D): tf.Tensor2D => {
    const update = method?.norm?.(name)?.weight;
    if (update) isConstant = false;
    return rmsNorm(x, update ?? gain, epsilon, !!update);
  };

  const first = from?.layer ?? 0;
  blocks.slice(first, until).forEach((block, above) => {
    const layer = first + above;
    /** @param isFixed nothing trainable lies below the input @param addend added to the output */
    const project = (
      projection: LlamaProjection,
      input: tf.Tensor2D,
      isFixed: boolean,
      addend?: tf.Tensor2D,
    ): tf.Tensor2D => {
      reading.sees?.(layer, projection, input);
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

    let h = norm(`${layer}.ln1`, block.ln1);
    let isFixed = isConstant;
    const [q, k, v] = [project('q', h, isFixed), project('k', h, isFixed), project('v', h, isFixed)];
    const copies = n_head / n_kv_head;
    const keys = repeatHeads(rotate(k, angles, n_kv_head), n_kv_head, copies);
    const values = repeatHeads(v, n_kv_head, copies);
    const seen = reading.attend(layer, tf.concat([rotate(q, angles, n_head), keys, values], 1));
    x = project('o', seen, isConstant, x);
    // After the last attention every place stands alone.
    if (reading.counted && layer === blocks.length - 1) x = pickRows(x, reading.counted);
    h = norm(`${layer}.ln2`, block.ln2);
    isFixed = isConstant;
    const hidden = swiglu(project('gate', h, isFixed), project('up', h, isFixed));
    x = project('down', hidden, isConstant, x);
  });
  return until === undefined ? norm('lnF', model.lnF) : x;
}
