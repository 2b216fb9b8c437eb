import { readFileSync } from 'node:fs';
import { Tokenizer as TokenizerFile } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tinyTokenizerJson } from './tokenizer.fixture.ts';
import { createTokenizer } from './tokenizer.ts';

const tokenizer = createTokenizer(tinyTokenizerJson(['t h', 'th e', 'Ġ the', 'Ã ©']));

describe('known ids', () => {
  test.each([
    ['', []],
    ['A\n', [65, 10]],
    ['the', [257]],
    ['the then', [257, 258, 110]],
    ['é€', [259, 0xe2, 0x82, 0xac]],
    ['\0', [0]],
  ])('%j', (text, ids) => {
    expect(tokenizer.encode(text)).toEqual(ids);
    expect(tokenizer.decode(ids)).toBe(text);
  });

  test('the vocabulary and its end mark', () => {
    expect(tokenizer.vocabSize).toBe(261);
    expect(tokenizer.endOfTextId).toBe(260);
  });
});

test('every well-formed text comes back unchanged', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    }),
  );
});

test('a sequence of spaces and full stops is not tidied up', () => {
  const text = "  a .  b , c 's\n\n\tn't ";
  expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
});

test('half a surrogate pair is read as the replacement character', () => {
  expect(tokenizer.decode(tokenizer.encode('a\ud83d'))).toBe('a\ufffd');
});

test('a control token that a person typed stays text', () => {
  const text = 'before<|endoftext|>after';
  const ids = tokenizer.encode(text);
  expect(ids).not.toContain(tokenizer.endOfTextId);
  expect(tokenizer.decode(ids)).toBe(text);
});

test('control tokens and unknown ids decode to nothing, broken UTF-8 to U+FFFD', () => {
  expect(tokenizer.decode([tokenizer.endOfTextId, 65, tokenizer.endOfTextId])).toBe('A');
  expect(tokenizer.decode([tokenizer.endOfTextId])).toBe('');
  expect(tokenizer.decode([65, 99_999, -1])).toBe('A');
  expect(tokenizer.decode([65, 0xe2, 0x82])).toBe('A\ufffd');
});

test('added tokens that are not special are found in text', () => {
  const json = tinyTokenizerJson();
  const added = createTokenizer({
    ...json,
    added_tokens: [...json.added_tokens, { id: 300, content: '\t\t', special: false, normalized: false }],
  });
  expect(added.encode('a\t\tb')).toEqual([97, 300, 98]);
  expect(added.decode([97, 300, 98])).toBe('a\t\tb');
  expect(added.vocabSize).toBe(301);
});

test('the shipped tokenizer is accepted', () => {
  const file = new URL('../../public/models/nano/tokenizer.json', import.meta.url);
  const nano = createTokenizer(JSON.parse(readFileSync(file, 'utf8')));
  expect(nano.vocabSize).toBe(1024);
  const text = 'name[Café Rosa], food[Thai]\nCafé Rosa serves Thai food for £9 – go!';
  expect(nano.decode(nano.encode(text))).toBe(text);
  expect(nano.encode(text).length).toBeLessThan(new TextEncoder().encode(text).length / 1.5);
});

describe('ids are those of the library on the whole text', () => {
  const merges = ['b a', 'a b', 'ab a', 'a Ġ', 'Ġ b', "' s", 'Ġ Ġ', 'ĠĠ b', 'Ċ Ċ', '! !', '!! !!'];
  const json = tinyTokenizerJson(merges);
  const added = { id: 300, content: 'b a', special: false, normalized: false };
  const parts = ['a', 'b', ' ', '  ', '\n', '\t', '\u00a0', '\u2003', "'s", '9', 'é', '!', '\ud83d', '😀'];
  const many = ['aab'.repeat(40), '!'.repeat(100)];
  // Whole words that no merges lead to.
  const words = Object.fromEntries(['aa', 'bb'].map((word, i) => [word, 400 + i]));

  test.each([
    ['as shipped', json],
    [
      'with merges as lists',
      { ...json, model: { ...json.model, merges: merges.map((merge) => merge.split(' ')) } },
    ],
    [
      'with words that are not merged',
      { ...json, model: { ...json.model, vocab: { ...json.model.vocab, ...words }, ignore_merges: true } },
    ],
    ['with an added token across words', { ...json, added_tokens: [...json.added_tokens, added] }],
    ['without splitting into words', { ...json, pre_tokenizer: { ...json.pre_tokenizer, use_regex: false } }],
  ])('%s', (_name, file) => {
    const plain = file.added_tokens.filter(({ special }) => !special);
    const library = new TokenizerFile({ ...file, added_tokens: plain }, {});
    const one = createTokenizer(file);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts, ...many), { maxLength: 30 }), (text) => {
        expect(one.encode(text.join(''))).toEqual(
          library.encode(text.join(''), { add_special_tokens: false }).ids,
        );
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a tokenizer of Pythia’s shape: composed characters, tokens of several spaces, a mark for padding', () => {
  const json = tinyTokenizerJson(['t h']);
  const added = (id: number, content: string, special: boolean) => ({
    ...{ id, content, special, normalized: !special },
    ...{ single_word: false, lstrip: false, rstrip: false },
  });
  const pythia = createTokenizer({
    ...json,
    normalizer: { type: 'NFC' },
    added_tokens: [
      ...json.added_tokens,
      ...[added(258, '<|padding|>', true), added(259, '  ', false), added(260, '   ', false)],
    ],
  });

  test.each([
    ['a  b   th', [97, 259, 98, 260, 256]],
    ['\n\n  y', [10, 10, 259, 121]],
    ['é', [0xc3, 0xa9]],
  ])('%j', (text, ids) => {
    expect(pythia.encode(text)).toEqual(ids);
    expect(pythia.decode(ids)).toBe(text);
  });

  test('composes what is written in parts, and leaves control tokens that a person typed', () => {
    expect(pythia.encode('e\u0301')).toEqual(pythia.encode('é'));
    expect(pythia.encode('<|padding|>')).not.toContain(258);
    expect(pythia.decode(pythia.encode('<|padding|><|endoftext|>'))).toBe('<|padding|><|endoftext|>');
    expect(pythia.decode([258, 97, 257])).toBe('a');
  });

  test('every text comes back composed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        expect(pythia.decode(pythia.encode(text))).toBe(text.normalize('NFC'));
      }),
    );
  });

  test('what changes characters in other ways is refused', () => {
    expect(() => createTokenizer({ ...json, normalizer: { type: 'Lowercase' } })).toThrow(
      'does not come back',
    );
  });
});

