/** Tokenizers of encoders against Hugging Face's own: see tools/fixtures/bert.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createEncoderTokenizer, type EncoderMarks } from './encoder-tokenizer.ts';

const BERT: EncoderMarks = { start: '[CLS]', end: '[SEP]', pad: '[PAD]', isDoubled: false };
const ROBERTA: EncoderMarks = { start: '<s>', end: '</s>', pad: '<pad>', isDoubled: true };

const read = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../engine/model/fixtures/bert/${file}`, import.meta.url), 'utf8'));
const expectedSchema = z.looseObject({
  pairs: z.array(z.array(z.string())),
  ids: z.array(z.array(z.number())),
  types: z.array(z.array(z.number())),
});

describe.each([
  ['bert', BERT],
  ['roberta', ROBERTA],
])('%s', (name, marks) => {
  const tokenizer = createEncoderTokenizer(read(`${name}/tokenizer.json`), marks);

  it('joins two segments as Hugging Face does', () => {
    const { pairs, ids, types } = expectedSchema.parse(read(`${name}/expected.json`));
    expect(pairs.map((pair) => tokenizer.join(pair))).toEqual(
      ids.map((own, text) => ({ ids: own, types: types[text] })),
    );
  });

  it('reads control tokens in a text as the characters they are', () => {
    const control = [tokenizer.startOfTextId, tokenizer.endOfTextId, tokenizer.padId];
    const typed = tokenizer.encode(`${marks.start} ${marks.end} ${marks.pad}`);
    expect(typed.filter((id) => control.includes(id))).toEqual([]);
    expect(typed.length).toBeGreaterThan(3);
  });
});

it('names the control token that a file lacks', () => {
  expect(() => createEncoderTokenizer(read('bert/tokenizer.json'), ROBERTA)).toThrow(
    '<s> is not among its tokens',
  );
});

it('refuses a tokenizer of another kind by name', () => {
  expect(() =>
    createEncoderTokenizer({ model: { type: 'Unigram', vocab: {} }, added_tokens: [] }, BERT),
  ).toThrow(/tokenizer\.json cannot be used/);
});
