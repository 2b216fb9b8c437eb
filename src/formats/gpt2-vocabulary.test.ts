/** GPT-2's older vocabulary files, in a vocabulary of bytes with a few merges. */
import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../data/tokenizer.ts';
import { gpt2Tokenizer } from './gpt2-vocabulary.ts';

/** The characters that GPT-2 writes bytes as: printable ones as they are, the others from U+0100 on. */
function byteCharacters(): string[] {
  const isPlain = (byte: number) =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
  let beyond = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isPlain(byte) ? byte : beyond++));
}
const MERGED = ['th', 'the', 'Ġthe'];
const vocabulary = Object.fromEntries(
  [...byteCharacters(), ...MERGED, '<|endoftext|>'].map((token, id) => [token, id]),
);
const MERGES = '#version: 0.2\nt h\nth e\nĠ the\n';

describe('vocab.json and merges.txt', () => {
  it('are read as a tokenizer of bytes that merges and splits as GPT-2 does', () => {
    const tokenizer = createTokenizer(gpt2Tokenizer(vocabulary, MERGES));
    expect(tokenizer.encode('the the')).toEqual([257, 258]);
    // A space before a word belongs to it; what is merged never crosses words.
    expect(tokenizer.encode('t he').map((id) => tokenizer.decode([id]))).toEqual(['t', ' ', 'h', 'e']);
    const text = 'Ünïcode, 한국어\n<|endoftext|>';
    expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    expect([tokenizer.endOfTextId, tokenizer.vocabSize]).toEqual([259, 260]);
  });

  it.each([
    ['vocab.json does not give each token a whole number', { a: 'b' }, MERGES],
    ['vocab.json has no "<|endoftext|>"', { a: 1 }, MERGES],
    ['merges.txt, line 2: two tokens with a space', vocabulary, '#version: 0.2\nthe\n'],
    ['merges.txt, line 2: vocab.json has no token "he"', vocabulary, 't h\nh e\n'],
  ])('are refused by name: %s', (words, given, merges) => {
    expect(() => gpt2Tokenizer(given, merges)).toThrow(words);
  });
});
