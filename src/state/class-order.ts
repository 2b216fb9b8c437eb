/** The order in which the files of an encoder have its classes, for runs and adapters that were kept before that was. */
import { LabError } from '../core/lab-error.ts';
import { isBert } from '../core/models/bert.ts';
import type { ModelInfo } from '../core/model-info.ts';
import { shapeOf } from '../core/models/shape.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { TransformerConfig } from '../core/site.ts';
import { isOfModel } from './ready-for.ts';

/**
 * The dimensions of a run's base model as its files need them; those of the loaded model where the run did not keep the order.
 * @throws LabError `other-model` where that model is not loaded
 */
export function withClassOrder(
  run: Pick<RunRecord, 'config' | 'weights' | 'shape'>,
  loaded: ModelInfo | null,
): TransformerConfig | null {
  const shape = shapeOf(run);
  if (!shape || !isBert(shape) || shape.file_outputs !== undefined) return shape;
  if (loaded && isOfModel(run, loaded)) return loaded.config;
  throw new LabError(
    'other-model',
    `The run was kept without the order in which the files of "${run.config.model}" have their classes. Load that model and the data of the run, then try again.`,
  );
}
