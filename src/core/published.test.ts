import { expect, it } from 'vitest';
import { EXAMPLES_AXIS, MATRICES_AXIS, RANK_AXIS, runsOf, seedsFrom, type Axis } from './experiment.ts';
import { loraConfigSchema } from './methods/lora-config.ts';
import { METHOD_IDS, methodConfigSchema } from './methods/methods.ts';
import { countTrainable, GPT3 } from './params.ts';
import { PUBLISHED, PUBLISHED_SETTINGS, publishedOf } from './published.ts';
import { defaultRunConfig } from './run-config.ts';
import { projectionLabels } from './site.ts';
import { variedSettings } from './varied.ts';

const numbered = (number: number) => PUBLISHED.filter((table) => table.number === number);
/** What each line of a table is drawn at. */
const placesOf = (number: number) =>
  numbered(number).flatMap(({ lines }) => lines.map(({ points }) => points));

it('has Table 5 at the matrices and ranks of the experiment that repeats it', () => {
  const all = MATRICES_AXIS.setting === 'matrices' ? MATRICES_AXIS.values : [];
  for (const points of placesOf(5)) {
    expect(points.map(({ here }) => here)).toEqual(all.map((value) => value.target_modules));
    expect(points.map(({ at }) => at)).toEqual(
      all.map((value) => `${projectionLabels(value.target_modules).join(' ')}, r ${value.r}`),
    );
  }
  // All of them train as many weights of GPT-3.
  const weights = all.map((value) => countTrainable(GPT3, loraConfigSchema.parse(value)));
  expect(new Set(weights)).toEqual(new Set([18_874_368]));
});

it('has Table 6 at ranks that the page offers, and marks none of Table 18 above its limit as one of here', () => {
  const lines = placesOf(6);
  expect(lines).toHaveLength(6);
  for (const points of lines) {
    expect(points.map(({ at }) => at)).toEqual([1, 2, 4, 8, 64]);
    for (const { here } of points) expect(RANK_AXIS.values).toContain(here);
  }
  for (const points of placesOf(18))
    expect(points.map(({ here }) => here)).toEqual([1, 2, 4, 8, 16, 32, 64, ...Array<undefined>(4)]);
});

it('has Table 16 at the numbers of training pairs that the page offers', () => {
  const lines = placesOf(16);
  expect(lines).toHaveLength(4);
  for (const points of lines) expect(points.map(({ here }) => here)).toEqual(EXAMPLES_AXIS.values);
});

it('names methods that the page has, and as many weights of GPT-3 as these count', () => {
  const tables = PUBLISHED.filter(({ varies }) => varies === 'method.type');
  const points = tables.flatMap(({ lines }) => lines.flatMap((line) => line.points));
  for (const { here } of points) if (here !== undefined) expect(METHOD_IDS).toContain(here);

  const millions = (method: object) =>
    (countTrainable(GPT3, methodConfigSchema.parse(method)) / 1e6).toFixed(1);
  const names = placesOf(4)[0]?.map(({ at }) => at);
  expect(names).toEqual(
    expect.arrayContaining([
      `AdapterH ${millions({ type: 'adapter-h', bottleneck: 1 })}M`,
      `AdapterH ${millions({ type: 'adapter-h', bottleneck: 8 })}M`,
      `LoRA ${millions({ type: 'lora', r: 1 })}M`,
      `LoRA ${millions({ type: 'lora', r: 8 })}M`,
    ]),
  );
});

it('has a figure at every place, each within what its metric can be', () => {
  for (const { id, metric, lines } of PUBLISHED) {
    expect(lines.length === 1, id).toBe(lines[0]?.name === '');
    for (const { figure } of lines.flatMap(({ points }) => points)) {
      expect(figure, id).toBeGreaterThan(metric === 'loss' ? 1 : 18);
      expect(figure, id).toBeLessThan(metric === 'loss' ? 2 : 92);
    }
  }
  const sizes = PUBLISHED.map(({ id, lines }) => [id, lines.map(({ points }) => points.length)]);
  expect(sizes).toEqual([
    ['5-wikisql', [7]],
    ['5-mnli', [7]],
    ['6-wikisql', [5, 5, 5]],
    ['6-mnli', [5, 5, 5]],
    ['18-loss', [11]],
    ['18-bleu', [11]],
    ['16', [4, 4, 4, 4]],
    ['4-wikisql', [8]],
    ['4-mnli', [8]],
    ['4-samsum', [8]],
    ['2-base', [5]],
    ['2-large', [7]],
    ['2-xxl', [2]],
    ['3-medium', [7]],
    ['3-large', [5]],
    ['peft', [12]],
  ]);
});

it('is found by what the runs of the ready-made experiments vary', () => {
  const base = defaultRunConfig();
  const dataset = { name: 'restaurant', fingerprint: 'abcd', train: 500 };
  const found = (...axes: Axis[]) => {
    const settings = variedSettings(runsOf({ base, axes }).map((config) => ({ config, dataset })));
    return [...new Set(publishedOf(settings).map(({ number }) => number))];
  };
  expect(found(MATRICES_AXIS)).toEqual([5]);
  expect(found(RANK_AXIS)).toEqual([6, 18]);
  expect(found(EXAMPLES_AXIS)).toEqual([16]);
  expect(found({ setting: 'method_at_budget', values: [...METHOD_IDS] })).toEqual([4, 2, 3, null]);
  expect(found(RANK_AXIS, EXAMPLES_AXIS)).toEqual([6, 18, 16]);
  expect(found({ setting: 'learning_rate', values: [0.1, 0.01] }, seedsFrom(base, 2))).toEqual([]);
  expect(PUBLISHED_SETTINGS).toHaveLength(4);
});
