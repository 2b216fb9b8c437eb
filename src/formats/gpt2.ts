/**
 * GPT-2-family models in Hugging Face's layout: config.json and the tensors of model.safetensors. What this
 * project's forward pass does not compute (another activation, an untied head, a tensor that it knows
 * nothing of) is refused by name rather than passed over, since the model would then be a different one.
 */
import { z } from 'zod';
import type { Gpt2Projection } from '../core/models/gpt2.ts';
import type { TransformerConfig } from '../core/site.ts';
import { dimension, only, onlyOrAbsent, parseConfig } from './config-settings.ts';
import { FormatError } from './format-error.ts';
import type { TensorEntry } from './safetensors.ts';
import { tensorReader } from './tensor-reader.ts';

const configSchema = z
  .object({
    model_type: only('gpt2'),
    n_layer: dimension,
    n_head: dimension,
    n_embd: dimension,
    n_positions: dimension,
    n_inner: dimension.nullish(),
    vocab_size: dimension,
    layer_norm_epsilon: z.number().positive().default(1e-5),
    activation_function: onlyOrAbsent('gelu_new'),
    tie_word_embeddings: onlyOrAbsent(true),
    scale_attn_weights: onlyOrAbsent(true),
    scale_attn_by_inverse_layer_idx: onlyOrAbsent(false),
    add_cross_attention: onlyOrAbsent(false),
  })
  .refine(({ n_embd, n_head }) => n_embd % n_head === 0, {
    path: ['n_embd'],
    error: 'must be a multiple of n_head',
  });

/**
 * The dimensions in a Hugging Face config.json of a GPT-2-family model.
 * @param json the parsed file.
 * @throws FormatError naming each setting that is missing or that cannot be computed here.
 */
export function parseTransformerConfig(json: unknown): TransformerConfig {
  const { n_layer, n_head, n_embd, n_positions, n_inner, vocab_size, layer_norm_epsilon } = parseConfig(
    configSchema,
    'GPT-2',
    json,
  );
  return {
    n_layer,
    n_head,
    n_embd,
    n_positions,
    n_inner: n_inner ?? 4 * n_embd,
    vocab_size,
    layer_norm_epsilon,
  };
}

/** A scale or matrix with its shift. Matrices are dIn × dOut, row-major, for x·W + b, as Hugging Face's Conv1D. */
export interface Affine {
  weight: Float32Array;
  bias: Float32Array;
}

/** One block: its two LayerNorms, and a matrix per projection. */
export type LayerWeights = Record<'ln1' | 'ln2' | Gpt2Projection, Affine>;

/** A model's weights as arrays; their shapes follow from its TransformerConfig. */
export interface BaseWeights {
  /** vocab_size × n_embd; the transposed head too. */
  wte: Float32Array;
  /** n_positions × n_embd. */
  wpe: Float32Array;
  layers: LayerWeights[];
  lnF: Affine;
}

/** Causal masks that some checkpoints carry along; they hold nothing learned. */
const BUFFER = /^h\.\d+\.attn\.(bias|masked_bias)$/;

/**
 * The weights among a model's tensors, the fused c_attn split into q, k and v. Names may begin with
 * `transformer.` (GPT2LMHeadModel) or not (GPT2Model).
 * @throws FormatError naming the tensor that is missing, of the wrong shape, not finite, or not part of GPT-2.
 */
export function readGpt2Weights(
  config: TransformerConfig,
  tensors: ReadonlyMap<string, TensorEntry>,
): BaseWeights {
  const { n_embd: d, n_inner, n_positions, vocab_size, n_layer } = config;
  const prefix = tensors.has('transformer.wte.weight') ? 'transformer.' : '';
  const { read, unread } = tensorReader(tensors, prefix);
  const norm = (name: string): Affine => ({
    weight: read(`${name}.weight`, d),
    bias: read(`${name}.bias`, d),
  });
  const linear = (name: string, dIn: number, dOut: number): Affine => ({
    weight: read(`${name}.weight`, dIn, dOut),
    bias: read(`${name}.bias`, dOut),
  });
  const layer = (at: string): LayerWeights => {
    const fused = linear(`${at}.attn.c_attn`, d, 3 * d);
    return {
      ln1: norm(`${at}.ln_1`),
      q: columns(fused, 3 * d, 0, d),
      k: columns(fused, 3 * d, d, d),
      v: columns(fused, 3 * d, 2 * d, d),
      o: linear(`${at}.attn.c_proj`, d, d),
      ln2: norm(`${at}.ln_2`),
      up: linear(`${at}.mlp.c_fc`, d, n_inner),
      down: linear(`${at}.mlp.c_proj`, n_inner, d),
    };
  };

  const weights: BaseWeights = {
    wte: read('wte.weight', vocab_size, d),
    wpe: read('wpe.weight', n_positions, d),
    layers: Array.from({ length: n_layer }, (_, i) => layer(`h.${i}`)),
    lnF: norm('ln_f'),
  };

  const head = tensors.get('lm_head.weight');
  if (head && !sameValues(head.data, weights.wte))
    throw new FormatError(
      'Tensor "lm_head.weight" differs from the embedding: only a tied head can be run here.',
    );
  for (const name of unread())
    if (name !== 'lm_head.weight' && !BUFFER.test(name.slice(prefix.length)))
      throw new FormatError(`The model file holds "${name}", which is not part of this GPT-2 model.`);
  return weights;
}

/** Columns `from` … `from + count` of a row-major matrix of width `width`, and of its bias. */
function columns({ weight, bias }: Affine, width: number, from: number, count: number): Affine {
  const rows = weight.length / width;
  const part = new Float32Array(rows * count);
  for (let row = 0; row < rows; row++)
    part.set(weight.subarray(row * width + from, row * width + from + count), row * count);
  return { weight: part, bias: bias.slice(from, from + count) };
}

/** Whether two tensors hold the same numbers. */
export const sameValues = (x: Float32Array, y: Float32Array): boolean =>
  x.length === y.length && x.every((value, i) => value === y[i]);

/** Maps of the same input, [dIn, dOut] each, as one to all their outputs: what c_attn is to q, k and v. */
export function sideBySide(maps: readonly Affine[]): Affine {
  const rows = (maps[0]?.weight.length ?? 0) / (maps[0]?.bias.length ?? 1);
  const width = maps.reduce((sum, { bias }) => sum + bias.length, 0);
  const weight = new Float32Array(rows * width);
  const bias = new Float32Array(width);
  let from = 0;
  for (const map of maps) {
    const columns = map.bias.length;
    for (let row = 0; row < rows; row++)
      weight.set(map.weight.subarray(row * columns, (row + 1) * columns), row * width + from);
    bias.set(map.bias, from);
    from += columns;
  }
  return { weight, bias };
}
