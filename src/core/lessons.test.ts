import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { baselinesSchema } from './baseline.ts';
import {
  BASE_LOSS,
  finishedRuns,
  isTrained,
  lessonRuns,
  LESSONS,
  roundGuess,
  startGuess,
  stepGuess,
  TAKEN_OF,
  TRAINED_LESSONS,
} from './lessons.ts';
import { SHIPPED } from './models/shipped.ts';
import { countTrainable } from './params.ts';
import { defaultRunConfig } from './run-config.ts';
import type { RunState } from './run-record.ts';

const trained = LESSONS.filter(isTrained);

it('trains as many runs as there are values, all short and none scored on the way', () => {
  for (const id of trained) {
    const lesson = TRAINED_LESSONS[id];
    const runs = lessonRuns(lesson.axis);
    expect(runs).toHaveLength(lesson.axis.values.length);
    for (const { training } of runs) expect(training).toMatchObject({ max_steps: 150, metric_steps: 0 });
  }
});

it('takes figures of runs that other lessons have trained where it can', () => {
  const [run] = lessonRuns(TAKEN_OF.amplify);
  expect(lessonRuns(TRAINED_LESSONS.rank.axis)).toContainEqual(run);
  expect(lessonRuns(TAKEN_OF.switch).map(({ task, model }) => `${task} ${model}`)).toEqual([
    'restaurant nano',
    'sql nano',
  ]);
});

it('gives matrices one budget', () => {
  const counts = lessonRuns(TRAINED_LESSONS.matrices.axis).map(({ method }) =>
    countTrainable(SHIPPED.nano, method),
  );
  expect(new Set(counts).size).toBe(1);
});

it('lets every count of weights be guessed', () => {
  const { least, most } = TRAINED_LESSONS.full;
  for (const { method } of lessonRuns(TRAINED_LESSONS.full.axis)) {
    const count = countTrainable(SHIPPED.nano, method);
    expect(count).toBeGreaterThan(least);
    expect(count).toBeLessThan(most);
  }
});

it('finds the newest finished run of each config', () => {
  const configs = lessonRuns(TRAINED_LESSONS.rank.axis);
  const record = (id: string, i: number, state: RunState) => ({
    id,
    config: configs[i] ?? defaultRunConfig(),
    state,
  });
  const records = [
    record('a', 1, 'finished'),
    record('b', 1, 'finished'),
    record('c', 2, 'stopped'),
    record('d', 1, 'running'),
  ];
  expect(finishedRuns(configs, records).map((run) => run?.id)).toEqual([
    undefined,
    'b',
    undefined,
    undefined,
    undefined,
  ]);
});

it('knows what the base model’s loss is', () => {
  const { tasks } = baselinesSchema.parse(
    JSON.parse(readFileSync(new URL('../../public/models/nano/baseline.json', import.meta.url), 'utf8')),
  );
  expect(tasks['restaurant']?.figures.loss.toFixed(1)).toBe(String(BASE_LOSS));
});

it('moves and rounds guesses within their range', () => {
  const loss = TRAINED_LESSONS.rank;
  expect(startGuess(loss)).toBe(1.4);
  expect(stepGuess(loss, 1.4, 1)).toBe(1.46);
  expect(stepGuess(loss, 0.01, -1)).toBe(0);
  expect(roundGuess(loss, 1.23456)).toBe(1.23);
  const count = TRAINED_LESSONS.full;
  expect(startGuess(count)).toBe(10_000);
  expect(roundGuess(count, 2048)).toBe(2000);
  expect(stepGuess(count, 1_000_000, 1)).toBe(1_000_000);
  // Every step changes the guess.
  for (let value = count.least; value < count.most; value = stepGuess(count, value, 1))
    expect(stepGuess(count, value, 1)).toBeGreaterThan(value);
});
