/** Prefix methods on the device: learned rows for the virtual tokens of a block (src/core/methods/prefix.ts). */
import type { LoraPrefixConfig } from '../../core/methods/lora-prefix.ts';
import { prefixName, virtualTokens, type PrefixConfig } from '../../core/methods/prefix.ts';
import type { Changes, Variables } from './method.ts';

export function prefixChanges(config: PrefixConfig | LoraPrefixConfig, variables: Variables): Changes {
  return {
    virtual: virtualTokens(config),
    virtualRows: (layer) => variables.matrix(prefixName(layer)),
  };
}
