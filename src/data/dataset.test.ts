import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MetricId } from '../core/metrics/metric-id.ts';
import { datasetSummarySchema } from '../core/run-record.ts';
import type { SqlTable } from '../core/sql-table.ts';
import { buildDataset, groupByPrompt, SPLITS, windows, type Dataset } from './dataset.ts';
import { readPairs } from './readers/testing.ts';
import type { SourcePair } from './pairs.ts';
import type { Pair } from './tasks/task.ts';
import { tinyTokenizerJson } from './tokenizer.fixture.ts';
import { createTokenizer } from './tokenizer.ts';

/** Ids are bytes; the end mark is 256. */
const tokenizer = createTokenizer(tinyTokenizerJson());
const END = 256;

const own = (pairs: (Pair & Partial<SourcePair>)[], options: { maxLength?: number; seed?: number } = {}) =>
  buildDataset({
    task: 'own',
    name: 'a.csv',
    source: { kind: 'pairs', pairs: pairs.map((pair, i) => ({ ...pair, line: i + 2 })), dropped: [] },
    tokenizer,
    maxLength: options.maxLength ?? 64,
    seed: options.seed ?? 1,
  });
const all = (dataset: Dataset) => SPLITS.flatMap((split) => dataset[split]);
const find = (dataset: Dataset, prompt: string) =>
  all(dataset).filter((example) => example.prompt === prompt);
const bytes = (text: string) => [...new TextEncoder().encode(text)];

/** Ten short pairs with prompts a … j, to which a test adds its own. */
const filler: Pair[] = Array.from('abcdefghij', (prompt) => ({ prompt, completion: prompt.toUpperCase() }));

describe('a sequence', () => {
  test('is end mark, prompt and newline, completion, end mark', () => {
    const [example] = find(own(filler), 'a');
    expect(example).toEqual({
      prompt: 'a',
      completion: 'A',
      ids: Int32Array.of(END, 97, 10, 65, END),
      completionStart: 3,
    });
  });

  test('that is too long loses the end of its completion, and is counted', () => {
    const dataset = own(
      [
        ...filler,
        { prompt: 'long', completion: 'x'.repeat(100) },
        { prompt: 'fits', completion: 'y'.repeat(9) },
        { prompt: 'mark', completion: 'z'.repeat(11) },
      ],
      { maxLength: 16 },
    );
    const [long] = find(dataset, 'long');
    expect([...(long?.ids ?? [])]).toEqual([END, ...bytes('long\n' + 'x'.repeat(11))]);
    expect(long?.completion).toHaveLength(100);
    const [fits] = find(dataset, 'fits');
    expect([...(fits?.ids ?? [])]).toEqual([END, ...bytes('fits\nyyyyyyyyy'), END]);
    const [mark] = find(dataset, 'mark'); // only the end mark had no room
    expect([...(mark?.ids ?? [])]).toEqual([END, ...bytes('mark\nzzzzzzzzzzz')]);
    expect(dataset.summary.truncated).toBe(2);
    expect(dataset.summary.longestTokens).toBe(1 + 5 + 100 + 1);
  });

  test('keeps at least one completion token, else its prompt is too long', () => {
    const dataset = own(
      [
        ...filler,
        { prompt: 'p'.repeat(14), completion: 'yes' },
        { prompt: 'q'.repeat(15), completion: 'no' },
        { prompt: 'r'.repeat(99), completion: 'no' },
      ],
      { maxLength: 16 },
    );
    const [kept] = find(dataset, 'p'.repeat(14));
    expect([...(kept?.ids.subarray(kept.completionStart) ?? [])]).toEqual(bytes('y'));
    expect(dataset.summary.dropped).toEqual([{ reason: 'prompt-too-long', count: 2, firstLine: 13 }]);
    expect(dataset.summary.prompts).toBe(11);
  });

  test.each([
    [5, 64, 16],
    [6, 64, 16],
    [7, 64, 24],
    [99, 64, 64],
    [99, 30, 30],
  ])(
    'a completion of %i tokens at max_length %i sets the sequence length to %i',
    (n, maxLength, expected) => {
      // Inputs: end mark, "12345678" and newline, the completion (the last end mark is only a target).
      const dataset = own([...filler, { prompt: '12345678', completion: 'x'.repeat(n) }], { maxLength });
      expect(dataset.sequenceLength).toBe(expected);
      expect(dataset.padId).toBe(END);
    },
  );
});

