/** Parquet's rows as records, by hyparquet, which is loaded only when a file is Parquet. */
import { z } from 'zod';
import { isFields } from './json-rows.ts';
import { tellNobody, type Tell } from '../core/file-progress.ts';
import { LabError } from '../core/lab-error.ts';
import { MOST_ROWS, refuse, tooManyRows } from './pairs.ts';
import type { JsonRecord } from './json.ts';

export const isParquet = (bytes: Uint8Array) =>
  new TextDecoder('latin1').decode(bytes.subarray(0, 4)) === 'PAR1';

/** What the library `datasets` writes about its columns. */
const hubSchema = z.object({ info: z.object({ features: z.record(z.string(), z.unknown()) }) });
const labelSchema = z.object({ _type: z.literal('ClassLabel'), names: z.array(z.string()) });

/**
 * The numbers of labels become their words where the file, as those of the Hub do, says which they are.
 * @param name the file's name, for messages
 * @returns one record a row; its `line` is the row's number, from 1
 * @throws LabError `data-format` where the file is damaged
 */
export async function readParquet(
  name: string,
  bytes: Uint8Array,
  tell: Tell = tellNobody,
): Promise<JsonRecord[]> {
  tell('parsing');
  const [{ parquetMetadata, parquetReadObjects }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  const file = bytes.slice().buffer;
  try {
    const metadata = parquetMetadata(file);
    // The rows of its groups, too: either may say what is not so.
    const grouped = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
    if (Math.max(Number(metadata.num_rows), grouped) > MOST_ROWS) throw tooManyRows(name);
    const words = labelWords(metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value);
    const cells = Number(metadata.num_rows) * (metadata.schema[0]?.num_children ?? 0);
    let read = 0;
    const rows: unknown[] = await parquetReadObjects({
      file,
      metadata,
      compressors,
      onChunk: ({ rowStart, rowEnd }) => tell('parsing', (read += rowEnd - rowStart), cells),
    });
    return rows.map((row, index) => ({ line: index + 1, value: withWords(plain(row), words) }));
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw refuse(
      `${name} is not whole, or not Parquet that can be read here: ${String(error)}. Save it again.`,
    );
  }
}

/** The words of each column of labels, in the order of their numbers. */
function labelWords(about: string | undefined): [column: string, words: readonly string[]][] {
  if (about === undefined) return [];
  const parsed = hubSchema.safeParse(JSON.parse(about));
  if (!parsed.success) return [];
  return Object.entries(parsed.data.info.features).flatMap(
    ([column, feature]): ReturnType<typeof labelWords> => {
      const label = labelSchema.safeParse(feature);
      return label.success ? [[column, label.data.names]] : [];
    },
  );
}

function withWords(row: unknown, columns: ReturnType<typeof labelWords>): unknown {
  if (!isFields(row) || columns.length === 0) return row;
  const words = columns.flatMap(([column, names]) => {
    const label = row[column];
    const word = typeof label === 'number' ? names[label] : undefined;
    return word === undefined ? [] : [[column, word] as const];
  });
  return { ...row, ...Object.fromEntries(words) };
}

/** As JSON would hold it. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return value.toISOString();
  // Bytes, of a picture say, are no text.
  if (ArrayBuffer.isView(value)) return null;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  return value;
}
