/** The registry of methods: one line each. */
import { z } from 'zod';
import { isBert, trainedHeadTensors } from '../models/bert.ts';
import { isLlama } from '../models/llama.ts';
import { isNeox } from '../models/neox.ts';
import type { TransformerConfig } from '../site.ts';
import { adapterConfigSchemas, adapterH, adapterL } from './adapter.ts';
import { baseSlots } from './base-slots.ts';
import { bitfit, bitfitConfigSchema } from './bitfit.ts';
import { full, fullConfigSchema } from './full.ts';
import { ia3, ia3ConfigSchema } from './ia3.ts';
import { loraConfigSchema } from './lora-config.ts';
import { lora } from './lora.ts';
import { loraPrefixConfigSchemas, loraPrefixEmbed, loraPrefixLayer } from './lora-prefix.ts';
import type { Field, MethodSpec, Slot } from './method.ts';
import { prefixConfigSchemas, prefixEmbed, prefixLayer } from './prefix.ts';
import { prefixKv, prefixKvConfigSchema } from './prefix-kv.ts';
import { vera, veraConfigSchema } from './vera.ts';

/** The settings of any method. */
export const methodConfigSchema = z.discriminatedUnion(
  'type',
  [
    loraConfigSchema,
    fullConfigSchema,
    bitfitConfigSchema,
    ia3ConfigSchema,
    veraConfigSchema,
    ...prefixConfigSchemas,
    prefixKvConfigSchema,
    ...adapterConfigSchemas,
    ...loraPrefixConfigSchemas,
  ],
  { error: (): string => `is none of the methods ${METHOD_IDS.join(', ')}` },
);
export type MethodConfig = z.infer<typeof methodConfigSchema>;
export type MethodId = MethodConfig['type'];
/** The settings of one method. */
export type ConfigOf<I extends MethodId> = Extract<MethodConfig, { type: I }>;

const METHODS = {
  lora,
  full,
  bitfit,
  ia3,
  vera,
  'prefix-embed': prefixEmbed,
  'prefix-layer': prefixLayer,
  'prefix-kv': prefixKv,
  'adapter-h': adapterH,
  'adapter-l': adapterL,
  'lora-prefix-embed': loraPrefixEmbed,
  'lora-prefix-layer': loraPrefixLayer,
} satisfies {
  [I in MethodId]: MethodSpec<ConfigOf<I>>;
};

export const isMethodId = (value: unknown): value is MethodId =>
  typeof value === 'string' && Object.hasOwn(METHODS, value);

/** The methods in the order in which the page offers them. */
export const METHOD_IDS: readonly MethodId[] = Object.keys(METHODS).filter(isMethodId);

/** The method that these settings are of. */
export function methodOf({ type }: Pick<MethodConfig, 'type'>): MethodSpec<MethodConfig> {
  return METHODS[type];
}

/** Why a method cannot adapt a model, in a sentence; null where it can. */
export function unfitFor(model: object, { type }: Pick<MethodConfig, 'type'>): string | null {
  const { adaptsDecoders, adaptsEncoders } = methodOf({ type });
  if ((isLlama(model) || isNeox(model)) && !adaptsDecoders)
    return 'Models of the Llama and GPT-NeoX families are adapted with LoRA here; the other methods are computed for GPT-2 models.';
  if (isBert(model) && !adaptsEncoders)
    return 'Encoders (BERT, RoBERTa) are adapted with LoRA, BitFit or IA³ here; the other methods are computed for GPT-2 models.';
  return null;
}

/** The learning rate that a method starts with on a model: docs/results.md has both. @param model its dimensions; null for a decoder */
export function usualRate(method: Pick<MethodConfig, 'type'>, model: object | null): number {
  const { learningRate, encoderRate = learningRate } = methodOf(method);
  return model && isBert(model) ? encoderRate : learningRate;
}

/** Why a method cannot start from weights that are rounded, with a remedy, in a sentence; null where it can. */
export function unfitDtype({
  method,
  training,
}: {
  method: Pick<MethodConfig, 'type'>;
  training: { base_dtype: string };
}): string | null {
  return method.type === 'full' && training.base_dtype === 'int8'
    ? 'Full fine-tuning trains the base weights themselves, which int8 has no room for: choose “as stored” or float16 for the base weights, or a method that leaves them frozen, as LoRA.'
    : null;
}

/**
 * The tensors of a method on a model, in a fixed order: its own, then an encoder's classification head, which every method
 * trains beside them, as PEFT does (`TaskType.SEQ_CLS`).
 * @param seed draws the values that training starts from
 */
export const slotsOf = (model: TransformerConfig, method: MethodConfig, seed: number): Slot[] => [
  ...methodOf(method).slots(model, method, seed),
  ...baseSlots(trainedHeadTensors(model)),
];

/**
 * What must be known beside a method's singular values, in a sentence: why there are none, or what they are of where that is
 * not the whole change of W; null where nothing needs to be said.
 */
export function spectrumCaveat(config: MethodConfig): string | null {
  const spec = methodOf(config);
  return spec.noSpectrum ?? spec.spectrumNote?.(config) ?? null;
}

/** The form's field of a method's setting; undefined for what is none. */
export const findField = (key: string): Field | undefined =>
  METHOD_IDS.flatMap((type) => methodOf({ type }).fields).find((field) => field.key === key);

/** The form's field of a setting by its dotted path, e.g. `method.r`; undefined for what is no setting of a method. */
export const fieldAt = (path: string): Field | undefined =>
  path.startsWith('method.') ? findField(path.slice('method.'.length)) : undefined;

/** A method's settings as the page first shows them. */
export const defaultMethod = (type: MethodId): MethodConfig => methodConfigSchema.parse({ type });
