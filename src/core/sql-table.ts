/** A table that a SQL query can be run on, in memory: what execution accuracy needs beside two queries. */
export interface SqlTable {
  /** What queries call it; `table` if absent. */
  name?: string;
  /** Column names, different from each other in any case, as SQLite wants them. */
  columns: string[];
  /** SQLite's type of each column. */
  types: ('text' | 'real')[];
  /** Cells in the columns' order. A `real` column may hold text where the source does. */
  rows: (string | number | null)[][];
}
