/**
 * RunConfig: everything that decides how a run goes, as one versioned object and one schema. The form, the
 * URL, storage, the worker and the exported run file all read this file; limits live here and nowhere else.
 * Names are PEFT's (`r`, `lora_alpha` …) and Hugging Face Trainer's (`learning_rate`, `warmup_steps` …).
 */
import { z } from 'zod';
import { SECRET_RANKS } from './secret.ts';
import { PROJECTIONS } from './site.ts';

export const CONFIG_VERSION = 1;

/** Inclusive limits and default of each numeric setting; `integer` ones are rounded when repaired. */
export interface Limit {
  min: number;
  max: number;
  default: number;
  integer: boolean;
}

const whole = (min: number, max: number, def: number): Limit => ({ min, max, default: def, integer: true });
const real = (min: number, max: number, def: number): Limit => ({ min, max, default: def, integer: false });

export const LIMITS = {
  r: whole(1, 64, 4),
  lora_alpha: real(0.01, 2048, 32),
  /** c, where α = c·r. Every c at every rank gives an α within its own limits. */
  alpha_ratio: real(0.01, 32, 1),
  lora_dropout: real(0, 0.9, 0),
  learning_rate: real(1e-6, 1, 5e-3),
  weight_decay: real(0, 1, 0.01),
  /** 0, so that the very first step already changes something: a warm-up starts from a learning rate of 0. */
  warmup_steps: whole(0, 1000, 0),
  /** 0 switches clipping off. */
  max_grad_norm: real(0, 100, 1),
  batch_size: whole(1, 64, 8),
  /** Longest training sequence in tokens; a model's n_positions bounds it further. */
  max_length: whole(16, 1024, 128),
  max_steps: whole(1, 10_000, 300),
  /** Validation loss and samples are taken every so many steps. */
  eval_steps: whole(1, 1000, 20),
  /** The task's metrics are taken every so many steps on validation prompts; 0 at the end only. */
  metric_steps: whole(0, 10_000, 100),
  seed: whole(0, 2 ** 31 - 1, 1),
  /** Draws the secret of the task `hidden-rank`; no other task has one. */
  secret_seed: whole(0, 2 ** 31 - 1, 1),
} as const satisfies Record<string, Limit>;
export type NumericKey = keyof typeof LIMITS;

const bounded = (limit: Limit) =>
  (limit.integer ? z.number().int() : z.number()).min(limit.min).max(limit.max).default(limit.default);

/** The rank scale the page offers; any whole rank within `LIMITS.r` is valid in a file or a URL. */
export const RANKS = [1, 2, 4, 8, 16, 32, 64] as const;
export const SCHEDULES = ['linear', 'cosine', 'constant'] as const;

export const loraConfigSchema = z.object({
  type: z.literal('lora').default('lora'),
  r: bounded(LIMITS.r),
  /** The α in force, as PEFT has it. */
  lora_alpha: bounded(LIMITS.lora_alpha),
  /** c, where α follows the rank as α = c·r; null where α is fixed. Decides `lora_alpha` whenever `r` changes. */
  alpha_ratio: z.number().min(LIMITS.alpha_ratio.min).max(LIMITS.alpha_ratio.max).nullable().default(null),
  lora_dropout: bounded(LIMITS.lora_dropout),
  /** Scale by α/√r instead of α/r (rank-stabilised LoRA). */
  use_rslora: z.boolean().default(false),
  target_modules: z.array(z.enum(PROJECTIONS)).min(1).default(['q', 'v']),
  /** Layer indices to adapt; null adapts every layer. */
  layers_to_transform: z.array(z.number().int().min(0).max(999)).min(1).nullable().default(null),
});
export type LoraConfig = z.infer<typeof loraConfigSchema>;

/** Sizes of the training split that the page offers, after the paper's Table 16; null is all of it. */
export const TRAIN_SIZES = [100, 1000, 10_000, null] as const;

export const trainingConfigSchema = z.object({
  /** The first so many training pairs are used; null uses all. */
  max_train_samples: z.number().int().min(10).max(1_000_000).nullable().default(null),
  learning_rate: bounded(LIMITS.learning_rate),
  weight_decay: bounded(LIMITS.weight_decay),
  lr_scheduler_type: z.enum(SCHEDULES).default('linear'),
  warmup_steps: bounded(LIMITS.warmup_steps),
  max_grad_norm: bounded(LIMITS.max_grad_norm),
  batch_size: bounded(LIMITS.batch_size),
  max_length: bounded(LIMITS.max_length),
  max_steps: bounded(LIMITS.max_steps),
  eval_steps: bounded(LIMITS.eval_steps),
  metric_steps: bounded(LIMITS.metric_steps),
});
export type TrainingConfig = z.infer<typeof trainingConfigSchema>;

export const runConfigSchema = z.object({
  version: z.literal(CONFIG_VERSION).default(CONFIG_VERSION),
  /** Folder under public/models. */
  model: z.string().min(1).max(64).default('nano'),
  /** A built-in task's id, or `own` for the visitor's data. */
  task: z.string().min(1).max(64).default('restaurant'),
  seed: bounded(LIMITS.seed),
  secret_seed: bounded(LIMITS.secret_seed),
  /** The rank of the secret; null draws it, too, from `secret_seed`. */
  secret_rank: z.literal(SECRET_RANKS).nullable().default(null),
  method: loraConfigSchema.prefault({}),
  training: trainingConfigSchema.prefault({}),
});
export type RunConfig = z.infer<typeof runConfigSchema>;

