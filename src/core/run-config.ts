/**
 * RunConfig: everything that decides how a run goes, as one versioned object and one schema. The form, the
 * URL, storage, the worker and the exported run file all read this file; a method's settings are in its own file.
 * Names are PEFT's (`r`, `lora_alpha` …) and Hugging Face Trainer's (`learning_rate`, `warmup_steps` …).
 */
import { z } from 'zod';
import { bounded, limitByNameOf, limitOf, real, whole, type Limit } from './limit.ts';
import { type LoraConfig } from './methods/lora-config.ts';
import { lora } from './methods/lora.ts';
import { countVirtual } from './methods/method.ts';
import {
  defaultMethod,
  isMethodId,
  methodConfigSchema,
  methodOf,
  usualRate,
  type MethodId,
} from './methods/methods.ts';
import { GPT2_PROJECTIONS } from './models/gpt2.ts';
import { shippedModel } from './models/shipped.ts';
import { plainName } from './plain-name.ts';
import { SECRET_RANKS } from './secret.ts';
import type { TransformerConfig } from './site.ts';

export const CONFIG_VERSION = 1;

/** Addresses and result codes leave out what is the default; this moves where a default changes, so that older ones keep their meaning. */
export const DEFAULTS_VERSION = 2;

/** The limits of all numeric settings but a method's own. */
export const LIMITS = {
  learning_rate: real(1e-6, 1, lora.learningRate),
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
  eval_steps: whole(1, 1000, 25),
  /** The task's metrics are taken every so many steps on validation prompts; 0 at the end only. */
  metric_steps: whole(0, 10_000, 150),
  seed: whole(0, 2 ** 31 - 1, 1),
  /** Draws the secret of the task `hidden-rank`; no other task has one. */
  secret_seed: whole(0, 2 ** 31 - 1, 1),
} as const satisfies Record<string, Limit>;
/**
 * How the frozen matrices of the base model's blocks are kept: as they are stored, or rounded to float16, or to int8 with a scale for
 * each output (core/int8.ts).
 */
export const BASE_DTYPES = ['stored', 'float16', 'int8'] as const;
export type BaseDtype = (typeof BASE_DTYPES)[number];
export const SCHEDULES = ['linear', 'cosine', 'constant'] as const;

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
  base_dtype: z.enum(BASE_DTYPES).default('stored'),
  /** Keeps of each layer its input alone and computes the rest again for the gradient: less memory, more time. */
  gradient_checkpointing: z.boolean().default(false),
});
export type TrainingConfig = z.infer<typeof trainingConfigSchema>;

/** The id of a model or a task: a folder's name, and no path. */
export const idSchema = z
  .string()
  .max(64)
  .regex(/^\w[\w.-]*$/, {
    error: ({ input }) =>
      `is ${JSON.stringify(String(input).slice(0, 70))}; an id has only letters, digits, “.”, “-” and “_”`,
  });

/** An adapter that a run trains on from. */
export const startSchema = z.object({
  /** Its id on the shelf that it was taken from. */
  adapter: z.string().min(1),
  /** What it was called there. */
  name: z.string().overwrite(plainName).min(1),
});

export const runConfigSchema = z.object({
  version: z.literal(CONFIG_VERSION).default(CONFIG_VERSION),
  /** Folder under public/models. */
  model: idSchema.default('nano'),
  /** A built-in task's id, or `own` for the visitor's data. */
  task: idSchema.default('restaurant'),
  seed: bounded(LIMITS.seed),
  secret_seed: bounded(LIMITS.secret_seed),
  /** The rank of the secret; null draws it, too, from `secret_seed`. */
  secret_rank: z.literal(SECRET_RANKS).nullable().default(null),
  method: methodConfigSchema.prefault({ type: 'lora' }),
  /** The adapter whose tensors are trained on; absent where the method starts as it does by itself. */
  start: startSchema.optional(),
  training: trainingConfigSchema.prefault({}),
});
export type RunConfig = z.infer<typeof runConfigSchema>;

/** The config that the page opens with: the first preset on the default model and task. */
export function defaultRunConfig(): RunConfig {
  return runConfigSchema.parse({});
}

/** The same as it was in an earlier version of the defaults; null for a version that there has not been. */
export function defaultsOfVersion(version: number): RunConfig | null {
  const now = defaultRunConfig();
  if (version === DEFAULTS_VERSION) return now;
  if (version === 1) return { ...now, training: { ...now.training, eval_steps: 20, metric_steps: 100 } };
  return null;
}

