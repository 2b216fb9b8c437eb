/** Whom the page asks: the base model, a run that the worker holds, or an adapter by its tensors. */
import { LabError, need } from '../core/lab-error.ts';
import { createMethod } from '../engine/methods/create.ts';
import type { Method } from '../engine/methods/method.ts';
import type { LoadedModel } from '../engine/model/load.ts';
import { isBaseOf, type ModelInfo } from '../core/model-info.ts';
import type { BaseDtype, RunConfig } from '../core/run-config.ts';
import type { PreparedData } from './lab-data.ts';
import type { RunWork } from './lockstep.ts';
import type { CommandOf } from './protocol.ts';

/** The error of a run that another model is loaded for. */
export const otherModel = (needs: string, config: RunConfig, info: ModelInfo): LabError => {
  const named = (model: string, as: BaseDtype) => (as === 'stored' ? `"${model}"` : `"${model}" at ${as}`);
  const wanted = named(config.model, config.training.base_dtype);
  const loaded = named(info.model, info.base_dtype ?? 'stored');
  return new LabError('other-model', `The run ${needs} ${wanted}, but ${loaded} is loaded.`);
};

/** What inference depends on. */
export interface LabOfInference {
  /** The loaded model. @throws LabError no-model */
  model(): LoadedModel;
  /** How often the device complained so far: nothing that was under way can be trusted. */
  faults(): number;
  /** The data whose test split is measured. @throws LabError no-data */
  data(): Promise<PreparedData>;
  /** A run that the worker holds. */
  run(runId: string): Readonly<RunWork> | undefined;
}

/** A model that can be asked, with the method that adapts it; the caller disposes the method. */
export type Asked = LoadedModel & {
  step: number;
  /** Whether model and run are still there. */
  isCurrent: () => boolean;
} & ({ config: null; method: null } | { config: RunConfig; method: Method });

/**
 * The model with a copy of what a run has learned so far, or alone: training goes on beside it.
 * @throws LabError no-run, no-model, bad-adapter
 */
export function findSpeaker(
  lab: LabOfInference,
  { runId, kept }: Pick<CommandOf<'generate'>, 'runId' | 'kept'>,
): Asked {
  const loaded = lab.model();
  const before = lab.faults();
  const find = () => (runId === null ? null : lab.run(runId));
  const run = find();
  const isCurrent = () => lab.model() === loaded && lab.faults() === before && (!run || find() === run);
  if (run === null) return { ...loaded, config: null, method: null, step: 0, isCurrent };
  if (run) {
    const { method, step } = run.trainer.snapshot();
    return { ...loaded, config: run.config, method, step, isCurrent };
  }
  const { config, step, tensors, updates } = need(kept, 'no-run', `The worker holds no run "${runId}".`);
  if (!isBaseOf(loaded.info, config)) throw otherModel('is of', config, loaded.info);
  const method = createMethod(config.method, loaded.base, { tensors, updates });
  return { ...loaded, config, method, step, isCurrent };
}
