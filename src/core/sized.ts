/** Methods at one number of trained weights: each at the size that comes nearest to it. */
import { limitOf } from './limit.ts';
import { hasLora, withRank } from './methods/lora-config.ts';
import { methodConfigSchema, methodOf, type MethodConfig, type MethodId } from './methods/methods.ts';
import { countTrainable } from './params.ts';
import type { TransformerConfig } from './site.ts';

/** The setting that is a method's size: trained weights grow with it in equal steps. Null where a method has none. */
export const SIZE_SETTINGS = {
  lora: 'r',
  full: null,
  bitfit: null,
  ia3: null,
  vera: 'r',
  'prefix-embed': 'prefix_tokens',
  'prefix-layer': 'prefix_tokens',
  'prefix-kv': 'prefix_tokens',
  'adapter-h': 'bottleneck',
  'adapter-l': 'bottleneck',
  'lora-prefix-embed': 'r',
  'lora-prefix-layer': 'r',
} as const satisfies Record<MethodId, string | null>;

/**
 * A method at the size whose number of trained weights is nearest to a budget, within the setting's limits; of two that are as
 * near, the smaller. A method without a size stays as it is. LoRA's ranks of single matrices are dropped.
 * @param budget in weights
 */
export function sizedTo(model: TransformerConfig, method: MethodConfig, budget: number): MethodConfig {
  const setting = SIZE_SETTINGS[method.type];
  const field = setting && methodOf(method).schema.shape[setting];
  const limit = field && limitOf(field);
  if (!limit) return method;
  const at = (size: number): MethodConfig =>
    hasLora(method)
      ? { ...withRank(method, size), rank_pattern: {} }
      : methodConfigSchema.parse({ ...method, [setting]: size });
  const least = countTrainable(model, at(limit.min));
  const step = countTrainable(model, at(limit.min + 1)) - least;
  // Half a step rounds down.
  const size = limit.min + Math.ceil((budget - least) / step - 0.5);
  return at(Math.min(limit.max, Math.max(limit.min, size)));
}

/** A method at the size with which it starts; its other settings stay. */
export function atDefaultSize(method: MethodConfig): MethodConfig {
  const setting = SIZE_SETTINGS[method.type];
  return setting ? methodConfigSchema.parse({ ...method, [setting]: undefined }) : method;
}
