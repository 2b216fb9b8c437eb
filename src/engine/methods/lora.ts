/** LoRA on the device: an update ΔW = s·BA of each adapted matrix (src/core/methods/lora.ts). */
import type * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../../core/lab-error.ts';
import { loraName } from '../../core/methods/lora.ts';
import { MAPS } from '../../core/models/gpt2.ts';
import { loraScale, type LoraConfig } from '../../core/run-config.ts';
import { siteId } from '../../core/site.ts';
import type { LowRankUpdate } from '../ops/linear-map.ts';
import type { Changes } from './method.ts';

const isMatrix = (tensor: tf.Tensor | undefined): tensor is tf.Tensor2D => tensor?.rank === 2;

/** @param variables by the names of LoRA's slots */
export function loraChanges(config: LoraConfig, variables: ReadonlyMap<string, tf.Tensor>): Changes {
  const scale = loraScale(config);
  const { lora_dropout } = config;
  return {
    linear(layer, map) {
      const sites = MAPS[map].map((projection) => ({ layer, projection }));
      const pairs = sites.map((site): LowRankUpdate | null => {
        const [a, b] = [variables.get(loraName(site, 'A')), variables.get(loraName(site, 'B'))];
        if (!a && !b) return null;
        if (!isMatrix(a) || !isMatrix(b)) throw new LabError('internal', 'A and B are matrices.');
        return { a, b, scale };
      });
      const first = sites[pairs.findIndex((pair) => pair !== null)];
      if (!first) return null;
      // Matrices that lie side by side share their input, and so its dropout, as PEFT's LoRA of a fused c_attn.
      const dropout = lora_dropout > 0 ? { rate: lora_dropout, stream: siteId(first) } : null;
      return { pairs, dropout, weight: null, bias: null };
    },
  };
}
