import { describe, expect, test } from 'vitest';
import { lines, readKnown, readPlain } from './testing.ts';

const MNLI_HEADER =
  'index\tpromptID\tpairID\tgenre\tsentence1_binary_parse\tsentence2_binary_parse\tsentence1_parse\tsentence2_parse\tsentence1\tsentence2\tlabel1\tgold_label';
const mnliRow = (index: number, premise: string, hypothesis: string, label: string) =>
  `${index}\t31193\t31193n\tslate\t( a )\t( b )\t(ROOT (S a))\t(ROOT (S b))\t${premise}\t${hypothesis}\tneutral\t${label}`;

describe('SST-2', () => {
  const TSV = lines(
    'sentence\tlabel',
    "it 's a charming journey . \t1",
    'unflinchingly bleak \t0',
    '"quoted on one side only \t0',
    'a ""doubled"" word \t1',
  );

  test('has one sentence, and words for labels; quote marks stay as they are', () => {
    const { recognised, pairs, dropped } = readKnown({ name: 'dev.tsv', text: TSV });
    expect(recognised).toMatchObject({ id: 'sst2', name: 'GLUE SST-2', metrics: ['accuracy'], sure: false });
    expect(pairs).toEqual([
      { prompt: "it 's a charming journey .", completion: 'positive', line: 2 },
      { prompt: 'unflinchingly bleak', completion: 'negative', line: 3 },
      { prompt: '"quoted on one side only', completion: 'negative', line: 4 },
      { prompt: 'a ""doubled"" word', completion: 'positive', line: 5 },
    ]);
    expect(dropped).toEqual([]);
  });

  test('is the same with Windows line ends, as a paste and without a last line end', () => {
    const { pairs } = readKnown({ name: 'dev.tsv', text: TSV });
    const windows = `\uFEFF${TSV.trimEnd().replaceAll('\n', '\r\n')}`;
    expect(readKnown({ name: 'dev.tsv', text: windows }).pairs).toEqual(pairs);
    expect(readKnown({ name: 'Pasted text', text: TSV }).pairs).toEqual(pairs);
  });

  test('leaves out rows with too few or too many cells, no sentence or another label', () => {
    const text = lines('sentence\tlabel', 'fine\t1', 'no label', 'a\tb\t1', ' \t1', 'odd\t2', '', 'good\t0');
    const { pairs, dropped } = readKnown({ name: 'x.tsv', text });
    expect(pairs.map(({ line }) => line)).toEqual([2, 8]);
    expect(dropped).toEqual([
      { reason: 'bad-row', line: 3 },
      { reason: 'bad-row', line: 4 },
      { reason: 'empty-prompt', line: 5 },
      { reason: 'bad-row', line: 6 },
    ]);
  });

  test('a label of -1 is none; where all are, the file is refused with what to give instead', () => {
    const text = lines('sentence\tlabel', 'a\t-1', 'b\t1');
    expect(readKnown({ name: 'x.tsv', text }).dropped).toEqual([{ reason: 'no-label', line: 2 }]);
    expect(() => readKnown({ name: 'x.tsv', text: lines('sentence\tlabel', 'a\t-1', 'b\t-1') })).toThrow(
      /line 2: its label is -1.*take the training or development set/,
    );
  });

  test('is no table whose labels are words, or which has more columns', () => {
    const labelOf = (text: string) => {
      const read = readPlain({ name: 'x.tsv', text });
      return read.kind === 'pairs' && !read.recognised && read.pairs[0]?.completion;
    };
    expect(labelOf('sentence\tlabel\nHello\tgreeting\n')).toBe('greeting');
    expect(labelOf('sentence\tlabel\tidx\nHello\t1\t0\n')).toBe('1');
    expect(labelOf('sentence\tlabel\nHello\tconstructor\n')).toBe('constructor');
  });
});