describe('splits of own data', () => {
  const pairs = Array.from({ length: 400 }, (_, i) => ({
    prompt: `p${Math.floor(i / 4)}`,
    completion: `c${i}`,
  }));

  test('keep each prompt in one split, about 90/5/5, with nothing lost', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 60 }), fc.integer(), (n, seed) => {
        const few = pairs.filter(({ prompt }) => Number(prompt.slice(1)) < n);
        const dataset = own(few, { seed });
        const prompts = SPLITS.map((split) => new Set(dataset[split].map((example) => example.prompt)));
        expect(new Set(prompts.flatMap((set) => [...set])).size).toBe(n);
        expect(prompts.reduce((sum, set) => sum + set.size, 0)).toBe(n);
        expect(prompts.map((set) => set.size)).toEqual([
          n - 2 * Math.max(1, Math.round(n / 20)),
          ...Array<number>(2).fill(Math.max(1, Math.round(n / 20))),
        ]);
        expect(
          all(dataset)
            .map(({ completion }) => completion)
            .sort(),
        ).toEqual(few.map(({ completion }) => completion).sort());
      }),
      { numRuns: 30 },
    );
  });

  test('are the seed’s, and so is the fingerprint', () => {
    const texts = (dataset: Dataset) =>
      SPLITS.map((split) => dataset[split].map(({ completion }) => completion));
    expect(texts(own(pairs, { seed: 5 }))).toEqual(texts(own(pairs, { seed: 5 })));
    expect(texts(own(pairs, { seed: 5 }))).not.toEqual(texts(own(pairs, { seed: 6 })));
    expect(own(pairs, { seed: 5 }).summary.fingerprint).toBe(own(pairs, { seed: 5 }).summary.fingerprint);
    const changed = pairs.map((pair, i) => (i === 7 ? { ...pair, completion: 'C7' } : pair));
    expect(own(changed, { seed: 5 }).summary.fingerprint).not.toBe(
      own(pairs, { seed: 5 }).summary.fingerprint,
    );
  });

  test('have one fingerprint however short completions are cut, which is told by their number', () => {
    const long = [...filler, { prompt: 'long', completion: 'x'.repeat(40) }];
    const [cut, whole] = [16, 64].map((maxLength) => own(long, { maxLength }).summary);
    expect(cut?.fingerprint).toBe(whole?.fingerprint);
    expect([cut?.truncated, whole?.truncated]).toEqual([1, 0]);
  });

  test('the first few of validation are not all of one prompt', () => {
    const { validation } = own(pairs);
    expect(new Set(validation.slice(0, 8).map(({ prompt }) => prompt)).size).toBeGreaterThan(2);
  });

  test('exact repeats are dropped; the same prompt with another completion is not', () => {
    const dataset = own([...filler, { prompt: 'a', completion: 'A' }, { prompt: 'a', completion: 'Ah' }]);
    expect(dataset.summary.dropped).toEqual([{ reason: 'duplicate', count: 1, firstLine: 12 }]);
    expect(find(dataset, 'a')).toHaveLength(2);
  });

  test('the same words about another table are no repeat', () => {
    const table: SqlTable = { columns: ['a'], types: ['text'], rows: [] };
    const asked = { prompt: 'a', completion: 'SELECT a' };
    const dataset = own([
      ...filler,
      { ...asked, table },
      { ...asked, table: { ...table } },
      { ...asked, table },
    ]);
    expect(dataset.summary.dropped).toEqual([{ reason: 'duplicate', count: 1, firstLine: 14 }]);
    expect(find(dataset, 'a').filter(({ completion }) => completion === 'SELECT a')).toHaveLength(2);
  });

  test('fewer than ten prompts are refused, with what was left out', () => {
    const nine = filler.slice(1);
    expect(() => own([...nine, ...nine])).toThrow(
      /a\.csv gives 9 examples of at most 64 tokens, with 9 different prompts; at least 10 .*left out: 9 \(duplicate; the first is in line 11\)/,
    );
    expect(() => own(nine)).toThrow(expect.objectContaining({ code: 'data-too-small' }));
    expect(() => own([])).toThrow(/0 examples/);
    expect(() =>
      own(
        filler.map(({ prompt }) => ({ prompt: prompt.repeat(30), completion: 'x' })),
        { maxLength: 16 },
      ),
    ).toThrow(/at most 16 tokens.*10 \(prompt too long/);
  });
});

