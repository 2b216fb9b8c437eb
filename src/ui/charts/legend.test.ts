import { expect, test } from 'vitest';
import type { ChartFont } from './font.ts';
import { layoutPlot } from './layout.ts';
import { legendHeight, placeLegend } from './legend.tsx';

const items = (...texts: string[]) => texts.map((text) => ({ text, colour: '' }));
const WIDE = 1000;
/** Every character is 6 px wide. */
const FONT: ChartFont = { size: 11, line: 15, width: (text) => 6 * text.length };

test('keys stand in one row where there is room, clear of each other', () => {
  const placed = placeLegend(items('training', 'each batch', 'validation'), WIDE, FONT);
  expect(placed.map(({ row }) => row)).toEqual([0, 0, 0]);
  expect(placed[0]?.x).toBe(0);
  // A piece of line and eight characters come before the second.
  expect(placed[1]?.x).toBeGreaterThan(22 + 8 * 6);
  expect(legendHeight(items('training'), WIDE, FONT)).toBe(legendHeight(items('a', 'b', 'c'), WIDE, FONT));
});

test('what has no room begins a new row, which takes height from the plot', () => {
  const texts = items('training', 'each batch', 'validation', 'base model 2.526');
  const placed = placeLegend(texts, 200, FONT);
  expect(placed.map(({ row }) => row)).toEqual([0, 0, 1, 2]);
  expect(placed.map(({ x }) => x === 0)).toEqual([true, false, true, true]);
  const height = (width: number) => legendHeight(texts, width, FONT);
  expect(height(200) - height(WIDE)).toBe(2 * (height(250) - height(WIDE)));
});

test('a text longer than a row is shortened', () => {
  const [placed] = placeLegend(items('a very long name of a run '.repeat(8)), 150, FONT);
  expect(placed).toMatchObject({ x: 0, row: 0 });
  expect(placed?.text).toMatch(/^a very .*…$/);
  expect(placed?.text.length).toBeLessThan(150 / 6);
});

test('in a low chart the legend stands beside the name of the axis, and leaves its row to the plot', () => {
  const layout = (height: number, texts: readonly string[]) =>
    layoutPlot(
      { width: 600, height, font: FONT },
      {
        xAxis: () => ({ domain: [0, 1], ticks: [0, 1] }),
        longestX: '1',
        xName: 'singular value, largest first',
        values: [0, 1],
        log: false,
        legend: items(...texts),
        endLabels: [],
      },
    );
  const plotOf = ({ height, top, bottom }: { height: number; top: number; bottom: number }) =>
    height - top - bottom;
  const low = layout(120, ['90 % of energy']);
  expect(low.legendAt.y).toBeGreaterThan(120 - low.bottom);
  expect(low.legendAt.y + FONT.line).toBeLessThanOrEqual(120);
  expect(plotOf(low)).toBeGreaterThan(1.3 * plotOf(layout(120, Array<string>(12).fill('a long name'))));
  // Many keys, or a chart with room, have it above.
  expect(layout(120, Array<string>(5).fill('of a run')).legendAt).toEqual({ x: 0, y: 0 });
  expect(layout(300, ['90 % of energy']).legendAt).toEqual({ x: 0, y: 0 });
});

test('no keys take the height of a row', () => {
  expect(legendHeight([], WIDE, FONT)).toBe(legendHeight(items('one'), WIDE, FONT));
});
