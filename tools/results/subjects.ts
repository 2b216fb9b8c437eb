/** What this checkout ships: its base models' weights and its tasks' data, by the marks that tell them from others. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { runConfigSchema } from '../../src/core/run-config.ts';
import { HIDDEN_RANK } from '../../src/core/secret.ts';
import { buildDataset, DATA_SEED } from '../../src/data/dataset.ts';
import { TASKS } from '../../src/data/tasks/tasks.ts';
import { createTokenizer } from '../../src/data/tokenizer.ts';
import { parseTransformerConfig } from '../../src/formats/gpt2.ts';
import type { Subject } from './plan.ts';

const MODELS_URL = new URL('../../public/models/', import.meta.url);

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
    return { id, splits: task.generate(DATA_SEED) };
  });
  return models.flatMap((model) => {
    const folder = new URL(`${model}/`, MODELS_URL);
    const weights = createHash('sha256').update(readFileSync(new URL('model.safetensors', folder)));
    const hash = weights.digest('hex');
    const tokenizer = createTokenizer(readJson(new URL('tokenizer.json', folder)));
    const { n_positions } = parseTransformerConfig(readJson(new URL('config.json', folder)));
    const maxLength = Math.min(runConfigSchema.parse({}).training.max_length, n_positions);
    return sources.map(({ id, splits }) => {
      if (!splits) return { model, task: id, weights: hash, fingerprint: '' };
      const common = { task: id, name: id, tokenizer, maxLength, seed: DATA_SEED };
      const { fingerprint } = buildDataset({ ...common, source: splits }).summary;
      return { model, task: id, weights: hash, fingerprint };
    });
  });
}
