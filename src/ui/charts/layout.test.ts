import { expect, test } from 'vitest';
import { layoutPlot } from './layout.ts';
import { namesAxis, stepAxis } from './ticks.ts';

/** Every character is 7 px wide. */
const font = { size: 12, line: 16, width: (text: string) => 7 * text.length };

const layoutOf = (width: number, names: readonly string[]) =>
  layoutPlot(
    { width, height: 260, font },
    {
      xAxis: (plotWidth, spacing) => stepAxis(100, plotWidth, spacing),
      longestX: '100',
      xName: 'step',
      values: [0, 4],
      log: false,
      legend: [{ text: 'training', colour: 'grey' }],
      endLabels: names.map((text, i) => ({ text, value: i, colour: 'red', dash: '' })),
    },
  );
const NAMES = ['r 4 · Wq Wv · lr 0.005', 'r 8 · Wq Wv · lr 0.005', 'Prefix-layer tuning'];
const texts = (labels: readonly { text: string }[]) => labels.map(({ text }) => text);

test('names stand at the ends of their lines where they have room', () => {
  const { legend, endLabels, right } = layoutOf(800, NAMES);
  expect(texts(endLabels)).toEqual(NAMES);
  expect(texts(legend)).toEqual(['training']);
  expect(right).toBeGreaterThan(font.width(NAMES[0] ?? ''));
});

test('names that would be cut stand in the legend, and leave their room to the plot', () => {
  const { legend, endLabels, right } = layoutOf(360, NAMES);
  expect(endLabels).toEqual([]);
  expect(texts(legend)).toEqual([...NAMES, 'training']);
  expect(right).toBeLessThan(30);
});

test('where so many names would hide the plot they stay at the ends, cut', () => {
  const { legend, endLabels, bottom, top } = layoutOf(
    360,
    Array.from({ length: 14 }, (_, i) => `run ${i} of a long name`),
  );
  expect(endLabels).toHaveLength(14);
  expect(texts(legend)).toEqual(['training']);
  expect(260 - top - bottom).toBeGreaterThan(130);
});

test('names along the x axis stand side by side, or slanted below it where they are too long', () => {
  const layoutOfNames = (xNames: readonly string[]) =>
    layoutPlot(
      { width: 400, height: 260, font },
      {
        xAxis: () => namesAxis(xNames.length),
        longestX: '',
        xNames,
        xName: 'Matrices',
        values: [0, 1],
        log: false,
        legend: [],
        endLabels: [],
      },
    );
  const short = layoutOfNames(['Wq', 'Wk']);
  expect(short).toMatchObject({ slanted: false, xLabels: ['Wq', 'Wk'] });
  const long = layoutOfNames(NAMES);
  expect(long.slanted).toBe(true);
  expect(long.bottom).toBeGreaterThan(short.bottom);
  expect(260 - long.top - long.bottom).toBeGreaterThan(100);
});

test('slanted names that the height allows are not cut, the first one neither', () => {
  const xNames = ['LoRA + prefix', 'BitFit', 'LoRA', 'AdapterH', 'IA³', 'VeRA', 'DoRA'];
  const { slanted, xLabels } = layoutPlot(
    { width: 400, height: 260, font },
    {
      xAxis: () => namesAxis(xNames.length),
      longestX: '',
      xNames,
      xName: 'method',
      values: [0, 1],
      log: false,
      legend: [],
      endLabels: [],
    },
  );
  expect(slanted).toBe(true);
  expect(xLabels).toEqual(xNames);
});