describe('CoLA', () => {
  const TSV = lines(
    "gj04\t1\t\tOur friends won't buy this analysis.",
    'gj04\t0\t*\tThey drank the pub.',
    'cj99\t1\t\t"The more you eat, the less you want.',
    'ks08\t0\t??\tWhom did you say came?',
  );

  test('is recognised without a header, the first row being data', () => {
    const { recognised, pairs } = readKnown({ name: 'in_domain_train.tsv', text: TSV });
    expect(recognised).toMatchObject({
      id: 'cola',
      name: 'GLUE CoLA',
      metrics: ['matthews', 'accuracy'],
      sure: true,
    });
    expect(pairs).toEqual([
      { prompt: "Our friends won't buy this analysis.", completion: 'acceptable', line: 1 },
      { prompt: 'They drank the pub.', completion: 'unacceptable', line: 2 },
      { prompt: '"The more you eat, the less you want.', completion: 'acceptable', line: 3 },
      { prompt: 'Whom did you say came?', completion: 'unacceptable', line: 4 },
    ]);
  });

  test('Windows line ends end a row, not its sentence', () => {
    const { pairs } = readKnown({ name: 'dev.tsv', text: TSV.replaceAll('\n', '\r\n') });
    expect(pairs[1]?.prompt).toBe('They drank the pub.');
  });

  test('a later row that does not fit is left out', () => {
    const { pairs, dropped } = readKnown({
      name: 'dev.tsv',
      text: TSV + TSV + TSV + 'gj04\tx\t\tWhat?\ngj04\t1\n',
    });
    expect(pairs).toHaveLength(12);
    expect(dropped).toEqual([
      { reason: 'bad-row', line: 13 },
      { reason: 'bad-row', line: 14 },
    ]);
  });

  test('one odd row at the start of the file does not hide what it is', () => {
    const [first = '', ...others] = TSV.trimEnd().split('\n');
    const { recognised, dropped } = readKnown({
      name: 'dev.tsv',
      text: lines(first, 'gj04\t1\todd', ...others),
    });
    expect(recognised.id).toBe('cola');
    expect(dropped).toEqual([{ reason: 'bad-row', line: 2 }]);
  });

  test('is no table of four columns with a header', () => {
    const text = lines('who\tn\tmark\tsaid', 'me\t1\t\tHello', 'you\t0\t\tHi');
    expect(readPlain({ name: 'x.tsv', text }).kind).toBe('columns');
  });
});

describe('MRPC', () => {
  const TSV = lines(
    '\uFEFFQuality\t#1 ID\t#2 ID\t#1 String\t#2 String',
    '1\t1355540\t1355592\tHe said " no .\t" No , " he said .',
    '0\t2029631\t2029565\tIt rained .\tIt snowed .',
    '1\t1\t2\tAlone .\t',
  );

  test('has two sentences, each with its title', () => {
    const { recognised, pairs, dropped } = readKnown({ name: 'dev.tsv', text: TSV });
    expect(recognised).toMatchObject({
      id: 'mrpc',
      name: 'GLUE MRPC',
      metrics: ['f1', 'accuracy'],
      positiveLabel: 'equivalent',
      sure: true,
    });
    expect(pairs).toEqual([
      {
        prompt: 'Sentence 1: He said " no .\nSentence 2: " No , " he said .',
        completion: 'equivalent',
        line: 2,
      },
      {
        prompt: 'Sentence 1: It rained .\nSentence 2: It snowed .',
        completion: 'not equivalent',
        line: 3,
      },
    ]);
    expect(dropped).toEqual([{ reason: 'empty-prompt', line: 4 }]);
  });
});

describe('QQP', () => {
  test('has two questions, of which F1 asks for the duplicates', () => {
    const text = lines(
      'id\tqid1\tqid2\tquestion1\tquestion2\tis_duplicate',
      '133273\t213221\t213222\tHow is the "life" of a maths student?\tWhat is it like?\t0',
      '402555\t536040\t536041\tHow do I win?\tHow can I win?\t1',
      '360472\t364011\t490273\tWhere?\tWhere is it?',
    );
    const { recognised, pairs, dropped } = readKnown({ name: 'train.tsv', text });
    expect(recognised).toMatchObject({
      id: 'qqp',
      name: 'GLUE QQP',
      metrics: ['f1', 'accuracy'],
      positiveLabel: 'duplicate',
      sure: true,
    });
    expect(pairs).toEqual([
      {
        prompt: 'Question 1: How is the "life" of a maths student?\nQuestion 2: What is it like?',
        completion: 'not duplicate',
        line: 2,
      },
      { prompt: 'Question 1: How do I win?\nQuestion 2: How can I win?', completion: 'duplicate', line: 3 },
    ]);
    expect(dropped).toEqual([{ reason: 'bad-row', line: 4 }]);
  });
});

