/** The recorded.json of every shipped model that writes is a run of these weights, on this data, with the settings that the page opens with. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MANIFEST, manifestSchema } from '../core/manifest.ts';
import { runConfigSchema } from '../core/run-config.ts';
import { recordedRunSchema } from '../core/run-record.ts';
import { DECODERS } from '../state/shelf.ts';
import { buildDataset, DATA_SEED } from './dataset.ts';
import { TASKS } from './tasks/tasks.ts';
import { createTokenizer } from './tokenizer.ts';
import { generate } from './tasks/splits.ts';

const MODELS = new URL('../../public/models/', import.meta.url);
/** Bytes: it loads beside the model. */
const MOST = 64_000;

describe.each(DECODERS)('the recorded run of %s', (model) => {
  const read = (file: string) => readFileSync(new URL(`${model}/${file}`, MODELS));
  const readJson = (file: string): unknown => JSON.parse(read(file).toString('utf8'));
  const { config, dataset, ...run } = recordedRunSchema.parse(readJson('recorded.json'));

  it('started from these weights', () => {
    expect(run.weights).toBe(manifestSchema.parse(readJson(MANIFEST)).files['model.safetensors'].sha256);
  });

  it('has the default settings, and came to their end', () => {
    expect(config).toEqual(runConfigSchema.parse({ model }));
    expect(run.steps.map(({ step }) => step)).toEqual(
      Array.from({ length: config.training.max_steps }, (_, i) => i + 1),
    );
    expect(run.evals[0]?.step).toBe(0);
    expect(run.state).toBe('finished');
  });

  it('learned from this data', { timeout: 60_000 }, () => {
    const task = TASKS[config.task];
    if (!task) throw new Error(`There is no task "${config.task}".`);
    const { summary } = buildDataset({
      task: config.task,
      name: config.task,
      source: generate(task, DATA_SEED),
      tokenizer: createTokenizer(readJson('tokenizer.json')),
      maxLength: config.training.max_length,
      seed: DATA_SEED,
    });
    expect(dataset.fingerprint).toBe(summary.fingerprint);
  });

  it('is small', () => {
    expect(read('recorded.json').length).toBeLessThanOrEqual(MOST);
  });
});
