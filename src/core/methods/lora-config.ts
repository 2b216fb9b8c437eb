/** LoRA's settings: their limits and defaults, the scale of the update, and ranks and alphas of single matrices. */
import { z } from 'zod';
import { LabError } from '../lab-error.ts';
import { bounded, boundedByName, boundedOrNull, real, whole } from '../limit.ts';
import {
  PROJECTIONS,
  readSiteName,
  SITE_NAME,
  siteId,
  sitesOf,
  type Projection,
  type Site,
  type TransformerConfig,
} from '../site.ts';

export const LORA_LIMITS = {
  r: whole(1, 64, 4),
  lora_alpha: real(0.01, 2048, 32),
  /** c, where α = c·r. Every c at every rank gives an α within its own limits. */
  alpha_ratio: real(0.01, 32, 1),
  lora_dropout: real(0, 0.9, 0),
  loraplus_lr_ratio: real(1, 128, 1),
} as const;

/** The rank scale the page offers; any whole rank within the limits is valid in a file or a URL. */
export const RANKS = [1, 2, 4, 8, 16, 32, 64] as const;

/** Which biases are trained beside A and B, by PEFT's names. */
export const LORA_BIASES = ['none', 'lora_only', 'all'] as const;

/** How A and B start, by PEFT's names. */
export const LORA_STARTS = ['gaussian', 'pissa', 'olora'] as const;

/** A module of a base model, of whichever family (`modulesOf`). */
const MODULE_NAME = new RegExp(
  `^(?:wte|wpe|lnE|lnF|head|dense|(?:0|[1-9]\\d{0,2})\\.(?:ln1|ln2|qkv|${PROJECTIONS.join('|')}))$`,
);

export const loraConfigSchema = z.object({
  type: z.literal('lora').default('lora'),
  r: bounded(LORA_LIMITS.r),
  /** The α in force, as PEFT has it. */
  lora_alpha: bounded(LORA_LIMITS.lora_alpha),
  /** c, where α follows the rank as α = c·r; null where α is fixed. Decides `lora_alpha` whenever `r` changes. */
  alpha_ratio: boundedOrNull(LORA_LIMITS.alpha_ratio),
  lora_dropout: bounded(LORA_LIMITS.lora_dropout),
  /** Scale by α/√r instead of α/r (rank-stabilised LoRA). */
  use_rslora: z.boolean().default(false),
  /** λ of LoRA+ (Hayou et al. 2024): B learns at λ times the learning rate. */
  loraplus_lr_ratio: bounded(LORA_LIMITS.loraplus_lr_ratio),
  /** DoRA (Liu et al. 2024): W′ = m · (W0 + s·BA)/‖W0 + s·BA‖ for each row, with a trained m that starts at ‖W0‖. */
  use_dora: z.boolean().default(false),
  /** PEFT's `gaussian` has another variance than `drawA`, which depends on r; `pissa` and `olora` are PEFT's. */
  init_lora_weights: z.enum(LORA_STARTS).default('gaussian'),
  /** `lora_only`: of the linear maps that are adapted, Wq, Wk and Wv being one as in PEFT; `all`: the norms' too. */
  bias: z.enum(LORA_BIASES).default('none'),
  /** Modules that are trained whole beside A and B, by the names of `modulesOf`. A tied head that is one of them is tied no more. */
  modules_to_save: z.array(z.string().regex(MODULE_NAME)).default([]),
  target_modules: z.array(z.enum(PROJECTIONS)).min(1).default(['q', 'v']),
  /**
   * Ranks of single matrices, by the name of a projection for all its layers or of a site (`q`, `0.q`), which decides over its
   * projection's; other matrices have rank `r`.
   */
  rank_pattern: boundedByName(SITE_NAME, LORA_LIMITS.r),
  /** Their α, likewise; other matrices have `lora_alpha`, or c times their own rank. */
  alpha_pattern: boundedByName(SITE_NAME, LORA_LIMITS.lora_alpha),
  /** Layer indices to adapt; null adapts every layer. */
  layers_to_transform: z.array(z.number().int().min(0).max(999)).min(1).nullable().default(null),
});
export type LoraConfig = z.infer<typeof loraConfigSchema>;
/** LoRA's settings, alone or among those of a combination. */
export type LoraSettings = Omit<LoraConfig, 'type'>;

/** Presets set what is adapted and how strongly; everything else stays as the person left it. */
export const PRESETS = [
  { id: 'paper', method: { r: 4, target_modules: ['q', 'v'] } },
  { id: 'one-matrix', method: { r: 8, target_modules: ['q'] } },
  { id: 'all-attention', method: { r: 2, target_modules: ['q', 'k', 'v', 'o'] } },
  { id: 'everything', method: { r: 4, target_modules: ['q', 'k', 'v', 'o', 'up', 'down'] } },
] as const satisfies readonly { id: string; method: Pick<LoraConfig, 'r' | 'target_modules'> }[];
export type PresetId = (typeof PRESETS)[number]['id'];

