import { expect, test } from 'vitest';
import type { ChartFont } from './font.ts';
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

test('no keys take the height of a row', () => {
  expect(legendHeight([], WIDE, FONT)).toBe(legendHeight(items('one'), WIDE, FONT));
});
