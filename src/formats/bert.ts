/**
 * Encoders of the BERT family (BERT, RoBERTa) in Hugging Face's layout: config.json and the tensors of the weight files. What this
 * project's forward pass does not compute is refused by name. A folder without a classification head for the classes that are
 * to be told apart gets one as Hugging Face draws it, from a seed of its own, so that every run starts from the same one.
 */
import { z } from 'zod';
import {
  BERT_ACTIVATIONS,
  HEAD_MAPS,
  headMapShape,
  type BertActivation,
  type BertConfig,
  type BertProjection,
  type HeadMap,
} from '../core/models/bert.ts';
import { labelOf } from '../core/metrics/accuracy.ts';
import { createRng } from '../core/rng.ts';
import { dimension, onlyOrAbsent, parseConfig, shownValue } from './config-settings.ts';
import { FormatError } from './format-error.ts';
import type { Affine } from './gpt2.ts';
import { transposed } from './llama.ts';
import type { TensorEntry } from './safetensors.ts';
import { tensorReader, type TensorReader } from './tensor-reader.ts';

/** Hugging Face's names of what is computed here. */
const ACTIVATIONS: Readonly<Record<string, BertActivation>> = {
  gelu: 'gelu',
  gelu_new: 'gelu_new',
  gelu_pytorch_tanh: 'gelu_new',
  relu: 'relu',
};

const activationSchema = z.string().transform((name, context): BertActivation => {
  const known = Object.hasOwn(ACTIVATIONS, name) ? ACTIVATIONS[name] : undefined;
  if (known) return known;
  context.addIssue({
    code: 'custom',
    message: `${shownValue(name)} is not supported, only ${BERT_ACTIVATIONS.join(', ')}`,
  });
  return z.NEVER;
});

const configSchema = z
  .object({
    model_type: z.enum(['bert', 'roberta']),
    hidden_size: dimension,
    intermediate_size: dimension,
    num_hidden_layers: dimension,
    num_attention_heads: dimension,
    vocab_size: dimension,
    max_position_embeddings: dimension,
    type_vocab_size: dimension.default(2),
    layer_norm_eps: z.number().positive().default(1e-12),
    hidden_act: activationSchema.default('gelu'),
    pad_token_id: z.number().int().min(0).nullish(),
    position_embedding_type: onlyOrAbsent('absolute'),
    is_decoder: onlyOrAbsent(false),
    add_cross_attention: onlyOrAbsent(false),
  })
  .refine(({ hidden_size, num_attention_heads: heads }) => hidden_size % heads === 0, {
    path: ['hidden_size'],
    error: 'must be a multiple of num_attention_heads',
  });

/** RoBERTa's `padding_idx` where config.json does not tell it. */
const ROBERTA_PADDING = 1;

/**
 * The dimensions in a Hugging Face config.json of an encoder.
 * @param json the parsed file
 * @param labels the classes that are to be told apart, in the order of the outputs
 * @throws FormatError naming each setting that is missing or that cannot be computed here
 */
export function parseBertConfig(json: unknown, labels: readonly string[]): BertConfig {
  const file = parseConfig(configSchema, 'BERT or RoBERTa', json);
  const isRoberta = file.model_type === 'roberta';
  if (!isRoberta && file.type_vocab_size < 2)
    throw new FormatError('config.json: type_vocab_size: a pair of texts needs two types of tokens.');
  const position_offset = isRoberta ? (file.pad_token_id ?? ROBERTA_PADDING) + 1 : 0;
  const n_positions = file.max_position_embeddings - position_offset;
  if (n_positions < 1)
    throw new FormatError('config.json: max_position_embeddings leaves no position for a token.');
  return {
    n_layer: file.num_hidden_layers,
    n_head: file.num_attention_heads,
    n_embd: file.hidden_size,
    n_positions,
    n_inner: file.intermediate_size,
    vocab_size: file.vocab_size,
    layer_norm_epsilon: file.layer_norm_eps,
    n_types: file.type_vocab_size,
    position_offset,
    activation: file.hidden_act,
    n_labels: labels.length,
    labels: [...labels],
    file_outputs: classOrder(json, labels),
    isDenseTrained: isRoberta,
  };
}

/** One block: its matrices, and the norms after attention and MLP. */
export type BertLayer = Record<'ln1' | 'ln2' | BertProjection, Affine>;

/** A model's weights as arrays; their shapes follow from its BertConfig. */
export interface BertWeights {
  /** vocab_size × n_embd. */
  wte: Float32Array;
  /** (position_offset + n_positions) × n_embd. */
  wpe: Float32Array;
  /** n_types × n_embd. */
  wtt: Float32Array;
  lnE: Affine;
  layers: BertLayer[];
  head: Record<HeadMap, Affine>;
  /** The maps of the head that the folder lacks, or has for other classes: they are drawn. */
  drawn: HeadMap[];
}

