/** What a model answers to prompts: the text that it writes, or, of an encoder, the class that it tells. */
import * as tf from '@tensorflow/tfjs-core';
import { DECODINGS } from '../core/generation.ts';
import type { ClassProbability } from '../core/class-probability.ts';
import { SCORE_BATCH_SIZE } from '../core/run-record.ts';
import { evaluationBatches } from '../data/batches.ts';
import { promptTokens, type Classes, type Dataset, type Example } from '../data/dataset.ts';
import { uploadBatch } from './batch-tensors.ts';
import { measuredBatchFor, notFinite } from './evaluate.ts';
import { generate } from './generate.ts';
import type { Method } from './methods/method.ts';
import { classLogits, type BertModel } from './model/bert.ts';
import type { LoadedModel } from './model/load.ts';

/**
 * Greedy texts, or the likeliest classes, in the order of the prompts. Yields how many answers ended, so that the caller can pause.
 * @param method null for the base model
 * @throws LabError `non-finite` or `model-format` as `notFinite` has it
 */
export async function* answer(
  { base, tokenizer }: LoadedModel,
  method: Method | null,
  { classes, padId }: Pick<Dataset, 'classes' | 'padId'>,
  prompts: readonly string[],
): AsyncGenerator<number, string[]> {
  if (base.family === 'bert' && classes) return yield* classify(base, method, classes, prompts, padId);
  const texts: string[] = [];
  for (let first = 0; first < prompts.length; first += SCORE_BATCH_SIZE) {
    const ids = prompts
      .slice(first, first + SCORE_BATCH_SIZE)
      .map((prompt) => promptTokens(tokenizer, prompt));
    const written = yield* generate(base, method, tokenizer, ids, DECODINGS.greedy);
    texts.push(...written.map((own) => tokenizer.decode(own)));
  }
  return texts;
}

async function* classify(
  model: BertModel,
  method: Method | null,
  classes: Classes,
  prompts: readonly string[],
  padId: number,
): AsyncGenerator<number, string[]> {
  const rows = yield* classScores(model, method, classes, prompts, padId);
  return rows.map((row) => classes.labels[row.indexOf(Math.max(...row))] ?? '');
}

/**
 * The probability of each class of a prompt, likeliest first; of equally likely ones the first of the classes.
 * @param method null for the base model
 * @throws LabError as `answer`
 */
export async function* classProbabilities(
  model: BertModel,
  method: Method | null,
  { classes, padId }: { classes: Classes; padId: number },
  prompt: string,
): AsyncGenerator<number, ClassProbability[]> {
  const [row = new Float32Array()] = yield* classScores(model, method, classes, [prompt], padId);
  const most = Math.max(...row);
  const powers = Array.from(row, (score) => Math.exp(score - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return classes.labels
    .map((label, i) => ({ label, probability: (powers[i] ?? 0) / sum }))
    .sort((a, b) => b.probability - a.probability);
}

/** The scores of all classes for each prompt, [C] each. */
async function* classScores(
  model: BertModel,
  method: Method | null,
  { labels, read }: Classes,
  prompts: readonly string[],
  padId: number,
): AsyncGenerator<number, Float32Array[]> {
  const examples = prompts.map((prompt): Example => {
    const { ids, types } = read(prompt);
    const text = { label: 0, types: Int32Array.from(types) };
    return { prompt, completion: '', ids: Int32Array.from(ids), completionStart: ids.length, text };
  });
  const length = examples.reduce((longest, { ids }) => Math.max(longest, ids.length), 1);
  const shape = { batchSize: SCORE_BATCH_SIZE, length, padId, limit: Infinity };
  const told: Float32Array[] = [];
  for (const batch of evaluationBatches(examples, shape)) {
    const own = measuredBatchFor(method, batch);
    const logits = tf.tidy(() => classLogits(model, method, uploadBatch(own), { training: false }));
    const scores = await logits.data<'float32'>().finally(() => logits.dispose());
    if (!scores.every(Number.isFinite)) throw notFinite('The score of a class', method);
    const texts = Math.min(SCORE_BATCH_SIZE, prompts.length - told.length);
    for (let text = 0; text < texts; text++)
      told.push(scores.subarray(text * labels.length, (text + 1) * labels.length));
    yield texts;
  }
  return told;
}
