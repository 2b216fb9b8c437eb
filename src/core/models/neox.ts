/** The GPT-NeoX family (Pythia): its dimensions, and its tensors by name and shape. Its matrices are those of GPT-2. */
import { z } from 'zod';
import type { TransformerConfig } from '../site.ts';
import { affineTensors, type BaseTensor } from './gpt2.ts';

/** What a GPT-NeoX decoder has beside the dimensions of `TransformerConfig`. */
export const neoxPartsSchema = z.object({
  /** Rotary positions turn the first `width` dimensions of each head, an even number, and leave the others. */
  rotary: z.object({ theta: z.number(), width: z.number().int() }),
  /** True where attention and MLP read the same stream, x + f(LN₁x) + g(LN₂x), and not one after the other. */
  isParallel: z.boolean(),
  /** True where the head is the embedding. */
  isTied: z.boolean(),
  /** True where the maps of the attention have biases; those of the MLP always have. */
  isBiased: z.boolean(),
  /** GELU as it is defined, or in its tanh form, which GPT-2 has. */
  activation: z.enum(['gelu', 'gelu_new']),
});

/** The dimensions of a GPT-NeoX decoder. */
export interface NeoxConfig extends TransformerConfig, z.infer<typeof neoxPartsSchema> {}

/** True for the dimensions of a GPT-NeoX model. */
export const isNeox = (model: object): model is NeoxConfig => 'isParallel' in model;

/** All tensors, in the order in which the forward pass meets them. A tied head has none of its own. */
export function neoxTensors(model: NeoxConfig): BaseTensor[] {
  const head = { name: 'head', shape: [model.vocab_size, model.n_embd] };
  return [
    { name: 'wte', shape: [model.vocab_size, model.n_embd] },
    ...affineTensors(model).filter(({ name }) => model.isBiased || !/\.(?:qkv|o)\.bias$/.test(name)),
    ...(model.isTied ? [] : [head]),
  ];
}
