/** The form: the RunConfig that the next run will have. Every change passes through the schema's repair. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  repairRunConfig,
  type LoraConfig,
  type PresetId,
  type RunConfig,
  type TrainingConfig,
} from '../core/run-config.ts';
import { normalise, presetOf, withPreset } from './url.ts';

/** Settings to change; the others stay. */
export interface ConfigPatch extends Partial<Pick<RunConfig, 'model' | 'task' | 'seed'>> {
  method?: Partial<LoraConfig>;
  training?: Partial<TrainingConfig>;
}

export interface ConfigState {
  config: RunConfig;
  /** The preset that the form matches now, or null. */
  preset: PresetId | null;
  /** Changes settings; numbers out of range are clamped and impossible values passed over. */
  update: (patch: ConfigPatch) => void;
  applyPreset: (id: PresetId) => void;
  /** Takes over a whole config, e.g. that of a finished run. */
  replace: (config: RunConfig) => void;
}

export function createConfigStore(initial: RunConfig): StoreApi<ConfigState> {
  const of = (config: RunConfig) => ({ config, preset: presetOf(config) });
  return createStore<ConfigState>((set) => ({
    ...of(initial),
    update: (patch) => set((state) => of(normalise(repairRunConfig(patch, state.config).config))),
    applyPreset: (id) => set((state) => of(withPreset(state.config, id))),
    replace: (config) => set(of(normalise(config))),
  }));
}

/** True where two configs would train the same run. */
export function sameConfig(a: RunConfig, b: RunConfig): boolean {
  return JSON.stringify(normalise(a)) === JSON.stringify(normalise(b));
}
