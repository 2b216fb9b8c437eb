/** The tensors of a base model, of whichever family: what full fine-tuning trains, and what a model's size sums up. */
import type { TransformerConfig } from '../site.ts';
import { affineParts, affineTensors, gpt2Tensors, type BaseTensor } from './gpt2.ts';
import { isLlama, llamaTensors } from './llama.ts';

/** All tensors, in the order in which the forward pass meets them. */
export const baseTensors = (model: Omit<TransformerConfig, 'n_head' | 'layer_norm_epsilon'>): BaseTensor[] =>
  isLlama(model) ? llamaTensors(model) : gpt2Tensors(model);

const isBias = ({ name }: BaseTensor): boolean => name.endsWith('.bias');

/** The biases of linear maps and norms. */
export const biasTensors = (model: Parameters<typeof affineTensors>[0]): BaseTensor[] =>
  (isLlama(model) ? llamaTensors(model) : affineTensors(model)).filter(isBias);

/** The maps and norms that have a bias, in the order of `biasTensors`. */
export const biasedParts = (model: Pick<TransformerConfig, 'n_layer'>): string[] =>
  isLlama(model)
    ? biasTensors(model).map(({ name }) => name.slice(0, -'.bias'.length))
    : affineParts(model.n_layer);
