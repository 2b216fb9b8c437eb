/** What a method changes by training tensors of the base model itself, which it has under the base model's names. */
import type { Changes, Variables } from './method.ts';

export function baseChanges(
  variables: Variables,
): Required<Pick<Changes, 'embeddings' | 'head' | 'linear' | 'norm'>> {
  return {
    embeddings() {
      const [wte, wpe] = [variables.matrix('wte'), variables.matrix('wpe')];
      return wte || wpe ? { wte, wpe } : null;
    },
    head: () => variables.matrix('head'),
    linear(layer, map) {
      const weight = variables.matrix(`${layer}.${map}.weight`);
      const bias = variables.vector(`${layer}.${map}.bias`);
      return weight || bias ? { pairs: [], dropout: null, weight, bias } : null;
    },
    norm(name) {
      const weight = variables.vector(`${name}.weight`);
      const bias = variables.vector(`${name}.bias`);
      return weight || bias ? { weight, bias } : null;
    },
  };
}
