/** LoRA on the device: an update ΔW = s·BA of each adapted matrix (src/core/methods/lora.ts). */
import { loraName, loraScale, magnitudeName, type LoraConfig } from '../../core/methods/lora.ts';
import type { LoraPrefixConfig } from '../../core/methods/lora-prefix.ts';
import { MAPS } from '../../core/models/gpt2.ts';
import { siteId } from '../../core/site.ts';
import type { LowRankUpdate } from '../ops/linear-map.ts';
import type { Changes, Variables } from './method.ts';

export function loraChanges(config: LoraConfig | LoraPrefixConfig, variables: Variables): Changes {
  const scale = loraScale(config);
  const { lora_dropout } = config;
  return {
    linear(layer, map) {
      const sites = MAPS[map].map((projection) => ({ layer, projection }));
      const pairs = sites.map((site): LowRankUpdate | null => {
        const [a, b] = [variables.matrix(loraName(site, 'A')), variables.matrix(loraName(site, 'B'))];
        const magnitude = variables.vector(magnitudeName(site));
        return a && b && { a, b, scale, ...(magnitude && { magnitude }) };
      });
      const first = sites[pairs.findIndex((pair) => pair !== null)];
      if (!first) return null;
      // Matrices that lie side by side share their input, and so its dropout, as PEFT's LoRA of a fused c_attn.
      const dropout = lora_dropout > 0 ? { rate: lora_dropout, stream: siteId(first) } : null;
      return { pairs, dropout, weight: null, bias: null };
    },
  };
}
