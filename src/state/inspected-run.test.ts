import { expect, it } from 'vitest';
import { drawSecret } from '../core/draw-secret.ts';
import { SHIPPED } from '../core/models/shipped.ts';
import type { OwnFile } from '../worker/protocol.ts';
import { inspectedRun } from './inspected-run.ts';
import { secretRun } from './secret-run.ts';
import { blobOf, record as recordOf } from './testing.ts';

const record = recordOf('a run');
const adapter = { step: 5, tensors: { x: { shape: [1], values: Float32Array.of(1) } } };

/** @param files of the models of a person's own that are there */
const pageOf = (adapterOf: (id: string) => typeof adapter | null, files: Record<string, OwnFile[]> = {}) => ({
  keeper: { adapter: (id: string) => Promise.resolve(adapterOf(id)) },
  session: { getState: () => ({ modelFiles: (id: string) => Promise.resolve(files[id] ?? null) }) },
});

it('is a run with its tensors, and with the weights of its base model where they are known', async () => {
  const page = pageOf((id) => (id === record.id ? adapter : null));
  const { config } = record;
  const found = { runId: record.id, config, ...adapter };
  expect(await inspectedRun(record, page)).toEqual({ ...found, weights: null });
  expect(await inspectedRun({ ...record, weights: 'abc' }, page)).toEqual({ ...found, weights: 'abc' });
  await expect(inspectedRun({ ...record, id: 'other' }, page)).rejects.toMatchObject({ code: 'no-run' });
});

it('of a model of a person’s own comes with its files, where they are in this browser', async () => {
  const run = { ...record, shape: SHIPPED.nano, config: { ...record.config, model: 'mine' } };
  const files = [{ name: 'config.json', bytes: blobOf('{}') }];
  const found = await inspectedRun(
    run,
    pageOf(() => adapter, { mine: files }),
  );
  expect(found.folder).toEqual(files);
  await expect(
    inspectedRun(
      run,
      pageOf(() => adapter),
    ),
  ).rejects.toMatchObject({ code: 'model-absent', message: 'mine' });
});

it('is the secret ΔW* of a run’s data, as a run that has its k singular values', async () => {
  const seed = 3;
  const sites = drawSecret(SHIPPED.nano, { seed, rank: 2 }).map(({ site }, i) => ({
    site,
    singularValue: i + 1,
  }));
  const run = {
    ...record,
    config: { ...record.config, task: 'hidden-rank', secret_seed: seed, secret_rank: 2 as const },
    dataset: { ...record.dataset, secret: { seed, rank: 2, sites, teacherLoss: 1 } },
  };
  expect(secretRun(record)).toBeNull();
  const secret = secretRun(run);
  if (!secret) throw new Error('the data have a secret');
  const { config, tensors } = await inspectedRun(
    secret,
    pageOf(() => null),
  );
  expect(config.method).toMatchObject({ type: 'lora', r: 2, lora_alpha: 2 });
  for (const { site, singularValue } of sites) {
    const b = tensors[`${site.layer}.${site.projection}.lora_B`]?.values ?? [];
    // Orthonormal columns, each as long as the singular value.
    expect(Math.hypot(...b)).toBeCloseTo(singularValue * Math.SQRT2, 4);
  }
  expect(secret.spectra[0]?.sites.map(({ singularValues }) => singularValues)).toEqual(
    sites.map(({ singularValue }) => [singularValue, singularValue]),
  );
});
