/** Why an adapter cannot be exported in PEFT's format. */
import type { MethodConfig } from '../../../core/methods/methods.ts';
import { hasPeftForm } from '../../../core/peft-form.ts';

const REASONS = {
  lora: 'deploy.noDora',
  vera: 'deploy.noVera',
  'prefix-embed': 'deploy.noPrefixEmbed',
} as const;

/**
 * @param model the dimensions of its base model, of a GPT-2 if they are not told
 * @returns the key of a sentence about it, or null where it can
 */
export function whyNoPeft(
  method: MethodConfig,
  model: object | null = null,
): (typeof REASONS)[keyof typeof REASONS] | 'deploy.noPeft' | null {
  const { type } = method;
  if (hasPeftForm(method, model ?? {})) return null;
  return type === 'lora' || type === 'vera' || type === 'prefix-embed' ? REASONS[type] : 'deploy.noPeft';
}
