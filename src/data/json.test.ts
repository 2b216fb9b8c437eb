import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJson } from './json.ts';

const A = { prompt: 'a', completion: 'b' };
const C = { prompt: 'c', completion: 'd' };
/** Line and value of each record. */
const read = (text: string) => readJson('x.json', text).records.map(({ line, value }) => [line, value]);
const pretty = (value: unknown) => JSON.stringify(value, null, 1);
const values = (text: string) => readJson('x.json', text).records.map(({ value }) => value);

describe('rows in all wrappings', () => {
  test.each([
    ['an array', [A, C]],
    ['data', { version: 1, data: [A, C] }],
    ['rows', { rows: [A, C] }],
    ['examples', { meta: { by: 'me' }, examples: [A, C] }],
    ['instances', { instances: [A, C] }],
    ['a key of its own', { 'my pairs': [A, C], note: 'x' }],
    ['data in data', { dataset: { data: [A, C] } }],
    [
      'the Hub’s viewer',
      {
        features: [{ name: 'prompt' }],
        rows: [
          { row_idx: 0, row: A },
          { row_idx: 1, row: C },
        ],
        num_rows_total: 2,
      },
    ],
    ['a split', { train: [A, C] }],
    [
      'lists with a header',
      [
        ['prompt', 'completion'],
        ['a', 'b'],
        ['c', 'd'],
      ]
        .concat([['a longer text, with more', 'e']])
        .slice(0, 3),
    ],
    ['columns of lists', { prompt: ['a', 'c'], completion: ['b', 'd'] }],
    ['pandas’ columns', { prompt: { 0: 'a', 1: 'c' }, completion: { 0: 'b', 1: 'd' } }],
    ['pandas’ columns with a named index', { prompt: { x: 'a', y: 'c' }, completion: { x: 'b', y: 'd' } }],
    ['pandas’ index', { 0: A, 1: C }],
    ['objects by id', { 'id-1': A, 'id-2': C }],
    [
      'pandas’ split',
      {
        columns: ['prompt', 'completion'],
        index: [0, 1],
        data: [
          ['a', 'b'],
          ['c', 'd'],
        ],
      },
    ],
    ['pandas’ table', { schema: { fields: [{ name: 'prompt' }], primaryKey: ['index'] }, data: [A, C] }],
  ])('%s, on one line or over many', (name, wrapped) => {
    const wanted =
      name === 'lists with a header'
        ? [
            { 'column 1': 'prompt', 'column 2': 'completion' },
            { 'column 1': 'a', 'column 2': 'b' },
            { 'column 1': 'c', 'column 2': 'd' },
          ]
        : [A, C];
    expect(values(JSON.stringify(wrapped))).toEqual(wanted);
    expect(values(pretty(wrapped))).toEqual(wanted);
  });

  test('lists under names, where the texts below are longer', () => {
    const rows = [
      ['prompt', 'completion'],
      ['What is it?', 'It is a box.'],
      ['Is it red?', 'It is, yes.'],
    ];
    const wanted = [
      { prompt: 'What is it?', completion: 'It is a box.' },
      { prompt: 'Is it red?', completion: 'It is, yes.' },
    ];
    expect(values(JSON.stringify(rows))).toEqual(wanted);
    expect(values(rows.map((row) => JSON.stringify(row)).join('\n'))).toEqual(wanted);
    expect(values(JSON.stringify(rows.slice(1)))).toEqual(
      wanted.map(({ prompt, completion }) => ({ 'column 1': prompt, 'column 2': completion })),
    );
  });

  test('one array a line', () => {
    expect(values(`${JSON.stringify([A])}\n${JSON.stringify([C])}\n`)).toEqual([A, C]);
    const turns = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Yes?' },
    ];
    expect(values(`${JSON.stringify(turns)}\n${JSON.stringify(turns)}\n`)).toEqual([
      { messages: turns },
      { messages: turns },
    ]);
  });

  test('a list of texts', () => {
    expect(values('["One.", "Two."]')).toEqual([{ text: 'One.' }, { text: 'Two.' }]);
  });

  test('one object is one row, in whatever it holds its texts', () => {
    const chat = { messages: [{ role: 'user', content: 'Hi' }] };
    for (const row of [A, chat, { text: 'x' }, { prompt: chat.messages, completion: chat.messages }])
      expect(values(pretty(row))).toEqual([row]);
  });

  test('lines: each is read by itself, and a bad one is named', () => {
    const text = [
      '',
      '{"prompt": "a", "completion": "b"},',
      '{"prompt": oops}',
      '{"prompt": "c", "completion": "d"}',
    ].join('\n');
    expect(readJson('x.jsonl', text).records).toEqual([
      { line: 2, value: A },
      {
        line: 3,
        value: null,
        problem: 'not valid JSON: "oops" is no JSON value; a text needs double quotes around it (column 12)',
      },
      { line: 4, value: C },
    ]);
  });

  test('a list of one object a line, one of which is bad', () => {
    const text =
      '[\n{"prompt": "a", "completion": "b"},\n{"prompt": c},\n{"prompt": "c", "completion": "d"}\n]\n';
    expect(read(text)).toEqual([
      [2, A],
      [3, null],
      [4, C],
    ]);
  });

  test('objects over several lines, one after another, with or without commas', () => {
    const wanted = [
      [1, A],
      [5, C],
    ];
    expect(read(`${pretty(A)}\n${pretty(C)}\n`)).toEqual(wanted);
    expect(read(`${pretty(A)},\n${pretty(C)},\n`)).toEqual(wanted);
    expect(read(`${pretty(A)}\n\n${pretty(C)}`)).toEqual([
      [1, A],
      [6, C],
    ]);
  });

  test('each row has the line on which it begins', () => {
    expect(read(pretty([A, C]))).toEqual([
      [2, A],
      [6, C],
    ]);
    expect(read(pretty({ 'a"b': 1, data: [A, C] }))).toEqual([
      [4, A],
      [8, C],
    ]);
    expect(read(pretty({ prompt: ['a', 'c'], completion: ['b', 'd'] }))).toEqual([
      [3, A],
      [4, C],
    ]);
    expect(read(pretty({ 0: A, 1: C }))).toEqual([
      [2, A],
      [6, C],
    ]);
  });

  test('of several splits the training split is read, and the others are counted', () => {
    const { records, leftOut } = readJson(
      'x.json',
      JSON.stringify({ test: [C], validation: [C, C], train: [A] }),
    );
    expect(records.map(({ value }) => value)).toEqual([A]);
    expect(leftOut).toEqual(Array(3).fill({ reason: 'other-split', line: 1 }));
  });

  test('any rows come back from pandas’ and other layouts as they were', () => {
    const cell = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const rowsOf = fc.array(fc.record({ prompt: fc.string({ minLength: 1 }), completion: cell }), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(rowsOf, fc.constantFrom(undefined, 1), (rows, indent) => {
        const column = (key: 'prompt' | 'completion') => rows.map((row) => row[key]);
        const byIndex = (items: readonly unknown[]) => Object.fromEntries(items.entries());
        const layouts = [
          rows,
          { data: rows },
          { prompt: column('prompt'), completion: column('completion') },
          { prompt: byIndex(column('prompt')), completion: byIndex(column('completion')) },
          byIndex(rows),
          {
            columns: ['prompt', 'completion'],
            data: rows.map(({ prompt, completion }) => [prompt, completion]),
          },
        ];
        for (const layout of layouts) expect(values(JSON.stringify(layout, null, indent))).toEqual(rows);
        expect(values(rows.map((row) => JSON.stringify(row, null, indent)).join('\n'))).toEqual(rows);
      }),
    );
  });
});

