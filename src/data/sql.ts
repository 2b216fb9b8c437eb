/**
 * Runs SQL queries on a table in a real SQLite, in memory, to tell whether two queries answer alike: WikiSQL's execution
 * accuracy. A query that SQLite refuses answers nothing; it is never an error.
 */
import type { Database, SqlJsConfig, SqlValue } from 'sql.js';
import type { SqlTable } from '../core/sql-table.ts';

export interface SqlRunner {
  /**
   * Whether both queries give the same rows, in any order. Case tells no texts apart, neither in conditions nor in answers,
   * as in WikiSQL's own evaluation.
   */
  agree(table: SqlTable, query: string, reference: string): boolean;
  dispose(): void;
}

/**
 * The most combinations of rows that one query may go through, a second's work or so: each reading of the table multiplies
 * them by its rows. WikiSQL's queries read one table once.
 */
const MOST_COMBINATIONS = 5e6;

/** Loads SQLite. The caller disposes it. @param config where its WASM file is; found by itself in Node */
export async function openSql(config?: SqlJsConfig): Promise<SqlRunner> {
  const { default: initSqlJs } = await import('sql.js');
  const sqlite = await initSqlJs(config);
  const databases = new Map<SqlTable, Database>();

  const open = (table: SqlTable): Database => {
    let database = databases.get(table);
    if (!database) {
      database = new sqlite.Database();
      const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
      const name = quote(table.name ?? 'table');
      const columns = table.columns.map(
        (column, i) => `${quote(column)} ${table.types[i] ?? 'text'} COLLATE NOCASE`,
      );
      database.run(`CREATE TABLE ${name} (${columns.join(', ')})`);
      const places = table.columns.map(() => '?').join(', ');
      for (const row of table.rows) database.run(`INSERT INTO ${name} VALUES (${places})`, row);
      // Whatever a model writes, it reads only.
      database.run('PRAGMA query_only = 1');
      databases.set(table, database);
    }
    return database;
  };

  /** The steps by which SQLite would answer; null where there is not exactly one statement. @throws what SQLite refuses */
  const planOf = (database: Database, query: string): string[] | null => {
    let plan: string[] | null = null;
    for (const statement of database.iterateStatements(`EXPLAIN QUERY PLAN ${query}`)) {
      if (plan) return null;
      plan = [];
      while (statement.step()) plan.push(String(statement.get().at(-1)));
    }
    return plan;
  };

  /** The rows in a fixed order, or null where the query is no single SELECT that SQLite accepts and would soon have answered. */
  const rowsOf = (table: SqlTable, query: string): string[] | null => {
    if (!/^\s*select\b/i.test(query)) return null;
    try {
      const database = open(table);
      const plan = planOf(database, query);
      if (!plan || plan.includes('RECURSIVE STEP')) return null;
      const readings = plan.filter((step) => /^(SCAN|SEARCH)\b/.test(step)).length;
      if (table.rows.length ** readings > MOST_COMBINATIONS) return null;
      const [result] = database.exec(query);
      return (result?.values ?? []).map((row) => JSON.stringify(row.map(comparable))).sort();
    } catch {
      return null;
    }
  };

  return {
    agree(table, query, reference) {
      const [actual, expected] = [rowsOf(table, query), rowsOf(table, reference)];
      return actual !== null && JSON.stringify(actual) === JSON.stringify(expected);
    },
    dispose() {
      for (const database of databases.values()) database.close();
    },
  };
}

const comparable = (value: SqlValue): unknown =>
  typeof value === 'string'
    ? value.toLowerCase()
    : typeof value === 'number'
      ? Number(value.toPrecision(9))
      : value;
