/** What lies in a .gz or .zip, told by its first bytes, and by name what other files are that hold no text to learn. */
import { Gunzip } from 'fflate';
import { count } from '../core/count.ts';
import { tellNobody, type Tell } from '../core/file-progress.ts';
import { LabError } from '../core/lab-error.ts';
import { crc32 } from '../formats/crc32.ts';
import { kindOf, type FileKind } from '../formats/file-kind.ts';
import { readZip } from '../formats/zip.ts';
import { refuse } from './pairs.ts';

export interface Unpacked {
  /** The packed file's own name, so that its ending tells its kind. */
  name: string;
  bytes: Uint8Array;
  packing: 'gzip' | 'zip' | null;
}

/** Packed files can grow a thousandfold; more than this would fill the memory. */
const MOST_UNPACKED_BYTES = 128e6;

/** Archives of many small files are packed again; of blocks, as bgzip writes them, this holds more than may be unpacked. */
const MOST_MEMBERS = 20_000;

const tooBig = (name: string) =>
  refuse(`${name} unpacks to more than ${MOST_UNPACKED_BYTES / 1e6} MB. Cut it into smaller files.`);

const tooMany = (name: string) =>
  refuse(
    `${name} is made of more than ${count(MOST_MEMBERS)} gzip members. Unpack it, and pack it again as one.`,
  );

/** What to do about files that hold no text to learn. */
const REMEDIES: Readonly<Partial<Record<FileKind, string>>> = {
  'a PDF': 'Copy its text into a .txt file',
  'an old Office file': 'Save it as CSV (UTF-8)',
  'a 7-Zip archive': 'Unpack it, and give the file inside',
  'a RAR archive': 'Unpack it, and give the file inside',
  'packed by bzip2': 'Unpack it, or pack it as .gz',
  'packed by xz': 'Unpack it, or pack it as .gz',
  'packed by Zstandard': 'Unpack it, or pack it as .gz',
  'an Arrow file': 'Save it as Parquet or JSON Lines',
  'an SQLite database': 'Export the table as CSV',
  'a picture': 'Choose a file of text or a Parquet file',
};

/** @throws LabError `data-format` where the archive is damaged, holds not exactly one file of data, or the file is none */
export function unpack(name: string, bytes: Uint8Array, tell: Tell = tellNobody): Unpacked {
  const kind = kindOf(bytes);
  const remedy = kind && REMEDIES[kind];
  if (remedy)
    throw refuse(`${name} is ${kind === 'a picture' ? 'not a text file but ' : ''}${kind}. ${remedy}.`);
  if (kind === 'packed by gzip') return gunzip(name, bytes, tell);
  if (kind === 'a zip archive') {
    tell('unpacking');
    return unzip(name, bytes);
  }
  return { name, bytes, packing: null };
}

function gunzip(name: string, bytes: Uint8Array, tell: Tell): Unpacked {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Uint8Array[] = [];
  let size = 0;
  let member = { crc: 0, size: 0 };
  /** Whether the current member's checksum and size stand before this place, as its trailer. An empty member ends in 3, 0. */
  const endsAt = (end: number) =>
    end >= 18 &&
    view.getUint32(end - 8, true) === member.crc &&
    view.getUint32(end - 4, true) === member.size &&
    (member.size > 0 || bytes[end - 10] === 3);
  const stream = new Gunzip((chunk) => {
    size += chunk.length;
    if (size > MOST_UNPACKED_BYTES) throw tooBig(name);
    chunks.push(chunk);
    member = { crc: crc32(chunk, member.crc), size: member.size + chunk.length };
  });
  let members = 0;
  stream.onmember = (start) => {
    if (++members > MOST_MEMBERS) throw tooMany(name);
    // After a wrong trailer the sums go on, and no later trailer fits them.
    if (endsAt(start)) member = { crc: 0, size: 0 };
  };
  try {
    // Piece by piece, so that what grows too large is given up early.
    for (let at = 0; at < bytes.length; at += 1 << 16) {
      tell('unpacking', at, bytes.length);
      stream.push(bytes.subarray(at, at + (1 << 16)), at + (1 << 16) >= bytes.length);
    }
  } catch (error) {
    // All other faults show in the trailer; zeros behind it, which fflate takes for a fault, are padding.
    if (error instanceof LabError) throw error;
  }
  let end = bytes.length;
  while (!endsAt(end) && bytes[end - 1] === 0) end--;
  if (!endsAt(end))
    throw refuse(
      `${name} is damaged: its gzip data does not match its checksum, or breaks off. Pack or download it again.`,
    );
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return { name: name.replace(/\.gz(ip)?$/i, ''), bytes: all, packing: 'gzip' };
}

function unzip(name: string, bytes: Uint8Array): Unpacked {
  const tryTo = <T>(act: () => T): T => {
    try {
      return act();
    } catch {
      throw refuse(`${name} is a damaged or locked zip archive. Unpack it, and give the file inside.`);
    }
  };
  const entries = tryTo(() => readZip(bytes));
  const names = entries.map((file) => file.name);
  if (names.some((file) => file.startsWith('xl/')))
    throw refuse(`${name} is an Excel workbook. Save the sheet as CSV (UTF-8), and give that.`);
  if (names.some((file) => file.startsWith('word/')) || names.includes('content.xml'))
    throw refuse(`${name} is an Office document. Save it as plain text or CSV, and give that.`);
  const data = entries.filter(
    (file) => !/\/$|^__MACOSX\/|(^|\/)\.|(^|\/)readme|(^|\/)license/i.test(file.name),
  );
  const [only, ...others] = data;
  if (only === undefined || others.length > 0) {
    const some = data.slice(0, 5).map((file) => file.name);
    throw refuse(
      `${name} is a zip archive that holds ${data.length === 0 ? 'no file' : `${data.length} files: ${some.join(', ')}`}. ` +
        'Unpack it, and give the one file to learn from.',
    );
  }
  if (only.bytes > MOST_UNPACKED_BYTES) throw tooBig(name);
  return {
    name: only.name.split('/').at(-1) ?? only.name,
    bytes: tryTo(() => only.unpack()),
    packing: 'zip',
  };
}
