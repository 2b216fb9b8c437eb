/**
 * Llama-family models (Llama, SmolLM2, Qwen2) in Hugging Face's layout: config.json and the tensors of the weight files. What
 * this project's forward pass does not compute is refused by name.
 */
import { z } from 'zod';
import {
  llamaShape,
  type Llama3Scaling,
  type LlamaConfig,
  type LlamaProjection,
} from '../core/models/llama.ts';
import { dimension, onlyOrAbsent, parseConfig, shownValue } from './config-settings.ts';
import { FormatError } from './format-error.ts';
import { sameValues } from './gpt2.ts';
import type { TensorEntry } from './safetensors.ts';
import { tensorReader } from './tensor-reader.ts';

/** Rotary positions as they are, by either name of the key. Newer files hold θ here, too. */
const plainRope = z.looseObject({ rope_theta: z.number().positive().optional() });
const llama3Rope = plainRope.extend({
  factor: z.number().min(1),
  low_freq_factor: z.number().positive(),
  high_freq_factor: z.number().positive(),
  original_max_position_embeddings: dimension,
});

/** Rotary positions: θ where it stands here, and how the frequencies are stretched. */
const ropeSchema = z
  .looseObject({ rope_type: z.string().optional(), type: z.string().optional() })
  .transform((rope, context): { theta: number | undefined; scaling: Llama3Scaling | null } => {
    const type = rope.rope_type ?? rope.type ?? 'default';
    const refuse = (message: string) => {
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    };
    if (type === 'default') {
      const { data } = plainRope.safeParse(rope);
      return data ? { theta: data.rope_theta, scaling: null } : refuse('rope_theta is not a positive number');
    }
    if (type !== 'llama3') return refuse(`${shownValue(type)} is not supported, only "default" and "llama3"`);
    const { data } = llama3Rope.safeParse(rope);
    if (!data || data.low_freq_factor >= data.high_freq_factor)
      return refuse(
        '"llama3" needs factor, low_freq_factor < high_freq_factor, original_max_position_embeddings',
      );
    const { factor, low_freq_factor, high_freq_factor, original_max_position_embeddings } = data;
    return {
      theta: data.rope_theta,
      scaling: { factor, low_freq_factor, high_freq_factor, original_max_position_embeddings },
    };
  });

const configSchema = z
  .object({
    model_type: z.enum(['llama', 'qwen2'], {
      error: ({ input }) => `${shownValue(input)} is not supported, only "llama" and "qwen2"`,
    }),
    hidden_size: dimension,
    intermediate_size: dimension,
    num_hidden_layers: dimension,
    num_attention_heads: dimension,
    num_key_value_heads: dimension.nullish(),
    head_dim: dimension.nullish(),
    vocab_size: dimension,
    max_position_embeddings: dimension,
    rms_norm_eps: z.number().positive().default(1e-6),
    rope_theta: z.number().positive().optional(),
    rope_scaling: ropeSchema.nullish(),
    rope_parameters: ropeSchema.nullish(),
    rope_interleaved: onlyOrAbsent(false),
    tie_word_embeddings: z.boolean().default(false),
    attention_bias: z.boolean().default(false),
    mlp_bias: z.boolean().default(false),
    hidden_act: onlyOrAbsent('silu'),
    use_sliding_window: onlyOrAbsent(false),
  })
  .refine(({ num_attention_heads: heads, num_key_value_heads: kv }) => heads % (kv ?? heads) === 0, {
    path: ['num_key_value_heads'],
    error: 'must divide num_attention_heads',
  })
  .refine(
    ({ hidden_size, num_attention_heads, head_dim }) =>
      (head_dim ?? hidden_size / num_attention_heads) % 2 === 0,
    {
      path: ['head_dim'],
      error: 'must be an even number',
    },
  );

/**
 * The dimensions in a Hugging Face config.json of a Llama-family model.
 * @param json the parsed file.
 * @throws FormatError naming each setting that is missing or that cannot be computed here.
 */
export function parseLlamaConfig(json: unknown): LlamaConfig {
  const file = parseConfig(configSchema, 'Llama', json);
  const rope = file.rope_parameters ?? file.rope_scaling;
  return {
    n_layer: file.num_hidden_layers,
    n_head: file.num_attention_heads,
    n_kv_head: file.num_key_value_heads ?? file.num_attention_heads,
    head_dim: file.head_dim ?? file.hidden_size / file.num_attention_heads,
    n_embd: file.hidden_size,
    n_positions: file.max_position_embeddings,
    n_inner: file.intermediate_size,
    vocab_size: file.vocab_size,
    layer_norm_epsilon: file.rms_norm_eps,
    rope: { theta: rope?.theta ?? file.rope_theta ?? 10_000, scaling: rope?.scaling ?? null },
    isTied: file.tie_word_embeddings,
    biased: [
      ...(file.model_type === 'qwen2' ? (['q', 'k', 'v'] as const) : []),
      ...(file.model_type === 'llama' && file.attention_bias ? (['q', 'k', 'v', 'o'] as const) : []),
      ...(file.model_type === 'llama' && file.mlp_bias ? (['gate', 'up', 'down'] as const) : []),
    ],
  };
}

