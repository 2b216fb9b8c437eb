import { expect, it } from 'vitest';
import { cellAfter, cellAt, layoutHeat, shadePaths, type Heat } from './heat-layout.ts';

const font = { size: 12, line: 16, width: (text: string) => 7 * text.length };
const heat: Heat = {
  rows: ['layer 1', 'layer 2'],
  columns: ['Wq', 'Wv', 'W1'],
  rowName: '',
  columnName: '',
  values: [1, 2, 3, 4, null, 6],
  scale: [0, 6],
  scaleName: 'effective rank',
  format: (value) => value.toFixed(1),
};
const square = (n: number): Heat => {
  const names = Array.from({ length: n }, (_, i) => `${i + 1}`);
  return { ...heat, rows: names, columns: names, values: names.flatMap(() => names.map(() => 0.5)) };
};

it('keeps all in the room, and writes values where each cell has room for its own', () => {
  const wide = layoutHeat(heat, { width: 600, height: 300, font });
  expect(wide.writes).toBe(true);
  const phone = layoutHeat(square(64), { width: 330, height: 330, font });
  expect(phone.writes).toBe(false);
  for (const { x, scaleY, width, height } of [wide, phone]) {
    expect(x.at(-1)).toBeLessThanOrEqual(width);
    expect(scaleY + font.line / 2).toBeLessThanOrEqual(height);
  }
  // Each of the 64 × 64 cells can be seen, and labels do not meet.
  expect(phone.x.slice(1).every((edge, i) => edge - (phone.x[i] ?? edge) >= 3)).toBe(true);
  expect(phone.labelledColumns.map((column) => column + 1)).toEqual([
    1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60,
  ]);
  expect(wide.labelledRows).toEqual([0, 1]);
});

it('draws every cell that has a value once, with those of its shade', () => {
  const layout = layoutHeat(heat, { width: 600, height: 300, font });
  const paths = shadePaths(heat, layout);
  expect(paths.join('').match(/M/g)).toHaveLength(5);
  // The last cell has the lightest shade.
  const [left, top] = [layout.x[2] ?? NaN, layout.y[1] ?? NaN];
  expect(paths.at(-1)).toMatch(new RegExp(`^M${left} ${top}H${layout.x[3] ?? NaN}`));
});

it('finds the cell under a place', () => {
  const layout = layoutHeat(heat, { width: 600, height: 300, font });
  const [left = 0, second = 0, , right = 0] = layout.x;
  const [top = 0, middle = 0] = layout.y;
  expect(cellAt(layout, left, top)).toBe(0);
  expect(cellAt(layout, second, middle)).toBe(4);
  expect(cellAt(layout, left - 1, top)).toBeNull();
  expect(cellAt(layout, right, top)).toBeNull();
});

it('goes from cell to cell by keys, and no further than the edge', () => {
  const go = (...keys: string[]) => keys.reduce((at, key) => cellAfter(key, at, 2, 3) ?? NaN, 0);
  expect(go('ArrowRight', 'ArrowDown')).toBe(4);
  expect(go('ArrowLeft', 'ArrowUp')).toBe(0);
  expect(go('End')).toBe(2);
  expect(go('PageDown', 'End')).toBe(5);
  expect(go('PageDown', 'End', 'Home', 'PageUp')).toBe(0);
  expect(cellAfter('Enter', 0, 2, 3)).toBeNull();
});
