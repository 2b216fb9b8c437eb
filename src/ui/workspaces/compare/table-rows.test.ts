import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { defaultRunConfig, runConfigSchema } from '../../../core/run-config.ts';
import type { RunRecord, Score } from '../../../core/run-record.ts';
import { DATASET, record } from '../../../state/testing.ts';
import { toCsv } from '../../charts/table.ts';
import { lateStrings, startStrings } from '../../strings/index.ts';
import { judgings, promptCounts, tableColumns } from './table-columns.ts';
import { fileOf, hasWords, nextSort, searchText, sorted } from './table-rows.ts';

beforeAll(async () => {
  await startStrings();
  await lateStrings();
});

const score = (value: number | null, fields: Partial<Score> = {}): Score => ({
  step: 300,
  split: 'test',
  metric: 'bleu',
  value,
  interval: value === null ? null : { low: value - 1, high: value + 1.25 },
  texts: 128,
  ...fields,
});

const run = (id: string, fields: Partial<RunRecord> = {}) =>
  record(id, { evals: [{ step: 10, loss: 1 }], ...fields });

const columnsOf = (records: readonly RunRecord[], compared: readonly string[] = []) =>
  tableColumns({
    described: records,
    compared: new Set(compared),
    changed: new Map(records.map(({ id }) => [id, `change ${id}`])),
    judgings: judgings(records),
    prompts: promptCounts(records),
    baseline: null,
    t: i18next.getFixedT('en', 'charts'),
    name: (metric) => metric.toUpperCase(),
    meaning: (metric) => metric,
  });

/** What a column has of a run. */
const cell = (records: readonly RunRecord[], column: string, compared: readonly string[] = []) => {
  const found = columnsOf(records, compared).find(({ id }) => id === column);
  if (!found) throw new Error(`There is no column ${column}.`);
  return found;
};

describe('order', () => {
  const losses = [3, null, 1, 2, 1];
  const runs = losses.map((loss, i) => run(String(i), { evals: loss === null ? [] : [{ step: 1, loss }] }));
  const ids = (isDescending: boolean) =>
    sorted(runs, cell(runs, 'bestLoss').value, isDescending).map(({ id }) => id);

  test('goes by the value, equal ones as they were, those without one last', () => {
    expect(ids(false)).toEqual(['2', '4', '3', '0', '1']);
    expect(ids(true)).toEqual(['0', '3', '2', '4', '1']);
  });

  test('of texts counts numbers in them as numbers', () => {
    const named = ['run 10', 'run 9', 'Run 1'].map((name, i) => run(String(i), { name }));
    expect(sorted(named, ({ name }) => name, false).map(({ name }) => name)).toEqual([
      'Run 1',
      'run 9',
      'run 10',
    ]);
  });

  test('turns with each press, and a third press gives back that of before', () => {
    const once = nextSort(null, 'a');
    const twice = nextSort(once, 'a');
    expect([once, twice, nextSort(twice, 'a'), nextSort(twice, 'b')]).toEqual([
      { column: 'a', isDescending: false },
      { column: 'a', isDescending: true },
      null,
      { column: 'b', isDescending: false },
    ]);
  });
});

test('the filter takes a setting with its value for one word, however it is written', () => {
  const text = 'Calm Otter 12 r 4 · seed 1 · lr 0.001 Wq Wv';
  for (const typed of ['r 4', 'r4', 'R=4', 'r = 4', 'seed 1 r 4', 'otter 12', 'lr 0.001', 'wq r4', '0.001'])
    expect([typed, hasWords(text, typed)]).toEqual([typed, true]);
  // Letters and digits of other words, or within a word, are no match.
  for (const typed of ['r 1', 'r1', 'r 40', 'seed 12', 'tter', 'lr 0.00'])
    expect([typed, hasWords(text, typed)]).toEqual([typed, false]);
  expect(hasWords('r 16', 'r 1')).toBe(false);
  // Other words and numbers stand apart.
  for (const typed of ['lora 8', 'wq 0.01', 'run 12'])
    expect([typed, hasWords('run-12 LoRA r 8 · Wq lr 0.01', typed)]).toEqual([typed, true]);
});

test('the filter finds every word, in any order, in name, method, task, model and note', () => {
  const text = searchText(run('a', { name: 'Calm Otter', note: 'Half the batch' }), 'r 8', 'Restaurants');
  for (const typed of ['', 'otter calm', 'lora', 'nano restaurant', 'HALF', 'r 8', 'restaurants'])
    expect([typed, hasWords(text, typed)]).toEqual([typed, true]);
  expect(hasWords(text, 'calm heron')).toBe(false);
});

