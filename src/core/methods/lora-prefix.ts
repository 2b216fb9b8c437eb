/**
 * LoRA with virtual tokens beside the text (paper App. F.2: LoRA+PE and LoRA+PL): both methods' tensors are trained together,
 * and their numbers of parameters add up.
 */
import { z } from 'zod';
import { loraConfigSchema, type LoraConfig } from './lora-config.ts';
import { lora } from './lora.ts';
import type { MethodSpec } from './method.ts';
import {
  PREFIX_FIELDS,
  prefixEmbed,
  prefixLayer,
  prefixSettings,
  virtualTokens,
  type PrefixConfig,
} from './prefix.ts';

const settings = { ...loraConfigSchema.omit({ type: true }).shape, ...prefixSettings };

const loraPrefixEmbedConfigSchema = z.object({ type: z.literal('lora-prefix-embed'), ...settings });
const loraPrefixLayerConfigSchema = z.object({ type: z.literal('lora-prefix-layer'), ...settings });
export const loraPrefixConfigSchemas = [loraPrefixEmbedConfigSchema, loraPrefixLayerConfigSchema] as const;
export type LoraPrefixConfig = z.infer<(typeof loraPrefixConfigSchemas)[number]>;

const loraOf = (config: LoraPrefixConfig): LoraConfig => ({ ...config, type: 'lora' });

/** LoRA's part, and a prefix method's. */
function withPrefix(prefix: MethodSpec<PrefixConfig>, type: PrefixConfig['type']) {
  const prefixOf = (config: LoraPrefixConfig): PrefixConfig => ({ ...config, type, takes_positions: false });
  return {
    fields: [...lora.fields, ...PREFIX_FIELDS],
    noSpectrum: null,
    sites: (model, config) => lora.sites(model, loraOf(config)),
    marks: (model, config) => [
      ...lora.marks(model, loraOf(config)),
      ...prefix.marks(model, prefixOf(config)),
    ],
    slots: (model, config, seed) => [
      ...lora.slots(model, loraOf(config), seed),
      ...prefix.slots(model, prefixOf(config), seed),
    ],
    spectrumNote: (config) => lora.spectrumNote?.(loraOf(config)) ?? null,
    deltas: (config, tensors, base, model) => lora.deltas(loraOf(config), tensors, base, model),
    virtual: virtualTokens,
  } satisfies Partial<MethodSpec<LoraPrefixConfig>>;
}

export const loraPrefixEmbed: MethodSpec<z.infer<typeof loraPrefixEmbedConfigSchema>> = {
  ...withPrefix(prefixEmbed, 'prefix-embed'),
  name: 'LoRA + PreEmbed',
  about:
    'LoRA and prefix-embedding tuning together: an update BA beside each chosen matrix, and virtual tokens whose input embeddings are learned.',
  schema: loraPrefixEmbedConfigSchema,
  learningRate: 1e-2,
};

export const loraPrefixLayer: MethodSpec<z.infer<typeof loraPrefixLayerConfigSchema>> = {
  ...withPrefix(prefixLayer, 'prefix-layer'),
  name: 'LoRA + PreLayer',
  about:
    'LoRA and prefix-layer tuning together: an update BA beside each chosen matrix, and virtual tokens whose activations are learned where each block begins.',
  schema: loraPrefixLayerConfigSchema,
  learningRate: 1e-2,
};
