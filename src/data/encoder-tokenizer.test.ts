/** Tokenizers of encoders against Hugging Face's own: see tools/fixtures/bert.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { NLI_LABELS } from '../core/nli-labels.ts';
import { buildDataset, type Classes } from './dataset.ts';
import { createEncoderTokenizer, type EncoderMarks } from './encoder-tokenizer.ts';
import { nli } from './tasks/nli.ts';
import { generate } from './tasks/splits.ts';

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

const normalizersSchema = z.object({
  texts: z.array(z.string()),
  cases: z.array(
    z.object({
      strip_accents: z.boolean().nullable(),
      lowercase: z.boolean(),
      ids: z.array(z.array(z.number())),
    }),
  ),
});
const normalized = normalizersSchema.parse(read('normalizers.json'));

it.each(normalized.cases)(
  'reads accents and capitals as Hugging Face does with strip_accents $strip_accents and lowercase $lowercase',
  ({ strip_accents, lowercase, ids }) => {
    const file = z.looseObject({ normalizer: z.looseObject({}) }).parse(read('bert/tokenizer.json'));
    const normalizer = { ...file.normalizer, strip_accents, lowercase };
    const tokenizer = createEncoderTokenizer({ ...file, normalizer }, BERT);
    expect(normalized.texts.map((text) => tokenizer.encode(text))).toEqual(ids);
  },
);

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

describe('a dataset of texts that have a class', () => {
  const tokenizer = createEncoderTokenizer(read('bert/tokenizer.json'), BERT);
  const classes: Classes = {
    labels: NLI_LABELS,
    read: (prompt) => tokenizer.join(nli.segments?.(prompt) ?? []),
  };
  const build = (maxLength: number) =>
    buildDataset({
      task: 'nli',
      name: 'nli',
      source: generate(nli, 0, { train: 30, validation: 6, test: 6 }),
      tokenizer,
      maxLength,
      seed: 0,
      metrics: nli.metrics,
      classes,
    });

  it('holds both segments of every text, its class, and no answer', () => {
    const { train, sequenceLength, padId, summary } = build(224);
    const longest = Math.max(...train.map(({ ids }) => ids.length));
    expect(sequenceLength).toBeGreaterThanOrEqual(longest);
    expect(padId).toBe(0);
    for (const { prompt, completion, ids, text, completionStart } of train) {
      const [premise = '', hypothesis = ''] = nli.segments?.(prompt) ?? [];
      expect(prompt).toBe(`Premise: ${premise}\nHypothesis: ${hypothesis}`);
      expect([...ids]).toEqual(tokenizer.join([premise, hypothesis]).ids);
      expect(NLI_LABELS[text?.label ?? NaN]).toBe(completion);
      expect(completionStart).toBe(ids.length);
    }
    expect(NLI_LABELS).toContain(summary.examples[0]?.completion);
  });

  it('leaves out texts that are too long', () => {
    const { train, summary } = build(120);
    expect(train.length).toBeLessThan(30);
    expect(summary.dropped).toMatchObject([{ reason: 'prompt-too-long' }]);
    expect(Math.max(...train.map(({ ids }) => ids.length))).toBeLessThanOrEqual(120);
  });
});
