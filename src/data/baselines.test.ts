/** What the shipped models' baseline.json say was measured with the weights and the data that are shipped beside them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MANIFEST, manifestSchema } from '../core/manifest.ts';
import { baselinesSchema } from '../core/baseline.ts';
import { defaultRunConfig } from '../core/run-config.ts';
import { SAMPLE_PROMPTS, SCORED_PROMPTS } from '../core/run-record.ts';
import { DECODERS } from '../state/shelf.ts';
import { buildDataset, DATA_SEED } from './dataset.ts';
import { TASKS } from './tasks/tasks.ts';
import { createTokenizer } from './tokenizer.ts';
import { generate } from './tasks/splits.ts';

const MODELS = new URL('../../public/models/', import.meta.url);
const { max_length } = defaultRunConfig().training;

describe.each(DECODERS)('what %s makes of the tasks', (model) => {
  const read = (file: string) => readFileSync(new URL(`${model}/${file}`, MODELS));
  const readJson = (file: string): unknown => JSON.parse(read(file).toString('utf8'));
  const { weights, tasks } = baselinesSchema.parse(readJson('baseline.json'));

  it('is of these weights', () => {
    expect(weights).toBe(manifestSchema.parse(readJson(MANIFEST)).files['model.safetensors'].sha256);
  });

  it('is of all tasks, as their data is today', { timeout: 60_000 }, () => {
    const tokenizer = createTokenizer(readJson('tokenizer.json'));
    expect(Object.keys(tasks)).toEqual(Object.keys(TASKS));
    for (const [id, { dataset, ...measured }] of Object.entries(tasks)) {
      const task = TASKS[id];
      if (!task) throw new Error(`There is no task "${id}".`);
      const source = generate(task, DATA_SEED);
      const { summary } = buildDataset({
        task: id,
        name: id,
        source,
        tokenizer,
        maxLength: max_length,
        seed: DATA_SEED,
        metrics: task.metrics,
      });
      expect(dataset).toEqual(summary);
      expect(task.fingerprint).toBe(summary.fingerprint);
      expect(measured.max_length).toBe(max_length);
      expect(measured.samples).toHaveLength(SAMPLE_PROMPTS);
      expect(measured.answers).toHaveLength(SCORED_PROMPTS.test);
      for (const split of ['validation', 'test'])
        expect(
          measured.scores.filter((score) => score.split === split).map(({ step, metric }) => [step, metric]),
        ).toEqual(task.metrics.map((metric) => [0, metric]));
    }
  });
});
