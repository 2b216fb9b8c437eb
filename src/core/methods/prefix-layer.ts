/**
 * Prefix-layer tuning (paper §5.1, "PreLayer"; Li & Liang 2021): virtual tokens before the text and after its prompt, whose
 * activations are learned where each block begins. L·d·(l_p + l_i) numbers.
 */
import { z } from 'zod';
import { bounded, whole } from '../limit.ts';
import { createRng } from '../rng.ts';
import { sizeOf } from '../tensors.ts';
import type { MethodSpec } from './method.ts';

export const prefixLayerConfigSchema = z.object({
  type: z.literal('prefix-layer'),
  /** l_p: virtual tokens before the text. */
  prefix_tokens: bounded(whole(1, 32, 8)),
  /** l_i: virtual tokens between prompt and completion. */
  infix_tokens: bounded(whole(0, 32, 0)),
});
export type PrefixLayerConfig = z.infer<typeof prefixLayerConfigSchema>;

/** The name of a block's learned activations, [l_p + l_i, d]. */
export const prefixName = (layer: number): string => `${layer}.prefix`;

/** The deviation that GPT-2 draws its own embeddings with. */
const DEVIATION = 0.02;

export const prefixLayer: MethodSpec<PrefixLayerConfig> = {
  name: 'Prefix-layer tuning',
  about:
    'Virtual tokens beside each text, whose activations are learned where each block begins; all weights stay frozen.',
  schema: prefixLayerConfigSchema,
  fields: [
    {
      key: 'prefix_tokens',
      label: 'Tokens before',
      short: 'l_p',
      help: 'l_p learned virtual tokens stand before each text. They take places of the context, so that fewer are left for the text: the paper’s point against prefix methods.',
    },
    {
      key: 'infix_tokens',
      label: 'Tokens after',
      short: 'l_i',
      help: 'l_i learned virtual tokens stand between prompt and completion. They take places of the context as well.',
    },
  ],
  noSpectrum:
    'Prefix-layer tuning adds virtual tokens. It changes no weight matrix, so there is no ΔW to decompose.',
  sites: () => [],
  /** Drawn from N(0, 0.02²), so training does not start as the base model: the text already sees virtual tokens. */
  slots: ({ n_layer, n_embd }, { prefix_tokens, infix_tokens }, seed) =>
    Array.from({ length: n_layer }, (_, layer) => {
      const shape = [prefix_tokens + infix_tokens, n_embd];
      return {
        name: prefixName(layer),
        shape,
        place: `the virtual tokens of layer ${layer + 1}`,
        initial: () => {
          const rng = createRng(seed, `prefix/${layer}`);
          return Float32Array.from({ length: sizeOf(shape) }, () => DEVIATION * rng.normal());
        },
      };
    }),
  deltas: () => [],
  virtual: ({ prefix_tokens, infix_tokens }) => ({ before: prefix_tokens, after: infix_tokens }),
};
