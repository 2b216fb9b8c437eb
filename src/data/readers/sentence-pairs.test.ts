import { describe, expect, test } from 'vitest';
import { jsonl, lines, readKnown, readPlain } from './testing.ts';

const read = (name: string, text: string) => {
  const { recognised, pairs, dropped } = readKnown({ name, text });
  return {
    id: recognised.id,
    sure: recognised.sure,
    metrics: recognised.metrics,
    pairs: pairs.map(({ prompt, completion }) => [prompt, completion]),
    leftOut: dropped.map(({ reason }) => reason),
  };
};

describe('GLUE’s tables', () => {
  const row = (i: number) =>
    `${i}\tThe crane lifts load ${i}.\tLoad ${i} is lifted.\t${i % 2 ? '' : 'not_'}entailment`;
  const rows = (n: number) => Array.from({ length: n }, (_, i) => row(i));
  const RTE = 'index\tsentence1\tsentence2\tlabel';
  const unclosed = '4\t"Load four hangs, the foreman said.\tA foreman spoke.\tentailment';

  test('RTE: both sentences, and a quote mark that is never closed is a character', () => {
    const found = read('train.tsv', lines(RTE, ...rows(12).with(4, unclosed)));
    expect(found).toMatchObject({ id: 'sentence-pairs', sure: true, metrics: ['accuracy'], leftOut: [] });
    expect(found.pairs).toHaveLength(12);
    expect(found.pairs[4]).toEqual([
      'Sentence 1: "Load four hangs, the foreman said.\nSentence 2: A foreman spoke.',
      'entailment',
    ]);
  });

  test('a quote mark that another closes rows below swallows none; nor does it where columns are picked', () => {
    const text = lines(
      RTE,
      ...rows(20).with(4, unclosed).with(8, '8\tand nobody works today."\tThe crane works.\tnot_entailment'),
    );
    expect(read('train.tsv', text).pairs).toHaveLength(20);
    const columns = { prompt: 'sentence1', completion: 'label' };
    const picked = readPlain({ name: 'train.tsv', text, columns });
    expect(picked.kind === 'pairs' && picked.pairs.map(({ prompt }) => prompt)).toHaveLength(20);
  });

  test('QNLI, and WNLI, whose labels are numbers that only the file’s name can tell', () => {
    expect(
      read('dev.tsv', lines('index\tquestion\tsentence\tlabel', '0\tWho?\tBob "did it.\tnot_entailment'))
        .pairs,
    ).toEqual([['Question: Who?\nSentence: Bob "did it.', 'not_entailment']]);
    const text = lines(RTE, '0\tA.\tB.\t1', '1\tC.\tD.\t0');
    const words = (name: string) => read(name, text).pairs.map(([, word]) => word);
    expect(words('WNLI-train.tsv')).toEqual(['entailment', 'not_entailment']);
    expect(words('rte_dev.tsv')).toEqual(['not_entailment', 'entailment']);
    expect(words('train.tsv')).toEqual(['1', '0']);
  });

  test('a translation has the same header', () => {
    const found = read('train.tsv', lines(RTE, '0\t크레인이 짐을 든다.\t짐이 "들린다.\tentailment'));
    expect(found.pairs).toEqual([
      ['Sentence 1: 크레인이 짐을 든다.\nSentence 2: 짐이 "들린다.', 'entailment'],
    ]);
  });

  test('a test file is refused with what to give instead', () => {
    for (const header of ['index\tsentence1\tsentence2', 'index\tquestion\tsentence'])
      expect(() => read('test.tsv', lines(header, '0\tA.\tB.'))).toThrow(/test\.tsv is one of GLUE's test/);
  });
});

describe('exports of the Hub and files beside GLUE', () => {
  const pair = { premise: 'It rains.', hypothesis: 'It pours.' };
  const PROMPT = 'Premise: It rains.\nHypothesis: It pours.';
  const label = (prompt: string, word: string) => [prompt, word];

  test('MNLI: 0 entailment, 1 neutral, 2 contradiction; -1 is no label', () => {
    const text = jsonl(...[0, 1, 2, -1].map((given, idx) => ({ ...pair, label: given, idx })));
    expect(read('a.jsonl', text)).toEqual({
      id: 'sentence-pairs',
      sure: false,
      metrics: ['accuracy'],
      pairs: ['entailment', 'neutral', 'contradiction'].map((word) => label(PROMPT, word)),
      leftOut: ['no-label'],
    });
  });

  test('the order of labels is told from all rows, not the first', () => {
    const records = Array.from({ length: 30 }, (_, i) => ({ ...pair, label: i === 29 ? 2 : 1 }));
    expect(read('a.jsonl', jsonl(...records)).pairs[0]?.[1]).toBe('neutral');
    expect(read('a.jsonl', jsonl(...records.slice(0, 29))).pairs[0]?.[1]).toBe('not_entailment');
  });

  test.each<[string, string, unknown, [string, string]]>([
    [
      'QNLI',
      'a.jsonl',
      { question: 'Who?', sentence: 'Bob.', label: 0, idx: 0 },
      ['Question: Who?\nSentence: Bob.', 'entailment'],
    ],
    [
      'QQP',
      'a.jsonl',
      { question1: 'A?', question2: 'B?', label: 1, idx: 0 },
      ['Question 1: A?\nQuestion 2: B?', 'duplicate'],
    ],
    [
      'RTE',
      'rte.jsonl',
      { sentence1: 'A.', sentence2: 'B.', label: 1, idx: 0 },
      ['Sentence 1: A.\nSentence 2: B.', 'not_entailment'],
    ],
    [
      'SNLI',
      'a.jsonl',
      { annotator_labels: ['neutral'], gold_label: 'neutral', sentence1: 'A.', sentence2: 'B.' },
      ['Premise: A.\nHypothesis: B.', 'neutral'],
    ],
    [
      'SICK',
      'a.jsonl',
      {
        pair_ID: 1,
        sentence_A: 'A.',
        sentence_B: 'B.',
        relatedness_score: 4.5,
        entailment_judgment: 'NEUTRAL',
      },
      ['Sentence 1: A.\nSentence 2: B.', 'NEUTRAL'],
    ],
  ])('%s', (_name, file, record, expected) => {
    expect(read(file, jsonl(record)).pairs).toEqual([expected]);
  });

  test('Quora’s CSV', () => {
    const text = lines(
      '"id","qid1","qid2","question1","question2","is_duplicate"',
      '"0","1","2","A, b?","B?","0"',
    );
    expect(read('train.csv', text).pairs).toEqual([['Question 1: A, b?\nQuestion 2: B?', 'not duplicate']]);
  });

  test('numbers in between are scores', () => {
    const text = jsonl(
      { sentence1: 'A.', sentence2: 'B.', label: 3.8 },
      { sentence1: 'C.', sentence2: 'D.', label: 2 },
    );
    expect(read('a.jsonl', text)).toMatchObject({
      id: 'sentence-scores',
      metrics: ['pearson', 'spearman'],
      pairs: [
        ['Sentence 1: A.\nSentence 2: B.', '3.8'],
        ['Sentence 1: C.\nSentence 2: D.', '2'],
      ],
    });
  });

  test('without a label they are a plain table', () => {
    const text = jsonl({ sentence1: 'A.', sentence2: 'B.' });
    expect(readPlain({ name: 'a.jsonl', text }).kind).toBe('columns');
  });
});