/** Where a block keeps its matrices and norms. */
export const BERT_MODULES: Readonly<Record<keyof BertLayer, string>> = {
  q: 'attention.self.query',
  k: 'attention.self.key',
  v: 'attention.self.value',
  o: 'attention.output.dense',
  ln1: 'attention.output.LayerNorm',
  up: 'intermediate.dense',
  down: 'output.dense',
  ln2: 'output.LayerNorm',
};

/** Where the maps of the head lie: BERT's first one belongs to the model itself. @param prefix the model's own, `bert.` or nothing */
export const headModules = (
  { isDenseTrained }: Pick<BertConfig, 'isDenseTrained'>,
  prefix: string,
): Record<HeadMap, string> =>
  isDenseTrained
    ? { dense: 'classifier.dense', classifier: 'classifier.out_proj' }
    : { dense: `${prefix}pooler.dense`, classifier: 'classifier' };

/** Parts of other heads that a pretrained folder has, and tables that hold nothing learned. */
const BESIDE = /^(cls|lm_head|qa_outputs)\.|(^|\.)pooler\.|embeddings\.position_ids$/;

const labelsSchema = z.looseObject({ id2label: z.record(z.string(), z.string()) });

/**
 * The classes of a folder's own head, in the order of its outputs; null where it names none. Hugging Face writes LABEL_0 … where
 * nobody named them.
 */
function ownLabels(json: unknown): string[] | null {
  const { data } = labelsSchema.safeParse(json);
  return data ? Object.keys(data.id2label).map((_, id) => labelOf(data.id2label[id] ?? '')) : null;
}

/**
 * The weights among a model's tensors. Names may begin with `bert.` or `roberta.` (models with a head) or not.
 * @param given by their names in the folder
 * @throws FormatError naming the tensor that is missing, of the wrong shape, not finite, or not part of the model
 */
export function readBertWeights(config: BertConfig, given: ReadonlyMap<string, TensorEntry>): BertWeights {
  const { n_embd: d, n_inner, n_layer, n_types, vocab_size } = config;
  const tensors = presentNames(given);
  const prefix = prefixIn(tensors);
  const { read, unread } = tensorReader(tensors, '');
  const norm = (name: string): Affine => ({
    weight: read(`${name}.weight`, d),
    bias: read(`${name}.bias`, d),
  });
  const linear = (name: string, dIn: number, dOut: number): Affine => ({
    weight: transposed(read(`${name}.weight`, dOut, dIn), dOut, dIn),
    bias: read(`${name}.bias`, dOut),
  });
  const at = `${prefix}embeddings.`;
  const weights = {
    wte: read(`${at}word_embeddings.weight`, vocab_size, d),
    wpe: read(`${at}position_embeddings.weight`, config.position_offset + config.n_positions, d),
    wtt: read(`${at}token_type_embeddings.weight`, n_types, d),
    lnE: norm(`${at}LayerNorm`),
    layers: Array.from({ length: n_layer }, (_, layer): BertLayer => {
      const of = (part: keyof BertLayer) => `${prefix}encoder.layer.${layer}.${BERT_MODULES[part]}`;
      return {
        q: linear(of('q'), d, d),
        k: linear(of('k'), d, d),
        v: linear(of('v'), d, d),
        o: linear(of('o'), d, d),
        ln1: norm(of('ln1')),
        up: linear(of('up'), d, n_inner),
        down: linear(of('down'), n_inner, d),
        ln2: norm(of('ln2')),
      };
    }),
  };
  const head = readHead(config, tensors, prefix);
  for (const name of unread())
    if (!BESIDE.test(name) && !name.startsWith('classifier.'))
      throw new FormatError(
        `The model file holds "${name}", which is not part of this BERT or RoBERTa model.`,
      );
  return { ...weights, ...head };
}

