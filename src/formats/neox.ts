/**
 * GPT-NeoX models (Pythia) in Hugging Face's layout: config.json and the tensors of the weight files. What this project's forward
 * pass does not compute is refused by name.
 */
import { z } from 'zod';
import type { MapName } from '../core/models/gpt2.ts';
import type { NeoxConfig } from '../core/models/neox.ts';
import { dimension, only, parseConfig, shownValue } from './config-settings.ts';
import { FormatError } from './format-error.ts';
import type { Affine, BaseWeights, LayerWeights } from './gpt2.ts';
import { ownHead, transposed } from './llama.ts';
import type { TensorEntry } from './safetensors.ts';
import { tensorReader } from './tensor-reader.ts';

/** Names of GELU, as it is defined and in its tanh form. */
const ACTIVATIONS = {
  gelu: 'gelu',
  gelu_new: 'gelu_new',
  gelu_fast: 'gelu_new',
  gelu_pytorch_tanh: 'gelu_new',
} as const;

/** Rotary positions as they are. Newer files hold θ, and the share of a head that turns, here. */
const ropeSchema = z
  .looseObject({
    rope_type: z.string().optional(),
    type: z.string().optional(),
    rope_theta: z.number().positive().optional(),
    partial_rotary_factor: z.number().optional(),
  })
  .superRefine(({ rope_type, type = 'default' }, context) => {
    const given = rope_type ?? type;
    if (given !== 'default')
      context.addIssue({
        code: 'custom',
        message: `${shownValue(given)} is not supported, only "default"`,
      });
  });

const configSchema = z
  .object({
    model_type: only('gpt_neox'),
    hidden_size: dimension,
    intermediate_size: dimension,
    num_hidden_layers: dimension,
    num_attention_heads: dimension,
    vocab_size: dimension,
    max_position_embeddings: dimension,
    layer_norm_eps: z.number().positive().default(1e-5),
    hidden_act: z
      .enum(['gelu', 'gelu_new', 'gelu_fast', 'gelu_pytorch_tanh'], {
        error: ({ input }) =>
          `${shownValue(input)} is not supported, only ${Object.keys(ACTIVATIONS).join(', ')}`,
      })
      .default('gelu'),
    rotary_pct: z.number().optional(),
    rotary_emb_base: z.number().positive().optional(),
    rope_scaling: ropeSchema.nullish(),
    rope_parameters: ropeSchema.nullish(),
    use_parallel_residual: z.boolean().default(true),
    attention_bias: z.boolean().default(true),
    tie_word_embeddings: z.boolean().default(false),
  })
  .refine(({ hidden_size, num_attention_heads }) => hidden_size % num_attention_heads === 0, {
    path: ['hidden_size'],
    error: 'must be a multiple of num_attention_heads',
  })
  .transform((file, context) => {
    const rope = file.rope_parameters ?? file.rope_scaling;
    const share = rope?.partial_rotary_factor ?? file.rotary_pct ?? 0.25;
    const head = file.hidden_size / file.num_attention_heads;
    const width = Math.trunc(head * share);
    if (width < 2 || width > head || width % 2 !== 0)
      context.addIssue({
        code: 'custom',
        path: ['rotary_pct'],
        message: `${share} of a head’s ${head} dimensions would turn, and that must be an even number from 2 to ${head}`,
      });
    return {
      ...file,
      rotary: { theta: rope?.rope_theta ?? file.rotary_emb_base ?? 10_000, width },
    };
  });

/**
 * The dimensions in a Hugging Face config.json of a GPT-NeoX model.
 * @param json the parsed file.
 * @throws FormatError naming each setting that is missing or that cannot be computed here.
 */
export function parseNeoxConfig(json: unknown): NeoxConfig {
  const file = parseConfig(configSchema, 'GPT-NeoX', json);
  return {
    n_layer: file.num_hidden_layers,
    n_head: file.num_attention_heads,
    n_embd: file.hidden_size,
    n_positions: file.max_position_embeddings,
    n_inner: file.intermediate_size,
    vocab_size: file.vocab_size,
    layer_norm_epsilon: file.layer_norm_eps,
    rotary: file.rotary,
    isParallel: file.use_parallel_residual,
    isTied: file.tie_word_embeddings,
    isBiased: file.attention_bias,
    activation: ACTIVATIONS[file.hidden_act],
  };
}

/** A model's weights as arrays; their shapes follow from its NeoxConfig. Biases that it lacks are 0. */
export interface NeoxWeights extends Pick<BaseWeights, 'wte' | 'layers' | 'lnF'> {
  /** vocab_size × n_embd; null where the embedding is the head. */
  head: Float32Array | null;
}

