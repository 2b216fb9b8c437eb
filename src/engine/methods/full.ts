/** Full fine-tuning on the device: trained weights in place of the frozen ones (src/core/methods/full.ts). */
import type { FullConfig } from '../../core/methods/full.ts';
import type { Changes, Variables } from './method.ts';

export function fullChanges(_config: FullConfig, variables: Variables): Changes {
  return {
    embeddings() {
      const [wte, wpe] = [variables.matrix('wte'), variables.matrix('wpe')];
      return wte && wpe && { wte, wpe };
    },
    linear(layer, map) {
      const weight = variables.matrix(`${layer}.${map}.weight`);
      const bias = variables.vector(`${layer}.${map}.bias`);
      return weight && { pairs: [], dropout: null, weight, bias };
    },
    norm(name) {
      const weight = variables.vector(`${name}.weight`);
      const bias = variables.vector(`${name}.bias`);
      return weight && { weight, bias };
    },
  };
}
