import { expect, test } from 'vitest';
import { fnv1a } from './hash.ts';

// Published vectors of 32-bit FNV-1a (ASCII, where code units are bytes).
test.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('fnv1a(%j)', (text, hash) => {
  expect(fnv1a(text)).toBe(hash);
});

test('texts can be hashed in pieces', () => {
  expect(fnv1a('bar', fnv1a('foo'))).toBe(0xbf9cf968);
});
