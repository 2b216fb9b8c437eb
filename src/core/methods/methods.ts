/** The registry of methods: one line each. */
import type { LoraConfig } from '../run-config.ts';
import { bitfit, type BitfitConfig } from './bitfit.ts';
import { lora } from './lora.ts';
import type { MethodSpec } from './method.ts';
import { prefixLayer, type PrefixLayerConfig } from './prefix-layer.ts';

/** The settings of any method. */
export type MethodConfig = LoraConfig | BitfitConfig | PrefixLayerConfig;
export type MethodId = MethodConfig['type'];
/** The settings of one method. */
export type ConfigOf<I extends MethodId> = Extract<MethodConfig, { type: I }>;

const METHODS = { lora, bitfit, 'prefix-layer': prefixLayer } satisfies {
  [I in MethodId]: MethodSpec<ConfigOf<I>>;
};

/** The method that these settings are of. */
export function methodOf({ type }: MethodConfig): MethodSpec<MethodConfig> {
  return METHODS[type];
}
