/** Parquet's rows as records, by hyparquet, which is loaded only when a file is Parquet. */
import { refuse } from './pairs.ts';
import type { JsonRecord } from './json.ts';

export const isParquet = (bytes: Uint8Array) =>
  new TextDecoder('latin1').decode(bytes.subarray(0, 4)) === 'PAR1';

/**
 * @param name the file's name, for messages
 * @returns one record a row; its `line` is the row's number, from 1
 * @throws LabError `data-format` where the file is damaged
 */
export async function readParquet(name: string, bytes: Uint8Array): Promise<JsonRecord[]> {
  const [{ parquetReadObjects }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  const file = bytes.slice().buffer;
  try {
    const rows: unknown[] = await parquetReadObjects({ file, compressors });
    return rows.map((row, index) => ({ line: index + 1, value: plain(row) }));
  } catch (error) {
    throw refuse(
      `${name} is not whole, or not Parquet that can be read here: ${String(error)}. Save it again.`,
    );
  }
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
