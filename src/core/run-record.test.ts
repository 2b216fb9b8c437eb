import { expect, test } from 'vitest';
import { asLora } from './methods/lora-config.ts';
import { defaultRunConfig } from './run-config.ts';
import { bestEval, runRecordSchema, stepPointSchema, tooFewPrompts, type RunRecord } from './run-record.ts';

const record: RunRecord = {
  format: 'rankscope-run',
  version: 1,
  id: 'a',
  name: 'calm otter',
  createdAt: '2026-01-01T00:00:00.000Z',
  config: defaultRunConfig(),
  device: { backend: 'wasm', reason: 'no-webgpu', adapter: '', software: false, f16: false, threads: 2 },
  dataset: {
    task: 'restaurant',
    name: 'Restaurant',
    train: 10,
    validation: 2,
    test: 2,
    prompts: 14,
    longestTokens: 60,
    truncated: 0,
    dropped: [{ reason: 'duplicate', count: 1, firstLine: 3 }],
    examples: [{ prompt: 'name[A]', completion: 'A.' }],
    fingerprint: '811c9dc5',
    metrics: [],
  },
  state: 'finished',
  groupId: null,
  trainableParameters: 1024,
  totalParameters: 173_824,
  steps: [{ step: 1, loss: 5.5, gradNorm: 1.2, learningRate: 0, tokens: 300, elapsedMs: 12.5 }],
  evals: [{ step: 0, loss: 5.6 }],
  spectra: [{ step: 0, sites: [{ site: { layer: 0, projection: 'q' }, singularValues: [0, 0, 0, 0] }] }],
  alignments: [],
  samples: [{ step: 0, prompt: 'name[A]', reference: 'A.', text: '' }],
  scores: [],
  answers: [],
};

test('a record survives being written to a file and read again', () => {
  expect(runRecordSchema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
});

test('what older runs did not keep of ΔW is absent, and what newer ones keep survives', () => {
  const older: Partial<RunRecord> = { ...record };
  delete older.alignments;
  expect(runRecordSchema.parse(older)).toEqual(record);
  const sites = [{ ...record.spectra[0]?.sites[0], norms: { a: [2, 1], b: [0, 0] } }];
  const newer = {
    ...record,
    spectra: [{ step: 0, sites }],
    alignments: [
      { step: 0, left: [null], right: [null] },
      { step: 1, left: [1], right: [0.5] },
    ],
  };
  expect(runRecordSchema.parse(JSON.parse(JSON.stringify(newer)))).toEqual(newer);
  const wrong = { ...record, alignments: [{ step: 0, left: [1.5], right: [1] }] };
  expect(runRecordSchema.safeParse(wrong).success).toBe(false);
});

test('what own data was recognised as survives too; a metric that is unknown does not', () => {
  const recognition = {
    name: 'E2E NLG',
    sure: true,
    evidence: 'columns mr and ref',
    pairs: 4672,
    prompts: 547,
  };
  const own: RunRecord = {
    ...record,
    dataset: { ...record.dataset, format: 'e2e', metrics: ['bleu'], recognition },
  };
  expect(runRecordSchema.parse(JSON.parse(JSON.stringify(own)))).toEqual(own);
  const other = { ...own, dataset: { ...own.dataset, metrics: ['taste'] } };
  expect(runRecordSchema.safeParse(other).success).toBe(false);
});

test('scores survive with what they were taken by, without a value, and as they once were', () => {
  const once = { step: 0, split: 'test', metric: 'bleu', value: 12.5, interval: null, texts: 4 } as const;
  const scores: RunRecord['scores'] = [
    once,
    { ...once, metric: 'rouge-l', tokenizer: 'characters' },
    { ...once, metric: 'pearson', value: null, notDefined: 'unreadable', unreadable: 3 },
  ];
  const answers = [{ prompt: '?', references: ['3.8'], text: 'high', score: null }];
  const dataset = { ...record.dataset, segmentation: 'characters', offeredMetrics: ['rouge-l', 'pearson'] };
  const own = { ...record, dataset, scores, answers };
  expect(runRecordSchema.parse(JSON.parse(JSON.stringify(own)))).toEqual(own);
  const unknown = { ...record, scores: [{ ...once, tokenizer: 'ja-mecab' }] };
  expect(runRecordSchema.safeParse(unknown).success).toBe(false);
});

test('answers survive with the base model’s text, and without it as they once were', () => {
  const answer = { prompt: 'name[A]', references: ['A.'], text: 'A.', score: 100 };
  const answers = [answer, { ...answer, base: { text: 'B', score: 0 } }];
  expect(runRecordSchema.parse(JSON.parse(JSON.stringify({ ...record, answers }))).answers).toEqual(answers);
});

test('the last loss by example survives, of as many pairs as it is taken on', () => {
  const withExamples = (pairs: number) => ({
    ...record,
    evals: [{ step: 1, loss: 2, examples: Array.from({ length: pairs }, (_, i) => i) }],
  });
  expect(runRecordSchema.parse(JSON.parse(JSON.stringify(withExamples(64))))).toEqual(withExamples(64));
  expect(runRecordSchema.safeParse(withExamples(65)).error?.issues[0]?.message).toBe(
    'holds 65 losses of single examples; a run has at most 64',
  );
});

test('a record of another format, version or shape is refused', () => {
  for (const wrong of [
    { ...record, format: 'other' },
    { ...record, version: 2 },
    { ...record, id: '' },
    { ...record, state: 'done' },
    { ...record, steps: [{ step: 1 }] },
    { ...record, config: { ...record.config, method: { ...record.config.method, r: 0 } } },
  ])
    expect(runRecordSchema.safeParse(wrong).success).toBe(false);
});

test('no number in a record is NaN or infinite', () => {
  const [point] = record.steps;
  for (const loss of [NaN, Infinity, -Infinity])
    expect(stepPointSchema.safeParse({ ...point, loss }).success).toBe(false);
});

test('a record of before α could follow the rank, or names, failures and prompts were kept, can be read', () => {
  const { alpha_ratio, ...method } = asLora(record.config.method);
  expect(alpha_ratio).toBeNull();
  const old = { ...record, config: { ...record.config, method } };
  expect(runRecordSchema.parse(JSON.parse(JSON.stringify(old)))).toEqual(record);
});

test('splits with fewer than 20 prompts are too small to compare with', () => {
  const split = { validation: 40, test: 40, validationPrompts: 19, testPrompts: 20 };
  expect(tooFewPrompts(split)).toEqual([{ split: 'validation', prompts: 19 }]);
  // Old runs kept pairs alone: no more prompts than those can there be.
  expect(tooFewPrompts({ validation: 2, test: 3 })).toEqual([
    { split: 'validation', prompts: 2 },
    { split: 'test', prompts: 3 },
  ]);
});

test('bestEval: the lowest loss, the earliest of equals, null before any', () => {
  expect(bestEval({ evals: [] })).toBeNull();
  // The base model's is no merit of the run.
  expect(bestEval({ evals: [{ step: 0, loss: 1 }] })).toBeNull();
  const evals = [3, 1.5, 2, 1.5].map((loss, i) => ({ step: i * 20, loss }));
  expect(bestEval({ evals })).toEqual({ step: 20, loss: 1.5 });
});