/** The config that the page opens with: the first preset on the default model and task. */
export function defaultRunConfig(): RunConfig {
  return runConfigSchema.parse({});
}

/** LoRA's scale s in h = W0 x + s·BAx: α/r (paper §4.1), or α/√r with rsLoRA. */
export function loraScale({ r, lora_alpha, use_rslora }: LoraConfig): number {
  return lora_alpha / (use_rslora ? Math.sqrt(r) : r);
}

/** A method at another rank: its α stays, or follows as c·r. */
export function withRank(method: LoraConfig, r: number): LoraConfig {
  const { alpha_ratio, lora_alpha } = method;
  // Without the last digits of a float: 0.1 · 3 is 0.3.
  const alpha = alpha_ratio === null ? lora_alpha : Number((alpha_ratio * r).toPrecision(12));
  return { ...method, r, lora_alpha: alpha };
}

/**
 * The c of α = c·r that leaves a method's α as it is, or comes as near to it as c may.
 * @returns to six significant digits, as a person would read it
 */
export function ratioOf({ r, lora_alpha }: Pick<LoraConfig, 'r' | 'lora_alpha'>): number {
  const { min, max } = LIMITS.alpha_ratio;
  return Math.min(max, Math.max(min, Number((lora_alpha / r).toPrecision(6))));
}

/** True for the one matrix or layer that is left, which must stay: something has to be adapted. */
export function isLast<T>(chosen: readonly T[], item: T): boolean {
  return chosen.length === 1 && chosen[0] === item;
}

/** Presets set what is adapted and how strongly; everything else stays as the person left it. */
export const PRESETS = [
  { id: 'paper', method: { r: 4, target_modules: ['q', 'v'] } },
  { id: 'one-matrix', method: { r: 8, target_modules: ['q'] } },
  { id: 'all-attention', method: { r: 2, target_modules: ['q', 'k', 'v', 'o'] } },
  { id: 'everything', method: { r: 4, target_modules: ['q', 'k', 'v', 'o', 'up', 'down'] } },
] as const satisfies readonly { id: string; method: Pick<LoraConfig, 'r' | 'target_modules'> }[];
export type PresetId = (typeof PRESETS)[number]['id'];

/** What the hardest tasks ask for: the larger model, all matrices, more steps and smaller ones. */
export const THOROUGH: {
  model: string;
  method: Pick<LoraConfig, 'r' | 'target_modules'>;
  training: Pick<TrainingConfig, 'max_steps' | 'learning_rate'>;
} = {
  model: 'micro',
  method: { r: 4, target_modules: [...PROJECTIONS] },
  training: { max_steps: 1200, learning_rate: 2e-3 },
};

/** What was wrong with an input and what was done about it; the UI words it from `code`. */
export interface ConfigNotice {
  code: 'clamped' | 'unknown-key' | 'bad-value' | 'bad-version';
  /** Dotted path of the setting, e.g. `method.r`. */
  key: string;
  /** What was given, as text. */
  given: string;
  /** What is used instead, as text; empty where the key was ignored. */
  used: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as text; one that JSON cannot hold (a cycle, a function) by its kind. */
function show(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  try {
    const json: unknown = JSON.stringify(value);
    return typeof json === 'string' ? json : typeof value;
  } catch {
    return typeof value;
  }
}

/** `LIMITS` by a key that may not be in it. */
const limits = new Map<string, Limit>(Object.entries(LIMITS));

function repairObject(
  fallback: Record<string, unknown>,
  input: unknown,
  path: string,
  schema: z.ZodObject<z.ZodRawShape>,
  notices: ConfigNotice[],
): Record<string, unknown> {
  const repaired = { ...fallback };
  if (input === undefined) return repaired;
  if (!isRecord(input)) {
    notices.push({ code: 'bad-value', key: path, given: show(input), used: '' });
    return repaired;
  }
  for (const [key, given] of Object.entries(input)) {
    const at = path ? `${path}.${key}` : key;
    const field = Object.hasOwn(schema.shape, key) ? schema.shape[key] : undefined;
    if (!field) {
      notices.push({ code: 'unknown-key', key: at, given: show(given), used: '' });
      continue;
    }
    const nested = fallback[key];
    if ((key === 'method' || key === 'training') && isRecord(nested)) {
      const inner = key === 'method' ? loraConfigSchema : trainingConfigSchema;
      repaired[key] = repairObject(nested, given, at, inner, notices);
      continue;
    }
    const limit = limits.get(key);
    if (limit && typeof given === 'number' && Number.isFinite(given)) {
      const near = Math.min(limit.max, Math.max(limit.min, limit.integer ? Math.round(given) : given));
      if (near !== given) notices.push({ code: 'clamped', key: at, given: show(given), used: show(near) });
      repaired[key] = near;
      continue;
    }
    const parsed = z.safeParse(field, given);
    if (parsed.success) repaired[key] = parsed.data;
    else
      notices.push({
        code: key === 'version' ? 'bad-version' : 'bad-value',
        key: at,
        given: show(given),
        used: show(fallback[key]),
      });
  }
  return repaired;
}

/**
 * Reads a RunConfig from anything: a number out of range is clamped, an unknown key is ignored, a value of the
 * wrong kind is replaced by `base`'s; each with a notice. Never throws.
 * @param base what unnamed settings default to.
 */
export function repairRunConfig(
  input: unknown,
  base: RunConfig = defaultRunConfig(),
): { config: RunConfig; notices: ConfigNotice[] } {
  const notices: ConfigNotice[] = [];
  const repaired = repairObject(base, input, '', runConfigSchema, notices);
  return { config: runConfigSchema.parse(repaired), notices };
}