/** `config` with another method, as that method starts on a shipped model: its settings, and the learning rate, which methods differ in. */
export function withMethod(config: RunConfig, type: MethodId): RunConfig {
  const learning_rate = usualRate({ type }, shippedModel(config.model));
  return { ...config, method: defaultMethod(type), training: { ...config.training, learning_rate } };
}

/** True for the one matrix or layer that is left, which must stay: something has to be adapted. */
export function isLast<T>(chosen: readonly T[], item: T): boolean {
  return chosen.length === 1 && chosen[0] === item;
}

/**
 * The most tokens of a text that a run reads: `max_length`, but no more than the model's context has room for beside the
 * method's virtual tokens.
 */
export function textLength(
  { method, training }: Pick<RunConfig, 'method' | 'training'>,
  { n_positions }: Pick<TransformerConfig, 'n_positions'>,
): number {
  return Math.min(training.max_length, n_positions - countVirtual(methodOf(method).virtual?.(method)));
}

/** What the hardest tasks ask for: the larger model, all matrices, more steps and smaller ones. */
export const THOROUGH: {
  model: string;
  method: Pick<LoraConfig, 'type' | 'r' | 'target_modules' | 'rank_pattern'>;
  training: Pick<TrainingConfig, 'max_steps' | 'learning_rate'>;
} = {
  model: 'micro',
  method: { type: 'lora', r: 4, target_modules: [...GPT2_PROJECTIONS], rank_pattern: {} },
  training: { max_steps: 1200, learning_rate: 2e-3 },
};

/** What was wrong with an input and what was done about it; the UI words it from `code`. */
export interface ConfigNotice {
  code: 'clamped' | 'unknown-key' | 'other-method' | 'bad-value' | 'no-layer' | 'bad-version' | 'needs-lora';
  /** Dotted path of the setting, e.g. `method.r`. */
  key: string;
  /** What was given, as text. */
  given: string;
  /** What is used instead, as text; `null` where the setting is unset by that, and empty where the key was ignored. */
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

function clamp(given: number, limit: Limit, at: string, notices: ConfigNotice[]): number {
  const near = Math.min(limit.max, Math.max(limit.min, limit.integer ? Math.round(given) : given));
  if (near !== given) notices.push({ code: 'clamped', key: at, given: show(given), used: show(near) });
  return near;
}

/** Numbers by name: one that is no number is left out, as one of a name that is none. */
function repairByName(
  given: Record<string, unknown>,
  { name, limit }: { name: RegExp; limit: Limit },
  path: string,
  notices: ConfigNotice[],
): Record<string, number> {
  const kept = Object.entries(given).flatMap(([key, value]): [string, number][] => {
    const at = `${path}.${key}`;
    if (name.test(key) && typeof value === 'number' && Number.isFinite(value))
      return [[key, clamp(value, limit, at, notices)]];
    notices.push({
      code: name.test(key) ? 'bad-value' : 'unknown-key',
      key: at,
      given: show(value),
      used: '',
    });
    return [];
  });
  return Object.fromEntries(kept);
}

function repairObject(
  fallback: Record<string, unknown>,
  input: unknown,
  path: string,
  schema: z.ZodObject<Record<string, z.ZodType>>,
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
    if (key === 'training' && isRecord(nested)) {
      repaired[key] = repairObject(nested, given, at, trainingConfigSchema, notices);
      continue;
    }
    if (key === 'method' && isRecord(nested)) {
      repaired[key] = repairObject(
        nested,
        given,
        at,
        methodOf(methodConfigSchema.parse(nested)).schema,
        notices,
      );
      continue;
    }
    const limit = limitOf(field);
    if (limit && typeof given === 'number' && Number.isFinite(given)) {
      repaired[key] = clamp(given, limit, at, notices);
      continue;
    }
    const byName = limitByNameOf(field);
    if (byName && isRecord(given)) {
      repaired[key] = repairByName(given, byName, at, notices);
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
 * @param base what unnamed settings default to, but of an input with another method those that `withMethod` names
 */
export function repairRunConfig(
  input: unknown,
  base: RunConfig = defaultRunConfig(),
): { config: RunConfig; notices: ConfigNotice[] } {
  const notices: ConfigNotice[] = [];
  const type = isRecord(input) && isRecord(input.method) ? input.method.type : undefined;
  const fallback = isMethodId(type) && type !== base.method.type ? withMethod(base, type) : base;
  const repaired = repairObject(fallback, input, '', runConfigSchema, notices);
  return { config: runConfigSchema.parse(repaired), notices };
}
