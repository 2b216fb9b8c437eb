/** Why an adapter cannot be exported in PEFT's format: the key of a sentence about it, or null where it can. */
import type { MethodConfig } from '../../../core/methods/methods.ts';
import { hasPeftForm } from '../../../core/peft-form.ts';

const REASONS = { lora: 'deploy.noDora', vera: 'deploy.noVera' } as const;

export function whyNoPeft(method: MethodConfig): 'deploy.noDora' | 'deploy.noVera' | 'deploy.noPeft' | null {
  const { type } = method;
  if (hasPeftForm(method)) return null;
  return type === 'lora' || type === 'vera' ? REASONS[type] : 'deploy.noPeft';
}
