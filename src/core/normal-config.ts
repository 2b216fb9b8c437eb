/** Configs in one form, so that equal choices are equal configs. */
import { hasLora, sortPattern, withRank, type LoraSettings } from './methods/lora-config.ts';
import type { MethodConfig } from './methods/methods.ts';
import { defaultRunConfig, type RunConfig } from './run-config.ts';
import { HIDDEN_RANK } from './secret.ts';
import { PROJECTIONS } from './site.ts';

/**
 * Matrices and layers in their own order, without repeats, α as its rule gives it, and no secret where the task has none.
 */
export function normalise(config: RunConfig): RunConfig {
  const { secret_seed, secret_rank } = config.task === HIDDEN_RANK ? config : defaultRunConfig();
  return {
    ...config,
    secret_seed,
    secret_rank,
    method: normaliseMethod(config.method),
  };
}

function normaliseMethod(method: MethodConfig): MethodConfig {
  if (!('target_modules' in method)) return method;
  const target_modules = PROJECTIONS.filter((projection) => method.target_modules.includes(projection));
  const inOrder = { ...method, target_modules };
  return hasLora(inOrder) ? normaliseLora(inOrder) : inOrder;
}

function normaliseLora<M extends LoraSettings>(method: M): M {
  const { r, layers_to_transform } = method;
  return {
    ...withRank(method, r),
    rank_pattern: sortPattern(method.rank_pattern),
    alpha_pattern: sortPattern(method.alpha_pattern),
    modules_to_save: [...new Set(method.modules_to_save)].sort(),
    layers_to_transform: layers_to_transform && [...new Set(layers_to_transform)].sort((a, b) => a - b),
  };
}

/** A text that two configs share where they would train the same run, by whatever rule each has its α. */
export function configKey(config: RunConfig): string {
  const { method, ...rest } = normalise(config);
  return JSON.stringify({
    ...rest,
    method: hasLora(method) ? { ...method, alpha_ratio: null } : method,
  });
}

/** A text that two configs share where they would train the same run but for its seed. */
export const settingKey = (config: RunConfig): string => configKey({ ...config, seed: 0 });

/** True where two configs would train the same run. */
export const sameConfig = (a: RunConfig, b: RunConfig): boolean => configKey(a) === configKey(b);
