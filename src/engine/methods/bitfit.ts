/** BitFit on the device: trained biases in place of the frozen ones (src/core/methods/bitfit.ts). */
import type { BitfitConfig } from '../../core/methods/bitfit.ts';
import type { Changes, Variables } from './method.ts';

export function bitfitChanges(_config: BitfitConfig, variables: Variables): Changes {
  return {
    linear(layer, map) {
      const bias = variables.vector(`${layer}.${map}.bias`);
      return bias && { pairs: [], dropout: null, weight: null, bias };
    },
    norm(name) {
      const bias = variables.vector(`${name}.bias`);
      return bias && { weight: null, bias };
    },
  };
}
