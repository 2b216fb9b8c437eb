import { expect, test } from 'vitest';
import { tokenRow } from './block-drawing.tsx';

const row = (before: number, after: number) => {
  const { squares, numbers } = tokenRow(before, after);
  const marks = [...squares.map(({ x, isLearned }) => ({ x, text: isLearned ? '#' : '-' })), ...numbers];
  return marks
    .sort((a, b) => a.x - b.x)
    .map(({ text }) => text)
    .join('');
};

test('as many squares as virtual tokens, before the text and after its prompt', () => {
  expect(row(8, 0)).toBe('########--');
  expect(row(1, 0)).toBe('#--');
  expect(row(0, 3)).toBe('--###--');
  expect(row(4, 4)).toBe('####--####--');
});

test('of more, a square with their number', () => {
  expect(row(16, 0)).toBe('#×16--');
  expect(row(9, 32)).toBe('#×9--#×32--');
  expect(row(0, 100)).toBe('--#×100--');
});
