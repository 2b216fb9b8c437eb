/**
 * GPT-NeoX models on the device, and their forward pass: as GPT-2's, with rotary positions, and attention and MLP side by side. B
 * batch, T positions, d = n_embd, V vocabulary.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { MapName } from '../../core/models/gpt2.ts';
import { rotaryFrequencies } from '../../core/models/llama.ts';
import type { NeoxConfig } from '../../core/models/neox.ts';
import type { BaseDtype } from '../../core/run-config.ts';
import { sideBySide, type Affine } from '../../formats/gpt2.ts';
import type { NeoxWeights } from '../../formats/neox.ts';
import type { Changes, Pass } from '../methods/method.ts';
import { tokenRows, trainedRows } from '../ops/embedding.ts';
import { exactGelu } from '../ops/exact-gelu.ts';
import { layerNorm, residual, type Norm, type NormPlace } from '../ops/layer-norm.ts';
import type { Epilogue, FrozenLinear } from '../ops/linear-map.ts';
import { pickRows } from '../ops/pick-rows.ts';
import { rotate, type Angles } from '../ops/rotary.ts';
import { anglesOf, uploadAngles } from './angles.ts';
import type { Gpt2Block } from './gpt2.ts';
import { linearMap, type Part, type Reading } from './reading.ts';
import { createUpload, type Uploaded } from './upload.ts';

export interface NeoxModel extends Uploaded {
  family: 'neox';
  config: NeoxConfig;
  /** Token embedding, [V, d]. */
  wte: tf.Tensor2D;
  /** Of every position, [n_positions, rotary.width / 2]. */
  angles: Angles;
  blocks: Gpt2Block[];
  lnF: Norm;
  /** The language-model head, d → V. */
  head: FrozenLinear;
}

/** Uploads weights to the current backend. The caller disposes the model. @param as what matrices of blocks are rounded to */
export function createNeoxModel(
  config: NeoxConfig,
  weights: NeoxWeights,
  as: BaseDtype = 'stored',
): NeoxModel {
  const { n_embd: d, n_inner, n_positions, vocab_size, rotary, isBiased } = config;
  const upload = createUpload(as);
  const norm = ({ weight, bias }: Affine): Norm => ({
    weight: upload.vector(weight),
    bias: upload.vector(bias),
  });
  const ofAttention = ({ weight, bias }: Affine) => ({ weight, bias: isBiased ? bias : null });
  const frequencies = rotaryFrequencies({
    head_dim: rotary.width,
    rope: { theta: rotary.theta, scaling: null },
  });
  const wte = upload.matrix(weights.wte, vocab_size, d);
  return {
    family: 'neox',
    config,
    wte,
    angles: uploadAngles(upload, frequencies, n_positions),
    blocks: weights.layers.map(({ ln1, ln2, q, k, v, o, up, down }): Gpt2Block => ({
      ln1: norm(ln1),
      ln2: norm(ln2),
      qkv: upload.linear(ofAttention(sideBySide([q, k, v])), d, 3 * d),
      o: upload.linear(ofAttention(o), d, d),
      up: upload.linear(up, d, n_inner),
      down: upload.linear(down, n_inner, d),
    })),
    lnF: norm(weights.lnF),
    head: upload.head(weights.head ? upload.matrix(weights.head, vocab_size, d) : wte),
    ...upload.finish(),
  };
}

/**
 * As `forward` (transformer.ts).
 * @param method its changes of embeddings, linear maps and norms are asked for: `unfitFor` (core/methods) keeps methods with others from these models
 */
export function neoxForward(
  model: NeoxModel,
  method: Changes | null,
  ids: tf.Tensor2D,
  pass: Pass,
  reading: Reading,
  { from, until }: Part = {},
): tf.Tensor2D {
  const { config, blocks } = model;
  const { n_head, n_embd: d, layer_norm_epsilon: epsilon, isParallel, activation } = config;
  const angles = anglesOf(model.angles, ids, reading.positions);
  const trained = method?.embeddings?.()?.wte;
  /** Nothing trainable lies below, so no gradient flows from here on down. */
  let isConstant = from ? !from.isTrained : !trained;
  let x = from ? from.x : trained ? trainedRows(ids, trained) : tokenRows(ids, model.wte); // [B·T, d]
  const place = (name: string, norm: Norm): NormPlace => {
    const update = method?.norm?.(name) ?? null;
    const found = { norm, epsilon, update, isConstant };
    if (update) isConstant = false;
    return found;
  };
  /** Queries and keys of [B·T, 3d] turned by their positions. */
  const turn = (qkv: tf.Tensor2D): tf.Tensor2D => {
    const part = (from: number, size: number) => tf.slice(qkv, [0, from], [-1, size]);
    return tf.concat([rotate(part(0, 2 * d), angles, 2 * n_head), part(2 * d, d)], 1);
  };

  const lowest = from?.layer ?? 0;
  blocks.slice(lowest, until).forEach((block, above) => {
    const layer = lowest + above;
    /** @param isFixed nothing trainable lies below the input */
    const project = (
      map: MapName,
      input: tf.Tensor2D,
      isFixed: boolean,
      epilogue?: Epilogue,
    ): tf.Tensor2D => {
      reading.sees?.(layer, map, input);
      const own = { layer, map, frozen: block[map] };
      const { y, isTrained } = linearMap(method, own, { x: input, isConstant: isFixed }, pass, epilogue);
      if (isTrained) isConstant = false;
      return y;
    };
    /** @param addend added to the output, as `attend`'s */
    const attend = (h: tf.Tensor2D, addend: tf.Tensor2D): tf.Tensor2D => {
      const seen = reading.attend(layer, turn(project('qkv', h, isConstant)));
      return project('o', seen, isConstant, { addend });
    };
    const think = (h: tf.Tensor2D, isFixed: boolean, addend: tf.Tensor2D): tf.Tensor2D => {
      const hidden =
        activation === 'gelu_new'
          ? project('up', h, isFixed, { gelu: true })
          : exactGelu(project('up', h, isFixed));
      return project('down', hidden, isConstant, { addend });
    };
    /** After the last attention every place stands alone. */
    const counted = (rows: tf.Tensor2D): tf.Tensor2D =>
      reading.counted && layer === blocks.length - 1 ? pickRows(rows, reading.counted) : rows;

    const first = place(`${layer}.ln1`, block.ln1);
    if (isParallel) {
      x = residual(x, first, (h, stream) => {
        const second = place(`${layer}.ln2`, block.ln2);
        const isFixed = isConstant;
        return residual(stream, second, (beside, skipped) =>
          think(counted(beside), isFixed, counted(attend(h, skipped))),
        );
      });
    } else {
      x = counted(residual(x, first, attend));
      x = residual(x, place(`${layer}.ln2`, block.ln2), (h, stream) => think(h, isConstant, stream));
    }
  });
  return until === undefined ? layerNorm(x, place('lnF', model.lnF)) : x;
}
