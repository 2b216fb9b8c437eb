/**
 * Reads zip archives (PKWARE's APPNOTE 6.3.10, sections 4.3 and 4.5.3), in memory or on the disk. What a file of one takes when it is
 * unpacked is told before that is done. One that proves to be larger than it says, or whose checksum is another, is refused.
 */
import { Inflate } from 'fflate';
import { messageOf } from '../core/lab-error.ts';
import { crc32 } from './crc32.ts';
import { fileGone } from './read-blob.ts';

export interface ZipEntry {
  /** With its path; that of a folder ends in "/". */
  name: string;
  /** What it takes when it is unpacked, as the archive says. */
  bytes: number;
  /** @throws ZipError where it is damaged or locked, or takes other than `bytes` */
  unpack(): Uint8Array<ArrayBuffer>;
}

/** The archive is damaged, or packed in a way that is not read; the message says how. */
export class ZipError extends Error {
  override name = 'ZipError';
}

const END = 0x06054b50;
const END_SIZE = 22;
/** Before the end of an archive may stand where that of a large one is. */
const LOCATOR = 0x07064b50;
const LOCATOR_SIZE = 20;
const LARGE_END = 0x06064b50;
const MOST_COMMENT = 65_535;
const LISTED = 0x02014b50;
const LOCAL = 0x04034b50;
const LOCAL_SIZE = 30;

/** A size or place that stands in the extra field instead, as it takes more than 32 bits. */
const ELSEWHERE = 0xffffffff;
const LARGE_FIELD = 1;

const STORED = 0;
const DEFLATED = 8;
const LOCKED_FLAG = 1;
const UTF8_FLAG = 1 << 11;

/** Bytes that are inflated in one go: they can grow a thousandfold. */
const PIECE = 1 << 14;

/**
 * Where the list of an archive's files is, and how many it names.
 * @param view the archive's end
 * @param before how many bytes of the archive stand before it
 */
function listOf(view: DataView, before = 0): { at: number; count: number } {
  let end = view.byteLength - END_SIZE;
  const first = Math.max(0, end - MOST_COMMENT);
  while (end >= first && view.getUint32(end, true) !== END) end--;
  if (end < first) throw new ZipError('It has no list of its files.');
  const locator = end - LOCATOR_SIZE;
  if (locator >= 0 && view.getUint32(locator, true) === LOCATOR) {
    const large = Number(view.getBigUint64(locator + 8, true)) - before;
    if (view.getUint32(large, true) === LARGE_END)
      return {
        count: Number(view.getBigUint64(large + 32, true)),
        at: Number(view.getBigUint64(large + 48, true)),
      };
  }
  return { count: view.getUint16(end + 10, true), at: view.getUint32(end + 16, true) };
}

/** Numbers that the extra field has for those that stand elsewhere, in their order. */
function* largeNumbers(view: DataView, from: number, end: number): Generator<number, undefined> {
  for (let at = from; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== LARGE_FIELD) continue;
    const stop = at + 4 + view.getUint16(at + 2, true);
    for (let place = at + 4; place + 8 <= stop; place += 8) yield Number(view.getBigUint64(place, true));
  }
}

function inflate(packed: Uint8Array, bytes: number): Uint8Array<ArrayBuffer> {
  const unpacked = new Uint8Array(bytes);
  let size = 0;
  const stream = new Inflate((chunk) => {
    if (size + chunk.length > bytes) throw new ZipError('A file is larger than the archive says.');
    unpacked.set(chunk, size);
    size += chunk.length;
  });
  for (let at = 0; at < packed.length; at += PIECE)
    stream.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
  if (size < bytes) throw new ZipError('A file is smaller than the archive says.');
  return unpacked;
}

/** What the list says of a file. */
interface Listed {
  flags: number;
  method: number;
  checksum: number;
  packedBytes: number;
  bytes: number;
  /** Of its own header. */
  at: number;
}

/** @throws ZipError where the file is packed in a way that is not read */
function checkPacking({ flags, method, bytes, packedBytes }: Listed): void {
  if (flags & LOCKED_FLAG) throw new ZipError('A file is locked.');
  if (method !== STORED && method !== DEFLATED) throw new ZipError('A file is packed in another way.');
  if (method === STORED && packedBytes !== bytes)
    throw new ZipError('A file is not of the size that the archive says.');
}

/** How long the header is that stands before a file's packed bytes. @param view begins with it */
function headerLength(view: DataView): number {
  if (view.getUint32(0, true) !== LOCAL) throw new ZipError('A file is not where the list says.');
  return LOCAL_SIZE + view.getUint16(26, true) + view.getUint16(28, true);
}

const OTHER_CHECKSUM = 'A file’s checksum is another.';

function unpackListed(archive: Uint8Array, view: DataView, listed: Listed): Uint8Array<ArrayBuffer> {
  const { method, checksum, packedBytes, bytes, at } = listed;
  checkPacking(listed);
  const from = at + headerLength(new DataView(view.buffer, view.byteOffset + at, LOCAL_SIZE));
  const packed = archive.subarray(from, from + packedBytes);
  if (packed.length < packedBytes) throw new ZipError('It breaks off.');
  const unpacked = method === STORED ? Uint8Array.from(packed) : inflate(packed, bytes);
  if (crc32(unpacked) !== checksum) throw new ZipError(OTHER_CHECKSUM);
  return unpacked;
}