describe('a difference from the baseline', () => {
  const base = run('base', {
    evals: [
      { step: 0, loss: 3, heldOut: 1 },
      { step: 9, loss: 1, heldOut: 2 },
    ],
    scores: [score(40)],
  });
  const of = (column: string, fields: Partial<RunRecord>) =>
    cell([base], column).delta?.(run('other', fields), base);

  test('has its sign, and says whether it is a gain', () => {
    expect(of('bestLoss', { evals: [{ step: 9, loss: 0.75 }] })).toEqual({ text: '−0.250', tone: 'better' });
    expect(of('bestLoss', { evals: [{ step: 9, loss: 1.25 }] })).toEqual({ text: '+0.250', tone: 'worse' });
    expect(of('bestLoss', {})).toEqual({ text: '±0.000', tone: null });
    expect(of('metric', { scores: [score(42.5)] })).toEqual({ text: '+2.5', tone: 'better' });
    expect(of('parameters', { trainableParameters: 1024 })).toEqual({ text: '−1,024', tone: null });
    const evals = [
      { step: 0, loss: 3, heldOut: 1 },
      { step: 9, loss: 1, heldOut: 1.5 },
    ];
    expect(of('forgetting', { evals })).toEqual({ text: '−0.500', tone: 'better' });
  });

  test('of a metric that counts errors is a gain where it is less', () => {
    const errors = (value: number) => [score(value, { metric: 'slot-error-rate' })];
    const other = run('base', { scores: errors(10) });
    expect(cell([other], 'metric').delta?.(run('a', { scores: errors(8) }), other)).toEqual({
      text: '−2.0',
      tone: 'better',
    });
  });

  test('is absent where two figures do not compare, or one is', () => {
    const dataset = { ...DATASET, fingerprint: 'other' };
    expect(of('bestLoss', { dataset })).toBeNull();
    expect(of('metric', { dataset, scores: [score(42)] })).toBeNull();
    expect(of('metric', { scores: [score(42, { metric: 'rouge-l' })] })).toBeNull();
    expect(of('metric', { scores: [] })).toBeNull();
    expect(of('bestLoss', { evals: [] })).toBeNull();
    const config = { ...defaultRunConfig(), model: 'micro' };
    expect(of('forgetting', { config, evals: base.evals })).toBeNull();
  });
});

test('settings that differ among the compared runs have columns, in which every run has its value', () => {
  const runs = [1, 8, 2].map((r, i) =>
    run(String(i), { config: runConfigSchema.parse({ method: { r }, seed: i === 2 ? 7 : 1 }) }),
  );
  const rank = cell(runs, 'method.r', ['0', '1']);
  expect(runs.map(rank.value)).toEqual([1, 8, 2]);
  expect(columnsOf(runs, ['0', '1']).map(({ id }) => id)).not.toContain('seed');
  expect(columnsOf(runs, ['0', '2']).map(({ id }) => id)).toContain('seed');
});

test('no energy rank is shown where the rank is the question', () => {
  const spectra = [
    { step: 1, sites: [{ site: { layer: 0, projection: 'q' as const }, singularValues: [2, 1] }] },
  ];
  const secret = { seed: 1, rank: 2, sites: [], teacherLoss: 1 };
  const open = run('a', { spectra });
  expect(cell([open], 'k90').text(open)).toBe('2.00');
  const asked = run('b', { spectra, dataset: { ...DATASET, secret } });
  expect(cell([asked], 'k90').text(asked)).toBe('–');
});

test('where runs are judged differently, each names its metric', () => {
  const [a, b] = [run('a', { scores: [score(40)] }), run('b', { scores: [score(5, { metric: 'rouge-l' })] })];
  expect(cell([a], 'metric').heading).toBe('BLEU, test (95\u00A0%)');
  const both = cell([a, b], 'metric');
  expect([both.heading, both.text(a), both.text(b)]).toEqual(['Test score (95\u00A0%)', 'BLEU', 'ROUGE-L']);
});

test('the file has every column with full precision, and no formula', () => {
  const third = run('a', { name: '=1+1', evals: [{ step: 1, loss: 1 / 3 }], scores: [score(200 / 3)] });
  const text = toCsv(fileOf([third], columnsOf([third]), 'Run'));
  expect(text).toContain(String(1 / 3));
  expect(text).toContain(String(200 / 3));
  expect(text).toContain(String(200 / 3 + 1.25));
  expect(text).toContain("'=1+1");
});
