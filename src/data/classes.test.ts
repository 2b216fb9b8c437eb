import { describe, expect, it } from 'vitest';
import { classesOf, MOST_CLASSES } from './classes.ts';
import type { ReadPairs } from './import.ts';
import { textSource } from './source.ts';
import { readSources } from './import.ts';
import { tellNobody } from '../core/file-progress.ts';

/** Ten rows of each label, unless it says otherwise. */
const pairsOf = (labels: readonly string[], times = 10): Pick<ReadPairs, 'pairs'> => ({
  pairs: labels.flatMap((completion, label) =>
    Array.from({ length: times }, (_, i) => ({ prompt: `text ${label} ${i}`, completion, line: 2 })),
  ),
});
const classes = (labels: readonly string[], times?: number) => classesOf('x.csv', pairsOf(labels, times));

describe('the classes of own data', () => {
  it.each([
    [
      ['2', '0', '10', '1'],
      ['0', '1', '2', '10'],
    ],
    [
      ['1.0', '0.0'],
      ['0.0', '1.0'],
    ],
    [
      ['spam', 'ham'],
      ['ham', 'spam'],
    ],
    [
      ['contradiction', 'neutral', 'entailment'],
      ['entailment', 'neutral', 'contradiction'],
    ],
  ])('%j are in the order %j', (labels, expected) => {
    expect(classes(labels)).toEqual(expected);
  });

  it('of a recognised format are in the order of its numbers', () => {
    const rows = Array.from({ length: 20 }, (_, i) => `gj04\t${i % 2}\t${i % 2 ? '' : '*'}\tSentence ${i}.`);
    const read = readSources([textSource('train.tsv', rows.join('\n'), tellNobody)], { columns: null });
    expect(read.kind === 'pairs' && classesOf('train.tsv', read)).toEqual(['unacceptable', 'acceptable']);
  });

  it('are one whatever its case', () => {
    expect(classes(['Spam', 'ham', 'spam '])).toEqual(['Spam', 'ham']);
  });

  it.each([
    [['-1'], undefined, 'as in test sets'],
    [['good'], undefined, 'Every label of x.csv is "good". An encoder needs two classes'],
    [['2.5', '3', '0.75'], undefined, 'regression, as on STS-B'],
    [
      Array.from({ length: MOST_CLASSES + 1 }, (_, i) => String(i)),
      undefined,
      '201 different labels in 2,010 rows',
    ],
    [Array.from({ length: 12 }, (_, i) => `Inn ${i} is an inn.`), 1, '12 different labels in 12 rows'],
  ])('%j, %s times each, are refused', (labels, times, said) => {
    expect(() => classes(labels, times)).toThrow(said);
  });

  it('are not to be found in plain text', () => {
    expect(() => classesOf('x.txt', { pairs: [{ prompt: '', completion: 'A text.', line: 1 }] })).toThrow(
      'x.txt holds texts without labels',
    );
  });
});
