import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { longestCommonSubsequence, rouge, ROUGE_TYPES } from './rouge.ts';
import fixture from './text-metrics.fixture.json';
import { tokenizeRouge, tokenizeUnicode } from './tokenizers.ts';

const close = (x: number): unknown => expect.closeTo(x, 9);

describe.each(ROUGE_TYPES)('%s', (type) => {
  test.each(fixture.segments)('as TorchMetrics has it: "$hypothesis"', (segment) => {
    const { precision, recall, fMeasure } = segment.rouge[type];
    const actual = rouge(type, segment.hypothesis, segment.references);
    expect(actual.fMeasure).toBeCloseTo(fMeasure, 9);
    // Which of two equally good references is told of is a matter of rounding.
    if (segment.references.length === 1)
      expect(actual).toEqual({
        precision: close(precision),
        recall: close(recall),
        fMeasure: close(fMeasure),
      });
  });

  test.each(Object.entries(fixture.scripts))(
    'by Unicode words, as TorchMetrics has it with this tokenizer: %s',
    (_, { segments }) => {
      for (const { hypothesis, references, rouge: expected, unicodeTokens } of segments) {
        expect(tokenizeUnicode(hypothesis)).toEqual(unicodeTokens);
        const { fMeasure } = rouge(type, hypothesis, references, tokenizeUnicode);
        expect(fMeasure).toBeCloseTo(expected[type].fMeasure, 9);
      }
    },
  );

  test('0 to 100, 100 for a reference itself, whatever their order', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'é', '1'), { minLength: 2 }).map((w) => w.join(' '));
    fc.assert(
      fc.property(text, fc.array(text, { minLength: 1 }), (prediction, references) => {
        const score = rouge(type, prediction, references);
        for (const value of Object.values(score)) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(100);
        }
        expect(rouge(type, prediction, references.toReversed()).fMeasure).toBe(score.fMeasure);
        const whole = `a b ${prediction}`;
        expect(rouge(type, whole, [...references, whole]).fMeasure).toBe(100);
      }),
    );
  });

  test('refuses to score without a reference', () => {
    expect(() => rouge(type, 'a', [])).toThrow('at least one reference');
  });
});

// Of the package's own tests (rouge_scorer_test.py), those of one sentence.
test.each([
  ['rouge-1', 'testing', 100, 100 / 3, 50],
  ['rouge-1', '', 0, 0, 0],
  ['rouge-2', 'testing one', 100, 50, 200 / 3],
  ['rouge-l', 'testing one', 100, 200 / 3, 80],
  ['rouge-l', 'testing two', 100, 200 / 3, 80],
  ['rouge-l', '', 0, 0, 0],
  ['rouge-2', '/', 0, 0, 0],
] as const)('%s of "%s" against "testing one two"', (type, prediction, precision, recall, fMeasure) => {
  expect(rouge(type, prediction, ['testing one two'])).toEqual({
    precision: close(precision),
    recall: close(recall),
    fMeasure: close(fMeasure),
  });
});

test('tokens', () => {
  expect(tokenizeRouge("It's £20-25, at Café 'X'!")).toEqual(['it', 's', '20', '25', 'at', 'caf', 'x']);
});

test('the longest common subsequence, against trying them all', () => {
  const tokens = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 7 });
  const subsequences = (list: readonly string[]): Set<string> =>
    new Set(
      Array.from({ length: 2 ** list.length }, (_, mask) => list.filter((_, i) => (mask >> i) & 1).join('')),
    );
  fc.assert(
    fc.property(tokens, tokens, (a, b) => {
      const inB = subsequences(b);
      const longest = Math.max(...[...subsequences(a)].filter((s) => inB.has(s)).map((s) => s.length));
      expect(longestCommonSubsequence(a, b)).toBe(longest);
    }),
  );
});