describe('STS-B', () => {
  const HEADER = 'index\tgenre\tfilename\tyear\told_index\tsource1\tsource2\tsentence1\tsentence2';
  const row = (score: string) =>
    `0\tmain-captions\tMSRvid\t2012test\t1\tnone\tnone\tA plane.\tAn air plane.\t${score}`;

  test('has two sentences and a number', () => {
    const text = lines(`${HEADER}\tscore`, row('5.000'), row('3.8'), row('high'), row('-1'));
    const { recognised, pairs, dropped } = readKnown({ name: 'train.tsv', text });
    expect(recognised).toMatchObject({
      id: 'stsb',
      name: 'GLUE STS-B',
      metrics: ['pearson', 'spearman'],
      sure: true,
    });
    const prompt = 'Sentence 1: A plane.\nSentence 2: An air plane.';
    expect(pairs).toEqual([
      { prompt, completion: '5.000', line: 2 },
      { prompt, completion: '3.8', line: 3 },
    ]);
    expect(dropped).toEqual([
      { reason: 'bad-row', line: 4 },
      { reason: 'no-label', line: 5 },
    ]);
    expect(() => readKnown({ name: 'x.tsv', text: lines(HEADER, row('').slice(0, -1)) })).toThrow(
      /not public/,
    );
    expect(() => readKnown({ name: 'x.tsv', text: lines(`${HEADER}\tscore`, row('-1')) })).toThrow(
      /label is -1/,
    );
  });
});

describe('MNLI', () => {
  test('has premise and hypothesis; rows without an agreed label are left out as such', () => {
    const text = lines(
      MNLI_HEADER,
      mnliRow(0, 'The new rights are "nice .', 'Everyone likes them .', 'neutral'),
      mnliRow(1, 'It rains .', 'It is dry .', 'contradiction'),
      mnliRow(2, 'It rains .', 'Something falls .', 'entailment'),
      mnliRow(3, 'It rains .', 'It pours .', '-'),
      mnliRow(4, 'It rains .', 'It pours .', 'hidden'),
    ).replaceAll('\n', '\r\n');
    const { recognised, pairs, dropped } = readKnown({ name: 'dev_matched.tsv', text });
    expect(recognised).toMatchObject({ id: 'mnli', name: 'GLUE MNLI', metrics: ['accuracy'], sure: true });
    expect(pairs).toEqual([
      {
        prompt: 'Premise: The new rights are "nice .\nHypothesis: Everyone likes them .',
        completion: 'neutral',
        line: 2,
      },
      { prompt: 'Premise: It rains .\nHypothesis: It is dry .', completion: 'contradiction', line: 3 },
      { prompt: 'Premise: It rains .\nHypothesis: Something falls .', completion: 'entailment', line: 4 },
    ]);
    expect(dropped).toEqual([
      { reason: 'no-label', line: 5 },
      { reason: 'bad-row', line: 6 },
    ]);
  });

  test('is known by rows without an agreed label, too', () => {
    const rows = Array.from({ length: 12 }, (_, i) =>
      mnliRow(i, 'It rains .', `It pours ${i} .`, i < 11 ? '-' : 'neutral'),
    );
    const { recognised, pairs, dropped } = readKnown({ name: 'dev.tsv', text: lines(MNLI_HEADER, ...rows) });
    expect([recognised.id, pairs.length, dropped.length]).toEqual(['mnli', 1, 11]);
  });

  test('without a genre is less sure: SNLI has these columns too', () => {
    const text = lines('gold_label\tsentence1\tsentence2', 'neutral\tA man .\tA tall man .');
    expect(readKnown({ name: 'snli.tsv', text }).recognised.sure).toBe(false);
  });

  test('ten thousand rows with a quote mark in each', () => {
    const rows = Array.from({ length: 10_000 }, (_, i) =>
      mnliRow(i, `"Premise ${i}`, `Hypothesis ${i}`, 'neutral'),
    );
    const { pairs, dropped } = readKnown({ name: 'train.tsv', text: lines(MNLI_HEADER, ...rows) });
    expect([pairs.length, dropped.length]).toEqual([10_000, 0]);
    expect(pairs.at(-1)).toEqual({
      prompt: 'Premise: "Premise 9999\nHypothesis: Hypothesis 9999',
      completion: 'neutral',
      line: 10_001,
    });
  });
});

describe('test files, which have no labels, are refused with what to give instead', () => {
  test.each([
    ['SST-2, CoLA', lines('index\tsentence', '0\tuneasy mishmash of styles .')],
    ['MRPC', lines('index\t#1 ID\t#2 ID\t#1 String\t#2 String', '0\t1\t2\tIt rained .\tIt snowed .')],
    [
      'MNLI',
      lines(
        MNLI_HEADER.split('\t').slice(0, 10).join('\t'),
        mnliRow(0, 'It rains .', 'It pours .', '').split('\t').slice(0, 10).join('\t'),
      ),
    ],
  ])('%s', (_task, text) => {
    expect(() => readKnown({ name: 'test.tsv', text })).toThrow(
      /test\.tsv is one of GLUE's test files.*train\.tsv/,
    );
    expect(() => readKnown({ name: 'test.tsv', text: text.replaceAll('\n', '\r\n') })).toThrow(
      expect.objectContaining({ code: 'data-format' }),
    );
  });
});
