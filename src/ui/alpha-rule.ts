/** Says in a sentence how α and the scale go with the rank, for a form or for runs of several ranks. */
import type { TFunction } from 'i18next';
import type { LoraConfig } from '../core/methods/lora-config.ts';
import { short } from './format.ts';

/** "α fixed at 32: rank and scale change together", "α = 8·r: the scale α/r stays 8 at every rank". */
export function alphaRule(
  { alpha_ratio, lora_alpha, use_rslora }: Pick<LoraConfig, 'alpha_ratio' | 'lora_alpha' | 'use_rslora'>,
  t: TFunction,
): string {
  if (alpha_ratio === null)
    return t(use_rslora ? 'alphaRule.fixedRsLora' : 'alphaRule.fixed', { alpha: short(lora_alpha) });
  return t(use_rslora ? 'alphaRule.followsRsLora' : 'alphaRule.follows', { ratio: short(alpha_ratio) });
}
