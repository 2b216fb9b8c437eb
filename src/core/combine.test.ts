/** Combined adapters against Σ wᵢΔWᵢ as dense matrices. */
import { describe, expect, it } from 'vitest';
import { canCombine, combine, relativeError, type Part } from './combine.ts';
import { asLora } from './as-lora.ts';
import { deltaMatrix } from './directions.ts';
import { defaultMethod, methodConfigSchema } from './methods/methods.ts';
import type { LowRankDelta } from './methods/method.ts';
import { createRng } from './rng.ts';
import { siteId, type Site } from './site.ts';
import { dense, frobenius, svd } from './svd.ts';

const rng = createRng(7, 'combine');
const draw = (n: number) => Float32Array.from({ length: n }, () => rng.normal());
const deltaAt = (site: Site, r: number, scale: number, dIn = 12, dOut = 9): LowRankDelta => ({
  ...{ site, r, dIn, dOut, scale },
  a: draw(r * dIn),
  b: draw(dOut * r),
});
const q: Site = { layer: 0, projection: 'q' };
const v: Site = { layer: 2, projection: 'v' };

/** Σ wᵢΔWᵢ at a site. */
function sumAt(parts: readonly Part[], site: Site) {
  const sum = new Float64Array(9 * 12);
  for (const { deltas, weight } of parts)
    for (const delta of deltas)
      if (siteId(delta.site) === siteId(site))
        deltaMatrix(delta).values.forEach((value, i) => (sum[i] = (sum[i] ?? 0) + weight * value));
  return dense(9, 12, sum);
}
const distance = (x: ArrayLike<number>, y: ArrayLike<number>) =>
  Math.hypot(...Array.from(x, (value, i) => value - (y[i] ?? NaN)));

const PARTS: Part[] = [
  { deltas: [deltaAt(q, 2, 0.5), deltaAt(v, 2, 0.5)], weight: 1.5 },
  { deltas: [deltaAt(q, 3, 2)], weight: -0.25 },
];

describe('laying factors side by side', () => {
  const { deltas, sites } = combine(PARTS, null);

  it('adds ranks up and gives the sum but for float32', () => {
    const made = new Map(deltas.map((delta) => [siteId(delta.site), delta]));
    expect(made.get('0.q')?.r).toBe(5);
    for (const site of [q, v]) {
      const own = made.get(siteId(site));
      const sum = sumAt(PARTS, site);
      if (!own) throw new Error('the site is combined');
      expect(distance(deltaMatrix(own).values, sum.values)).toBeLessThan(1e-6 * frobenius(sum));
    }
    expect(relativeError(sites)).toBeLessThan(1e-7);
  });

  it('has a ΔW of 0 where no part has one, so that LoRA can hold the whole', () => {
    const none = deltas.find(({ site }) => siteId(site) === '0.v');
    expect(none && frobenius(deltaMatrix(none))).toBe(0);
    expect(Object.keys(asLora(deltas).tensors)).toHaveLength(8);
  });

  it('gives one adapter at weight 1 back, and two that cancel as 0', () => {
    const [first] = PARTS;
    if (!first) throw new Error('there are parts');
    expect(relativeError(combine([{ ...first, weight: 1 }], null).sites)).toBeLessThan(1e-7);
    const opposite = combine([first, { ...first, weight: -first.weight }], null);
    expect(relativeError(opposite.sites)).toBeNull();
  });
});

describe('cutting the sum to a rank', () => {
  it('is off by what the singular values beyond that rank hold', () => {
    const { deltas, sites } = combine(PARTS, 2);
    const { sigma } = svd(sumAt(PARTS, q));
    const site = sites.find((found) => siteId(found.site) === '0.q');
    expect(site?.r).toBe(2);
    expect(site?.error).toBeCloseTo(Math.hypot(...sigma.slice(2)), 5);
    expect(site?.norm).toBeCloseTo(Math.hypot(...sigma), 5);
    const own = deltas.find((delta) => siteId(delta.site) === '0.q');
    expect(own && distance(deltaMatrix(own).values, sumAt(PARTS, q).values)).toBeCloseTo(
      site?.error ?? NaN,
      5,
    );
  });

  it('is exact where the sum has no higher rank, whatever the ranks add up to', () => {
    const [first] = PARTS;
    if (!first) throw new Error('there are parts');
    expect(relativeError(combine([first, first, first], 2).sites)).toBeLessThan(1e-6);
    // More factors than the matrix has rows.
    const many = Array.from({ length: 6 }, () => ({ deltas: [deltaAt(q, 2, 1)], weight: 1 }));
    expect(relativeError(combine(many, 9).sites)).toBeLessThan(1e-6);
  });
});

it('refuses ranks that LoRA cannot have here, and methods of which ΔW is not all', () => {
  const wide = Array.from({ length: 40 }, () => ({ deltas: [deltaAt(q, 2, 1)], weight: 1 }));
  expect(() => combine(wide, null)).toThrow(/Wq · layer 1 would have rank 80/);
  const lora = defaultMethod('lora');
  expect(canCombine(lora)).toBe(true);
  expect(canCombine(methodConfigSchema.parse({ ...lora, use_dora: true }))).toBe(false);
  expect(canCombine(methodConfigSchema.parse({ ...lora, bias: 'all' }))).toBe(false);
  expect(canCombine(defaultMethod('full'))).toBe(false);
  expect(canCombine(defaultMethod('vera'))).toBe(true);
});
