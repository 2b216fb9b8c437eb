import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { defaultRunConfig, runConfigSchema, withMethod } from '../../core/run-config.ts';
import { record } from '../../state/testing.ts';
import { lateStrings, startStrings } from '../strings/index.ts';
import { differenceColumns } from './difference-columns.ts';

beforeAll(async () => {
  await startStrings();
  await lateStrings();
});

const columns = (...configs: unknown[]) =>
  differenceColumns(
    configs.map((config, i) => record(`${i}`, { config: runConfigSchema.parse(config) })),
    i18next.getFixedT('en', 'charts'),
  ).map(({ heading, cells }) => [heading, ...cells]);

test('each setting that differs has a column, in words', () => {
  expect(
    columns(
      { method: { r: 2, target_modules: ['v', 'q'], use_rslora: true } },
      { method: { r: 16, layers_to_transform: [0, 2] }, training: { max_train_samples: 100 } },
    ),
  ).toEqual([
    ['Rank\u00A0r', '2', '16'],
    ['rsLoRA', 'on', 'off'],
    ['Matrices', 'Wq Wv', 'Wq Wv'],
    ['Layers', 'all', '1, 3'],
    ['Pairs', 'all', '100'],
  ]);
});

test('numbers of a column have one number of decimals', () => {
  expect(
    columns(
      { method: { lora_dropout: 0.25 }, training: { learning_rate: 1e-6 } },
      { training: { learning_rate: 0.05 } },
    ),
  ).toEqual([
    ['Dropout', '0.25', '0.00'],
    ['Learning rate', '0.000001', '0.050000'],
  ]);
});

test('what is the same in all has none', () => {
  expect(columns({}, {})).toEqual([]);
});

test('every setting of the method and of training has a heading of its own', () => {
  const other = {
    method: {
      r: 9,
      lora_alpha: 9,
      lora_dropout: 0.3,
      use_rslora: true,
      target_modules: ['o'],
      layers_to_transform: [0],
    },
    seed: 99,
    model: 'micro',
    training: {
      max_train_samples: 50,
      learning_rate: 0.09,
      weight_decay: 0.9,
      lr_scheduler_type: 'constant',
      warmup_steps: 9,
      max_grad_norm: 9,
      batch_size: 9,
      max_length: 99,
      max_steps: 99,
      eval_steps: 9,
      metric_steps: 9,
    },
  };
  const headings = columns({}, other).map(([heading]) => heading);
  expect(headings).toHaveLength(19);
  for (const heading of headings) expect(heading).not.toContain('.');
});

test('runs of several methods have their learning rates, and which of them were tuned', () => {
  const full = withMethod(defaultRunConfig(), 'full');
  const { learning_rate } = full.training;
  const rates = (...configs: unknown[]) =>
    columns(...configs).find(([heading]) => heading === 'Learning rate');
  const other = { training: { learning_rate: 0.0123 } };
  expect(rates(other, full)).toEqual(['Learning rate', '0.0123 (not tuned)', `${learning_rate} (tuned)`]);
  const equal = { ...withMethod(defaultRunConfig(), 'bitfit'), training: full.training };
  expect(rates(equal, full)).toEqual([
    'Learning rate',
    `${learning_rate} (not tuned)`,
    `${learning_rate} (tuned)`,
  ]);
  expect(rates(full, full)).toBeUndefined();
  const { training } = defaultRunConfig();
  const sized = { method: { ...defaultRunConfig().method, r: 3 } };
  expect(rates(sized, full)?.[1]).toBe(`${training.learning_rate} (tuned at another size)`);
});