describe('what JSON does not allow but writers add', () => {
  test('NaN and Infinity are no value', () => {
    expect(values('[{"prompt": "NaN", "n": NaN, "m": [-Infinity, Infinity]}]')).toEqual([
      { prompt: 'NaN', n: null, m: [null, null] },
    ]);
    expect(values('{"prompt": "a", "n": NaN}\n{"prompt": "b", "n": 1}')).toEqual([
      { prompt: 'a', n: null },
      { prompt: 'b', n: 1 },
    ]);
  });

  test('trailing commas, but none within texts', () => {
    expect(values('[{"prompt": "a,]", "completion": "b,}",},\n]')).toEqual([
      { prompt: 'a,]', completion: 'b,}' },
    ]);
  });
});

describe('what cannot be read is refused with its line and cause', () => {
  test.each([
    [
      'a comment',
      '[\n// the first\n{"prompt": "a"}]',
      /x\.json, line 2: not valid JSON: a comment stands here/,
    ],
    ['a comment between', '{"data": [{"prompt": "a"} /* x */]}', /line 1: not valid JSON: a comment/],
    ['single quotes', "[\n{'prompt': 'a'}]", /line 2: not valid JSON: a text stands in single quotes/],
    ['Python’s words', '[{"prompt": None}]', /line 1: not valid JSON: None is Python's/],
    [
      'a missing comma',
      '[\n{"prompt": "a"\n"completion": "b"}\n]',
      /line 3: not valid JSON: a comma is missing/,
    ],
    [
      'an object left open',
      '[{\n"prompt": "a"},\n{"prompt": "b"',
      /line 3: not valid JSON: an object is not closed/,
    ],
    [
      'a text left open',
      '[\n{"prompt": "a},\n{"prompt": "b"}]',
      /line 2: not valid JSON: a text is not closed/,
    ],
    [
      'the second of several objects',
      '{\n"prompt": "a"\n}\n{\n"prompt": b\n}',
      /line 5: not valid JSON: "b" is no JSON value/,
    ],
    [
      'SQuAD’s nesting',
      '{"version": "1.1", "data": [{"title": "x", "paragraphs": [{"context": "y", "qas": []}]}]}',
      /nested as SQuAD's files are/,
    ],
    [
      'several lists',
      '{"good": [{"a": 1}], "bad": [{"a": 2}]}',
      /several lists: "good", "bad"\. Keep the one/,
    ],
  ])('%s', (_name, text, message) => {
    expect(() => readJson('x.json', text)).toThrow(message);
    expect(() => readJson('x.json', text)).toThrow(expect.objectContaining({ code: 'data-format' }));
  });

  test('valid JSON is never called invalid', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('', '\n', ' \n '), (text, space) => {
        try {
          readJson('x.json', space + text + space);
        } catch (error) {
          expect(String(error)).not.toContain('not valid');
        }
      }),
    );
  });

  test('nesting without end is refused, not run into', () => {
    expect(() => readJson('x.json', '['.repeat(100_000))).toThrow(/not valid JSON/);
  });
});
