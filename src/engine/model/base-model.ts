/** The frozen weights of a model of any family on the device: what training, measuring and writing need to know of them. */
import * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../../core/lab-error.ts';
import type { BaseDtype } from '../../core/run-config.ts';
import { linearNamesOf, mapOf, matricesIn, type LinearName, type Site } from '../../core/site.ts';
import type { ReadModel } from '../../formats/base-model.ts';
import type { Section } from '../ops/direction.ts';
import type { FrozenLinear, LinearUpdate } from '../ops/linear-map.ts';
import { adaptedLinear } from '../ops/linear.ts';
import { createBertModel, type BertModel } from './bert.ts';
import { createGpt2Model, type Gpt2Model } from './gpt2.ts';
import { createLlamaModel, type LlamaModel } from './llama.ts';
import { createNeoxModel, type NeoxModel } from './neox.ts';

/** A model on the device. Its `family` tells which forward pass reads it (transformer.ts). */
export type BaseModel = Gpt2Model | LlamaModel | NeoxModel | BertModel;

/**
 * Uploads a model's weights to the current backend. The caller disposes the model.
 * @param as what matrices of blocks are rounded to
 */
export function createBaseModel(read: ReadModel, as: BaseDtype = 'stored'): BaseModel {
  switch (read.family) {
    case 'gpt2':
      return createGpt2Model(read.config, read.weights, as);
    case 'llama':
      return createLlamaModel(read.config, read.weights, as);
    case 'neox':
      return createNeoxModel(read.config, read.weights, as);
    case 'bert':
      return createBertModel(read.config, read.weights, as);
  }
}

/** A linear map of a block; null where the model has none of that name. */
export function linearOf({ blocks }: BaseModel, layer: number, map: LinearName): FrozenLinear | null {
  const block: Partial<Record<LinearName, FrozenLinear>> | undefined = blocks[layer];
  return block?.[map] ?? null;
}

/** The same by a text; null where a map has no such name, as a norm. */
function namedLinear(model: BaseModel, layer: number, name: string): FrozenLinear | null {
  const map = linearNamesOf(model.config).find((known) => known === name);
  return map ? linearOf(model, layer, map) : null;
}

/**
 * A tensor of the base model by its name (`BaseTensor`), for a copy to be made of it; `head` is the embedding where it is tied. Call
 * it inside `tf.tidy`.
 * @throws LabError `internal` for a name that the model has not
 */
export function baseTensor(model: BaseModel, name: string): tf.Tensor {
  if (name === 'wte') return model.wte;
  if (name === 'wpe' && model.family === 'gpt2') return model.wpe;
  if (name === 'wpe' && model.family === 'bert')
    return model.unusedPositions ? tf.concat([model.unusedPositions, model.wpe]) : model.wpe;
  if (name === 'wtt' && model.family === 'bert') return model.wtt;
  if (model.family !== 'bert' && name === 'head' && model.head.transposed) return model.head.transposed;
  const path = name.split('.');
  const kind = path.pop();
  const [layer, part = ''] = path;
  const linear =
    model.family === 'bert' && (layer === 'dense' || layer === 'classifier')
      ? model.classification[layer]
      : namedLinear(model, Number(layer), part);
  if (linear?.bias && kind === 'bias') return linear.bias;
  if (linear && kind === 'weight') return weightOf(linear);
  const isNorm = part === 'ln1' || part === 'ln2';
  const norm = outerNorm(model, layer) ?? (isNorm && model.blocks[Number(layer)]?.[part]);
  if (norm) {
    // A Llama's norm is its gain alone.
    const { weight, bias } = 'weight' in norm ? norm : { weight: norm, bias: null };
    if (kind === 'weight') return weight;
    if (kind === 'bias' && bias) return bias;
  }
  throw new LabError('internal', `The base model has no tensor "${name}".`);
}

/** The norm that belongs to no block; null for another name. */
function outerNorm(model: BaseModel, name: string | undefined) {
  if (model.family === 'bert') return name === 'lnE' ? model.lnE : null;
  return name === 'lnF' ? model.lnF : null;
}

/** Where a matrix lies among the linear maps. @throws LabError `internal` for a layer that the model has not */
export function sectionOf(model: BaseModel, { layer, projection }: Site): Section {
  const map = mapOf(model.config, projection);
  const frozen = linearOf(model, layer, map);
  if (!frozen) throw new LabError('internal', `The base model has no ${projection} in layer ${layer}.`);
  const sections = matricesIn(map);
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
