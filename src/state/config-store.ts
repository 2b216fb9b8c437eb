/** The form: the RunConfig that the next run will have. Every change passes through the schema's repair. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { hasLora, type PresetId } from '../core/methods/lora-config.ts';
import { usualRate, type ConfigOf, type MethodId } from '../core/methods/methods.ts';
import { normalise, sameConfig } from '../core/normal-config.ts';
import { repairRunConfig, withMethod, type RunConfig, type TrainingConfig } from '../core/run-config.ts';
import { isLive, type DatasetSummary, type RunRecord } from '../core/run-record.ts';
import { presetOf, withPreset } from './url.ts';

type MethodPatch = { [I in MethodId]: Partial<ConfigOf<I>> }[MethodId];

/** Settings to change; the others stay. */
export interface ConfigPatch extends Partial<
  Pick<RunConfig, 'model' | 'task' | 'seed' | 'secret_seed' | 'secret_rank'>
> {
  /** Another method than the form's brings its own defaults for what it does not name. */
  method?: MethodPatch;
  training?: Partial<TrainingConfig>;
}

export interface ConfigState {
  config: RunConfig;
  /** The preset that the form matches now, or null. */
  preset: PresetId | null;
  /** Changes settings; numbers out of range are clamped and impossible values passed over. */
  update: (patch: ConfigPatch) => void;
  applyPreset: (id: PresetId) => void;
  /**
   * Takes another model. A learning rate that is the method's usual one on the model before becomes the usual one on the other.
   * @param shapes the dimensions of both, as far as they are known
   */
  chooseModel: (model: string, shapes: Record<'from' | 'to', object | null>) => void;
  /** Takes a method with the settings and the learning rate that the form had for it last, or its defaults. */
  chooseMethod: (type: MethodId) => void;
}

/** @param hold makes of a config that is asked for the one that is taken, given the one of now */
export function createConfigStore(
  initial: RunConfig,
  hold: (asked: RunConfig, now: RunConfig) => RunConfig = (asked) => asked,
): StoreApi<ConfigState> {
  const of = (config: RunConfig) => ({ config, preset: presetOf(config) });
  const last = new Map<MethodId, Pick<RunConfig, 'method' | 'training'>>();
  return createStore<ConfigState>((set, get) => {
    const take = (config: RunConfig) => {
      const { method, training } = get().config;
      last.set(method.type, { method, training });
      set(of(hold(config, get().config)));
    };
    return {
      ...of(initial),
      update: (patch) => take(normalise(repairRunConfig(patch, get().config).config)),
      chooseModel: (model, { from, to }) => {
        const { method, training } = get().config;
        const isUsual = training.learning_rate === usualRate(method, from);
        const learning_rate = isUsual ? usualRate(method, to) : training.learning_rate;
        get().update({ model, training: { learning_rate } });
      },
      chooseMethod: (type) => {
        const { config } = get();
        if (type === config.method.type) return;
        const { method, training } = last.get(type) ?? withMethod(config, type);
        const { learning_rate } = training;
        take({ ...config, method, training: { ...config.training, learning_rate } });
      },
      applyPreset: (id) => take(withPreset(get().config, id)),
    };
  });
}

/** `config` with these settings. */
export const withPatch = (config: RunConfig, patch: ConfigPatch): RunConfig =>
  repairRunConfig(patch, config).config;

/** True where a change would change nothing: the config has all that it names. */
export const hasAll = (config: RunConfig, patch: ConfigPatch): boolean =>
  sameConfig(config, withPatch(config, patch));

/**
 * True where Train would start something else than this run, live or ended: other settings or other data. While a
 * comparison goes on, its ranks do not count, since it trains them all.
 * @param dataset what is loaded now, or null while none is
 */
export function formDiffersFrom(
  form: RunConfig,
  dataset: DatasetSummary | null,
  run: Pick<RunRecord, 'config' | 'dataset' | 'groupId' | 'state'>,
): boolean {
  const { config } = run;
  const comparing = run.groupId !== null && isLive(run);
  const asked =
    comparing && hasLora(config.method) && hasLora(form.method)
      ? { ...config, method: { ...config.method, r: form.method.r } }
      : config;
  return !sameConfig(form, asked) || (dataset !== null && dataset.fingerprint !== run.dataset.fingerprint);
}
