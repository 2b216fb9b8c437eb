/** LoRA of several runs at once: which runs can go through the model together, and what they change in it together. */
import { isPlainLora } from '../../core/methods/lora-config.ts';
import type { MethodConfig } from '../../core/methods/methods.ts';
import { MAP_NAMES } from '../../core/models/gpt2.ts';
import type { Gpt2Model } from '../model/gpt2.ts';
import type { Changes } from './method.ts';

/**
 * What runs must have in common, beside base model and data, to go through the model together; null of a run that cannot.
 * Ranks, scales and starts of A may differ.
 */
export function stackKey(method: MethodConfig): string | null {
  if (method.type !== 'lora' || method.lora_dropout > 0 || !isPlainLora(method)) return null;
  const { target_modules, layers_to_transform } = method;
  return JSON.stringify([[...target_modules].sort(), layers_to_transform && [...layers_to_transform].sort()]);
}

/** The first layer in which a method changes a linear map; -1 for none. */
export const firstAdapted = (model: Gpt2Model, method: Changes): number =>
  model.blocks.findIndex((block, layer) => MAP_NAMES.some((map) => method.linear?.(layer, map, block[map])));

/** What runs of one `stackKey` change, each in its own rows. */
export const stackedChanges = (methods: readonly Changes[]): Changes => ({
  linear(layer, map, frozen) {
    const runs = methods.map((method) => method.linear?.(layer, map, frozen)?.pairs ?? []);
    return runs.some((pairs) => pairs.length > 0)
      ? { pairs: [], dropout: null, weight: null, bias: null, runs }
      : null;
  },
});
