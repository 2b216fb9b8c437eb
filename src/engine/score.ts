/** Judges a model by what it answers to a split's prompts: greedy texts, or an encoder's classes, and the field's metrics of them. */
import { evaluate } from '../core/metrics/metrics.ts';
import { tokenizerOf } from '../core/metrics/tokenizer-id.ts';
import { SCORED_PROMPTS, type Answer, type Score } from '../core/run-record.ts';
import sqliteUrl from 'sql.js/dist/sql-wasm-browser.wasm?url';
import { fetchFile } from '../formats/fetch-file.ts';
import { groupByPrompt, type Dataset, type References } from '../data/dataset.ts';
import { openSql } from '../data/sql.ts';
import { answer } from './answer.ts';
import type { Method } from './methods/method.ts';
import type { LoadedModel } from './model/load.ts';

/** What a model is worth on a split, and each text that says so. */
export interface Judged {
  scores: Score[];
  answers: Answer[];
}

/** The prompts of a split that models write to for its scores; none where there is no metric. */
export function promptsToScore(dataset: Dataset, split: Score['split']): References[] {
  if (dataset.summary.metrics.length === 0) return [];
  return groupByPrompt(dataset[split])
    .filter(({ prompt }) => prompt !== '')
    .slice(0, SCORED_PROMPTS[split]);
}

/**
 * Writes to the first prompts of a split and judges the texts by each of the data's metrics, the first of which decides the
 * answers' own scores. Yields after each token how many texts ended with it, so that the caller can pause.
 * @param method null for the base model
 * @param step that the method has reached, 0 for the base model
 * @returns no score where there is no metric or no prompt
 */
export async function* score(
  model: LoadedModel,
  method: Method | null,
  dataset: Dataset,
  { split, step }: Pick<Score, 'split' | 'step'>,
): AsyncGenerator<number, Judged> {
  const asked = promptsToScore(dataset, split);
  if (asked.length === 0) return { scores: [], answers: [] };
  const texts = yield* answer(
    model,
    method,
    dataset,
    asked.map(({ prompt }) => prompt),
  );
  const predictions = texts.map((text) => text.trim());
  const executes = dataset.summary.metrics.includes('execution-accuracy')
    ? await runQueries(asked, predictions)
    : predictions.map(() => false);
  const examples = asked.map(({ prompt, references }, i) => ({
    prompt,
    references,
    prediction: predictions[i] ?? '',
    executes: executes[i] ?? false,
  }));
  const { segmentation = 'ascii', positiveLabel, metrics } = dataset.summary;
  const results = metrics.map((metric) => ({
    metric,
    ...evaluate(metric, examples, { segmentation, positiveLabel }),
  }));
  return {
    scores: results.map(({ metric, perExample, ...result }) => {
      const tokenizer = tokenizerOf(metric, segmentation);
      const unreadable = perExample.filter((value) => value === null).length;
      return {
        step,
        split,
        metric,
        ...result,
        texts: examples.length,
        ...(unreadable > 0 && { unreadable }),
        ...(tokenizer && { tokenizer }),
      };
    }),
    answers: examples.map(({ prompt, references, prediction }, i) => ({
      prompt,
      references,
      text: prediction,
      score: results[0]?.perExample[i] ?? null,
    })),
  };
}

/** Whether each query gives what one of its references gives. SQLite is loaded for this. */
async function runQueries(asked: readonly References[], queries: readonly string[]): Promise<boolean[]> {
  const sql = await openSql({ wasmBinary: (await fetchFile(new URL(sqliteUrl, location.href))).buffer });
  try {
    return asked.map(({ table, references }, i) =>
      references.some((reference) => table !== undefined && sql.agree(table, queries[i] ?? '', reference)),
    );
  } finally {
    sql.dispose();
  }
}
