/** Adapter layers on the device: a bottleneck wherever the method has its tensors (src/core/methods/adapter.ts). */
import { adapterName, type AdapterConfig } from '../../core/methods/adapter.ts';
import type { Changes, Variables } from './method.ts';

export function adapterChanges(_config: AdapterConfig, variables: Variables): Changes {
  return {
    bottleneck(layer, after) {
      const map = (part: 'down' | 'up') => {
        const weight = variables.matrix(adapterName(layer, after, `${part}.weight`));
        return weight && { weight, bias: variables.vector(adapterName(layer, after, `${part}.bias`)) };
      };
      const [down, up] = [map('down'), map('up')];
      const weight = variables.vector(adapterName(layer, after, 'norm.weight'));
      const bias = variables.vector(adapterName(layer, after, 'norm.bias'));
      return down && up && { norm: weight && bias && { weight, bias }, down, up };
    },
  };
}
