import { expect, it } from 'vitest';
import { defaultRunConfig } from '../core/run-config.ts';
import { inspectedRun } from './inspected-run.ts';

const record = { id: 'a run', config: defaultRunConfig() };
const adapter = { step: 5, tensors: { x: { shape: [1], values: Float32Array.of(1) } } };

it('is a run with its tensors, and with the weights of its base model where they are known', async () => {
  const keeper = { adapter: (id: string) => Promise.resolve(id === record.id ? adapter : null) };
  const { config } = record;
  const found = { runId: record.id, config, ...adapter };
  expect(await inspectedRun(record, keeper)).toEqual({ ...found, weights: null });
  expect(await inspectedRun({ ...record, weights: 'abc' }, keeper)).toEqual({ ...found, weights: 'abc' });
  await expect(inspectedRun({ ...record, id: 'other' }, keeper)).rejects.toMatchObject({ code: 'no-run' });
});
