import i18next from 'i18next';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { runConfigSchema } from '../../core/run-config.ts';
import { describeDifference } from '../../core/run-name.ts';
import { lateStrings, startStrings } from '../strings/index.ts';
import { DATASET, record } from '../../state/testing.ts';
import {
  chartLabels,
  runNumbers,
  runTitles,
  withWordedData,
  wordConfig,
  wordDifference,
} from './difference.ts';

beforeAll(async () => {
  await startStrings();
  await lateStrings();
});

const words = (...configs: unknown[]) =>
  describeDifference(
    configs.map((config) => ({ config: runConfigSchema.parse(config), dataset: DATASET })),
  ).map((difference) => wordDifference(difference, i18next.getFixedT('en', 'charts')));

describe('wordDifference', () => {
  it('names rank and matrices as the field does, matrices in the order of the block', () => {
    expect(
      words({ method: { r: 8, target_modules: ['q'] } }, { method: { r: 2, target_modules: ['down', 'v'] } }),
    ).toEqual(['r 8 · Wq', 'r 2 · Wv W2']);
  });

  it('words switches, layers from one, and numbers', () => {
    expect(
      words({ method: { use_rslora: true } }, { method: { layers_to_transform: [0, 2] } }, { seed: 7 }),
    ).toEqual([
      'rsLoRA on · layers all · seed 1',
      'rsLoRA off · layers 1, 3 · seed 1',
      'rsLoRA off · layers all · seed 7',
    ]);
  });

  it('words ranks and alphas of single matrices', () => {
    expect(
      words({ method: { rank_pattern: { v: 8, '1.down': 2 } } }, { method: { alpha_pattern: { q: 0.5 } } }),
    ).toEqual(['own r Wv: 8, W2 layer 2: 2 · own α of none', 'own r of none · own α Wq: 0.5']);
  });

  it('says nothing where nothing differs', () => {
    expect(words({}, {})).toEqual(['', '']);
  });

  it('has a phrase for every setting of the method and of training', () => {
    const { method, training } = runConfigSchema.parse({});
    const t = i18next.getFixedT('en', 'charts');
    const keys = [
      ...Object.keys(method)
        .filter((key) => key !== 'type')
        .map((key) => `method.${key}`),
      ...Object.keys(training).map((key) => `training.${key}`),
    ];
    expect(keys.length).toBeGreaterThan(10);
    for (const key of keys) {
      const value = key === 'method.target_modules' ? ['q'] : 1;
      // The fallback shows the bare key.
      expect(wordDifference([{ key, value }], t)).not.toContain(key);
    }
  });
});

test.each([
  [{ type: 'prefix-embed', prefix_tokens: 1, infix_tokens: 4 }, '1 token before · 4 tokens after'],
  [{ type: 'vera' }, 'r 64 · Wq Wv · λ starts at 0.1'],
  [{ type: 'full', last_layers: 1 }, 'last layer only'],
  [{ type: 'full', last_layers: 2 }, 'last 2 layers only'],
  [{ type: 'adapter-h', bottleneck: 8 }, 'bottleneck 8'],
])('the settings of %j are words, not symbols', (method, expected) => {
  const t = i18next.getFixedT('en', 'charts');
  expect(wordConfig(runConfigSchema.parse({ method }), t)).toContain(` · ${expected} · lr`);
});

