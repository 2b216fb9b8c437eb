import { expect, test } from 'vitest';
import { cellLines } from './spectrum-cell.tsx';

const widthOf = (text: string) => 7 * text.length;

test('a narrow cell has its figures in two lines, clear of its border', () => {
  expect(cellLines('37.9 / 64', 120, 100, 16, widthOf)).toEqual(['37.9 / 64']);
  expect(cellLines('37.9 / 64', 64, 100, 16, widthOf)).toEqual(['37.9', '/ 64']);
  expect(cellLines('37.9 / 64', 40, 100, 16, widthOf)).toEqual(['37.9', '/ 64']);
  expect(cellLines('37.9 / 64', 40, 60, 16, widthOf)).toEqual([]);
  expect(cellLines('37.9 / 64', 30, 100, 16, widthOf)).toEqual([]);
});
