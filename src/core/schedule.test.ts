import { expect, test } from 'vitest';
import { SCHEDULES } from './run-config.ts';
import { learningRateAt } from './schedule.ts';

const rates = (lr_scheduler_type: (typeof SCHEDULES)[number], warmup_steps: number, max_steps = 10) =>
  Array.from({ length: 10 }, (_, i) =>
    Number(
      learningRateAt({ learning_rate: 10, lr_scheduler_type, warmup_steps, max_steps }, i + 1).toFixed(2),
    ),
  );

// The tables of the transformers library's own scheduler tests: learning rate 10, 10 steps.
test('linear with 2 warm-up steps', () => {
  expect(rates('linear', 2)).toEqual([0, 5, 10, 8.75, 7.5, 6.25, 5, 3.75, 2.5, 1.25]);
});
test('cosine with 2 warm-up steps', () => {
  expect(rates('cosine', 2)).toEqual([0, 5, 10, 9.62, 8.54, 6.91, 5, 3.09, 1.46, 0.38]);
});
test('constant with 4 warm-up steps', () => {
  expect(rates('constant', 4)).toEqual([0, 2.5, 5, 7.5, 10, 10, 10, 10, 10, 10]);
});

test('without warm-up the first step has the full rate', () => {
  for (const schedule of SCHEDULES) expect(rates(schedule, 0)[0]).toBe(10);
  expect(rates('linear', 0)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
});

test('a warm-up longer than the run only climbs; past its end nothing is negative', () => {
  expect(rates('linear', 20)).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5]);
  for (const schedule of SCHEDULES) expect(rates(schedule, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(rates('linear', 0, 4).slice(4)).toEqual([0, 0, 0, 0, 0, 0]);
});
