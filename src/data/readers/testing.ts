/** For tests only: files through the whole import, so that a format is told from all others. */
import { readPairs, type ReadPairs, type ReadResult, type TextFile } from '../import.ts';

type Given = TextFile & Partial<Parameters<typeof readPairs>[0]>;

/** What is read of a file in a public format. */
export function readKnown(
  file: Given,
  ...companions: TextFile[]
): ReadPairs & Required<Pick<ReadPairs, 'recognised'>> {
  const read = readPairs({ columns: null, ...file, companions });
  if (read.kind !== 'pairs' || !read.recognised) throw new Error('No format was recognised.');
  return { ...read, recognised: read.recognised };
}

/** What is read of a file in no public format. */
export function readPlain(file: Given): ReadResult {
  const read = readPairs({ columns: null, ...file });
  if (read.kind === 'pairs' && read.recognised) throw new Error(`It was taken for ${read.recognised.name}.`);
  return read;
}

export const lines = (...rows: string[]) => rows.join('\n') + '\n';
export const jsonl = (...records: unknown[]) => lines(...records.map((record) => JSON.stringify(record)));
