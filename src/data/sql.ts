/**
 * Runs SQL queries on a table in a real SQLite, in memory, to tell whether two queries answer alike: WikiSQL's execution
 * accuracy. A query that SQLite refuses answers nothing; it is never an error.
 */
import type { Database, SqlJsConfig, SqlValue } from 'sql.js';
import type { SqlTable } from '../core/sql-table.ts';

export interface SqlRunner {
  /** Whether both queries give the same rows, in any order, with texts compared without case. */
  agree(table: SqlTable, query: string, reference: string): boolean;
  dispose(): void;
}

/** Loads SQLite. The caller disposes it. @param config where its WASM file is; found by itself in Node */
export async function openSql(config?: SqlJsConfig): Promise<SqlRunner> {
  const { default: initSqlJs } = await import('sql.js');
  const sqlite = await initSqlJs(config);
  const databases = new Map<SqlTable, Database>();

  const open = (table: SqlTable): Database => {
    let database = databases.get(table);
    if (!database) {
      databases.set(table, (database = new sqlite.Database()));
      const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
      const name = quote(table.name ?? 'table');
      const columns = table.columns.map((column, i) => `${quote(column)} ${table.types[i] ?? 'text'}`);
      database.run(`CREATE TABLE ${name} (${columns.join(', ')})`);
      const places = table.columns.map(() => '?').join(', ');
      for (const row of table.rows) database.run(`INSERT INTO ${name} VALUES (${places})`, row);
      // Whatever a model writes, it reads only.
      database.run('PRAGMA query_only = 1');
    }
    return database;
  };

  /** The rows in a fixed order, or null where the query is no single SELECT that SQLite accepts. */
  const rowsOf = (table: SqlTable, query: string): string[] | null => {
    // WITH could recurse for ever.
    if (!/^\s*select\b/i.test(query) || /\brecursive\b/i.test(query)) return null;
    try {
      const results = open(table).exec(query);
      const [only, ...others] = results;
      if (others.length > 0) return null;
      return (only?.values ?? []).map((row) => JSON.stringify(row.map(comparable))).sort();
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