describe('plain text', () => {
  test('a long text is cut so that each token is predicted exactly once', () => {
    const text = Array.from({ length: 60 }, (_, i) => `Sentence number ${i} – é.`).join(' ');
    const dataset = own([{ prompt: '', completion: text }], { maxLength: 16 });
    const stream = [END, ...bytes(text), END];
    const predicted: string[] = [];
    for (let at = 1; at < stream.length; at += 16) predicted.push(stream.slice(at - 1, at + 16).join());
    const pieces = all(dataset);
    expect(pieces.map(({ ids }) => ids.join()).sort()).toEqual(predicted.sort());
    expect(pieces.every(({ prompt, completionStart }) => prompt === '' && completionStart === 1)).toBe(true);
    expect(dataset.summary).toMatchObject({ prompts: 0, truncated: 0, longestTokens: 17, dropped: [] });
  });

  test('short lines are whole examples, each on its own', () => {
    const lines = filler.map(({ prompt }) => `line ${prompt}`);
    const result = readPairs({ name: 'a.txt', text: lines.join('\n'), columns: null });
    if (result.kind !== 'pairs') throw new Error('expected pairs');
    const dataset = buildDataset({
      task: 'own',
      name: 'a.txt',
      source: result,
      tokenizer,
      maxLength: 32,
      seed: 1,
    });
    expect([dataset.train.length, dataset.validation.length, dataset.test.length]).toEqual([8, 1, 1]);
    const first = all(dataset).find(({ completion }) => completion === 'line a');
    expect(first?.ids).toEqual(Int32Array.of(END, ...bytes('line a'), END));
  });
});

test('ready splits stay as they are, and the summary is of the agreed shape', () => {
  const [train, validation, test] = [filler.slice(0, 8), filler.slice(8, 9), filler.slice(9)];
  const dataset = buildDataset({
    task: 'restaurant',
    name: 'Restaurants',
    source: { train, validation, test },
    tokenizer,
    maxLength: 32,
    seed: 1,
    metrics: ['accuracy'],
  });
  expect(dataset.train.map(({ prompt }) => prompt).join('')).toBe('abcdefgh');
  expect(datasetSummarySchema.parse(dataset.summary)).toEqual({
    task: 'restaurant',
    name: 'Restaurants',
    train: 8,
    validation: 1,
    test: 1,
    prompts: 10,
    validationPrompts: 1,
    testPrompts: 1,
    longestTokens: 5,
    truncated: 0,
    dropped: [],
    examples: train.slice(0, 3),
    // FNV-1a of "a\0A\0b\0B\0…j\0J\0", computed apart.
    fingerprint: 'cc3280ad',
    metrics: ['accuracy'],
  });
});

test('rows that the reader left out are counted with those left out here', () => {
  const csv = `prompt,completion\nbad row\n${filler.map(({ prompt }) => `${prompt},x`).join('\n')}\na,x\n,y\n`;
  const result = readPairs({ name: 'a.csv', text: csv, columns: null });
  if (result.kind !== 'pairs') throw new Error('expected pairs');
  const { summary } = buildDataset({
    task: 'own',
    name: 'a.csv',
    source: result,
    tokenizer,
    maxLength: 32,
    seed: 1,
  });
  expect(summary.dropped).toEqual([
    { reason: 'bad-row', count: 1, firstLine: 2 },
    { reason: 'empty-prompt', count: 1, firstLine: 14 },
    { reason: 'duplicate', count: 1, firstLine: 13 },
  ]);
});

