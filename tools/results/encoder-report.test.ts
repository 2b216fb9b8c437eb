/** The scores of a run's answers that are no metrics of the task, and the table. */
import { expect, test } from 'vitest';
import type { Answer } from '../../src/core/run-record.ts';
import { encoderJobs, SUBJECTS } from './encoder-plan.ts';
import { encoderReport, otherScores } from './encoder-report.ts';
import { entrySchema, keyOf } from './log.ts';

const LABELS = ['entailment', 'neutral', 'contradiction'];

/** Right for the first of every two, and before adapting always one class. */
const answers = Array.from({ length: 60 }, (_, i): Answer => {
  const right = LABELS[i % 3] ?? '';
  const text = i % 2 === 0 ? right : (LABELS[(i + 1) % 3] ?? '');
  return {
    prompt: String(i),
    references: [right],
    text,
    score: null,
    base: { text: 'neutral', score: null },
  };
});

test('F1 and the Matthews correlation are of the answers before and after', () => {
  const scores = otherScores(answers, 1200);
  expect(scores.map(({ step, metric, texts }) => [step, metric, texts])).toEqual([
    [0, 'f1', 60],
    [0, 'matthews', 60],
    [1200, 'f1', 60],
    [1200, 'matthews', 60],
  ]);
  // Half of the answers are right, the other half of the class after the right one.
  expect(scores.map(({ value }) => value)).toEqual([0, null, 50, 25]);
  expect(scores[1]?.notDefined).toBe('one-class');
});

test('no run is planned twice, and the table has a row for each that was measured', () => {
  const jobs = encoderJobs([1, 2]);
  expect(new Set(jobs.map(keyOf)).size).toBe(jobs.length);
  const losses = { step: 0, loss: 1 };
  const entries = jobs.map((job) =>
    entrySchema.parse({
      ...job,
      device: { backend: 'wasm', reason: 'forced', adapter: '', software: false, threads: 1 },
      browser: 'Chromium 1',
      at: '2026-11-29T12:00:00Z',
      scores: [
        { step: 0, split: 'test', metric: 'accuracy', value: 30, interval: null, texts: 60 },
        {
          step: 1200,
          split: 'test',
          metric: 'accuracy',
          value: 50 + job.config.seed,
          interval: null,
          texts: 60,
        },
        ...otherScores(answers, 1200),
      ],
      evals: { base: losses, best: losses, final: losses },
      spectrum: [],
      trainableParameters: 1000,
      seconds: { training: 1, whole: 2 },
    }),
  );
  const text = encoderReport(entries, 2);
  for (const { model, rows } of SUBJECTS)
    for (const { name } of rows) expect(text).toContain(`${model}: ${name}`);
  expect(text.match(/51\.5 ± 0\.7/g)).toHaveLength(jobs.length / 2);
});
