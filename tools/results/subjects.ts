/** What this checkout ships: its base models' weights and its tasks' data, by the marks that tell them from others. */
import { readFileSync } from 'node:fs';
import { runConfigSchema } from '../../src/core/run-config.ts';
import { HIDDEN_RANK } from '../../src/core/secret.ts';
import { buildDataset, DATA_SEED } from '../../src/data/dataset.ts';
import { TASKS } from '../../src/data/tasks/tasks.ts';
import { createTokenizer } from '../../src/data/tokenizer.ts';
import { parseTransformerConfig } from '../../src/formats/gpt2.ts';
import { modelFile, weightsOf } from '../manifest/manifest.ts';
import type { Subject } from './plan.ts';
import { generate } from '../../src/data/tasks/splits.ts';

const readJson = (url: URL): unknown => JSON.parse(readFileSync(url, 'utf8'));

/**
 * Every given model with every given task, in order.
 * @throws Error if a model's folder lacks a file or a task is unknown
 */
export function readSubjects(models: readonly string[], tasks: readonly string[]): Subject[] {
  const sources = tasks.map((id) => {
    if (id === HIDDEN_RANK) return { id, splits: null };
    const task = TASKS[id];
    if (!task) throw new Error(`There is no task "${id}".`);
    return { id, splits: generate(task, DATA_SEED) };
  });
  return models.flatMap((model) => {
    const weights = weightsOf(model);
    const tokenizer = createTokenizer(readJson(modelFile(model, 'tokenizer.json')));
    const { n_positions } = parseTransformerConfig(readJson(modelFile(model, 'config.json')));
    const maxLength = Math.min(runConfigSchema.parse({}).training.max_length, n_positions);
    return sources.map(({ id, splits }) => {
      if (!splits) return { model, task: id, weights, fingerprint: '' };
      const common = { task: id, name: id, tokenizer, maxLength, seed: DATA_SEED };
      const { fingerprint } = buildDataset({ ...common, source: splits }).summary;
      return { model, task: id, weights, fingerprint };
    });
  });
}
