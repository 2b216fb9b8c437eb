/**
 * Adapters combined: Σ wᵢΔWᵢ as one ΔW of each matrix, exactly, by laying the factors side by side so that ranks add up; or the
 * closest of a chosen rank, by the singular value decomposition of that. PEFT calls these `cat` and `svd`.
 */
import { truncate } from './directions.ts';
import { LabError } from './lab-error.ts';
import { LORA_LIMITS } from './methods/lora-config.ts';
import type { LowRankDelta } from './methods/method.ts';
import { hasFactoredDeltas } from './with-deltas.ts';
import type { MethodConfig } from './methods/methods.ts';
import { PROJECTIONS, siteId, siteLabel, type Site } from './site.ts';
import { frobenius, multiply, multiplyTransposed, spanOf, transpose, type Dense } from './svd.ts';

/** An adapter's ΔW and how much of them is wanted. */
export interface Part {
  deltas: readonly LowRankDelta[];
  weight: number;
}

/** What combining made of one matrix. */
export interface CombinedSite {
  site: Site;
  r: number;
  /** ‖Σ wᵢΔWᵢ‖_F, and how far the combined ΔW is off by the same norm. */
  norm: number;
  error: number;
}

export interface Combined {
  deltas: LowRankDelta[];
  sites: CombinedSite[];
}

/** A sum that is so small beside its terms is what rounding leaves of 0. */
const CANCELLED = 1e-12;

/** Whether ΔW is all that an adapter changes, so that a sum of ΔW is the sum of adapters. */
export const canCombine = (method: MethodConfig): boolean =>
  hasFactoredDeltas(method) &&
  (method.type === 'vera' ||
    (method.type === 'lora' &&
      !method.use_dora &&
      method.bias === 'none' &&
      method.modules_to_save.length === 0));

/** One term of a sum: the product factor·BA. */
type Term = Pick<LowRankDelta, 'r' | 'dIn' | 'dOut' | 'a' | 'b'> & { factor: number };

const termOf = (delta: LowRankDelta, weight: number): Term => ({ ...delta, factor: weight * delta.scale });

/** A sum of products as one: B, dOut × R, and A, R × dIn, in Float64. */
function sideBySide(
  terms: readonly Term[],
  { dIn, dOut }: Pick<Term, 'dIn' | 'dOut'>,
): { a: Dense; b: Dense } {
  const rank = terms.reduce((sum, { r }) => sum + r, 0);
  const a = { rows: rank, columns: dIn, values: new Float64Array(rank * dIn) };
  const b = { rows: dOut, columns: rank, values: new Float64Array(dOut * rank) };
  let from = 0;
  for (const { r, a: own, b: other, factor } of terms) {
    a.values.set(own, from * dIn);
    for (let row = 0; row < dOut; row++)
      for (let k = 0; k < r; k++) b.values[row * rank + from + k] = factor * (other[row * r + k] ?? NaN);
    from += r;
  }
  return { a, b };
}

/** ‖Σ factor·BA‖_F. Of low rank from the triangles of the factors' QR decompositions, so that small differences keep their digits. */
function normOf(terms: readonly Term[], shape: Pick<Term, 'dIn' | 'dOut'>): number {
  const { a, b } = sideBySide(terms, shape);
  if (a.rows > Math.min(shape.dIn, shape.dOut)) return frobenius(multiply(b, a));
  return frobenius(multiplyTransposed(spanOf(b).r, spanOf(transpose(a)).r));
}

/** ΔW of rank 0 as a pair: an adapter of LoRA adapts the same matrices in all its layers. */
const nothing = (site: Site, { dIn, dOut }: Pick<LowRankDelta, 'dIn' | 'dOut'>): LowRankDelta => ({
  ...{ site, r: 1, dIn, dOut, scale: 1 },
  a: new Float32Array(dIn),
  b: new Float32Array(dOut),
});

/** Every matrix that any part changes, in any layer that any changes, by layer. */
function sitesOfAll(deltas: readonly LowRankDelta[]): { site: Site; dIn: number; dOut: number }[] {
  const layers = [...new Set(deltas.map(({ site }) => site.layer))].sort((a, b) => a - b);
  return layers.flatMap((layer) =>
    PROJECTIONS.flatMap((projection) => {
      const like = deltas.find(({ site }) => site.projection === projection);
      return like ? [{ site: { layer, projection }, dIn: like.dIn, dOut: like.dOut }] : [];
    }),
  );
}

/**
 * Combines adapters of one model.
 * @param rank of each ΔW, to which the sum is cut; null to keep all of it
 * @throws LabError `bad-adapter` where a matrix would have a higher rank than LoRA can have here
 */
export function combine(parts: readonly Part[], rank: number | null): Combined {
  const combined = sitesOfAll(parts.flatMap(({ deltas }) => deltas)).map(({ site, ...shape }) => {
    const terms = parts.flatMap(({ deltas, weight }) =>
      deltas.filter((delta) => siteId(delta.site) === siteId(site)).map((delta) => termOf(delta, weight)),
    );
    const { a, b } = sideBySide(terms, shape);
    const whole: LowRankDelta = {
      ...{ site, ...shape, r: a.rows, scale: 1 },
      a: Float32Array.from(a.values),
      b: Float32Array.from(b.values),
    };
    const delta = terms.length === 0 ? nothing(site, shape) : rank === null ? whole : truncate(whole, rank);
    if (delta.r > LORA_LIMITS.r.max)
      throw new LabError(
        'rank-too-high',
        `ΔW at ${siteLabel(site)} would have rank ${delta.r}; LoRA has ${LORA_LIMITS.r.max} at most here.`,
      );
    const sum = normOf(terms, shape);
    const apart = Math.hypot(...terms.map((term) => normOf([term], shape)));
    const norm = sum > CANCELLED * apart ? sum : 0;
    const error = normOf([...terms, termOf(delta, -1)], shape);
    return { delta, site: { site, r: delta.r, norm, error } };
  });
  return { deltas: combined.map(({ delta }) => delta), sites: combined.map(({ site }) => site) };
}

/** ‖Σ wᵢΔWᵢ − BA‖_F / ‖Σ wᵢΔWᵢ‖_F over some matrices together; null where the sum is 0. */
export function relativeError(sites: readonly Pick<CombinedSite, 'norm' | 'error'>[]): number | null {
  const norm = Math.hypot(...sites.map((site) => site.norm));
  return norm === 0 ? null : Math.hypot(...sites.map(({ error }) => error)) / norm;
}
