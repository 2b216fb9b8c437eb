import initSqlJs, { type Database } from 'sql.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from './sql.ts';
import { TABLE_KINDS } from './sql-tables.ts';
import type { SqlTable } from '../../core/sql-table.ts';
import type { Pair } from './task.ts';
import { generate } from './splits.ts';

const { train, validation, test } = generate(sql, 1);
const pairs = [...train, ...validation, ...test];
const tableOf = ({ table }: Pair): SqlTable => {
  if (!table) throw new Error('The pair has no table.');
  return table;
};

/** Reads a query back by WikiSQL's grammar, independently of the code that wrote it. */
function read(query: string) {
  const [, aggregate = '', column = '', bare = '', table = '', where = ''] =
    /^SELECT (?:(MAX|MIN|COUNT|SUM|AVG)\((\w+)\)|(\w+)) FROM (\w+)(?: WHERE (.+))?$/.exec(query) ?? [];
  const conditions = [...where.matchAll(/(?:^| AND )(\w+) ([=<>]) ('(?:[^']|'')*'|\d+)/g)];
  expect(conditions.map(([whole]) => whole).join('')).toBe(where);
  return {
    aggregate,
    column: column || bare,
    table,
    conditions: conditions.map(([, name = '', operator = '', literal = '']) => ({
      name,
      operator,
      literal,
      value: literal.replace(/^'|'$/g, '').replaceAll("''", "'"),
    })),
  };
}

let database: Database;
beforeAll(async () => {
  database = new (await initSqlJs()).Database();
});
afterAll(() => {
  database.close();
});

/** The rows that SQLite gives for the pair's query on the pair's table. */
function run(pair: Pair) {
  const { name, columns, types, rows } = tableOf(pair);
  database.run(`CREATE TABLE ${name} (${columns.map((column, i) => `${column} ${types[i]}`).join(', ')})`);
  const places = rows.map((row) => `(${row.map(() => '?').join(', ')})`);
  database.run(`INSERT INTO ${name} VALUES ${places.join(', ')}`, rows.flat());
  const [result] = database.exec(pair.completion);
  database.run(`DROP TABLE ${name}`);
  return result?.values ?? [];
}

describe('sql', () => {
  it('writes queries that SQLite runs, nearly all with something to answer', { timeout: 60_000 }, () => {
    database.run('BEGIN');
    const answers = pairs.map(run);
    database.run('COMMIT');
    expect(
      answers.filter((rows) => rows.some(([cell]) => cell !== null)).length / pairs.length,
    ).toBeGreaterThan(0.99);
    // Not always the whole table: conditions choose.
    const chosen = pairs.filter(
      (pair, i) =>
        !/COUNT|MAX|MIN|SUM|AVG/.test(pair.completion) &&
        (answers[i]?.length ?? 0) < tableOf(pair).rows.length,
    );
    expect(chosen.length / pairs.length).toBeGreaterThan(0.3);
  });

  it("tells the table's name and columns and none of its rows", () => {
    for (const pair of pairs) {
      const { name, columns, types, rows } = tableOf(pair);
      const header = `${name}(${columns.join(', ')})`;
      expect(pair.prompt.split('\n')).toEqual([header, expect.stringMatching(/^[A-Z].*[.?]$/)]);
      expect(rows.length).toBeGreaterThanOrEqual(3);
      expect(rows.length).toBeLessThanOrEqual(6);
      expect(new Set(columns).size).toBe(columns.length);
      expect(new Set(rows.map(([key]) => key)).size).toBe(rows.length);
      for (const row of rows)
        expect(row.map((cell) => (typeof cell === 'number' ? 'real' : 'text'))).toEqual(types);
    }
  });

  it('asks for columns that there are, and says every value that the query compares with', () => {
    for (const pair of pairs) {
      const [, question = ''] = pair.prompt.split('\n');
      const { columns, types } = tableOf(pair);
      const { column, table, conditions } = read(pair.completion);
      expect(table).toBe(tableOf(pair).name);
      expect(columns).toContain(column);
      expect(new Set(conditions.map(({ name }) => name)).size).toBe(conditions.length);
      for (const { name, literal, value, operator } of conditions) {
        const type = types[columns.indexOf(name)];
        expect([pair.completion, literal.startsWith("'") ? 'text' : 'real']).toEqual([pair.completion, type]);
        if (operator !== '=') expect(type).toBe('real');
        expect(question.toLowerCase()).toContain(value.toLowerCase());
      }
    }
  });

  it('compares as the question does', () => {
    for (const { prompt, completion } of pairs) {
      const operators = read(completion).conditions.map(({ operator }) => operator);
      const [, question = ''] = prompt.split('\n');
      const greater =
        question.match(
          /\b(more than|over|above|after|later than|longer than|older than|dearer than|warmer than)\b/g,
        ) ?? [];
      const less =
        question.match(
          /\b(less than|fewer than|under|below|before|earlier than|shorter than|younger than|cheaper than|colder than)\b/g,
        ) ?? [];
      expect([prompt, greater.length, less.length]).toEqual([
        prompt,
        operators.filter((operator) => operator === '>').length,
        operators.filter((operator) => operator === '<').length,
      ]);
    }
  });

  it('aggregates as the question does, numbers only', () => {
    const shares = new Map<string, number>();
    for (const pair of pairs) {
      const { aggregate, column } = read(pair.completion);
      shares.set(aggregate, (shares.get(aggregate) ?? 0) + 1 / pairs.length);
      const [, question = ''] = pair.prompt.split('\n');
      const type = tableOf(pair).types[tableOf(pair).columns.indexOf(column)];
      if (['MAX', 'MIN', 'SUM', 'AVG'].includes(aggregate)) expect(type).toBe('real');
      const signs: [string, RegExp][] = [
        ['AVG', /average|mean/i],
        ['SUM', /\b(total|combined|sum|in all|taken together|altogether)\b|^Add up/i],
      ];
      for (const [name, sign] of signs)
        expect([question, sign.test(question)]).toEqual([question, aggregate === name]);
    }
    for (const aggregate of ['', 'MAX', 'MIN', 'COUNT', 'SUM', 'AVG'])
      expect([aggregate, (shares.get(aggregate) ?? 0) > 0.04]).toEqual([aggregate, true]);
  });

  it('has no to three conditions, and tables of every kind', () => {
    expect(new Set(pairs.map(({ completion }) => read(completion).conditions.length))).toEqual(
      new Set([0, 1, 2, 3]),
    );
    const names = new Set(pairs.map((pair) => tableOf(pair).name));
    expect(names).toEqual(new Set(TABLE_KINDS.flatMap((kind) => kind.names.map(([name]) => name))));
  });

  it('never has two columns of one table that could share a header', () => {
    for (const { key, columns } of TABLE_KINDS) {
      const headers = [key, ...columns].map((column) => column.headers);
      expect(new Set(headers.flat()).size).toBe(headers.flat().length);
    }
  });
});
