import { expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';

const bytes = (...values: number[]) => Uint8Array.from(values).buffer;

it('reads UTF-8 with and without a mark, UTF-16 by its mark, and Windows-1252 as what is none of these', () => {
  expect(decodeText(bytes(0x63, 0x61, 0x66, 0xc3, 0xa9))).toBe('café');
  expect(decodeText(bytes(0xef, 0xbb, 0xbf, 0x61))).toBe('a');
  expect(decodeText(bytes(0xff, 0xfe, 0xe9, 0x00))).toBe('é');
  expect(decodeText(bytes(0xfe, 0xff, 0x00, 0xe9))).toBe('é');
  expect(decodeText(bytes(0x63, 0x61, 0x66, 0xe9, 0x20, 0xb0))).toBe('café °');
  expect(decodeText(bytes())).toBe('');
});
