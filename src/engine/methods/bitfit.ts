/** BitFit on the device: trained biases in place of the frozen ones (src/core/methods/bitfit.ts). */
import type * as tf from '@tensorflow/tfjs-core';
import type { BitfitConfig } from '../../core/methods/bitfit.ts';
import type { Changes } from './method.ts';

const isVector = (tensor: tf.Tensor | undefined): tensor is tf.Tensor1D => tensor?.rank === 1;

/** @param variables by the names of BitFit's slots */
export function bitfitChanges(_config: BitfitConfig, variables: ReadonlyMap<string, tf.Tensor>): Changes {
  const biasOf = (name: string): tf.Tensor1D | null => {
    const bias = variables.get(`${name}.bias`);
    return isVector(bias) ? bias : null;
  };
  return {
    linear(layer, map) {
      const bias = biasOf(`${layer}.${map}`);
      return bias && { pairs: [], dropout: null, weight: null, bias };
    },
    norm(name) {
      const bias = biasOf(name);
      return bias && { weight: null, bias };
    },
  };
}
