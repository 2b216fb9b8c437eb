import { expect, test } from 'vitest';
import { isExactMatch } from './exact-match.ts';

test.each([
  [' The  Mill\n', ['The Mill'], true],
  ['The Mill', ['A mill', 'The\tMill '], true],
  ['the mill', ['The Mill'], false],
  ['TheMill', ['The Mill'], false],
  ['The Mill.', ['The Mill'], false],
  ['', ['  '], true],
  ['', [], false],
])('%j among %j: %j', (prediction, references, expected) => {
  expect(isExactMatch(prediction, references)).toBe(expected);
});
