/** The tensors of a base model, of whichever family: what full fine-tuning trains, and what a model's size sums up. */
import type { TransformerConfig } from '../site.ts';
import { affineParts, affineTensors, gpt2Tensors, type BaseTensor } from './gpt2.ts';
import { bertBodyTensors, bertTensors, isBert } from './bert.ts';
import { isLlama, llamaTensors } from './llama.ts';
import { isNeox, neoxTensors } from './neox.ts';

/** All tensors, in the order in which the forward pass meets them. */
export function baseTensors(model: Omit<TransformerConfig, 'n_head' | 'layer_norm_epsilon'>): BaseTensor[] {
  if (isBert(model)) return bertTensors(model);
  if (isLlama(model)) return llamaTensors(model);
  return isNeox(model) ? neoxTensors(model) : gpt2Tensors(model);
}

/** The embedding, map, norm or head that a tensor is of: `0.qkv` of `0.qkv.bias`, `wte` of `wte`. */
export const moduleOf = (tensor: string): string => tensor.replace(/\.(?:weight|bias)$/, '');

/** What a tied head's weight is called where it is trained apart from the embedding; one that is not tied is always called so. */
const HEAD = 'head';

/** The tensors of a model, and its head's, also where that is the embedding. */
export function tensorsWithHead(model: Parameters<typeof baseTensors>[0]): BaseTensor[] {
  const own = baseTensors(model);
  const { vocab_size, n_embd } = model;
  return own.some(({ name }) => name === HEAD) ? own : [...own, { name: HEAD, shape: [vocab_size, n_embd] }];
}

/** The tensors that a method may choose to train: of an encoder neither the embeddings nor the head that is always trained. */
const choosableTensors = (model: Parameters<typeof baseTensors>[0]): BaseTensor[] =>
  isBert(model) ? bertBodyTensors(model) : tensorsWithHead(model);

/** The embeddings, maps, norms and the head that a method may train whole, in the order in which the forward pass meets them. */
export const modulesOf = (model: Parameters<typeof baseTensors>[0]): string[] => [
  ...new Set(choosableTensors(model).map(({ name }) => moduleOf(name))),
];

/** The weights and biases of some of `modulesOf`; those that the model lacks are passed over. */
export const tensorsOfModules = (
  model: Parameters<typeof baseTensors>[0],
  modules: readonly string[],
): BaseTensor[] => choosableTensors(model).filter(({ name }) => modules.includes(moduleOf(name)));

const isBias = ({ name }: BaseTensor): boolean => name.endsWith('.bias');

/** The biases of linear maps and norms. */
export const biasTensors = (model: Parameters<typeof affineTensors>[0]): BaseTensor[] =>
  affineTensorsOf(model).filter(isBias);

function affineTensorsOf(model: Parameters<typeof affineTensors>[0]): BaseTensor[] {
  if (isBert(model)) return bertBodyTensors(model);
  return isLlama(model) || isNeox(model) ? baseTensors(model) : affineTensors(model);
}

/** The maps and norms that have a bias, in the order of `biasTensors`. */
export const biasedParts = (model: Pick<TransformerConfig, 'n_layer'>): string[] =>
  isLlama(model) || isNeox(model) || isBert(model)
    ? biasTensors(model).map(({ name }) => name.slice(0, -'.bias'.length))
    : affineParts(model.n_layer);
