/** A log on disk, one JSON object a line. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { readLines } from './log.ts';

export interface LogFile<T> {
  /** What the file holds, and what was appended since. */
  readonly entries: T[];
  append(entry: T): void;
}

/** Opens a log, or begins one; says which of its lines are none. */
export function openLog<T>(path: string, schema: z.ZodType<T>): LogFile<T> {
  const read = () => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  const { entries, damaged } = readLines(schema, read());
  if (damaged.length > 0) console.warn(`${path}: no entry on line ${damaged.join(', ')}; left out.`);
  return {
    entries,
    append(entry) {
      // A line that was cut off when the process was killed must not swallow the next.
      const old = read();
      mkdirSync(dirname(path), { recursive: true });
      appendFileSync(path, `${old === '' || old.endsWith('\n') ? '' : '\n'}${JSON.stringify(entry)}\n`);
      entries.push(entry);
    },
  };
}
