import i18next from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import { runsOf, seedsFrom, type Axis } from '../../../core/experiment.ts';
import { defaultRunConfig } from '../../../core/run-config.ts';
import { lateStrings, startStrings } from '../../strings/index.ts';
import { configsApart } from './due-words.ts';

beforeAll(async () => {
  await startStrings();
  await lateStrings();
});

const form = defaultRunConfig();
const apart = (...axes: Axis[]) =>
  configsApart(runsOf({ base: form, axes }), i18next.getFixedT('en', 'charts'));

it('tells runs that wait apart by what varies, tasks by their names on the page', () => {
  expect(apart({ setting: 'r', values: [1, 8] }, seedsFrom(form, 2))).toEqual([
    'r 1 · seed 1',
    'r 1 · seed 2',
    'r 8 · seed 1',
    'r 8 · seed 2',
  ]);
  const tasks = apart({ setting: 'task', values: ['sql', 'own'] });
  expect(tasks[0]).toContain(i18next.t('panel.tasks.sql'));
  expect(tasks[1]).toContain('own');
});

it('tells a run that waits alone by its settings', () => {
  expect(apart(seedsFrom(form, 1))[0]).toMatch(/^r \d+ · /);
});