/** A matrix [dIn, dOut], row-major, for x·W + b; null where it has no bias. */
export interface LlamaMatrix {
  weight: Float32Array;
  bias: Float32Array | null;
}

/** One block: the gains of its two norms, and its matrices. */
export type LlamaLayer = Record<'ln1' | 'ln2', Float32Array> & Record<LlamaProjection, LlamaMatrix>;

/** A model's weights as arrays; their shapes follow from its LlamaConfig. */
export interface LlamaWeights {
  /** vocab_size × n_embd. */
  wte: Float32Array;
  layers: LlamaLayer[];
  lnF: Float32Array;
  /** vocab_size × n_embd; null where the embedding is the head. */
  head: Float32Array | null;
}

/** Where a block keeps its matrices. */
export const LLAMA_MODULES: Readonly<Record<LlamaProjection, string>> = {
  q: 'self_attn.q_proj',
  k: 'self_attn.k_proj',
  v: 'self_attn.v_proj',
  o: 'self_attn.o_proj',
  gate: 'mlp.gate_proj',
  up: 'mlp.up_proj',
  down: 'mlp.down_proj',
};

const HEAD = 'lm_head.weight';

/** Tables that old checkpoints carry along; they hold nothing learned. */
const BUFFER = /layers\.\d+\.self_attn\.rotary_emb\.inv_freq$/;

/**
 * The weights among a model's tensors. Names may begin with `model.` (LlamaForCausalLM) or not (LlamaModel).
 * @throws FormatError naming the tensor that is missing, of the wrong shape, not finite, or not part of the model.
 */
export function readLlamaWeights(
  config: LlamaConfig,
  tensors: ReadonlyMap<string, TensorEntry>,
): LlamaWeights {
  const { n_embd: d, n_layer, vocab_size, biased } = config;
  const { read, unread } = tensorReader(tensors, tensors.has('model.embed_tokens.weight') ? 'model.' : '');
  const matrix = (layer: number, projection: LlamaProjection): LlamaMatrix => {
    const { dIn, dOut } = llamaShape(config, projection);
    const name = `layers.${layer}.${LLAMA_MODULES[projection]}`;
    return {
      weight: transposed(read(`${name}.weight`, dOut, dIn), dOut, dIn),
      bias: biased.includes(projection) ? read(`${name}.bias`, dOut) : null,
    };
  };
  const wte = read('embed_tokens.weight', vocab_size, d);
  const layers = Array.from({ length: n_layer }, (_, layer): LlamaLayer => ({
    ln1: read(`layers.${layer}.input_layernorm.weight`, d),
    q: matrix(layer, 'q'),
    k: matrix(layer, 'k'),
    v: matrix(layer, 'v'),
    o: matrix(layer, 'o'),
    ln2: read(`layers.${layer}.post_attention_layernorm.weight`, d),
    gate: matrix(layer, 'gate'),
    up: matrix(layer, 'up'),
    down: matrix(layer, 'down'),
  }));
  const lnF = read('norm.weight', d);
  const head = ownHead(HEAD, config, wte, tensors);
  for (const name of unread())
    if (name !== HEAD && !BUFFER.test(name))
      throw new FormatError(`The model file holds "${name}", which is not part of this Llama model.`);
  return { wte, layers, lnF, head };
}

/**
 * The head, vocab_size × n_embd, where it is not the embedding; null where it is.
 * @param name its tensor's, which files of a tied head may hold, too
 * @throws FormatError where it is missing, or tied and differs from the embedding
 */
export function ownHead(
  name: string,
  { vocab_size, n_embd, isTied }: Pick<LlamaConfig, 'vocab_size' | 'n_embd' | 'isTied'>,
  embedding: Float32Array,
  tensors: ReadonlyMap<string, TensorEntry>,
): Float32Array | null {
  if (isTied && !tensors.has(name)) return null;
  const head = tensorReader(tensors, '').read(name, vocab_size, n_embd);
  if (!isTied) return head;
  if (!sameValues(head, embedding))
    throw new FormatError(
      `Tensor "${name}" differs from the embedding, and config.json has tie_word_embeddings: true.`,
    );
  return null;
}

/** A row-major matrix the other way round. */
export function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const flipped = new Float32Array(values.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      flipped[column * rows + row] = values[row * columns + column] ?? NaN;
  return flipped;
}
