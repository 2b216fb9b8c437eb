import { expect, test } from 'vitest';
import { MATRICES_AXIS, runsOf, seedsFrom, type Axis } from './experiment.ts';
import { defaultRunConfig } from './run-config.ts';
import { variedSettings } from './varied.ts';

const base = defaultRunConfig();
const dataset = { name: 'restaurant', fingerprint: 'abcd', train: 500 };
const varied = (...axes: Axis[]) =>
  variedSettings(runsOf({ base, axes }).map((config) => ({ config, dataset })));
const keys = (...axes: Axis[]) => varied(...axes).map(({ key }) => key);

const ranks: Axis = { setting: 'r', values: [1, 4, 16] };
const rates: Axis = { setting: 'learning_rate', values: [0.001, 0.01] };

test('what varied is found, most values first, and the seed is none of it', () => {
  expect(varied(ranks)).toEqual([{ key: 'method.r', values: [1, 4, 16] }]);
  expect(keys(rates, ranks)).toEqual(['method.r', 'training.learning_rate']);
  expect(keys(ranks, seedsFrom(base, 3))).toEqual(['method.r']);
  expect(keys(seedsFrom(base, 3))).toEqual([]);
  expect(variedSettings([])).toEqual([]);
});

test('what follows from another setting is left out', () => {
  // At one budget of parameters the rank follows from the matrices.
  expect(keys(MATRICES_AXIS)).toEqual(['method.target_modules']);
  expect(keys({ setting: 'method', values: ['lora', 'bitfit', 'ia3'] })).toEqual(['method.type']);
  expect(keys({ setting: 'method', values: ['lora', 'bitfit'] }, rates)).toEqual([
    'method.type',
    'training.learning_rate',
  ]);
});

test('all training pairs are as many as there are', () => {
  expect(varied({ setting: 'max_train_samples', values: [100, null] })).toEqual([
    { key: 'training.max_train_samples', values: [100, 500] },
  ]);
});
