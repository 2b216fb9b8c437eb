/** What a workspace inspects: a run's trained tensors as they are now. */
import { LabError } from '../core/lab-error.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { InspectedRun } from '../worker/inspection-client.ts';
import type { Keeper } from './keeper.ts';
import { isSecretRun, secretTensors } from './secret-run.ts';

/** @throws LabError `no-run` where no trained tensors are known; `model-absent` where W₀ is of a model that the page does not ship */
export async function inspectedRun(
  run: Pick<RunRecord, 'id' | 'config' | 'weights' | 'shape' | 'dataset'>,
  keeper: Pick<Keeper, 'adapter'>,
): Promise<InspectedRun> {
  const { id, config, weights, shape } = run;
  if (shape) throw new LabError('model-absent', config.model);
  const adapter = isSecretRun(run)
    ? { step: 0, tensors: await secretTensors(run) }
    : await keeper.adapter(id);
  if (!adapter) throw new LabError('no-run', `No trained weights are known of the run "${id}".`);
  return { runId: id, config, weights: weights ?? null, ...adapter };
}
