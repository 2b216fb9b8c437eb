import { expect, test } from 'vitest';
import { defaultRunConfig } from './run-config.ts';
import { figuresOf, testScore } from './run-figures.ts';
import { noFindings, type RunRecord, type Score } from './run-record.ts';

const record = (findings: Partial<RunRecord> = {}): RunRecord => ({
  format: 'rankscope-run',
  version: 1,
  id: 'a',
  name: 'calm otter',
  createdAt: '2026-01-01T00:00:00.000Z',
  config: defaultRunConfig(),
  device: { backend: 'wasm', reason: 'no-webgpu', adapter: '', software: false, f16: false, threads: 1 },
  dataset: {
    task: 'restaurant',
    name: 'restaurant',
    train: 10,
    validation: 2,
    test: 2,
    prompts: 14,
    longestTokens: 60,
    truncated: 0,
    dropped: [],
    examples: [],
    fingerprint: '811c9dc5',
    metrics: ['bleu'],
  },
  state: 'finished',
  groupId: null,
  trainableParameters: 1024,
  totalParameters: 4096,
  ...noFindings(),
  ...findings,
});

const score = (of: Pick<Score, 'step' | 'split' | 'value'>): Score => ({
  metric: 'bleu',
  interval: null,
  texts: 2,
  ...of,
});

test('a run that has measured nothing has no figures but its size', () => {
  expect(figuresOf(record())).toEqual({
    parameters: 1024,
    share: 0.25,
    bestLoss: null,
    bestStep: null,
    finalLoss: null,
    metric: null,
    heldOut: null,
    forgetting: null,
    effectiveRank: null,
    stableRank: null,
    k90: null,
    seconds: null,
    tokens: null,
    steps: 0,
  });
});

test('figures of a run that fell and rose again', () => {
  const found = figuresOf(
    record({
      steps: [
        { step: 1, loss: 3, gradNorm: 1, learningRate: 0.1, tokens: 30, elapsedMs: 500 },
        { step: 2, loss: 2, gradNorm: 1, learningRate: 0.1, tokens: 40, elapsedMs: 1500 },
      ],
      evals: [
        { step: 0, loss: 0.5, heldOut: 1.25 },
        { step: 1, loss: 1.5, heldOut: 2 },
        { step: 2, loss: 2, heldOut: 1.75 },
        { step: 3, loss: 1.75 },
      ],
      spectra: [
        { step: 1, sites: [{ site: { layer: 0, projection: 'q' }, singularValues: [5] }] },
        {
          step: 2,
          sites: [
            { site: { layer: 0, projection: 'q' }, singularValues: [2, 2] },
            { site: { layer: 0, projection: 'v' }, singularValues: [3, 0] },
            // Nothing of a zero matrix can be counted.
            { site: { layer: 1, projection: 'q' }, singularValues: [0, 0] },
          ],
        },
      ],
      scores: [
        score({ step: 0, split: 'test', value: 5 }),
        score({ step: 2, split: 'validation', value: 30 }),
        score({ step: 2, split: 'test', value: 40 }),
      ],
    }),
  );
  expect(found).toEqual({
    parameters: 1024,
    share: 0.25,
    // The base model's 0.5 does not count.
    bestLoss: 1.5,
    bestStep: 1,
    finalLoss: 1.75,
    metric: 40,
    heldOut: 1.75,
    forgetting: 0.5,
    effectiveRank: expect.closeTo(1.5, 12) as number,
    stableRank: expect.closeTo(1.5, 12) as number,
    k90: 1.5,
    seconds: 1.5,
    tokens: 70,
    steps: 2,
  });
});

test('a metric without a value on the texts gives none', () => {
  const run = record({ scores: [score({ step: 2, split: 'test', value: null })] });
  expect(testScore(run)?.value).toBeNull();
  expect(figuresOf(run).metric).toBeNull();
});

test('a record is looked at once, and its successor anew', () => {
  const run = record();
  expect(figuresOf(run)).toBe(figuresOf(run));
  expect(figuresOf({ ...run, trainableParameters: 2048 }).parameters).toBe(2048);
});