describe('a recognised format', () => {
  const rows = Array.from(
    { length: 24 },
    (_, i) => `"name[Inn ${i >> 1}], food[Thai]",The inn has Thai food ${i}.`,
  );
  const csv = ['mr,ref', ...rows, rows[0], '"name[Inn 1], food[Thai]",'].join('\n');

  test('is in the summary, with its counts before anything was dropped', () => {
    const source = readPairs({ name: 'a.csv', text: csv, columns: null });
    if (source.kind !== 'pairs') throw new Error('expected pairs');
    const { summary } = buildDataset({
      task: 'own',
      name: 'a.csv',
      source,
      tokenizer,
      maxLength: 64,
      seed: 1,
    });
    expect(datasetSummarySchema.parse(summary)).toMatchObject({
      format: 'e2e',
      metrics: ['bleu', 'bleu-lc', 'rouge-l', 'slot-error-rate'],
      recognition: { name: 'E2E NLG', sure: true, pairs: 25, prompts: 12 },
      prompts: 12,
      dropped: [
        { reason: 'empty-completion', count: 1 },
        { reason: 'duplicate', count: 1 },
      ],
    });
    expect(summary.train + summary.validation + summary.test).toBe(24);
  });

  test('is absent from the summary of a plain table', () => {
    expect(own(filler).summary).not.toHaveProperty('format');
    expect(own(filler).summary).not.toHaveProperty('recognition');
  });
});

describe('what own data is judged by', () => {
  const judged = (text: string, metrics?: MetricId[]) => {
    const source = readPairs({ name: 'a.csv', text, columns: null });
    if (source.kind !== 'pairs') throw new Error('expected pairs');
    const options = { task: 'own', name: 'a.csv', source, tokenizer, maxLength: 64, seed: 1, metrics };
    return datasetSummarySchema.parse(buildDataset(options).summary);
  };
  const korean = [
    'question,answer',
    ...filler.map(({ prompt }, i) => `${prompt}?,${i % 3 ? '예' : '아니요'}`),
  ];

  test('follows from its texts: their script, whether they are labels, their length', () => {
    expect(judged(korean.join('\n'))).toMatchObject({
      metrics: ['accuracy'],
      offeredMetrics: ['rouge-1', 'rouge-l', 'exact-match', 'accuracy', 'f1', 'matthews'],
      segmentation: 'characters',
      positiveLabel: '예',
    });
  });

  test('is the person’s choice as far as that can judge it', () => {
    expect(judged(korean.join('\n'), ['matthews', 'bleu', 'accuracy']).metrics).toEqual([
      'matthews',
      'accuracy',
    ]);
    expect(judged(korean.join('\n'), ['pearson']).metrics).toEqual(['accuracy']);
  });

  test('is nothing for plain text', () => {
    const summary = own(filler.map(({ completion }) => ({ prompt: '', completion }))).summary;
    expect(summary).toMatchObject({ metrics: [], offeredMetrics: [] });
  });
});

describe('groups', () => {
  test('stay in one split, and are what there must be enough of', () => {
    const chats = Array.from({ length: 60 }, (_, i) => ({
      prompt: `${'x'.repeat(1 + (i % 5))}${Math.floor(i / 5)}`,
      completion: `c${i}`,
      group: `g${Math.floor(i / 5)}`,
    }));
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const dataset = own(chats, { seed });
        const groups = SPLITS.flatMap((split) => [...new Set(dataset[split].map(({ group }) => group))]);
        expect(groups.sort()).toEqual([...new Set(chats.map(({ group }) => group))].sort());
        expect(dataset.summary.prompts).toBe(60);
      }),
      { numRuns: 20 },
    );
    expect(() => own(chats.slice(0, 45))).toThrow(
      /45 examples of at most \d+ tokens, with 9 different prompts/,
    );
  });
});

