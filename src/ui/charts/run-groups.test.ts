import i18next from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import { runsOf, seedsFrom } from '../../core/experiment.ts';
import { defaultRunConfig } from '../../core/run-config.ts';
import { lateStrings, startStrings } from '../strings/index.ts';
import { groupRuns } from './run-groups.ts';
import { record } from './testing.ts';

beforeAll(async () => {
  await startStrings();
  await lateStrings();
});

const base = defaultRunConfig();
const runs = runsOf({ base, axes: [{ setting: 'r', values: [1, 4] }, seedsFrom(base, 2)] }).map(
  (config, i) => ({
    record: record({ id: `${i}`, name: `my run ${i}`, named: true, config }),
    label: `label ${i}`,
    colour: `colour ${i}`,
    faint: '',
    dash: '',
  }),
);
const t = i18next.getFixedT('en', 'charts');
const grouped = (joins: boolean, of = runs) =>
  groupRuns(of, joins, t).map((group) => [group.id, group.label, group.colour, group.runs.length]);

it('joins seeds under what sets their setting apart, with the look of the first', () => {
  expect(grouped(true)).toEqual([
    ['0', 'r 1', 'colour 0', 2],
    ['2', 'r 4', 'colour 2', 2],
  ]);
});

it('keeps a run that was cut short out of the mean of the others', () => {
  const stopped = runs.map((run, i) =>
    i === 1 ? { ...run, record: { ...run.record, state: 'stopped' as const } } : run,
  );
  expect(grouped(true, stopped)).toEqual([
    ['0', 'my run 0', 'colour 0', 1],
    ['1', 'label 1', 'colour 1', 1],
    ['2', 'r 4', 'colour 2', 2],
  ]);
});

it('leaves each run as it is where nothing is to join', () => {
  expect(grouped(false)).toHaveLength(4);
  expect(grouped(true, [...runs.slice(0, 1), ...runs.slice(2, 3)])).toEqual([
    ['0', 'label 0', 'colour 0', 1],
    ['2', 'label 2', 'colour 2', 1],
  ]);
});
