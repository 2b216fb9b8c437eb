/** What the shipped models' scores.json say was measured with the weights and the data that are shipped beside them. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MANIFEST, manifestSchema } from '../core/manifest.ts';
import { defaultRunConfig } from '../core/run-config.ts';
import { baseScoresSchema } from '../core/run-record.ts';
import { buildDataset, DATA_SEED } from './dataset.ts';
import { TASKS } from './tasks/tasks.ts';
import { createTokenizer } from './tokenizer.ts';

const MODELS = new URL('../../public/models/', import.meta.url);
const { max_length } = defaultRunConfig().training;

describe.each(readdirSync(MODELS))('the scores of %s', (model) => {
  const read = (file: string) => readFileSync(new URL(`${model}/${file}`, MODELS));
  const readJson = (file: string): unknown => JSON.parse(read(file).toString('utf8'));
  const { weights, tasks } = baseScoresSchema.parse(readJson('scores.json'));

  it('are of these weights', () => {
    expect(weights).toBe(manifestSchema.parse(readJson(MANIFEST)).files['model.safetensors'].sha256);
  });

  it('are of these tasks, as their data is today', { timeout: 60_000 }, () => {
    const tokenizer = createTokenizer(readJson('tokenizer.json'));
    for (const [id, { fingerprint, scores }] of Object.entries(tasks)) {
      const task = TASKS[id];
      if (!task) throw new Error(`There is no task "${id}".`);
      const source = task.generate(DATA_SEED);
      const { summary } = buildDataset({
        task: id,
        name: id,
        source,
        tokenizer,
        maxLength: max_length,
        seed: DATA_SEED,
      });
      expect({ id, fingerprint }).toEqual({ id, fingerprint: summary.fingerprint });
      expect(new Set(scores.map(({ metric }) => metric))).toEqual(new Set(task.metrics));
      expect(scores.map(({ step, split }) => `${step} ${split}`)).toEqual(scores.map(() => '0 test'));
    }
  });
});
