/**
 * VeRA (Kopiczko et al. 2024): ΔW = (λ_b ⊙ B)(λ_d ⊙ A) beside each chosen matrix. A and B are random, frozen and shared by all
 * matrices, which take as many columns of A and rows of B as they need; the vectors λ are trained. λ_b starts at 0, so training
 * starts at the base model. L·(d + r) numbers for L square matrices.
 */
import { z } from 'zod';
import { bounded, real, whole } from '../limit.ts';
import { createRng } from '../rng.ts';
import { mapOf, matricesIn, PROJECTIONS, siteId, siteLabel, siteShape, sitesOf, type Site } from '../site.ts';
import type { Mark } from './marks.ts';
import type { MethodSpec, Slot } from './method.ts';

export const veraConfigSchema = z.object({
  type: z.literal('vera'),
  r: bounded(whole(1, 128, 64)),
  target_modules: z.array(z.enum(PROJECTIONS)).min(1).default(['q', 'v']),
  /** What every entry of λ_d starts at. */
  d_initial: bounded(real(0.001, 10, 0.1)),
  /** Wq, Wk and Wv as PEFT has them in c_attn: with one λ_d, and each with rows of B of its own. */
  fused_qkv: z.boolean().default(false),
  /** Draws A and B. */
  projection_prng_key: bounded(whole(0, 2 ** 31 - 1, 0)),
});
export type VeraConfig = z.infer<typeof veraConfigSchema>;

/** The frozen matrices that all sites share: A [r, largest dIn], B [largest dOut, r]. */
export const VERA_A = 'vera_A';
export const VERA_B = 'vera_B';
/** The map that a site shares λ_d and the rows of B with, and which of its matrices it is. */
function sharedMap({ fused_qkv }: Pick<VeraConfig, 'fused_qkv'>, { projection }: Site) {
  const map = mapOf({}, projection);
  return fused_qkv && map === 'qkv' ? { map, section: matricesIn(map).indexOf(projection) } : null;
}

/** The name of λ_b [dOut] or λ_d [r] at a site, as PEFT ends it. */
export function veraName(config: Pick<VeraConfig, 'fused_qkv'>, site: Site, vector: 'b' | 'd'): string {
  const shared = vector === 'd' ? sharedMap(config, site) : null;
  return `${shared ? `${site.layer}.${shared.map}` : siteId(site)}.vera_lambda_${vector}`;
}

/** The first row of B that a site takes. @param dOut the rows that it takes */
export const firstRowOfB = (config: Pick<VeraConfig, 'fused_qkv'>, site: Site, dOut: number): number =>
  dOut * (sharedMap(config, site)?.section ?? 0);

const sites: MethodSpec<VeraConfig>['sites'] = (model, { target_modules }) =>
  sitesOf(model, target_modules, null);

/**
 * A frozen matrix, uniform within ±√(6 / columns): Kaiming's bound, as PEFT draws it. The draws nest: those of rank r are the
 * first r rows of one draw of A, and the first r columns of one draw of B but for the bound, which depends on r.
 */
function shared(matrix: typeof VERA_A | typeof VERA_B, rows: number, columns: number, seed: number): Slot {
  const [strideOfRow, strideOfColumn] = matrix === VERA_A ? [columns, 1] : [1, rows];
  return {
    name: matrix,
    shape: [rows, columns],
    place: 'the shared matrices',
    isFrozen: true,
    initial: () => {
      const rng = createRng(seed, matrix);
      const bound = Math.sqrt(6 / columns);
      const drawn = Array.from({ length: rows * columns }, () => bound * (2 * rng.uniform() - 1));
      return Float32Array.from(
        drawn,
        (_, i) => drawn[Math.floor(i / columns) * strideOfRow + (i % columns) * strideOfColumn] ?? NaN,
      );
    },
  };
}