/** LoRA's scale s in h = W0 x + s·BAx: α/r (paper §4.1), or α/√r with rsLoRA. */
export function loraScale({ r, lora_alpha, use_rslora }: LoraSettings): number {
  return lora_alpha / (use_rslora ? Math.sqrt(r) : r);
}

/** A method at another rank: its α stays, or follows as c·r. */
export function withRank<M extends LoraSettings>(method: M, r: number): M {
  const { alpha_ratio, lora_alpha } = method;
  // Without the last digits of a float: 0.1 · 3 is 0.3.
  const alpha = alpha_ratio === null ? lora_alpha : Number((alpha_ratio * r).toPrecision(12));
  return { ...method, r, lora_alpha: alpha };
}

/**
 * LoRA at one matrix: its own rank and α, where patterns name them, in the place of `r` and `lora_alpha`.
 * @param name of a site, or of a projection for what its layers have that name nothing of their own
 */
export function atMatrix<M extends LoraSettings>(method: M, name: string): M {
  const { rank_pattern, alpha_pattern } = method;
  const projection = readSiteName(name)?.projection ?? '';
  const own = (pattern: Readonly<Record<string, number>>) => pattern[name] ?? pattern[projection];
  const ranked = withRank(method, own(rank_pattern) ?? method.r);
  return { ...ranked, lora_alpha: own(alpha_pattern) ?? ranked.lora_alpha };
}

/** LoRA at a site, as `atMatrix`. */
export const atSite = <M extends LoraSettings>(method: M, site: Site): M => atMatrix(method, siteId(site));

/** A pattern in the order of the matrices: those of all layers first, then layer by layer. */
export function sortPattern(pattern: Readonly<Record<string, number>>): Record<string, number> {
  const place = (name: string) => {
    const { layer, projection } = readSiteName(name) ?? { layer: null, projection: PROJECTIONS[0] };
    return (layer === null ? 0 : layer + 1) * PROJECTIONS.length + PROJECTIONS.indexOf(projection);
  };
  return Object.fromEntries(Object.entries(pattern).sort(([a], [b]) => place(a) - place(b)));
}

/** The names in either pattern, in the order of the matrices. */
export const namedMatrices = ({ rank_pattern, alpha_pattern }: LoraSettings): string[] =>
  Object.keys(sortPattern({ ...rank_pattern, ...alpha_pattern }));

/** True for the name of a target matrix, in all layers or in one. */
export function isTarget({ target_modules }: LoraSettings, name: string): boolean {
  const targets: readonly (Projection | undefined)[] = target_modules;
  return targets.includes(readSiteName(name)?.projection);
}

/** The scales s of the target matrices, those of all layers first. */
export function scalesOf(method: LoraSettings): number[] {
  const named = namedMatrices(method).filter((name) => isTarget(method, name));
  return [...method.target_modules, ...named].map((name) => loraScale(atMatrix(method, name)));
}

/** True where every adapted matrix has a rank of its own, so that `r` decides nothing. */
export const ranksAreOwn = (model: Pick<TransformerConfig, 'n_layer'>, method: LoraSettings): boolean =>
  sitesOf(model, method.target_modules, method.layers_to_transform).every(
    (site) => siteId(site) in method.rank_pattern || site.projection in method.rank_pattern,
  );

/**
 * The c of α = c·r that leaves a method's α as it is, or comes as near to it as c may.
 * @returns to six significant digits, as a person would read it
 */
export function ratioOf({ r, lora_alpha }: Pick<LoraConfig, 'r' | 'lora_alpha'>): number {
  const { min, max } = LORA_LIMITS.alpha_ratio;
  return Math.min(max, Math.max(min, Number((lora_alpha / r).toPrecision(6))));
}

/** True where nothing but A and B is trained, and W0 stays as it is beside them. */
export const isPlainLora = (method: LoraSettings): boolean =>
  !method.use_dora &&
  method.bias === 'none' &&
  method.modules_to_save.length === 0 &&
  !startsFactored(method);

/** True where A and B start as factors of W0. */
export const startsFactored = ({ init_lora_weights }: Pick<LoraConfig, 'init_lora_weights'>): boolean =>
  init_lora_weights !== 'gaussian';

/** The highest rank that ΔW can have: r, or 2r of s·(BA − B0A0). */
export const deltaRank = (config: Pick<LoraConfig, 'r' | 'init_lora_weights'>): number =>
  startsFactored(config) ? 2 * config.r : config.r;

/**
 * Settings that are known to be LoRA's.
 * @throws LabError `internal` where they are another method's
 */
export function asLora<M extends { type: string }>(method: M): Extract<M, { type: 'lora' }> {
  if (!isLora(method))
    throw new LabError('internal', `LoRA's settings are needed, not those of ${method.type}.`);
  return method;
}

/** True for LoRA and for what combines it with another method. */
export const hasLora = <M extends { type: string }>(method: M): method is Extract<M, LoraSettings> =>
  'lora_alpha' in method;

const isLora = <M extends { type: string }>(method: M): method is Extract<M, { type: 'lora' }> =>
  method.type === 'lora';
