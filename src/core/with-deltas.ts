/** A run with other ΔW in the place of its own, as settings and tensors that the lab can load: cut to fewer directions, say. */
import { asLora } from './as-lora.ts';
import { deltaSvd, firstDirections } from './directions.ts';
import { LabError } from './lab-error.ts';
import { hasLora, LORA_LIMITS } from './methods/lora-config.ts';
import type { LowRankDelta } from './methods/method.ts';
import { methodOf, type MethodConfig } from './methods/methods.ts';
import { siteLabel, type Site, type TransformerConfig } from './site.ts';
import { usedDirections } from './site-summary.ts';
import type { Svd } from './svd.ts';
import type { NamedTensors } from './tensors.ts';

/** What a run trained, or would have trained had it these ΔW. */
export interface Trained {
  method: MethodConfig;
  tensors: NamedTensors;
}

/** Whether a method's ΔW have factors, which others can take the place of: those of full fine-tuning have none. */
export const hasFactoredDeltas = (method: MethodConfig): boolean => {
  const { noSpectrum, hasFullRank = false } = methodOf(method);
  return noSpectrum === null && !hasFullRank;
};

/**
 * Whether all that a method changes can be had by other weights of the base model, so that a model with those needs no method.
 * Adapter layers are computed between its maps, and prefixes stand beside the text.
 */
export const foldsIntoWeights = ({ type }: Pick<MethodConfig, 'type'>): boolean =>
  type === 'lora' || type === 'vera' || type === 'ia3' || type === 'bitfit' || type === 'full';

/** The ΔW of a run whose method `hasFactoredDeltas`. */
export const factoredDeltas = (
  { method, tensors }: Trained,
  model: TransformerConfig,
): readonly LowRankDelta[] =>
  methodOf(method)
    .deltas(method, tensors, {}, model)
    .flatMap((delta) => ('a' in delta ? [delta] : []));

/** A and B, and the frozen A0 and B0 that they started from. */
const isFactor = (name: string): boolean => /\.lora_[AB]0?$/.test(name);

/**
 * ΔW in no more factors than LoRA can have here.
 * @throws LabError `bad-adapter` where it has more directions
 */
export function inFewFactors(delta: LowRankDelta): LowRankDelta {
  const { max } = LORA_LIMITS.r;
  if (delta.r <= max) return delta;
  const own = deltaSvd(delta);
  const used = usedDirections(own);
  if (used > max)
    throw new LabError(
      'bad-adapter',
      `ΔW at ${siteLabel(delta.site)} has ${used} directions; changed, it may have ${max}.`,
    );
  return firstDirections(delta.site, own, max);
}

/**
 * The run with these ΔW. All else that it trained stays: biases, virtual tokens, DoRA's lengths of rows.
 * @param run of a method that `hasFactoredDeltas`
 * @param deltas one for each of the run's own
 * @throws LabError `bad-adapter` where one has more directions than LoRA can have here
 */
export function withDeltas({ method, tensors }: Trained, deltas: readonly LowRankDelta[]): Trained {
  const factored = asLora(deltas.map(inFewFactors));
  if (!hasLora(method)) return factored;
  const { r, lora_alpha, alpha_ratio, rank_pattern, alpha_pattern } = factored.method;
  const { use_rslora, init_lora_weights } = factored.method;
  const others = Object.entries(tensors).filter(([name]) => !isFactor(name));
  return {
    method: {
      ...method,
      ...{ r, lora_alpha, alpha_ratio, rank_pattern, alpha_pattern, use_rslora, init_lora_weights },
    },
    tensors: { ...Object.fromEntries(others), ...factored.tensors },
  };
}

/** ΔW cut to its k leading directions; to none it is 0. @param own its directions, the k first at least */
export function cutTo(site: Site, k: number, own: Svd): LowRankDelta {
  const cut = firstDirections(site, own, Math.max(1, k));
  return k > 0 ? cut : { ...cut, b: cut.b.map(() => 0) };
}

/** ΔW(I − vvᵀ): without σuvᵀ where v is one of its right-singular directions. @param v of unit length */
export function leaveOut(delta: LowRankDelta, v: ArrayLike<number>): LowRankDelta {
  const { r, dIn } = delta;
  const a = delta.a.slice();
  for (let row = 0; row < r; row++) {
    let along = 0;
    for (let i = 0; i < dIn; i++) along += (delta.a[row * dIn + i] ?? 0) * (v[i] ?? 0);
    for (let i = 0; i < dIn; i++) a[row * dIn + i] = (a[row * dIn + i] ?? 0) - along * (v[i] ?? 0);
  }
  return { ...delta, a };
}
