/** LoRA on the device: an update ΔW = s·BA of each adapted matrix (src/core/methods/lora.ts). */
import * as tf from '@tensorflow/tfjs-core';
import { atSite, loraScale, type LoraConfig } from '../../core/methods/lora-config.ts';
import { loraName, magnitudeName } from '../../core/methods/lora.ts';
import type { LoraPrefixConfig } from '../../core/methods/lora-prefix.ts';
import { linearNamesOf, matricesIn, siteId, sitesOf, type LinearName, type Site } from '../../core/site.ts';
import { linearOf, weightOf, type BaseModel } from '../model/base-model.ts';
import type { FrozenLinear, LowRankUpdate } from '../ops/linear-map.ts';
import { baseChanges } from './base-changes.ts';
import type { Changes, Variables } from './method.ts';

export function loraChanges(
  config: LoraConfig | LoraPrefixConfig,
  variables: Variables,
  model: BaseModel,
): Changes {
  const { lora_dropout, target_modules, layers_to_transform } = config;
  // Once, since every forward pass asks for them.
  const scales = new Map(
    sitesOf(model.config, target_modules, layers_to_transform).map((site) => [
      siteId(site),
      loraScale(atSite(config, site)),
    ]),
  );
  const scaleOf = (site: Site) => scales.get(siteId(site)) ?? NaN;
  const beside = baseChanges(variables);
  const sitesIn = (layer: number, map: LinearName) =>
    matricesIn(map).map((projection) => ({ layer, projection }));
  const residuals = residualMaps(model, (layer, map) =>
    sitesIn(layer, map).map((site) => {
      const [a, b] = [variables.matrix(loraName(site, 'A0')), variables.matrix(loraName(site, 'B0'))];
      return a && b && { a, b, scale: -scaleOf(site) };
    }),
  );
  return {
    ...beside,
    frozen: (layer, map) => residuals.get(`${layer}.${map}`) ?? null,
    linear(layer, map, frozen) {
      const sites: Site[] = sitesIn(layer, map);
      const pairs = sites.map((site): LowRankUpdate | null => {
        const [a, b] = [variables.matrix(loraName(site, 'A')), variables.matrix(loraName(site, 'B'))];
        const magnitude = variables.vector(magnitudeName(site));
        return a && b && { a, b, scale: scaleOf(site), ...(magnitude && { magnitude }) };
      });
      const alone = beside.linear(layer, map, frozen);
      const first = sites[pairs.findIndex((pair) => pair !== null)];
      if (!first) return alone;
      // Matrices that lie side by side share their input, and so its dropout, as PEFT's LoRA of a fused c_attn.
      const dropout = lora_dropout > 0 ? { rate: lora_dropout, stream: siteId(first) } : null;
      return { pairs, dropout, weight: null, bias: alone?.bias ?? null };
    },
    dispose() {
      for (const { weight, transposed } of residuals.values()) {
        weight?.dispose();
        transposed?.dispose();
      }
    },
  };
}

/**
 * What stays frozen where A and B start as factors of W0: W0 − s·B0A0, computed once. The caller disposes the maps.
 * @param updates −s·B0A0 of each matrix of a map, null where one has none
 * @returns by layer and name, e.g. `0.qkv`, those of which a matrix has one
 */
function residualMaps(
  model: BaseModel,
  updates: (layer: number, map: LinearName) => (LowRankUpdate | null)[],
): Map<string, FrozenLinear> {
  const residuals = new Map<string, FrozenLinear>();
  for (let layer = 0; layer < model.config.n_layer; layer++)
    for (const map of linearNamesOf(model.config)) {
      const pairs = updates(layer, map);
      const frozen = linearOf(model, layer, map);
      if (!frozen || pairs.every((pair) => pair === null)) continue;
      const weight = tf.keep(tf.tidy(() => weightOf(frozen, pairs)));
      // Whichever ways round the base model's map is kept.
      const transposed = frozen.transposed && tf.keep(tf.tidy(() => tf.transpose(weight)));
      residuals.set(`${layer}.${map}`, { ...frozen, weight, transposed, storage: 'f32' });
    }
  return residuals;
}
