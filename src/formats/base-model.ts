/** A base model of any family from a folder in Hugging Face's layout. Which family it is of, config.json's model_type says. */
import { z } from 'zod';
import type { BertConfig } from '../core/models/bert.ts';
import type { LlamaConfig } from '../core/models/llama.ts';
import type { NeoxConfig } from '../core/models/neox.ts';
import { NLI_LABELS } from '../core/nli-labels.ts';
import { MOST_LAYERS, MOST_WIDTH, type TransformerConfig } from '../core/site.ts';
import { headsOf, parseBertConfig, readBertWeights, type BertHead, type BertWeights } from './bert.ts';
import { shownValue } from './config-settings.ts';
import { FormatError } from './format-error.ts';
import { parseTransformerConfig, readGpt2Weights, type BaseWeights } from './gpt2.ts';
import { parseLlamaConfig, readLlamaWeights, type LlamaWeights } from './llama.ts';
import { parseNeoxConfig, readNeoxWeights, type NeoxWeights } from './neox.ts';
import type { TensorEntry } from './safetensors.ts';

/** A model's dimensions and weights, as its family has them. */
export type ReadModel =
  | { family: 'gpt2'; config: TransformerConfig; weights: BaseWeights }
  | { family: 'llama'; config: LlamaConfig; weights: LlamaWeights }
  | { family: 'neox'; config: NeoxConfig; weights: NeoxWeights }
  | {
      family: 'bert';
      config: BertConfig;
      weights: BertWeights;
      headFor: (labels: readonly string[]) => BertHead;
    };

/** The families, by the model_type of their config.json. */
const FAMILIES = {
  gpt2: 'gpt2',
  llama: 'llama',
  qwen2: 'llama',
  gpt_neox: 'neox',
  bert: 'bert',
  roberta: 'bert',
} as const;
const isKnown = (type: unknown): type is keyof typeof FAMILIES =>
  typeof type === 'string' && Object.hasOwn(FAMILIES, type);

/** An architecture that is not computed here. */
export class UnknownFamily extends FormatError {}

/** A model's dimensions, by its family. */
export type ReadConfig =
  | { family: 'gpt2'; config: TransformerConfig }
  | { family: 'llama'; config: LlamaConfig }
  | { family: 'neox'; config: NeoxConfig }
  | { family: 'bert'; config: BertConfig };

/**
 * A model's family and dimensions, without its weights.
 * @param json the parsed config.json
 * @throws UnknownFamily; FormatError naming the setting that cannot be computed here
 */
export function readModelConfig(json: unknown): ReadConfig {
  const type = z.looseObject({ model_type: z.unknown() }).safeParse(json).data?.model_type;
  if (!isKnown(type))
    throw new UnknownFamily(
      `config.json: model_type ${type === undefined ? 'is missing' : shownValue(type)}; models of ${Object.keys(FAMILIES).join(', ')} can be run here.`,
    );
  const family = FAMILIES[type];
  switch (family) {
    case 'gpt2':
      return { family, config: withinLimits(parseTransformerConfig(json)) };
    case 'llama':
      return { family, config: withinLimits(parseLlamaConfig(json)) };
    case 'neox':
      return { family, config: withinLimits(parseNeoxConfig(json)) };
    case 'bert':
      return { family, config: withinLimits(parseBertConfig(json, NLI_LABELS)) };
  }
}

/**
 * @param json the parsed config.json
 * @param tensors the weights by their names in the folder, read once the dimensions are known
 * @throws FormatError naming the setting or the tensor that is missing or cannot be computed here
 */
export function readBaseModel(json: unknown, tensors: () => ReadonlyMap<string, TensorEntry>): ReadModel {
  const read = readModelConfig(json);
  switch (read.family) {
    case 'gpt2':
      return { ...read, weights: readGpt2Weights(read.config, tensors()) };
    case 'llama':
      return { ...read, weights: readLlamaWeights(read.config, tensors()) };
    case 'neox':
      return { ...read, weights: readNeoxWeights(read.config, tensors()) };
    case 'bert': {
      const given = tensors();
      const weights = readBertWeights(read.config, given);
      return { ...read, weights, headFor: headsOf(json, read.config, given) };
    }
  }
}

/** @throws FormatError where a run on such a model could not be kept */
function withinLimits<C extends TransformerConfig>(config: C): C {
  const { n_layer, n_embd } = config;
  if (n_layer <= MOST_LAYERS && n_embd <= MOST_WIDTH) return config;
  throw new FormatError(
    `config.json: the model has ${n_layer} layers of width ${n_embd}; here it may have ${MOST_LAYERS} of ${MOST_WIDTH}.`,
  );
}
