import { expect, test } from 'vitest';
import { baseScore } from './model-info.ts';

const score = {
  step: 0,
  split: 'test',
  metric: 'accuracy',
  value: 12.5,
  interval: null,
  texts: 128,
} as const;
const model = { scores: { nli: { fingerprint: 'abcd1234', scores: [score] } } };

test('a base score is of its task and metric, or absent', () => {
  expect(baseScore(model, 'nli', 'accuracy', null)).toBe(score);
  expect(baseScore(model, 'nli', 'bleu', null)).toBeNull();
  expect(baseScore(model, 'sql', 'accuracy', null)).toBeNull();
});

test('a base score counts only for the pairs that it was measured on, where these are known', () => {
  const on = (task: string, fingerprint: string) =>
    baseScore(model, 'nli', 'accuracy', { task, fingerprint });
  expect(on('nli', 'abcd1234')).toBe(score);
  expect(on('nli', 'ffff0000')).toBeNull();
  expect(on('sql', 'ffff0000')).toBe(score);
});
