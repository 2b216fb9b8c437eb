/** The secret ΔW* of a run's data as if it were a run that has ended, so that it can be set beside runs. The answer to the task. */
import { need } from '../core/lab-error.ts';
import { loraConfigSchema } from '../core/methods/lora-config.ts';
import { loraTensors } from '../core/methods/lora.ts';
import { shippedModel } from '../core/models/shipped.ts';
import type { RunRecord } from '../core/run-record.ts';
import { SECRET_TARGETS } from '../core/secret.ts';
import { siteId, siteShape } from '../core/site.ts';
import type { NamedTensors } from '../core/tensors.ts';

const idOf = ({ fingerprint }: RunRecord['dataset']): string => `secret ${fingerprint}`;

export const isSecretRun = ({ id, dataset }: Pick<RunRecord, 'id' | 'dataset'>): boolean =>
  id === idOf(dataset);

/** @returns null where nothing is hidden in the run's data */
export function secretRun(record: RunRecord): RunRecord | null {
  const { config, dataset } = record;
  const { secret } = dataset;
  if (!secret) return null;
  const { rank: r, sites } = secret;
  const method = loraConfigSchema.parse({ r, lora_alpha: r, target_modules: SECRET_TARGETS });
  const spectrum = sites.map(({ site, singularValue }) => ({
    site,
    singularValues: Array.from({ length: r }, () => singularValue),
  }));
  return {
    ...record,
    ...{ id: idOf(dataset), config: { ...config, method }, state: 'finished', steps: [], evals: [] },
    spectra: [{ step: 0, sites: spectrum }],
  };
}

/** ΔW* as the A and B of such a run. @throws LabError `model-absent` where the model is not one that the page ships */
export async function secretTensors({
  config: { model, secret_seed: seed, secret_rank: rank },
  dataset: { secret },
}: Pick<RunRecord, 'config' | 'dataset'>): Promise<NamedTensors> {
  const shape = need(shippedModel(model), 'model-absent', model);
  const sizes = new Map(secret?.sites.map(({ site, singularValue }) => [siteId(site), singularValue]));
  // It brings a decomposition of its own.
  const { drawSecret } = await import('../core/draw-secret.ts');
  return loraTensors(
    drawSecret(shape, { seed, rank }).map(({ site, a, b }) => {
      const { dIn, dOut } = siteShape(shape, site.projection);
      const size = sizes.get(siteId(site)) ?? 0;
      return { site, r: a.length / dIn, dIn, dOut, a, b: b.map((value) => value * size) };
    }),
  );
}
