import { describe, expect, test } from 'vitest';
import { jsonl, readKnown } from './testing.ts';

const TABLES = {
  name: 'dev.tables.jsonl',
  text: jsonl(
    {
      header: ['Team', 'Points', 'Player\'s "nick"'],
      page_title: 'League',
      types: ['text', 'real', 'text'],
      id: '1-1000-1',
      section_title: '',
      caption: '',
      rows: [
        ['Chelsea', 82, 'Lamps'],
        ['Arsenal', 70.5, null],
      ],
      name: 'table_1000_1',
    },
    {
      id: '2-7-1',
      header: ['Score', 'score', '', ' Name\n of it '],
      types: ['text', 'text', 'real', 'text'],
      rows: [],
    },
    { id: 'ragged', header: ['a', 'b'], types: ['text', 'text'], rows: [['1', '2'], ['3']] },
  ),
};
const question = (
  sel: number,
  agg: number,
  conds: (string | number)[][],
  { id = '1-1000-1', asked = 'How many?' } = {},
) => ({ phase: 1, table_id: id, question: asked, sql: { sel, conds, agg } });
const questions = (...records: unknown[]) => ({ name: 'dev.jsonl', text: jsonl(...records) });

const sqlOf = (...records: unknown[]) =>
  readKnown(questions(...records), TABLES).pairs.map(({ completion }) => completion);

