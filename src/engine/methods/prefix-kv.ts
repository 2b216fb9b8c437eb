/** Prefix tuning on the device: learned keys and values for the virtual tokens of a layer (src/core/methods/prefix-kv.ts). */
import { keyValueTokens, prefixKvName, type PrefixKvConfig } from '../../core/methods/prefix-kv.ts';
import type { Changes, Variables } from './method.ts';

export function prefixKvChanges(config: PrefixKvConfig, variables: Variables): Changes {
  return {
    virtual: keyValueTokens(config),
    virtualKeyValues: (layer) => variables.matrix(prefixKvName(layer)),
  };
}
