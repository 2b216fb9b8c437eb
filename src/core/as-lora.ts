/** Any ΔW of low rank as an adapter of LoRA, so that the lab can judge it and write with it: a truncated one, say. */
import { loraConfigSchema, type LoraConfig } from './methods/lora-config.ts';
import { loraTensors } from './methods/lora.ts';
import type { LowRankDelta } from './methods/method.ts';
import { PROJECTIONS, siteId } from './site.ts';
import type { NamedTensors } from './tensors.ts';

/**
 * @param deltas of the same matrices in each layer that has any
 * @returns settings with α = r everywhere, and A and s·B under LoRA's names
 * @throws ZodError where a rank is beyond LoRA's limit
 */
export function asLora(deltas: readonly LowRankDelta[]): { method: LoraConfig; tensors: NamedTensors } {
  const projections = new Set(deltas.map(({ site }) => site.projection));
  const r = Math.max(...deltas.map((delta) => delta.r));
  const method = loraConfigSchema.parse({
    r,
    lora_alpha: r,
    alpha_ratio: 1,
    target_modules: PROJECTIONS.filter((projection) => projections.has(projection)),
    layers_to_transform: [...new Set(deltas.map(({ site }) => site.layer))],
    rank_pattern: Object.fromEntries(deltas.map((delta) => [siteId(delta.site), delta.r])),
  });
  const unscaled = deltas.map(({ scale, b, ...rest }) => ({ ...rest, b: b.map((value) => value * scale) }));
  return { method, tensors: loraTensors(unscaled) };
}