export const vera: MethodSpec<VeraConfig> = {
  name: 'VeRA',
  about:
    'Two random frozen matrices are shared by all chosen weight matrices, each of which trains two vectors that scale them.',
  schema: veraConfigSchema,
  learningRate: 2e-1,
  fields: [
    {
      key: 'r',
      label: 'Rank r',
      short: 'r',
      help: 'The rank of the shared matrices, and the highest that ΔW can have. A matrix trains d + r numbers, so a high rank costs little.',
    },
    {
      key: 'target_modules',
      label: 'Target matrices',
      short: 'matrices',
      help: 'The weight matrices that train vectors of their own beside them.',
    },
    {
      key: 'd_initial',
      label: 'Start of λd',
      short: 'λd',
      phrase: (value) => `λ starts at ${value}`,
      help: 'What each entry of λd starts at. It scales the rows of A; λb, which scales the rows of B, starts at 0.',
      isRare: true,
      step: 0.1,
    },
    {
      key: 'fused_qkv',
      label: 'Wq, Wk and Wv as one',
      short: 'fused',
      help: 'Adapts Wq, Wk and Wv as PEFT adapts GPT-2’s c_attn: with one λd for the three, and each with rows of B of its own. Off, each has a λd of its own, and all take the first rows of B.',
      isRare: true,
    },
    {
      key: 'projection_prng_key',
      label: 'Seed of A and B',
      short: 'key',
      phrase: (value) => `A and B of seed ${value}`,
      help: 'Draws the frozen matrices A and B. Runs with the same number here have the same A and B, whatever their own seed.',
      isRare: true,
    },
  ],
  noSpectrum: null,
  sites,
  marks: (model, config) =>
    sites(model, config).flatMap((site): Mark[] => [
      { kind: 'low-rank', site, r: config.r, isFrozen: true },
      { kind: 'vector', site, role: 'rank', symbol: 'λd' },
      { kind: 'vector', site, role: 'update', symbol: 'λb' },
    ]),
  /** A and B, which are frozen, then λ_d [r], once where matrices share it, and λ_b [dOut] of every adapted site. */
  slots(model, config) {
    const { r, d_initial, projection_prng_key: key } = config;
    const own = sites(model, config).map((site) => ({ site, ...siteShape(model, site.projection) }));
    // All rows of c_attn, whichever of its matrices are adapted.
    const height = ({ site, dOut }: (typeof own)[number]) => {
      const fused = sharedMap(config, site);
      return dOut * (fused ? matricesIn(fused.map).length : 1);
    };
    const named = new Set<string>();
    return [
      shared(VERA_A, r, Math.max(...own.map(({ dIn }) => dIn)), key),
      shared(VERA_B, Math.max(...own.map(height)), r, key),
      ...own.flatMap(({ site, dOut }): Slot[] => {
        const place = siteLabel(site);
        const initial = () => new Float32Array(r).fill(d_initial);
        const d: Slot = { name: veraName(config, site, 'd'), shape: [r], place, initial, decayFactor: 0 };
        const isKnown = named.has(d.name);
        named.add(d.name);
        const b = veraName(config, site, 'b');
        return [
          ...(isKnown ? [] : [d]),
          { name: b, shape: [dOut], place, initial: () => new Float32Array(dOut) },
        ];
      }),
    ];
  },
  /** The rows of A scaled by λ_d, and those of B by λ_b. */
  deltas(config, tensors, _base, model) {
    const { r } = config;
    const valuesOf = (name: string) => tensors[name]?.values ?? new Float32Array();
    const [a, b] = [valuesOf(VERA_A), valuesOf(VERA_B)];
    const width = tensors[VERA_A]?.shape[1] ?? 0;
    return sites(model, config).map((site) => {
      const { dIn, dOut } = siteShape(model, site.projection);
      const lambdaD = valuesOf(veraName(config, site, 'd'));
      const lambdaB = valuesOf(veraName(config, site, 'b'));
      const firstRow = firstRowOfB(config, site, dOut);
      /** Rows and the first columns of a shared matrix, each row times its factor. */
      const scaled = (matrix: Float32Array, stride: number, columns: number, factors: Float32Array) =>
        Float32Array.from(
          { length: factors.length * columns },
          (_, i) =>
            (factors[Math.floor(i / columns)] ?? NaN) *
            (matrix[Math.floor(i / columns) * stride + (i % columns)] ?? NaN),
        );
      return {
        site,
        r,
        dIn,
        dOut,
        a: scaled(a, width, dIn, lambdaD),
        b: scaled(b.subarray(firstRow * r), r, r, lambdaB),
        scale: 1,
      };
    });
  },
};
