/** LoRA with virtual tokens on the device (src/core/methods/lora-prefix.ts). */
import { LabError } from '../../core/lab-error.ts';
import type { LoraPrefixConfig } from '../../core/methods/lora-prefix.ts';
import type { BaseModel } from '../model/base-model.ts';
import { loraChanges } from './lora.ts';
import type { Changes, Variables } from './method.ts';
import { prefixChanges } from './prefix.ts';

export const loraPrefixChanges = (
  config: LoraPrefixConfig,
  variables: Variables,
  model: BaseModel,
): Changes => together(loraChanges(config, variables, model), prefixChanges(config, variables));

/**
 * Two methods' changes as one.
 * @throws LabError `internal` where both make the same kind of change: neither could tell what the other leaves it
 */
export function together(one: Changes, other: Changes): Changes {
  const [kind] = Object.keys(one).filter((key) => Object.hasOwn(other, key));
  if (kind !== undefined)
    throw new LabError('internal', `Two methods that are combined both change "${kind}".`);
  return { ...one, ...other };
}
