/** For tests only: files through the whole import, so that a format is told from all others. */
import { readSources, type ReadPairs, type ReadResult, type Wish } from '../import.ts';
import { textSource } from '../source.ts';

interface TextFile {
  name: string;
  text: string;
}
type Given = TextFile & Partial<Wish> & { companions?: readonly TextFile[] };

/** What is read of a file's text. */
export function readPairs({ name, text, companions = [], columns = null, asText }: Given): ReadResult {
  const others = companions.map((file) => textSource(file.name, file.text));
  return readSources([textSource(name, text), ...others], { columns, asText });
}

/** What is read of a file in a public format. */
export function readKnown(
  file: Given,
  ...companions: TextFile[]
): ReadPairs & Required<Pick<ReadPairs, 'recognised'>> {
  const read = readPairs({ ...file, companions });
  if (read.kind !== 'pairs' || !read.recognised) throw new Error('No format was recognised.');
  return { ...read, recognised: read.recognised };
}

/** What is read of a file in no public format. */
export function readPlain(file: Given): ReadResult {
  const read = readPairs(file);
  if (read.kind === 'pairs' && read.recognised) throw new Error(`It was taken for ${read.recognised.name}.`);
  return read;
}

export const lines = (...rows: string[]) => rows.join('\n') + '\n';
export const jsonl = (...records: unknown[]) => lines(...records.map((record) => JSON.stringify(record)));
