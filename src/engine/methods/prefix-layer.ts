/** Prefix-layer tuning on the device: learned rows for the virtual tokens of every block (src/core/methods/prefix-layer.ts). */
import type * as tf from '@tensorflow/tfjs-core';
import { prefixName, type PrefixLayerConfig } from '../../core/methods/prefix-layer.ts';
import type { Changes } from './method.ts';

const isMatrix = (tensor: tf.Tensor | undefined): tensor is tf.Tensor2D => tensor?.rank === 2;

/** @param variables by the names of the method's slots */
export function prefixLayerChanges(
  { prefix_tokens, infix_tokens }: PrefixLayerConfig,
  variables: ReadonlyMap<string, tf.Tensor>,
): Changes {
  return {
    virtual: { before: prefix_tokens, after: infix_tokens },
    virtualRows(layer) {
      const rows = variables.get(prefixName(layer));
      return isMatrix(rows) ? rows : null;
    },
  };
}