/** Any fault of reading is one of the archive: a place beyond its end, or what fflate says of the packed bytes. */
function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof ZipError ? error : new ZipError(messageOf(error));
  }
}

/** The files that a list names, in its order. @param first where in the view the list begins */
function readList(view: DataView, first: number, count: number): ({ name: string } & Listed)[] {
  const entries: ({ name: string } & Listed)[] = [];
  for (let at = first; entries.length < count;) {
    if (view.getUint32(at, true) !== LISTED) throw new ZipError('Its list of files is damaged.');
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    const flags = view.getUint16(at + 8, true);
    const large = largeNumbers(view, nameEnd, extraEnd);
    const numberAt = (place: number): number => {
      const small = view.getUint32(at + place, true);
      return small === ELSEWHERE ? (large.next().value ?? small) : small;
    };
    // In the order of the extra field.
    const bytes = numberAt(24);
    const packedBytes = numberAt(20);
    const name = new Uint8Array(view.buffer, view.byteOffset + at + 46, nameEnd - at - 46);
    entries.push({
      name: new TextDecoder(flags & UTF8_FLAG ? 'utf-8' : 'latin1').decode(name),
      flags,
      method: view.getUint16(at + 10, true),
      checksum: view.getUint32(at + 16, true),
      packedBytes,
      bytes,
      at: numberAt(42),
    });
    at = extraEnd + view.getUint16(at + 32, true);
  }
  return entries;
}

/** The files of an archive, in its order. Nothing is unpacked. @throws ZipError */
export function readZip(archive: Uint8Array): ZipEntry[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  return guarded(() => {
    const { at, count } = listOf(view);
    return readList(view, at, count).map((listed) => ({
      name: listed.name,
      bytes: listed.bytes,
      unpack: () => guarded(() => unpackListed(archive, view, listed)),
    }));
  });
}

/** A file of an archive that stays on the disk. */
export interface ZipFile extends Omit<ZipEntry, 'unpack'> {
  /** One that is stored as it is stays on the disk. @throws ZipError as `ZipEntry.unpack`; LabError `file-unreadable` */
  unpack(): Promise<Blob>;
}

/** Read from an archive's end, in bytes: its comment, its end record, and the ZIP64 locator and end record before it. */
const TAIL = MOST_COMMENT + END_SIZE + LOCATOR_SIZE + 56;
/** The list of an archive's files takes at most so many bytes: some 500,000 files. */
const MOST_LIST_BYTES = 5e7;

const isGone = (): never => {
  throw fileGone('The zip');
};

/** Lists the files of an archive on the disk, of which its end and its list are read. @throws ZipError; LabError `file-unreadable` */
export async function readZipFile(archive: Blob): Promise<ZipFile[]> {
  const viewOf = async (from: number, to: number) =>
    new DataView(await archive.slice(from, to).arrayBuffer().catch(isGone));
  const before = Math.max(0, archive.size - TAIL);
  const tail = await viewOf(before, archive.size);
  const { at, count } = guarded(() => listOf(tail, before));
  if (archive.size - at > MOST_LIST_BYTES + TAIL) throw new ZipError('Its list of files is too long.');
  const list = await viewOf(at, archive.size);
  return guarded(() => readList(list, 0, count)).map((listed) => ({
    name: listed.name,
    bytes: listed.bytes,
    async unpack() {
      const header = await viewOf(listed.at, listed.at + LOCAL_SIZE);
      const from = listed.at + guarded(() => (checkPacking(listed), headerLength(header)));
      return unpackFile(archive.slice(from, from + listed.packedBytes), listed);
    },
  }));
}

/** @param packed a file's bytes as they are in the archive */
async function unpackFile(packed: Blob, { method, packedBytes, bytes, checksum }: Listed): Promise<Blob> {
  if (packed.size < packedBytes) throw new ZipError('It breaks off.');
  const isStored = method === STORED;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  let found = 0;
  const take = (chunk: Uint8Array<ArrayBuffer>) => {
    size += chunk.length;
    if (size > bytes) throw new ZipError('A file is larger than the archive says.');
    found = crc32(chunk, found);
    if (!isStored) chunks.push(chunk);
  };
  try {
    const stream = isStored
      ? packed.stream()
      : packed.stream().pipeThrough(new DecompressionStream('deflate-raw'));
    const reader = stream.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      take(value);
    }
  } catch (error) {
    // The stream of packed bytes rejects with a DOMException, one that inflates with a TypeError.
    if (error instanceof DOMException) return isGone();
    throw error instanceof ZipError ? error : new ZipError(messageOf(error));
  }
  if (size < bytes) throw new ZipError('A file is smaller than the archive says.');
  if (found !== checksum) throw new ZipError(OTHER_CHECKSUM);
  return isStored ? packed : new Blob(chunks);
}
