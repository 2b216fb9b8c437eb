/** BitFit on the device: trained biases in place of the frozen ones (src/core/methods/bitfit.ts). */
import type { BitfitConfig } from '../../core/methods/bitfit.ts';
import type { Changes, Variables } from './method.ts';

export const bitfitChanges = (_config: BitfitConfig, variables: Variables) => biasChanges(variables);

/** The changes by the biases among a method's tensors, by the base model's names for them. */
export function biasChanges(variables: Variables): Required<Pick<Changes, 'linear' | 'norm'>> {
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
