import { describe, expect, it } from 'vitest';
import { learn as english } from '../../strings/en/learn.ts';
import { learn as korean } from '../../strings/ko/learn.ts';
import { markedTerms } from './marked-terms.ts';

it('takes a sentence apart where a term is marked', () => {
  expect(markedTerms('The <rank>rank</rank> of <delta>ΔW</delta>')).toEqual([
    { words: 'The ', id: null },
    { words: 'rank', id: 'rank' },
    { words: ' of ', id: null },
    { words: 'ΔW', id: 'delta' },
  ]);
  expect(markedTerms('1 < 2 > 0')).toEqual([{ words: '1 < 2 > 0', id: null }]);
});

/** The texts of lessons that are shown as marked ones. */
const SHOWN = ['claim', 'ask', 'meaning', 'paper', 'here'];

/** Every text by its dotted key. */
const texts = (value: unknown, path: string): [string, string][] =>
  typeof value === 'string'
    ? [[path, value]]
    : Object.entries(Object(value) as object).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));

describe.each([
  ['English', english],
  ['Korean', korean],
])('the marks of the %s lessons', (_, words) => {
  const marked = texts(words, 'learn').filter(([, text]) => /<\/?\w+>/.test(text));

  it('are of terms that the glossary has, in texts that are shown with cards', () => {
    const terms = Object.keys(words.glossary.terms);
    expect(marked.length).toBeGreaterThan(10);
    for (const [key, text] of marked) {
      expect(SHOWN, key).toContain(key.split('.').at(-1));
      for (const { words: piece, id } of markedTerms(text)) {
        expect(piece, key).not.toMatch(/<\/?\w+>/);
        if (id !== null) expect(terms, key).toContain(id);
      }
    }
  });
});

it('marks the same terms in both languages', () => {
  const marksOf = (words: object) =>
    texts(words, 'learn').flatMap(([key, text]) => {
      const ids = markedTerms(text).flatMap(({ id }) => id ?? []);
      return ids.length > 0 ? [`${key}: ${ids.sort().join(' ')}`] : [];
    });
  expect(marksOf(korean)).toEqual(marksOf(english));
});

it('explains the terms that the paper is read by', () => {
  const { terms } = english.glossary;
  expect(Object.keys(terms)).toEqual(
    expect.arrayContaining([
      'fullFineTuning',
      'lora',
      'decomposition',
      'transformer',
      'attention',
      'projections',
      'delta',
      'rank',
      'effectiveRank',
      'dModel',
      'adapterLayers',
      'promptTuning',
      'intrinsicRank',
      'adam',
      'glue',
      'e2e',
      'wikisql',
      'samsum',
      'projectionMetric',
      'svd',
    ]),
  );
});
