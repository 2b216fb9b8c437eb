/**
 * Prefix methods (paper §5.1; Li & Liang 2021): l_p virtual tokens before the text and l_i after its prompt. Prefix-embedding
 * tuning ("PreEmbed"; Lester et al. 2021 call it prompt tuning) learns their input embeddings, d·(l_p + l_i) numbers.
 * Prefix-layer tuning ("PreLayer") learns their activations where each block begins, L·d·(l_p + l_i) numbers.
 */
import { z } from 'zod';
import { bounded, whole } from '../limit.ts';
import { createRng } from '../rng.ts';
import { sizeOf } from '../tensors.ts';
import type { Mark } from './marks.ts';
import type { Field, MethodSpec, Slot, VirtualTokens } from './method.ts';

/** The settings of every method that has virtual tokens. */
export const prefixSettings = {
  /** l_p: virtual tokens before the text. */
  prefix_tokens: bounded(whole(1, 32, 8)),
  /** l_i: virtual tokens between prompt and completion. */
  infix_tokens: bounded(whole(0, 32, 0)),
};

export const prefixEmbedConfigSchema = z.object({
  type: z.literal('prefix-embed'),
  ...prefixSettings,
  /** As PEFT's prompt tuning: virtual tokens have the first positions, and the text those after them. */
  takes_positions: z.boolean().default(false),
});
export type PrefixEmbedConfig = z.infer<typeof prefixEmbedConfigSchema>;
const prefixLayerConfigSchema = z.object({ type: z.literal('prefix-layer'), ...prefixSettings });
export const prefixConfigSchemas = [prefixEmbedConfigSchema, prefixLayerConfigSchema] as const;
export type PrefixConfig = z.infer<(typeof prefixConfigSchemas)[number]>;

/** The virtual tokens that a method's settings ask for. */
export const virtualTokens = ({
  prefix_tokens,
  infix_tokens,
  takes_positions,
}: Pick<PrefixConfig, keyof typeof prefixSettings> &
  Partial<Pick<PrefixEmbedConfig, 'takes_positions'>>): VirtualTokens => ({
  before: prefix_tokens,
  after: infix_tokens,
  ...(takes_positions && { takesPositions: true }),
});

/** The slot of a layer's learned rows, [l_p + l_i, d]. */
export const prefixName = (layer: number): string => `${layer}.prefix`;

/** The deviation that GPT-2 draws its own embeddings with. */
const DEVIATION = 0.02;

/** Drawn from N(0, 0.02²), so training does not start as the base model: the text already sees virtual tokens. */
export function virtualSlot(
  { name, shape, place }: Omit<Slot, 'initial'>,
  stream: string,
  seed: number,
): Slot {
  return {
    name,
    shape,
    place,
    initial: () => {
      const rng = createRng(seed, stream);
      return Float32Array.from({ length: sizeOf(shape) }, () => DEVIATION * rng.normal());
    },
  };
}

const markOf = (layer: number, config: PrefixConfig): Mark => ({
  kind: 'tokens',
  layer,
  ...virtualTokens(config),
});

const prefixSlot = (layer: number, shape: readonly number[], place: string, seed: number): Slot =>
  virtualSlot({ name: prefixName(layer), shape, place }, `prefix/${layer}`, seed);

/** The field of `prefix_tokens`. */
export const PREFIX_FIELD: Field = {
  key: 'prefix_tokens',
  label: 'Tokens before',
  short: 'l_p',
  phrase: (count) => `${count} ${count === 1 ? 'token' : 'tokens'} before`,
  help: 'l_p learned virtual tokens stand before each text. They take places of the context, so that fewer are left for the text: the paper’s point against prefix methods.',
};

/** The fields of `prefixSettings`. */
export const PREFIX_FIELDS: readonly Field[] = [
  PREFIX_FIELD,
  {
    key: 'infix_tokens',
    label: 'Tokens after',
    short: 'l_i',
    phrase: (count) => `${count} ${count === 1 ? 'token' : 'tokens'} after`,
    help: 'l_i learned virtual tokens stand between prompt and completion. They take places of the context as well.',
  },
];

/** What all methods have in common that add virtual tokens and leave every weight matrix alone. */
export const withoutDelta = {
  noSpectrum: 'The method adds virtual tokens. It changes no weight matrix, so there is no ΔW to decompose.',
  sites: () => [],
  deltas: () => [],
};

const common = { ...withoutDelta, fields: PREFIX_FIELDS, virtual: virtualTokens };

export const prefixEmbed: MethodSpec<z.infer<typeof prefixEmbedConfigSchema>> = {
  ...common,
  name: 'Prefix-embedding tuning',
  about:
    'Virtual tokens before each text, or between prompt and completion, whose input embeddings are learned (prompt tuning); all weights stay frozen.',
  schema: prefixEmbedConfigSchema,
  learningRate: 2e-1,
  fields: [
    ...PREFIX_FIELDS,
    {
      key: 'takes_positions',
      label: 'Take positions',
      short: 'positions',
      help: 'The text’s positions begin after the tokens before it, as in PEFT’s prompt tuning.',
      isRare: true,
    },
  ],
  marks: (_model, config) => [markOf(0, config)],
  slots: ({ n_embd }, { prefix_tokens, infix_tokens }, seed) => [
    prefixSlot(0, [prefix_tokens + infix_tokens, n_embd], 'the virtual tokens', seed),
  ],
};

export const prefixLayer: MethodSpec<z.infer<typeof prefixLayerConfigSchema>> = {
  ...common,
  name: 'Prefix-layer tuning',
  about:
    'Virtual tokens before each text, or between prompt and completion, whose activations are learned where each block begins; all weights stay frozen.',
  schema: prefixLayerConfigSchema,
  learningRate: 5e-3,
  marks: ({ n_layer }, config) => Array.from({ length: n_layer }, (_, layer) => markOf(layer, config)),
  slots: ({ n_layer, n_embd }, { prefix_tokens, infix_tokens }, seed) =>
    Array.from({ length: n_layer }, (_, layer) =>
      prefixSlot(
        layer,
        [prefix_tokens + infix_tokens, n_embd],
        `the virtual tokens of layer ${layer + 1}`,
        seed,
      ),
    ),
};
