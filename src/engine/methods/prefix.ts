/** Prefix methods on the device: learned rows for the virtual tokens of a block (src/core/methods/prefix.ts). */
import * as tf from '@tensorflow/tfjs-core';
import type { LoraPrefixConfig } from '../../core/methods/lora-prefix.ts';
import {
  prefixName,
  virtualTokens,
  type PrefixConfig,
  type PrefixEmbedConfig,
} from '../../core/methods/prefix.ts';
import type { BaseModel } from '../model/base-model.ts';
import type { Changes, Variables } from './method.ts';

export function prefixChanges(config: PrefixConfig | LoraPrefixConfig, variables: Variables): Changes {
  return {
    virtual: virtualTokens(config),
    virtualRows: (layer) => variables.matrix(prefixName(layer)),
  };
}

/** Virtual tokens that take positions have these embedded, too. */
export function prefixEmbedChanges(
  config: PrefixEmbedConfig,
  variables: Variables,
  model: BaseModel,
): Changes {
  const changes = prefixChanges(config, variables);
  if (!config.takes_positions || !('wpe' in model)) return changes;
  const { prefix_tokens: before, infix_tokens: after } = config;
  return {
    ...changes,
    virtualRows(layer) {
      const rows = variables.matrix(prefixName(layer));
      const positions = tf.slice(model.wpe, [0, 0], [before, model.config.n_embd]);
      return (
        rows &&
        tf.add<tf.Tensor2D>(
          rows,
          tf.pad(positions, [
            [0, after],
            [0, 0],
          ]),
        )
      );
    },
  };
}
