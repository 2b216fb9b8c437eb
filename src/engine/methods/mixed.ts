/**
 * A batch in which each text has an adapter of its own, or none: the frozen products are computed for all texts together, and
 * each text adds its own s·(xAᵀ)Bᵀ (S-LoRA, Sheng et al. 2023, https://arxiv.org/abs/2311.03285).
 */
import type { Changes } from './method.ts';

/** @param adapters of each text of the batch, such as `canMix`; null for the base model. They stay the caller's */
export function mixedChanges(adapters: readonly (Changes | null)[]): Changes {
  const neighbours: { texts: number; adapter: Changes | null }[] = [];
  for (const adapter of adapters) {
    const last = neighbours.at(-1);
    if (last?.adapter === adapter) last.texts++;
    else neighbours.push({ texts: 1, adapter });
  }
  return {
    linear(layer, map, frozen) {
      const groups = neighbours.map(({ texts, adapter }) => ({
        texts,
        pairs: adapter?.linear?.(layer, map, frozen)?.pairs ?? [],
      }));
      return groups.some(({ pairs }) => pairs.length > 0)
        ? { pairs: [], dropout: null, weight: null, bias: null, groups }
        : null;
    },
    keep: (texts) => mixedChanges(texts.map((text) => adapters[text] ?? null)),
  };
}