describe('chartLabels', () => {
  const labels = (...runs: { name: string; config: unknown }[]) =>
    chartLabels(
      runs.map(({ name, config }) => record(name, { name, config: runConfigSchema.parse(config) })),
      i18next.getFixedT('en', 'charts'),
    );

  it('calls runs of a comparison by their rank', () => {
    expect(
      labels(
        { name: 'calm otter', config: { method: { r: 2 } } },
        { name: 'keen crane', config: { method: { r: 8 } } },
      ),
    ).toEqual(['r 2', 'r 8']);
  });

  it('numbers equal runs, as the list of all runs does, and tells the config where nothing differs', () => {
    const r2 = { method: { r: 2 } };
    expect(
      labels(
        { name: 'a', config: r2 },
        { name: 'b', config: r2 },
        { name: 'c', config: { method: { r: 8 } } },
      ),
    ).toEqual(['#1 · r 2', '#2 · r 2', 'r 8']);
    const t = i18next.getFixedT('en', 'charts');
    const all = ['a', 'b', 'c'].map((id) => record(id));
    expect(runTitles(all, t).map(({ first }) => first)).toEqual([
      '#1 · r 4 · Wq Wv · lr 0.01',
      '#2 · r 4 · Wq Wv · lr 0.01',
      '#3 · r 4 · Wq Wv · lr 0.01',
    ]);
    expect(chartLabels(all.slice(1), t, runNumbers(all, t))).toEqual([
      '#2 · r 4 · Wq Wv · lr 0.01',
      '#3 · r 4 · Wq Wv · lr 0.01',
    ]);
    expect(labels({ name: 'a', config: {} })).toEqual(['r 4 · Wq Wv · lr 0.01']);
  });

  it('leaves out what a chart has no room for, from the end', () => {
    const all = { method: { target_modules: ['q', 'k', 'v', 'o', 'up', 'down'], r: 16 }, seed: 12345 };
    expect(labels({ name: 'a', config: all }, { name: 'b', config: { method: { r: 2 } } })).toEqual([
      'r 16 · Wq Wk Wv Wo W1 W2',
      'r 2 · Wq Wv · seed 1',
    ]);
    const own = { ...DATASET, task: 'own', name: 'everything-that-anyone-ever-said.csv', fingerprint: 'ff' };
    const [, long = ''] = chartLabels(
      [record('a'), record('b', { dataset: own })],
      i18next.getFixedT('en', 'charts'),
    );
    expect(long).toMatch(/^on everything-that-.*…$/);
    expect(long.length).toBeLessThanOrEqual(24);
  });

  it('keeps what differs where room is short, before what is the same', () => {
    const all = ['q', 'k', 'v', 'o', 'up', 'down'];
    const config = (learning_rate: number, seed: number) => ({
      method: { target_modules: all, r: 8 },
      training: { learning_rate },
      seed,
    });
    expect(
      labels(
        { name: 'a', config: config(0.001, 1) },
        { name: 'b', config: config(0.002, 1) },
        { name: 'c', config: config(0.002, 1) },
        { name: 'd', config: { seed: 2 } },
      ),
    ).toEqual(['lr 0.001', '#1 · lr 0.002', '#2 · lr 0.002', 'r 4 · Wq Wv · seed 2']);
  });

  it('begins with the name that a person gave', () => {
    const runs = [
      record('a', { name: 'my best', named: true }),
      record('b', { config: runConfigSchema.parse({ seed: 2 }) }),
    ];
    const t = i18next.getFixedT('en', 'charts');
    expect(chartLabels(runs, t)).toEqual(['my best', 'seed 2']);
    expect(runTitles(runs, t)).toEqual([
      { first: 'my best', second: 'seed 1' },
      { first: 'seed 2', second: 'run b' },
    ]);
  });

  it('says which data each learnt from where it is not the same', () => {
    const own = { ...DATASET, task: 'own', name: 'inns.csv', fingerprint: 'ffff0000' };
    const nli = { ...DATASET, task: 'nli', name: 'nli', fingerprint: 'eeee0000' };
    const t = i18next.getFixedT('en', 'charts');
    const records = withWordedData(
      [record('a'), record('b', { dataset: own }), record('c', { dataset: nli })],
      t,
    );
    expect(describeDifference(records).map((apart) => wordDifference(apart, t))).toEqual([
      'on Restaurant descriptions',
      'on inns.csv',
      'on Premise and hypothesis',
    ]);
  });
});

test('a config in a few words, α by its rule', () => {
  const t = i18next.getFixedT('en', 'charts');
  const words = (config: object) => wordConfig(runConfigSchema.parse(config), t);
  expect(words({})).toBe('r 4 · Wq Wv · lr 0.01');
  expect(words({ method: { r: 8, alpha_ratio: 2 }, training: { learning_rate: 1e-6 } })).toBe(
    'r 8 · α = 2·r · Wq Wv · lr 0.000001',
  );
  expect(words({ method: { lora_alpha: 16, use_rslora: true, layers_to_transform: [0, 2] } })).toBe(
    'r 4 · α 16 · rsLoRA on · Wq Wv · layers 1, 3 · lr 0.01',
  );
  expect(words({ method: { init_lora_weights: 'pissa' } })).toBe('r 4 · PiSSA · Wq Wv · lr 0.01');
  expect(words({ method: { bias: 'all' } })).toBe('r 4 · Wq Wv · biases all trained · lr 0.01');
});
