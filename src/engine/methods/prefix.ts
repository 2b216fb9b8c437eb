/** Prefix methods on the device: learned rows for the virtual tokens of a block (src/core/methods/prefix.ts). */
import type { LoraPrefixConfig } from '../../core/methods/lora-prefix.ts';
import { prefixName, type PrefixConfig } from '../../core/methods/prefix.ts';
import type { Changes, Variables } from './method.ts';

export function prefixChanges(
  { prefix_tokens, infix_tokens }: PrefixConfig | LoraPrefixConfig,
  variables: Variables,
): Changes {
  return {
    virtual: { before: prefix_tokens, after: infix_tokens },
    virtualRows: (layer) => variables.matrix(prefixName(layer)),
  };
}
