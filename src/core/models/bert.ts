/** The BERT family (BERT, RoBERTa): encoders, which read a whole text at once and put a class on it. Dimensions and tensors. */
import { z } from 'zod';
import { NLI_LABELS } from '../nli-labels.ts';
import type { TransformerConfig } from '../site.ts';
import type { BaseTensor } from './gpt2.ts';

/** The matrices of a block, in the order in which the forward pass meets them. Each is a linear map of its own. */
export const BERT_PROJECTIONS = ['q', 'k', 'v', 'o', 'up', 'down'] as const;
export type BertProjection = (typeof BERT_PROJECTIONS)[number];

/** Activations of the MLP, by Hugging Face's names: `gelu` is the exact one, `gelu_new` its tanh form. */
export const BERT_ACTIVATIONS = ['gelu', 'gelu_new', 'relu'] as const;
export type BertActivation = (typeof BERT_ACTIVATIONS)[number];

/** What an encoder has beside the dimensions of `TransformerConfig`. */
export const bertPartsSchema = z.object({
  /** Rows of the embedding that tells the first segment of a text from the second. */
  n_types: z.number().int(),
  /** Rows of the position embedding before that of the first token: RoBERTa's padding index and one more. */
  position_offset: z.number().int(),
  activation: z.enum(BERT_ACTIVATIONS),
  /** The classes that its head tells apart. */
  n_labels: z.number().int(),
  /** Their names, in the order of the outputs. Older runs kept none: theirs are those of the task nli. */
  labels: z.array(z.string()).readonly().default(NLI_LABELS),
  /**
   * Of each class, the output that it has in the files of the model: those of its folder's head and of adapters for it. Null where
   * config.json names no such classes, whose outputs are in the order of the classes. Older runs did not keep it (`withClassOrder`).
   */
  file_outputs: z.array(z.number().int()).nullable().optional(),
  /**
   * Where the layer before the classifier is from: BERT's pooler was pretrained and stays frozen, RoBERTa's is part of the head
   * and is trained with it.
   */
  isDenseTrained: z.boolean(),
});

/** The dimensions of an encoder with a classification head. */
export interface BertConfig extends TransformerConfig, z.infer<typeof bertPartsSchema> {}

/** True for the dimensions of an encoder. */
export const isBert = (model: object): model is BertConfig => 'n_labels' in model;

/** The linear maps of the head: tanh(dense(first token)), then the classifier. */
export const HEAD_MAPS = ['dense', 'classifier'] as const;
export type HeadMap = (typeof HEAD_MAPS)[number];

/** Input and output width of a map of the head. */
export const headMapShape = (
  { n_embd, n_labels }: Pick<BertConfig, 'n_embd' | 'n_labels'>,
  map: HeadMap,
): { dIn: number; dOut: number } => ({ dIn: n_embd, dOut: map === 'dense' ? n_embd : n_labels });

/** Weight and bias of a linear map, or of a norm where there is no input width. */
const affine = (name: string, dOut: number, dIn?: number): BaseTensor[] => [
  { name: `${name}.weight`, shape: dIn === undefined ? [dOut] : [dIn, dOut] },
  { name: `${name}.bias`, shape: [dOut] },
];

/** The maps and norms of the blocks, with the embeddings' norm before them, in the order in which the forward pass meets them. */
export function bertParts({ n_layer }: Pick<BertConfig, 'n_layer'>): string[] {
  return [
    'lnE',
    ...Array.from({ length: n_layer }, (_, layer) =>
      ['q', 'k', 'v', 'o', 'ln1', 'up', 'down', 'ln2'].map((part) => `${layer}.${part}`),
    ).flat(),
  ];
}

/** The weights and biases of the blocks, with the embeddings' norm before them. */
function blockTensors(model: BertConfig): BaseTensor[] {
  const { n_embd: d, n_inner } = model;
  return bertParts(model).flatMap((name) => {
    const part = name.split('.')[1] ?? name;
    if (part === 'up') return affine(name, n_inner, d);
    if (part === 'down') return affine(name, d, n_inner);
    return part.startsWith('ln') ? affine(name, d) : affine(name, d, d);
  });
}

const mapTensors = (model: BertConfig, map: HeadMap): BaseTensor[] => {
  const { dIn, dOut } = headMapShape(model, map);
  return affine(map, dOut, dIn);
};

/** The tensors of the head that every method trains beside its own, as PEFT does for sequence classification; none of a decoder. */
export const trainedHeadTensors = (model: object): BaseTensor[] =>
  isBert(model)
    ? HEAD_MAPS.filter((map) => map === 'classifier' || model.isDenseTrained).flatMap((map) =>
        mapTensors(model, map),
      )
    : [];

/** The tensors of the blocks, and those of the head that stay frozen unless a method chooses them. */
export const bertBodyTensors = (model: BertConfig): BaseTensor[] => [
  ...blockTensors(model),
  ...(model.isDenseTrained ? [] : mapTensors(model, 'dense')),
];

/** All tensors, in the order in which the forward pass meets them. */
export const bertTensors = (model: BertConfig): BaseTensor[] => [
  { name: 'wte', shape: [model.vocab_size, model.n_embd] },
  { name: 'wpe', shape: [model.n_positions + model.position_offset, model.n_embd] },
  { name: 'wtt', shape: [model.n_types, model.n_embd] },
  ...bertBodyTensors(model),
  ...trainedHeadTensors(model),
];