describe('prompts with their references', () => {
  test('each prompt once, in the order of the split, with all its completions in theirs', () => {
    const pairs = ['b1', 'a1', 'b2', 'c1', 'a2', 'b3'].map((text) => ({
      prompt: text.charAt(0),
      completion: `${text} ${'long'.repeat(30)}`,
    }));
    const { train } = buildDataset({
      task: 'x',
      name: 'x',
      source: {
        train: [...pairs, ...filler.slice(3)],
        validation: filler.slice(0, 1),
        test: filler.slice(1, 2),
      },
      tokenizer,
      maxLength: 16,
      seed: 1,
    });
    const whole = (...texts: string[]) => texts.map((text) => `${text} ${'long'.repeat(30)}`);
    expect(groupByPrompt(train).slice(0, 4)).toEqual([
      { prompt: 'b', references: whole('b1', 'b2', 'b3') },
      { prompt: 'a', references: whole('a1', 'a2') },
      { prompt: 'c', references: whole('c1') },
      { prompt: 'd', references: ['D'] },
    ]);
    expect(groupByPrompt([])).toEqual([]);
  });

  test('of a split lose nothing', () => {
    const pairs = Array.from({ length: 200 }, (_, i) => ({ prompt: `p${i % 17}`, completion: `c${i}` }));
    const { train } = own(pairs);
    const grouped = groupByPrompt(train);
    expect(new Set(grouped.map(({ prompt }) => prompt)).size).toBe(grouped.length);
    expect(
      grouped.flatMap(({ prompt, references }) => references.map((text) => `${prompt} ${text}`)).sort(),
    ).toEqual(train.map(({ prompt, completion }) => `${prompt} ${completion}`).sort());
  });

  test('the same prompt on two tables is two, each with its table; pieces of plain text stand alone', () => {
    const table = (cell: string): SqlTable => ({ columns: ['a'], types: ['text'], rows: [[cell]] });
    const [one, two] = [table('1'), table('2')];
    const dataset = own([
      ...filler,
      { prompt: 'q', completion: 'x', table: one },
      { prompt: 'q', completion: 'y', table: two },
      { prompt: 'q', completion: 'z', table: one },
      { prompt: '', completion: 'text' },
      { prompt: '', completion: 'more text' },
    ]);
    const grouped = groupByPrompt(all(dataset));
    const asked = grouped.filter(({ prompt }) => prompt === 'q');
    expect(asked.map(({ references }) => references.toSorted()).sort()).toEqual([['x', 'z'], ['y']]);
    for (const { table: kept, references } of asked) expect(kept).toBe(references.includes('y') ? two : one);
    expect(grouped.filter(({ prompt }) => prompt === '').map(({ references }) => references.length)).toEqual([
      1, 1,
    ]);
  });
});

describe('windows', () => {
  const pieces = (limit: number) =>
    windows(tokenizer, 'abcd<|endoftext|>efgh<|endoftext|>ij', 4, limit).map(({ ids }) => [...ids]);
  const expected = [
    [END, ...bytes('abcd')],
    [...bytes('d'), END, ...bytes('efg')],
    [...bytes('gh'), END, ...bytes('ij')],
    [...bytes('j'), END],
  ];

  test('of documents one after the other overlap by a token and lose none', () => {
    expect(pieces(9)).toEqual(expected);
    expect(windows(tokenizer, ' \n', 4, 9)).toEqual([]);
  });

  test.each([1, 2, 3, 4])('the first %i are the same', (limit) => {
    expect(pieces(limit)).toEqual(expected.slice(0, limit));
  });

  test('documents beyond the last window are not tokenised', () => {
    const read: string[] = [];
    const encode = (text: string) => (read.push(text), tokenizer.encode(text));
    windows({ ...tokenizer, encode }, 'abcd<|endoftext|>efgh<|endoftext|>ij', 4, 1);
    expect(read).toEqual(['abcd']);
  });
});
