/** The frozen weights of a GPT-2-family model on the device, and how they get there from Hugging Face files. */
import * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../../core/lab-error.ts';
import { MAPS, mapOf } from '../../core/models/gpt2.ts';
import type { Projection, Site, TransformerConfig } from '../../core/site.ts';
import { sideBySide, type Affine, type BaseWeights } from '../../formats/gpt2.ts';
import type { Section } from '../ops/direction.ts';
import type { Norm } from '../ops/layer-norm.ts';
import type { FrozenLinear, LinearUpdate } from '../ops/linear-map.ts';
import { adaptedLinear } from '../ops/linear.ts';
import { createUpload, type WeightStorage } from './upload.ts';

export interface Block {
  ln1: Norm;
  ln2: Norm;
  /** q, k and v side by side, [d, 3d]: they read the same input, which is then read once. */
  qkv: FrozenLinear;
  o: FrozenLinear;
  up: FrozenLinear;
  down: FrozenLinear;
}

export interface BaseModel {
  config: TransformerConfig;
  /** Token embedding, [vocab, d]. */
  wte: tf.Tensor2D;
  /** Position embedding, [n_positions, d]. */
  wpe: tf.Tensor2D;
  blocks: Block[];
  lnF: Norm;
  /** The language-model head: the tied embedding as a map d → vocab. */
  head: FrozenLinear;
  dispose(): void;
}

/**
 * A tensor of the base model by its name (`BaseTensor`), for a copy to be made of it. Call it inside `tf.tidy`.
 * @throws LabError `internal` for a name that the model has not
 */
export function baseTensor(model: BaseModel, name: string): tf.Tensor {
  if (name === 'wte') return model.wte;
  if (name === 'wpe') return model.wpe;
  const path = name.split('.');
  const kind = path.pop();
  const [layer, part = ''] = path;
  const owner = layer === 'lnF' ? model.lnF : model.blocks[Number(layer)]?.[part as keyof Block];
  if (owner && kind === 'bias' && owner.bias) return owner.bias;
  if (owner && kind === 'weight') return 'dIn' in owner ? weightOf(owner) : owner.weight;
  throw new LabError('internal', `The base model has no tensor "${name}".`);
}

/** Where a matrix lies among the linear maps. @throws LabError `internal` for a layer that the model has not */
export function sectionOf({ blocks }: BaseModel, { layer, projection }: Site): Section {
  const map = mapOf(projection);
  const frozen = blocks[layer]?.[map];
  if (!frozen) throw new LabError('internal', `The base model has no layer ${layer}.`);
  const sections: readonly Projection[] = MAPS[map];
  return { frozen, section: sections.indexOf(projection), columns: frozen.dOut / sections.length };
}

/**
 * W of a frozen map as float32 [dIn, dOut], whatever the form in which the device keeps it.
 * @param pairs updates ΔW that are added to it
 */
export function weightOf(frozen: FrozenLinear, pairs: LinearUpdate['pairs'] = []): tf.Tensor2D {
  const x: tf.Tensor2D = tf.eye(frozen.dIn);
  const update = { pairs, dropout: null, weight: null, bias: null };
  return adaptedLinear({ x, dropped: x, isConstant: true }, { ...frozen, bias: null }, update);
}

/** Uploads weights to the current backend. The caller disposes the model. */
export function createBaseModel(
  config: TransformerConfig,
  weights: BaseWeights,
  storage: WeightStorage = 'auto',
): BaseModel {
  const upload = createUpload(storage);
  const norm = ({ weight, bias }: Affine): Norm => ({
    weight: upload.vector(weight),
    bias: upload.vector(bias),
  });
  const { n_embd: d, n_inner, n_positions, vocab_size } = config;

  const wte = upload.matrix(weights.wte, vocab_size, d);
  const blocks = weights.layers.map(({ ln1, ln2, q, k, v, o, up, down }): Block => ({
    ln1: norm(ln1),
    ln2: norm(ln2),
    qkv: upload.linear(sideBySide([q, k, v]), d, 3 * d),
    o: upload.linear(o, d, d),
    up: upload.linear(up, d, n_inner),
    down: upload.linear(down, n_inner, d),
  }));
  return {
    config,
    wte,
    wpe: upload.matrix(weights.wpe, n_positions, d),
    blocks,
    lnF: norm(weights.lnF),
    head: upload.head(wte),
    dispose: () => {
      upload.dispose();
    },
  };
}
