/**
 * LoRA (Hu et al. 2021): ΔW = s·BA beside each chosen matrix. A is Gaussian, B is zero, so training starts at the base
 * model. The draws of A nest: at rank r, A is the first r rows of one draw per site, so runs that differ in rank alone
 * share their start.
 */
import { createRng } from '../rng.ts';
import { loraScale, type LoraConfig } from '../run-config.ts';
import { PROJECTIONS, siteId, siteLabel, siteShape, sitesOf, type Site } from '../site.ts';
import type { NamedTensors } from '../tensors.ts';
import type { LowRankDelta, MethodSpec } from './method.ts';

/** The name of A or B at a site, e.g. `0.q.lora_A`. */
export const loraName = (site: Site, matrix: 'A' | 'B'): string => `${siteId(site)}.lora_${matrix}`;

/**
 * The first `r` rows of the site's draw of A, row-major r × dIn. Each entry is N(0, 1/dIn), so that |Ax| does not
 * depend on the width; the paper says Gaussian and leaves the variance open.
 */
export function drawA(site: Site, r: number, dIn: number, seed: number): Float32Array {
  const rng = createRng(seed, `lora-A/${siteId(site)}`);
  const deviation = 1 / Math.sqrt(dIn);
  return Float32Array.from({ length: r * dIn }, () => rng.normal() * deviation);
}

export const lora: MethodSpec<LoraConfig> = {
  /** A [r, dIn] and B [dOut, r] of every adapted site, in the order of the sites. */
  slots(model, { r, target_modules, layers_to_transform }, seed) {
    return sitesOf(model.n_layer, target_modules, layers_to_transform).flatMap((site) => {
      const { dIn, dOut } = siteShape(model, site.projection);
      const place = siteLabel(site);
      return [
        { name: loraName(site, 'A'), shape: [r, dIn], place, initial: () => drawA(site, r, dIn, seed) },
        { name: loraName(site, 'B'), shape: [dOut, r], place, initial: () => new Float32Array(dOut * r) },
      ];
    });
  },
  deltas(config, tensors) {
    const scale = loraScale(config);
    return loraPairs(tensors).map((pair) => ({ ...pair, scale }));
  },
};

/** A and B at one site. */
export type LoraPair = Omit<LowRankDelta, 'scale'>;

/** The pairs among named tensors, ordered by layer, then as in `PROJECTIONS`. A lone A or B is passed over. */
export function loraPairs(tensors: NamedTensors): LoraPair[] {
  const layers = Object.keys(tensors).map((name) => Number.parseInt(name, 10));
  return sitesOf(1 + Math.max(-1, ...layers.filter(Number.isInteger)), PROJECTIONS, null).flatMap((site) => {
    const [a, b] = [tensors[loraName(site, 'A')], tensors[loraName(site, 'B')]];
    if (!a || !b) return [];
    const [r = 0, dIn = 0] = a.shape;
    return [{ site, r, dIn, dOut: b.shape[0] ?? 0, a: a.values, b: b.values }];
  });
}

/** Pairs as named tensors. */
export function loraTensors(pairs: readonly LoraPair[]): NamedTensors {
  return Object.fromEntries(
    pairs.flatMap(({ site, r, dIn, dOut, a, b }) => [
      [loraName(site, 'A'), { shape: [r, dIn], values: a }],
      [loraName(site, 'B'), { shape: [dOut, r], values: b }],
    ]),
  );
}
