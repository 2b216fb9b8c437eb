import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SqlTable } from '../core/sql-table.ts';
import { openSql, type SqlRunner } from './sql.ts';

const DISHES: SqlTable = {
  name: 'dishes',
  columns: ['dish', 'price', 'the "course"'],
  types: ['text', 'real', 'text'],
  rows: [
    ['Pea soup', 4, 'soup'],
    ['Leek soup', 5, 'soup'],
    ["Ferryman's pie", 9, 'main'],
    ['Bread', null, 'side'],
  ],
};
const GOLD = "SELECT MAX(price) FROM dishes WHERE dish = 'Leek soup'";

describe('running SQL', () => {
  let sql: SqlRunner;
  beforeAll(async () => {
    sql = await openSql();
  });
  afterAll(() => sql.dispose());
  const agree = (query: string, reference = GOLD) => sql.agree(DISHES, query, reference);

  it('takes another query with the same answer', () => {
    expect(agree('select price from dishes where price = 5')).toBe(true);
    expect(agree('SELECT dish FROM dishes ORDER BY price DESC', 'SELECT dish FROM dishes')).toBe(true);
    expect(
      agree(
        "SELECT dish FROM dishes WHERE dish = 'Ferryman''s pie'",
        'SELECT dish FROM dishes WHERE price > 8',
      ),
    ).toBe(true);
    expect(agree('SELECT COUNT("the ""course""") FROM dishes', 'SELECT 4')).toBe(true);
    expect(agree("SELECT 'PEA SOUP'", 'SELECT dish FROM dishes WHERE price = 4')).toBe(true);
    expect(agree('SELECT 0.1 + 0.2', 'SELECT 0.3')).toBe(true);
    expect(agree("SELECT MAX(price) FROM dishes WHERE dish = 'LEEK soup'")).toBe(true);
  });

  it('refuses another answer', () => {
    expect(agree('SELECT MAX(price) FROM dishes')).toBe(false);
    expect(agree('SELECT dish FROM dishes WHERE price > 4', 'SELECT dish FROM dishes WHERE price >= 4')).toBe(
      false,
    );
    expect(agree('SELECT price, dish FROM dishes', 'SELECT dish, price FROM dishes')).toBe(false);
    // No rows is an answer, but not that of NULL.
    expect(
      agree('SELECT price FROM dishes WHERE price > 100', "SELECT price FROM dishes WHERE dish = 'Bread'"),
    ).toBe(false);
    expect(
      agree('SELECT price FROM dishes WHERE price > 100', 'SELECT dish FROM dishes WHERE price > 200'),
    ).toBe(true);
  });

  it('counts what SQLite refuses as wrong, and carries on', () => {
    for (const wrong of [
      '',
      'SELECT',
      'SELECT nothing FROM dishes',
      'SELECT price FROM menu',
      "SELECT price FROM dishes WHERE dish = 'Leek",
      'DROP TABLE dishes',
      'SELECT price FROM dishes WHERE price = 5; SELECT 1',
      'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t',
      'SELECT * FROM (WITH t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t)',
      `SELECT COUNT(*) FROM ${Array(20).fill('dishes').join(', ')}`,
    ])
      expect([wrong, agree(wrong)]).toEqual([wrong, false]);
    expect(agree('SELECT price FROM dishes WHERE price = 5; DELETE FROM dishes')).toBe(false);
    expect(agree(GOLD)).toBe(true);
    expect(agree("SELECT 5 FROM dishes WHERE dish <> 'with recursive' AND price = 4")).toBe(true);
  });

  it('refuses the product of a table with itself where it has more rows than would soon be read', () => {
    const rows = Array.from({ length: 300 }, (_, i) => [i]);
    const numbers: SqlTable = { name: 'numbers', columns: ['n'], types: ['real'], rows };
    expect(sql.agree(numbers, 'SELECT COUNT(*) FROM numbers a, numbers b', 'SELECT 90000')).toBe(true);
    expect(
      sql.agree(numbers, 'SELECT COUNT(*) FROM numbers a, numbers b, numbers c', 'SELECT 27000000'),
    ).toBe(false);
  });

  it('calls a table without a name `table`', () => {
    const { columns, types, rows } = DISHES;
    const unnamed = { columns, types, rows };
    expect(sql.agree(unnamed, 'SELECT 4', 'SELECT COUNT(*) FROM "table"')).toBe(true);
  });
});