/** Where a block keeps its linear maps and norms. */
export const NEOX_MODULES: Readonly<Record<MapName | 'ln1' | 'ln2', string>> = {
  ln1: 'input_layernorm',
  qkv: 'attention.query_key_value',
  o: 'attention.dense',
  ln2: 'post_attention_layernorm',
  up: 'mlp.dense_h_to_4h',
  down: 'mlp.dense_4h_to_h',
};

/** The head in the weight files; transformers calls the module `lm_head` by now. */
export const NEOX_HEAD = 'embed_out';
const HEAD = `${NEOX_HEAD}.weight`;

/** Masks and tables that old checkpoints carry along; they hold nothing learned. */
const BUFFER = /layers\.\d+\.attention\.(?:bias|masked_bias|rotary_emb\.inv_freq)$/;

/** Rows that lie head by head, those of q, k and v in each, as all of q, then of k, then of v. */
export const byMatrix = (values: Float32Array, n_head: number): Float32Array => swapped(values, n_head, 3);

/** The other way round: the order of query_key_value in files. */
export const byHead = (values: Float32Array, n_head: number): Float32Array => swapped(values, 3, n_head);

/** [first, second, n] as [second, first, n], n following from the length. */
function swapped(values: Float32Array, first: number, second: number): Float32Array {
  const n = values.length / (first * second);
  const result = new Float32Array(values.length);
  for (let i = 0; i < first; i++)
    for (let j = 0; j < second; j++) {
      const from = (i * second + j) * n;
      result.set(values.subarray(from, from + n), (j * first + i) * n);
    }
  return result;
}

/**
 * The weights among a model's tensors, the fused query_key_value split into q, k and v. Names may begin with `gpt_neox.`
 * (GPTNeoXForCausalLM) or not (GPTNeoXModel).
 * @throws FormatError naming the tensor that is missing, of the wrong shape, not finite, or not part of the model.
 */
export function readNeoxWeights(config: NeoxConfig, tensors: ReadonlyMap<string, TensorEntry>): NeoxWeights {
  const { n_embd: d, n_inner, n_head, n_layer, vocab_size, isBiased } = config;
  const { read, unread } = tensorReader(tensors, tensors.has('gpt_neox.embed_in.weight') ? 'gpt_neox.' : '');
  const norm = (name: string): Affine => ({
    weight: read(`${name}.weight`, d),
    bias: read(`${name}.bias`, d),
  });
  /** [dOut, dIn] as files have it. */
  const linear = (name: string, dIn: number, dOut: number, hasBias: boolean): Affine => ({
    weight: read(`${name}.weight`, dOut, dIn),
    bias: hasBias ? read(`${name}.bias`, dOut) : new Float32Array(dOut),
  });
  const turned = ({ weight, bias }: Affine): Affine => ({
    weight: transposed(weight, bias.length, weight.length / bias.length),
    bias,
  });
  const layer = (at: string): LayerWeights => {
    const fused = linear(`${at}.${NEOX_MODULES.qkv}`, d, 3 * d, isBiased);
    const weight = byMatrix(fused.weight, n_head);
    const bias = byMatrix(fused.bias, n_head);
    const section = (i: number): Affine =>
      turned({
        weight: weight.subarray(i * d * d, (i + 1) * d * d),
        bias: bias.slice(i * d, (i + 1) * d),
      });
    return {
      ln1: norm(`${at}.${NEOX_MODULES.ln1}`),
      q: section(0),
      k: section(1),
      v: section(2),
      o: turned(linear(`${at}.${NEOX_MODULES.o}`, d, d, isBiased)),
      ln2: norm(`${at}.${NEOX_MODULES.ln2}`),
      up: turned(linear(`${at}.${NEOX_MODULES.up}`, d, n_inner, true)),
      down: turned(linear(`${at}.${NEOX_MODULES.down}`, n_inner, d, true)),
    };
  };
  const wte = read('embed_in.weight', vocab_size, d);
  const layers = Array.from({ length: n_layer }, (_, i) => layer(`layers.${i}`));
  const lnF = norm('final_layer_norm');
  const head = ownHead(HEAD, config, wte, tensors);
  for (const name of unread())
    if (name !== HEAD && !BUFFER.test(name))
      throw new FormatError(`The model file holds "${name}", which is not part of this GPT-NeoX model.`);
  return { wte, layers, lnF, head };
}
