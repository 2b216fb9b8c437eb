/** Says of an encoder's run or adapter that it learned other classes than those of the loaded data. */
import { LabError } from '../core/lab-error.ts';
import { isBaseOf, type ModelInfo } from '../core/model-info.ts';
import { isBert } from '../core/models/bert.ts';
import { shapeOf } from '../core/models/shape.ts';
import type { RunRecord } from '../core/run-record.ts';
import { haveSameClasses } from './ready-for.ts';

/** @throws LabError `other-classes` where the loaded encoder has a head for other classes than a run of it learned */
export function refuseOtherClasses(run: Pick<RunRecord, 'config' | 'shape'>, model: ModelInfo | null): void {
  const shape = shapeOf(run);
  if (!isBaseOf(model, run.config) || haveSameClasses(shape, model?.config ?? null)) return;
  const labels = shape && isBert(shape) ? shape.labels : [];
  throw new LabError('other-classes', `The run learned: ${labels.slice(0, 10).join(', ')}.`);
}
