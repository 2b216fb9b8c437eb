/** Prefix-layer tuning on the device: learned rows for the virtual tokens of every block (src/core/methods/prefix-layer.ts). */
import { prefixName, type PrefixLayerConfig } from '../../core/methods/prefix-layer.ts';
import type { Changes, Variables } from './method.ts';

export function prefixLayerChanges(
  { prefix_tokens, infix_tokens }: PrefixLayerConfig,
  variables: Variables,
): Changes {
  return {
    virtual: { before: prefix_tokens, after: infix_tokens },
    virtualRows: (layer) => variables.matrix(prefixName(layer)),
  };
}
