/**
 * Prefix tuning as PEFT has it (Li & Liang 2021, without their reparametrisation): virtual tokens before the text, whose keys
 * and values are learned in every layer, l·L·2·d numbers. The text's positions begin after them, as PEFT's do, which holds them
 * as a cache of keys and values that was read before. They take places of the context.
 */
import { z } from 'zod';
import type { MethodSpec } from './method.ts';
import { PREFIX_FIELD, prefixSettings, virtualSlot, withoutDelta } from './prefix.ts';

export const prefixKvConfigSchema = z.object({
  type: z.literal('prefix-kv'),
  prefix_tokens: prefixSettings.prefix_tokens,
});
export type PrefixKvConfig = z.infer<typeof prefixKvConfigSchema>;

/** The slot of a layer's keys and, beside them, its values, [l, 2d]. */
export const prefixKvName = (layer: number): string => `${layer}.prefix_kv`;

/** The virtual tokens that the settings ask for. */
export const keyValueTokens: NonNullable<MethodSpec<PrefixKvConfig>['virtual']> = ({ prefix_tokens }) => ({
  before: prefix_tokens,
  after: 0,
  takesPositions: true,
});

export const prefixKv: MethodSpec<PrefixKvConfig> = {
  ...withoutDelta,
  name: 'Prefix tuning (K, V)',
  about:
    'Virtual tokens before each text, whose keys and values are learned in every layer (prefix tuning); all weights stay frozen.',
  schema: prefixKvConfigSchema,
  learningRate: 2e-1,
  marks: ({ n_layer }, { prefix_tokens: before }) =>
    Array.from({ length: n_layer }, (_, layer) => ({ kind: 'keys', layer, before })),
  fields: [PREFIX_FIELD],
  /**
   * Drawn as other virtual tokens, from N(0, 0.02²). PEFT draws from N(0, 1), which learns less here: 200 steps of `nano` on
   * restaurant at learning rates of 0.03, 0.1 and 0.3 end at losses of 2.08, 1.31 and 1.17, and from N(0, 0.02²) at 1.81, 1.01
   * and 0.82.
   */
  slots: ({ n_layer, n_embd }, { prefix_tokens }, seed) =>
    Array.from({ length: n_layer }, (_, layer) => {
      const place = `the keys and values of the virtual tokens in layer ${layer + 1}`;
      const shape = [prefix_tokens, 2 * n_embd];
      return virtualSlot({ name: prefixKvName(layer), shape, place }, `prefix-kv/${layer}`, seed);
    }),
  virtual: keyValueTokens,
};
