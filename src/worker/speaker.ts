/** Whom the page asks: the base model, a run that the worker holds, or an adapter by its tensors. */
import { LabError, need } from '../core/lab-error.ts';
import { createMethod } from '../engine/methods/create.ts';
import type { Method } from '../engine/methods/method.ts';
import type { LoadedModel } from '../engine/model/load.ts';
import { isBert } from '../core/models/bert.ts';
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

/** The error of an encoder's run that learned other classes than the head is for. */
const otherClasses = (loaded: LoadedModel): LabError =>
  new LabError('other-classes', `The loaded data have: ${labelsOf(loaded).slice(0, 10).join(', ')}.`);

const labelsOf = ({ info: { config } }: LoadedModel) => (isBert(config) ? config.labels : []);

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
 * @throws LabError no-run, no-model, other-model, other-classes, bad-adapter
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
    if (run.labels && run.labels.join('\0') !== labelsOf(loaded).join('\0')) throw otherClasses(loaded);
    const { method, step } = run.trainer.snapshot();
    return { ...loaded, config: run.config, method, step, isCurrent };
  }
  const { config, step, tensors, updates } = need(kept, 'no-run', `The worker holds no run "${runId}".`);
  if (!isBaseOf(loaded.info, config)) throw otherModel('is of', config, loaded.info);
  const { base } = loaded;
  const head = tensors['classifier.bias'];
  if (base.family === 'bert' && head && head.values.length !== base.config.n_labels)
    throw otherClasses(loaded);
  const method = createMethod(config.method, base, { tensors, updates });
  return { ...loaded, config, method, step, isCurrent };
}
