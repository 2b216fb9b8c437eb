/** What a file is by its first bytes, where it is of a kind that has no text of its own. */

/** First bytes, and what begins with them. */
const MAGIC = [
  ['%PDF', 'a PDF'],
  ['\xd0\xcf\x11\xe0', 'an old Office file'],
  ['7z\xbc\xaf', 'a 7-Zip archive'],
  ['Rar!', 'a RAR archive'],
  ['BZh', 'packed by bzip2'],
  ['\xfd7zXZ', 'packed by xz'],
  ['\x28\xb5\x2f\xfd', 'packed by Zstandard'],
  ['\x1f\x8b', 'packed by gzip'],
  ['PK\x03\x04', 'a zip archive'],
  ['PK\x05\x06', 'a zip archive'],
  ['ARROW1', 'an Arrow file'],
  ['PAR1', 'a Parquet file'],
  ['SQLite format 3', 'an SQLite database'],
  ['\x89PNG', 'a picture'],
  ['\xff\xd8\xff', 'a picture'],
  ['GIF8', 'a picture'],
  ['RIFF', 'a picture or a recording'],
  ['MZ', 'a program'],
  ['\x7fELF', 'a program'],
] as const satisfies readonly (readonly [string, string])[];
export type FileKind = (typeof MAGIC)[number][1];

/** Null for text and for what is not known. */
export function kindOf(bytes: Uint8Array): FileKind | null {
  const found = MAGIC.find(([magic]) =>
    Array.from(magic).every((character, i) => bytes[i] === character.charCodeAt(0)),
  );
  return found?.[1] ?? null;
}
