/** What a workspace inspects: a run's trained tensors as they are now. */
import { LabError, need } from '../core/lab-error.ts';
import { shippedModel } from '../core/models/shipped.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { InspectedRun } from '../worker/inspection-client.ts';
import type { Keeper } from './keeper.ts';
import type { SessionState } from './session-store.ts';
import { isSecretRun, secretTensors } from './secret-run.ts';

/** Where trained tensors and the files of models are. */
export interface InspectedPage {
  keeper: Pick<Keeper, 'adapter'>;
  session: { getState(): Pick<SessionState, 'modelFiles'> };
}

/** @throws LabError `no-run` where no trained tensors are known; `model-absent` where W₀ is in a folder that this browser has not */
export async function inspectedRun(
  run: Pick<RunRecord, 'id' | 'config' | 'weights' | 'shape' | 'dataset'>,
  { keeper, session }: InspectedPage,
): Promise<InspectedRun> {
  const { id, config, weights, shape } = run;
  const adapter = isSecretRun(run)
    ? { step: 0, tensors: await secretTensors(run) }
    : await keeper.adapter(id);
  if (!adapter) throw new LabError('no-run', `No trained weights are known of the run "${id}".`);
  const subject = { runId: id, config, weights: weights ?? null, ...adapter };
  if (!shape || shippedModel(config.model)) return subject;
  const files = need(await session.getState().modelFiles(config.model), 'model-absent', config.model);
  return { ...subject, folder: [...files] };
}
