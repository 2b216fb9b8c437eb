import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bleuOf, bleuStatistics, type Bleu } from './bleu.ts';
import { columnSums } from './intervals.ts';
import fixture from './text-metrics.fixture.json';
import { tokenize13a, tokenizeChar, tokenizeZh } from './tokenizers.ts';

interface Segment {
  hypothesis: string;
  references: readonly string[];
}
const corpusBleu = (segments: readonly Segment[], tokenize = tokenize13a): Bleu =>
  bleuOf(
    columnSums(
      segments.map(({ hypothesis, references }) => bleuStatistics(hypothesis, references, tokenize)),
    ),
  );
const lower = ({ hypothesis, references }: Segment): Segment => ({
  hypothesis: hypothesis.toLowerCase(),
  references: references.map((reference) => reference.toLowerCase()),
});
/** As `sentence_bleu`. */
const sentenceBleu = ({ hypothesis, references }: Segment): Bleu =>
  bleuOf(bleuStatistics(hypothesis, references), true);

/** Of 4 words or more, so that all four orders count. */
const text = fc
  .array(fc.stringMatching(/^[a-e.,&£-]{1,3}$/), { minLength: 4, maxLength: 12 })
  .map((words) => `a b c d ${words.join(' ')}`);

function expectClose(actual: Bleu, expected: Bleu) {
  expect(actual.score).toBeCloseTo(expected.score, 9);
  expect(actual.precisions).toEqual(expected.precisions.map((p): unknown => expect.closeTo(p, 9)));
  expect(actual.brevityPenalty).toBeCloseTo(expected.brevityPenalty, 12);
  expect(actual.hypothesisLength).toBe(expected.hypothesisLength);
  expect(actual.referenceLength).toBe(expected.referenceLength);
}

describe('as sacreBLEU has it', () => {
  test.each(fixture.segments)('tokens and sentence BLEU: "$hypothesis"', (segment) => {
    expect(tokenize13a(segment.hypothesis)).toEqual(segment.tokens);
    expectClose(sentenceBleu(segment), segment.sentenceBleu);
  });

  test.each(fixture.corpora)('corpus BLEU: segments $indices', ({ indices, bleu }) => {
    const chosen = indices.flatMap((i) => fixture.segments[i] ?? []);
    expectClose(corpusBleu(chosen), bleu);
  });
});

describe.each([
  ['13a', tokenize13a],
  ['zh', tokenizeZh],
  ['char', tokenizeChar],
] as const)('as sacreBLEU has it with its tokenizer %s', (id, tokenize) => {
  test.each(Object.entries(fixture.scripts))('%s', (_, { segments, bleu, bleuLowercase }) => {
    for (const { hypothesis, tokens } of segments) expect(tokenize(hypothesis)).toEqual(tokens[id]);
    expectClose(corpusBleu(segments, tokenize), bleu[id]);
    expectClose(corpusBleu(segments.map(lower), tokenize), bleuLowercase[id]);
  });
});

test('without case, as sacreBLEU has it with lowercase set', () => {
  expectClose(corpusBleu(fixture.segments.map(lower)), fixture.lowercase);
});

test('a text that is one of its references scores 100', () => {
  fc.assert(
    fc.property(text, fc.array(text), (hypothesis, others) => {
      expect(sentenceBleu({ hypothesis, references: [...others, hypothesis] }).score).toBeCloseTo(100, 9);
      expect(corpusBleu([{ hypothesis, references: [hypothesis, ...others] }]).score).toBeCloseTo(100, 9);
    }),
  );
});

test('0 to 100, whatever the order of references and of segments', () => {
  const segment = fc.tuple(
    fc.oneof(text, fc.string()),
    fc.array(fc.oneof(text, fc.string()), { minLength: 1 }),
  );
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1 }), (segments) => {
      const score = corpusBleu(segments.map(([hypothesis, references]) => ({ hypothesis, references })));
      expect(score.score).toBeGreaterThanOrEqual(0);
      expect(score.score).toBeLessThan(100 + 1e-9);
      const turned = segments
        .toReversed()
        .map(([h, references]) => bleuStatistics(h, references.toReversed()));
      expect(bleuOf(columnSums(turned))).toEqual(score);
    }),
  );
});

test('refuses a segment without a reference', () => {
  expect(() => bleuStatistics('a', [])).toThrow('at least one reference');
});
