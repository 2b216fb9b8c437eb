/** Why a run's adapter cannot be exported in PEFT's format: the key of a sentence about it, or null where it can. */
import type { MethodConfig } from '../../../core/methods/methods.ts';
import { hasPeftForm } from '../../../core/params.ts';

export function whyNoPeft(method: MethodConfig): 'deploy.noDora' | 'deploy.noPeft' | null {
  const { type } = method;
  if (hasPeftForm(method)) return null;
  return type === 'lora' ? 'deploy.noDora' : 'deploy.noPeft';
}