describe('a tokenizer that falls back to bytes, as Llama has', () => {
  const control = ['<unk>', '<s>', '</s>'];
  const bytes = Array.from(
    { length: 256 },
    (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
  );
  const words = ['▁', 'a', 'b', '▁a', '▁ab'];
  const json = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: control.map((content, id) => ({ id, content, special: true, normalized: false })),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'Prepend', prepend: '▁' },
        { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
      ],
    },
    pre_tokenizer: null,
    post_processor: null,
    decoder: {
      type: 'Sequence',
      decoders: [
        { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
        { type: 'ByteFallback' },
        { type: 'Fuse' },
        { type: 'Strip', content: ' ', start: 1, stop: 0 },
      ],
    },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: '<unk>',
      fuse_unk: true,
      byte_fallback: true,
      vocab: Object.fromEntries([...control, ...bytes, ...words].map((token, id) => [token, id])),
      merges: ['▁ a', '▁a b'],
    },
  };

  test('gives texts back unchanged, ends where its file says, and leaves control tokens that a person typed', () => {
    const llama = createTokenizer(json, '</s>');
    expect(llama.endOfTextId).toBe(2);
    expect(llama.vocabSize).toBe(264);
    expect(llama.encode('ab a')).toEqual([263, 262]);
    expect(llama.encode('aé')).toEqual([262, 3 + 0xc3, 3 + 0xa9]);
    expect(llama.decode([1, 263, 262, 2])).toBe('ab a');
    for (const text of [' a', 'a  b ', 'é€😀\n', 'a</s>b']) {
      expect(llama.encode(text)).not.toContain(2);
      expect(llama.decode(llama.encode(text))).toBe(text);
    }
  });

  test('is refused where its end mark is none of its control tokens', () => {
    expect(() => createTokenizer(json)).toThrow('<|endoftext|> is not among');
  });
});

describe('a bad file is refused by name', () => {
  const json = tinyTokenizerJson();
  const withoutA = Object.fromEntries(Object.entries(json.model.vocab).filter(([token]) => token !== 'A'));
  const withoutDecoder = Object.fromEntries(Object.entries(json).filter(([key]) => key !== 'decoder'));

  test.each([
    ['not an object', 'tokenizer.json', /expected object/],
    ['another model', { ...json, model: { ...json.model, type: 'Unigram' } }, /"BPE"[^]*model\.type/],
    ['no merges', { ...json, model: { ...json.model, merges: undefined } }, /model\.merges/],
    ['no end mark', { ...json, added_tokens: [] }, /<\|endoftext\|> is not among/],
    ['no decoder', withoutDecoder, /must contain a "decoder"/],
    ['unknown decoder', { ...json, decoder: { type: 'Morse' } }, /Unknown Decoder type: Morse/],
    ['a byte without a token', { ...json, model: { ...json.model, vocab: withoutA } }, /U\+0041/],
    [
      'a prefix space',
      { ...json, pre_tokenizer: { ...json.pre_tokenizer, add_prefix_space: true } },
      /U\+0000/,
    ],
    ['a lower-casing normalizer', { ...json, normalizer: { type: 'Lowercase' } }, /U\+0041/],
  ])('%s', (_name, file, message) => {
    expect(() => createTokenizer(file)).toThrow(message);
    expect(() => createTokenizer(file)).toThrow(expect.objectContaining({ code: 'model-format' }));
  });
});
