/** Puts tables into docs/results.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { withTables } from './report.ts';

const REPORT = 'docs/results.md';

/** Writes tables between their marks, as `withTables`; all else in the file stays. */
export async function writeTables(name: string, tables: string): Promise<void> {
  const text = withTables(readFileSync(REPORT, 'utf8'), name, tables);
  writeFileSync(REPORT, await format(text, { ...(await resolveConfig(REPORT)), filepath: REPORT }));
}
