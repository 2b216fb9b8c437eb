/** LoRA of a Llama-family model: ΔW = s·BA of any of its seven matrices. A is Gaussian, B is zero. */
import type * as tf from '@tensorflow/tfjs-core';
import { llamaShape, LLAMA_PROJECTIONS, type LlamaProjection } from '../../core/models/llama.ts';
import { createRng } from '../../core/rng.ts';
import type { LlamaChanges, LlamaModel } from '../model/llama.ts';
import type { LowRankUpdate } from '../ops/linear-map.ts';
import { createParameters, type Parameters } from '../parameters.ts';

export interface LlamaLoraConfig {
  r: number;
  lora_alpha: number;
  target_modules: readonly LlamaProjection[];
}

export interface LlamaLora extends LlamaChanges {
  /** A and B of each matrix, layer by layer, in the order of `LLAMA_PROJECTIONS`. */
  parameters: Parameters;
  dispose(): void;
}

/** The caller disposes the method. @param seed draws A */
export function createLlamaLora(
  { r, lora_alpha, target_modules }: LlamaLoraConfig,
  { config }: Pick<LlamaModel, 'config'>,
  seed: number,
): LlamaLora {
  const targets = LLAMA_PROJECTIONS.filter((projection) => target_modules.includes(projection));
  const sites = Array.from({ length: config.n_layer }, (_, layer) =>
    targets.map((projection) => ({ id: `${layer}.${projection}`, ...llamaShape(config, projection) })),
  ).flat();
  const parameters = createParameters(
    sites.flatMap(({ id, dIn, dOut }) => {
      const rng = createRng(seed, `lora-A/${id}`);
      const drawn = Float32Array.from({ length: r * dIn }, () => rng.normal() / Math.sqrt(dIn));
      return [
        { shape: [r, dIn], initial: drawn },
        { shape: [dOut, r], initial: new Float32Array(dOut * r) },
      ];
    }),
  );
  const pairs = new Map(
    sites.map(({ id }, i): [string, LowRankUpdate] => {
      const [a, b] = parameters.variables.slice(2 * i, 2 * i + 2) as tf.Variable<tf.Rank.R2>[];
      if (!a || !b) throw new Error(`${id} has no A and B.`);
      return [id, { a, b, scale: lora_alpha / r }];
    }),
  );
  return {
    parameters,
    linear(layer, projection) {
      const pair = pairs.get(`${layer}.${projection}`);
      return pair ? { pairs: [pair], dropout: null, weight: null, bias: null } : null;
    },
    dispose: () => {
      parameters.dispose();
    },
  };
}