/** A head for the classes of a config: the folder's own, its outputs in their order, or drawn as far as the folder lacks it. */
function readHead(
  config: BertConfig,
  tensors: ReadonlyMap<string, TensorEntry>,
  prefix: string,
): Pick<BertWeights, 'head' | 'drawn'> {
  const { n_embd: d, file_outputs: order, isDenseTrained } = config;
  const modules = headModules(config, prefix);
  const { read } = tensorReader(tensors, '');
  const has = (map: HeadMap) => tensors.has(`${modules[map]}.weight`);
  const dense = (name: string): Affine => ({
    weight: transposed(read(`${name}.weight`, d, d), d, d),
    bias: read(`${name}.bias`, d),
  });
  const head = {
    dense: has('dense') && (order || !isDenseTrained) ? dense(modules.dense) : null,
    classifier: has('classifier') && order ? inOrder(read, modules.classifier, d, order) : null,
  };
  return {
    head: {
      dense: head.dense ?? drawnHeadMap(config, 'dense'),
      classifier: head.classifier ?? drawnHeadMap(config, 'classifier'),
    },
    drawn: HEAD_MAPS.filter((map) => head[map] === null),
  };
}

/** An encoder's dimensions and head for some classes. */
export interface BertHead extends Pick<BertWeights, 'head' | 'drawn'> {
  config: BertConfig;
}

/**
 * What gives an encoder a head for other classes than those of its config. It holds the tensors of the folder's own head alone.
 * @param json the parsed config.json
 */
export function headsOf(
  json: unknown,
  config: BertConfig,
  given: ReadonlyMap<string, TensorEntry>,
): (labels: readonly string[]) => BertHead {
  const tensors = presentNames(given);
  const prefix = prefixIn(tensors);
  const own = new Map<string, TensorEntry>();
  for (const module of Object.values(headModules(config, prefix)))
    for (const name of [`${module}.weight`, `${module}.bias`]) {
      const tensor = tensors.get(name);
      if (tensor) own.set(name, { ...tensor, data: Float32Array.from(tensor.data) });
    }
  return headReader(json, config, own, prefix);
}

/** Apart from `headsOf`, so that what it returns does not keep all weights. */
const headReader =
  (json: unknown, config: BertConfig, own: ReadonlyMap<string, TensorEntry>, prefix: string) =>
  (labels: readonly string[]): BertHead => {
    const file_outputs = classOrder(json, labels);
    const other = { ...config, n_labels: labels.length, labels: [...labels], file_outputs };
    return { config: other, ...readHead(other, own, prefix) };
  };

const presentNames = (given: ReadonlyMap<string, TensorEntry>) =>
  new Map([...given].map(([name, tensor]) => [presentName(name), tensor]));

/** What stands before the names of the model's own tensors. */
const prefixIn = (tensors: ReadonlyMap<string, TensorEntry>): string =>
  ['bert.', 'roberta.'].find((root) => tensors.has(`${root}embeddings.word_embeddings.weight`)) ?? '';

/** The name that transformers gives a tensor: folders converted from TensorFlow, as BERT's own, call gain and shift of norms otherwise. */
const presentName = (name: string): string =>
  name.replace(/LayerNorm\.gamma$/, 'LayerNorm.weight').replace(/LayerNorm\.beta$/, 'LayerNorm.bias');

/** The output of the folder's own head for each of the classes; null where its classes are others. */
function classOrder(json: unknown, labels: readonly string[]): number[] | null {
  const own = ownLabels(json);
  if (own?.length !== labels.length) return null;
  const order = labels.map((label) => own.indexOf(labelOf(label)));
  return order.includes(-1) ? null : order;
}

/** A classifier whose outputs are taken in another order. */
function inOrder(read: TensorReader['read'], name: string, d: number, order: readonly number[]): Affine {
  const weight = read(`${name}.weight`, order.length, d);
  return {
    weight: transposed(byClass(weight, order), order.length, d),
    bias: byClass(read(`${name}.bias`, order.length), order),
  };
}

/**
 * A classifier's rows, one for each output as files have them, in the order of the classes.
 * @param values row-major: a weight [C, d], or a bias [C]
 * @param order of each class, its output
 */
export function byClass(values: Float32Array, order: readonly number[]): Float32Array {
  const width = values.length / order.length;
  const rows = new Float32Array(values.length);
  order.forEach((output, label) => {
    rows.set(values.subarray(output * width, (output + 1) * width), label * width);
  });
  return rows;
}

/** The other way round: the rows of the classes in the order that files have. */
export const byOutput = (values: Float32Array, order: readonly number[]): Float32Array =>
  byClass(
    values,
    order.map((_, output) => order.indexOf(output)),
  );

/** Hugging Face's `initializer_range`. */
const DEVIATION = 0.02;

/** A map of a new head: N(0, 0.02²), without bias; the same each time. */
export function drawnHeadMap(config: BertConfig, map: HeadMap): Affine {
  const { dIn, dOut } = headMapShape(config, map);
  const rng = createRng(0, `head/${map}`);
  return {
    weight: Float32Array.from({ length: dIn * dOut }, () => rng.normal() * DEVIATION),
    bias: new Float32Array(dOut),
  };
}