describe('WikiSQL', () => {
  test('makes columns and question the prompt and SQL the completion, and keeps the table', () => {
    const asked = 'What is the most points of Chelsea?';
    const { recognised, pairs, dropped } = readKnown(
      questions(question(1, 1, [[0, 0, 'Chelsea']], { asked })),
      TABLES,
    );
    expect(recognised).toMatchObject({
      id: 'wikisql',
      name: 'WikiSQL',
      metrics: ['execution-accuracy', 'exact-match'],
      sure: true,
    });
    expect(dropped).toEqual([]);
    expect(pairs).toEqual([
      {
        prompt: `Team | Points | Player's "nick"\n${asked}`,
        completion: `SELECT MAX("Points") FROM "table" WHERE "Team" = 'Chelsea'`,
        line: 1,
        table: {
          columns: ['Team', 'Points', 'Player\'s "nick"'],
          types: ['text', 'real', 'text'],
          rows: [
            ['Chelsea', 82, 'Lamps'],
            ['Arsenal', 70.5, null],
          ],
        },
      },
    ]);
  });

  test('every aggregate and operator, none and several conditions', () => {
    expect(sqlOf(...[0, 1, 2, 3, 4, 5].map((agg) => question(1, agg, [])))).toEqual([
      'SELECT "Points" FROM "table"',
      'SELECT MAX("Points") FROM "table"',
      'SELECT MIN("Points") FROM "table"',
      'SELECT COUNT("Points") FROM "table"',
      'SELECT SUM("Points") FROM "table"',
      'SELECT AVG("Points") FROM "table"',
    ]);
    expect(
      sqlOf(
        question(0, 0, [
          [1, 0, 82],
          [1, 1, 70.5],
          [1, 2, -3],
        ]),
      ),
    ).toEqual(['SELECT "Team" FROM "table" WHERE "Points" = 82 AND "Points" > 70.5 AND "Points" < -3']);
  });

  test.each([
    ['a quote mark in a value', 0, "Lamp's", `"Team" = 'Lamp''s'`],
    ['a double quote in a name', 2, 'x', `"Player's ""nick""" = 'x'`],
    ['a number in a text column', 0, 1998, `"Team" = '1998'`],
    ['a number as text', 1, '1998', '"Points" = 1998'],
    ['thousands', 1, '1,234,567.5', '"Points" = 1234567.5'],
    ['text in a column of numbers', 1, '82 or so', `"Points" = '82 or so'`],
    ['a comma that parts no thousands', 1, '1,23', `"Points" = '1,23'`],
    ['a number beyond all', 1, '1e999', `"Points" = '1e999'`],
  ])('%s', (_name, column, value, condition) => {
    expect(sqlOf(question(0, 0, [[column, 0, value]]))).toEqual([
      `SELECT "Team" FROM "table" WHERE ${condition}`,
    ]);
  });

  test('column names that SQLite would not take side by side are told apart', () => {
    const asked = questions(question(1, 0, [[2, 1, 3]], { id: '2-7-1' }));
    const [pair] = readKnown(asked, TABLES).pairs;
    expect(pair?.table?.columns).toEqual(['Score', 'score (2)', 'column 3', 'Name of it']);
    expect(pair?.completion).toBe('SELECT "score (2)" FROM "table" WHERE "column 3" > 3');
  });

  test('the files in either order, with Windows line ends', () => {
    const asked = questions(question(0, 3, []));
    const windows = { ...asked, text: asked.text.replaceAll('\n', '\r\n') };
    expect(readKnown(TABLES, windows).pairs).toEqual(readKnown(asked, TABLES).pairs);
  });

  test('rows that cannot be used are left out with reason and line', () => {
    const { pairs, dropped } = readKnown(
      {
        name: 'dev.jsonl',
        text:
          jsonl(
            question(0, 0, []),
            question(0, 0, [], { id: '9-9-9' }),
            question(0, 0, [], { id: 'ragged' }),
            question(3, 0, []),
            question(0, 0, [[3, 0, 'x']]),
            question(0, 6, []),
            question(0, 0, [[0, 3, 'x']]),
            question(0, 0, [], { asked: ' ' }),
            { table_id: '1-1000-1', question: 'No SQL?' },
          ) + '{"cut off": ',
      },
      TABLES,
    );
    expect(pairs.map(({ line }) => line)).toEqual([1]);
    expect(dropped).toEqual([
      { reason: 'no-table', line: 2 },
      { reason: 'no-table', line: 3 },
      { reason: 'bad-row', line: 4 },
      { reason: 'bad-row', line: 5 },
      { reason: 'bad-row', line: 6 },
      { reason: 'bad-row', line: 7 },
      { reason: 'empty-prompt', line: 8 },
      { reason: 'bad-row', line: 9 },
      { reason: 'bad-row', line: 10 },
    ]);
  });

  test('one file alone says which other is missing', () => {
    const asked = questions(question(0, 0, []));
    expect(() => readKnown(asked)).toThrow(
      /^dev\.jsonl holds WikiSQL's questions; the tables they are asked of are in another file, usually dev\.tables\.jsonl\./,
    );
    expect(() => readKnown(TABLES)).toThrow(
      /^dev\.tables\.jsonl holds WikiSQL's tables; the questions about them are in another file, usually dev\.jsonl\./,
    );
    expect(() => readKnown(asked, asked)).toThrow(expect.objectContaining({ code: 'data-incomplete' }));
  });

  test('files that do not belong together are refused by name', () => {
    const other = { name: 'poem.txt', text: 'Hello' };
    expect(() => readKnown(TABLES, other)).toThrow(/dev\.tables\.jsonl and poem\.txt do not belong together/);
    const asked = questions(question(0, 0, []));
    expect(() => readKnown(asked, TABLES, TABLES)).toThrow(/do not belong together.*one file at a time/);
    expect(() => readKnown(other, other)).toThrow(/do not belong together/);
    expect(() => readKnown(asked, { name: 'x.jsonl', text: '' })).toThrow(/x\.jsonl is empty/);
  });

  test('ten thousand questions share their tables', () => {
    const many = Array.from({ length: 10_000 }, (_, i) =>
      question(0, 0, [[1, 0, i]], { asked: `Who has ${i}?` }),
    );
    const { pairs } = readKnown(questions(...many), TABLES);
    expect(pairs).toHaveLength(10_000);
    expect(new Set(pairs.map(({ table }) => table)).size).toBe(1);
  });
});
