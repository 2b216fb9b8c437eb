/** The Llama family (Llama, SmolLM2, Qwen2): its dimensions, its matrices, and its tensors by name and shape. */
import { z } from 'zod';
import type { TransformerConfig } from '../site.ts';
import type { BaseTensor } from './gpt2.ts';

/** The matrices of a block, in the order in which the forward pass meets them. */
export const LLAMA_PROJECTIONS = ['q', 'k', 'v', 'o', 'gate', 'up', 'down'] as const;
export type LlamaProjection = (typeof LLAMA_PROJECTIONS)[number];

/** Llama 3's stretching of rotary frequencies: long waves turn slower by `factor`, short ones stay, those between are blended. */
const llama3ScalingSchema = z.object({
  factor: z.number(),
  low_freq_factor: z.number(),
  high_freq_factor: z.number(),
  original_max_position_embeddings: z.number(),
});
export type Llama3Scaling = z.infer<typeof llama3ScalingSchema>;

/** What a Llama-family decoder has beside the dimensions of `TransformerConfig`. */
export const llamaPartsSchema = z.object({
  /** Heads of keys and values; each serves n_head / n_kv_head heads of queries. */
  n_kv_head: z.number().int(),
  /** Width of a head; even. */
  head_dim: z.number().int(),
  rope: z.object({ theta: z.number(), scaling: llama3ScalingSchema.nullable() }),
  /** True where the head is the embedding. */
  isTied: z.boolean(),
  /** The matrices that have a bias. */
  biased: z.array(z.enum(LLAMA_PROJECTIONS)),
});

/** The dimensions of a Llama-family decoder; ε is that of the RMS norms. */
export interface LlamaConfig extends TransformerConfig, z.infer<typeof llamaPartsSchema> {}

/** True for the dimensions of a Llama-family model. */
export const isLlama = (model: object): model is LlamaConfig => 'rope' in model;

/** Input and output width of a matrix. */
export function llamaShape(
  { n_embd, n_inner, n_head, n_kv_head, head_dim }: LlamaConfig,
  projection: LlamaProjection,
): { dIn: number; dOut: number } {
  switch (projection) {
    case 'q':
      return { dIn: n_embd, dOut: n_head * head_dim };
    case 'k':
    case 'v':
      return { dIn: n_embd, dOut: n_kv_head * head_dim };
    case 'o':
      return { dIn: n_head * head_dim, dOut: n_embd };
    case 'gate':
    case 'up':
      return { dIn: n_embd, dOut: n_inner };
    case 'down':
      return { dIn: n_inner, dOut: n_embd };
  }
}

/** All tensors, in the order in which the forward pass meets them. A tied head has none of its own. */
export function llamaTensors(model: LlamaConfig): BaseTensor[] {
  const { n_layer, n_embd: d, vocab_size, isTied, biased } = model;
  const linear = (layer: number, projections: readonly LlamaProjection[]) =>
    projections.flatMap((projection): BaseTensor[] => {
      const { dIn, dOut } = llamaShape(model, projection);
      const name = `${layer}.${projection}`;
      return [
        { name: `${name}.weight`, shape: [dIn, dOut] },
        ...(biased.includes(projection) ? [{ name: `${name}.bias`, shape: [dOut] }] : []),
      ];
    });
  return [
    { name: 'wte', shape: [vocab_size, d] },
    ...Array.from({ length: n_layer }, (_, layer) => [
      { name: `${layer}.ln1.weight`, shape: [d] },
      ...linear(layer, ['q', 'k', 'v', 'o']),
      { name: `${layer}.ln2.weight`, shape: [d] },
      ...linear(layer, ['gate', 'up', 'down']),
    ]).flat(),
    { name: 'lnF.weight', shape: [d] },
    ...(isTied ? [] : [{ name: 'head', shape: [vocab_size, d] }]),
  ];
}

/** Width of a head. */
export const headWidth = (model: Pick<TransformerConfig, 'n_embd' | 'n_head'>): number =>
  isLlama(model) ? model.head_dim : model.n_embd / model.n_head;

/** How fast each pair of a head's dimensions turns, in radians per position: [head_dim / 2], fastest first (Su et al. 2021). */
export function rotaryFrequencies({ head_dim, rope }: Pick<LlamaConfig, 'head_dim' | 'rope'>): number[] {
  const { theta, scaling } = rope;
  return Array.from({ length: head_dim / 2 }, (_, pair) => {
    const frequency = theta ** ((-2 * pair) / head_dim);
    return scaling ? stretched(frequency, scaling) : frequency;
  });
}

/** A frequency as Llama 3 stretches it, after `_compute_llama3_parameters` of Hugging Face's transformers. */
function stretched(frequency: number, scaling: Llama3Scaling): number {
  const { factor, low_freq_factor: low, high_freq_factor: high } = scaling;
  /** How many waves fit in the context that the model was first trained on. */
  const waves = (scaling.original_max_position_embeddings * frequency) / (2 * Math.PI);
  const kept = Math.min(1, Math.max(0, (waves - low) / (high - low)));
  return frequency * (kept + (1 - kept) / factor);
}
