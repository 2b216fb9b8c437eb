import { expect, test } from 'vitest';
import { inTwoLines } from './font.ts';

/** Every character is 10 px wide. */
const font = { size: 12, line: 16, width: (text: string) => 10 * text.length };

test('a name that is too long for one line is broken at a space, and cut only in its second line', () => {
  expect(inTwoLines('r 1 · Wq', 80, font)).toEqual(['r 1 · Wq']);
  expect(inTwoLines('r 1 · Wq Wk Wv Wo', 110, font)).toEqual(['r 1 · Wq Wk', 'Wv Wo']);
  expect(inTwoLines('r 1 · Wq Wk Wv Wo · lr 0.001', 110, font)).toEqual(['r 1 · Wq Wk', 'Wv Wo · lr…']);
  expect(inTwoLines('Restaurants', 60, font)).toEqual(['Resta…']);
});
