import { describe, expect, it } from 'vitest';
import { record, DATASET } from '../state/testing.ts';
import { SHIPPED } from './models/shipped.ts';
import { baselineOf, knownBaseline } from './baseline.ts';
import { defaultRunConfig, type RunConfig } from './run-config.ts';
import type { Score } from './run-record.ts';

const score = (step: number, split: Score['split']): Score => ({
  step,
  split,
  metric: 'bleu',
  value: 5,
  interval: null,
  texts: 2,
});
const sample = (step: number, text: string) => ({ step, prompt: 'p', reference: 'r', text });
const FINDINGS = {
  evals: [
    { step: 0, loss: 3, start: 4, heldOut: 2 },
    { step: 20, loss: 1 },
  ],
  samples: [sample(0, 'base'), sample(20, 'run')],
  scores: [score(0, 'validation'), score(20, 'validation'), score(0, 'test'), score(20, 'test')],
  answers: [{ prompt: 'p', references: ['r'], text: 'run', score: 9, base: { text: 'base', score: 1 } }],
};
const BASELINE = {
  figures: { loss: 3, heldOut: 2 },
  samples: ['base'],
  scores: [score(0, 'validation'), score(0, 'test')],
  answers: [{ text: 'base', score: 1 }],
};
const MODEL = { model: 'nano', weights: 'abc', config: SHIPPED.nano, totalParameters: 1, scores: {} };
const run = (id: string, changes: object = {}) => record(id, { ...FINDINGS, weights: 'abc', ...changes });
const { max_length } = defaultRunConfig().training;

it('is what a run measured before its first step, the loss of its own virtual tokens aside', () => {
  expect(baselineOf(run('a'))).toEqual(BASELINE);
});

it('is not known of a run that was stopped before', () => {
  expect(baselineOf(run('a', { evals: [] }))).toBeNull();
  expect(baselineOf(run('a', { samples: [] }))).toBeNull();
});

it('has no test scores of a run that was left before its answers came: the next run would have none beside its own', () => {
  const left = run('a', { scores: FINDINGS.scores.slice(0, 3), answers: [] });
  expect(baselineOf(left)).toEqual({ ...BASELINE, scores: [score(0, 'validation')], answers: [] });
});

describe('what earlier runs tell', () => {
  it('is taken from the one that tells most', () => {
    const runs = [run('cut', { scores: [], answers: [] }), run('whole'), run('none', { evals: [] })];
    expect(knownBaseline(runs, MODEL, DATASET, max_length)).toEqual(BASELINE);
  });

  const shorter: RunConfig = { ...defaultRunConfig() };
  shorter.training = { ...shorter.training, max_length: 64 };
  it.each([
    ['weights', { weights: 'other' }],
    ['a file', { weights: undefined }],
    ['data', { dataset: { ...DATASET, fingerprint: 'other' } }],
    ['metrics', { dataset: { ...DATASET, metrics: ['accuracy'] } }],
    ['lengths', { config: shorter }],
  ])('is not taken from other %s', (_, changes) => {
    expect(knownBaseline([run('a', changes)], MODEL, DATASET, max_length)).toBeNull();
  });
});
