import { readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteAlphabet, countWords, END_OF_TEXT, trainTokenizer, VOCAB_SIZE, zipf } from './train.ts';

const word = (text: string, count: number) => ({ symbols: Array.from(text), count });

describe('trainTokenizer', () => {
  it('finds the merges of the classic example (Sennrich et al. 2016)', () => {
    const words = [word('low', 5), word('lower', 2), word('newest', 6), word('widest', 3)];
    const { model } = trainTokenizer(words, 257 + 5);
    // es 9 (st too, but es comes first), est 9, lo 7 (ow too), low 7, then ew and ne 6 each.
    expect(model.merges).toEqual(['e s', 'es t', 'l o', 'lo w', 'e w']);
    expect(model.vocab.low).toBe(260);
  });

  it('says when there is too little to learn from', () => {
    expect(() => trainTokenizer([word('ab', 1)], 300)).toThrow('only 258 tokens of 300');
  });

  it('leaves its input as it was', () => {
    const words = [word('low', 5)];
    trainTokenizer(words, 258);
    expect(words).toEqual([word('low', 5)]);
  });
});

describe('words', () => {
  it("splits as GPT-2 does: the space goes with the word, the apostrophe's tail apart", () => {
    const words = countWords("It's 20 days, I'd say.").map(({ symbols }) => symbols.join(''));
    expect(words).toEqual(['It', "'s", 'Ġ20', 'Ġdays', ',', 'ĠI', "'d", 'Ġsay', '.']);
  });

  it('keeps only words that come up often enough', () => {
    expect(countWords('a a a b', 2).map(({ symbols, count }) => [symbols.join(''), count])).toEqual([
      ['Ġa', 2],
    ]);
  });

  it("counts by Zipf's law down to a floor", () => {
    expect(zipf(['the', 'of', 'and', 'to'], 60, 18).map(({ count }) => count)).toEqual([60, 30, 20, 18]);
  });

  it("writes bytes in GPT-2's alphabet", () => {
    const alphabet = byteAlphabet();
    expect(new Set(alphabet).size).toBe(256);
    expect([alphabet[0x20], alphabet[0x0a], alphabet[0x41], alphabet[0xc2], alphabet[0xad]]).toEqual([
      'Ġ',
      'Ċ',
      'A',
      'Â',
      'Ń',
    ]);
  });
});

describe('the shipped tokenizer', () => {
  const file = new URL('../../public/models/nano/tokenizer.json', import.meta.url);
  const tokenizer = new Tokenizer(JSON.parse(readFileSync(file, 'utf8')) as object, {});
  const encode = (text: string) => tokenizer.encode(text, { add_special_tokens: false }).ids;

  it('has the vocabulary that the models are built for, the end mark first', () => {
    expect(tokenizer.get_vocab(true).size).toBe(VOCAB_SIZE);
    expect(tokenizer.token_to_id(END_OF_TEXT)).toBe(0);
  });

  it('gives back any text', () => {
    const options = { skip_special_tokens: false, clean_up_tokenization_spaces: false };
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), (text) => {
        fc.pre(!text.includes(END_OF_TEXT));
        expect(tokenizer.decode(encode(text), options)).toBe(text);
      }),
    );
  });

  it('keeps plain English short', () => {
    const text = 'The people of the town said that they would go there again when the weather is good.';
    expect(text.length / encode(text).length).toBeGreaterThan(3);
  });
});
