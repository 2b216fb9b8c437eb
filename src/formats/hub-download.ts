/**
 * Downloads a model's files from the Hugging Face Hub. What comes is kept in pieces, and every attempt goes on after the last of
 * them: where the connection broke, the download was stopped, or the page was left. A file is taken only if it is the one that the
 * Hub lists: by SHA-256, of small files by the SHA-1 of git's blob.
 */
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { messageOf } from '../core/lab-error.ts';
import { sleep } from '../core/sleep.ts';
import { ModelError, type ModelFault } from './model-error.ts';
import { ask, type HubWays } from './hub-request.ts';
import { fileUrl, type HubFile, type HubModel } from './hub.ts';
import type { FolderFile } from './model-folder.ts';

/** Milliseconds before each further try where nothing came since the last; then it is for the person to go on. */
const PAUSES_MS = [500, 2000, 8000];
/** Faults that a further try may mend. */
const PASSING: readonly ModelFault[] = ['cut', 'no-answer'];

/** So many bytes wait in memory before they are kept as a piece. A page that is closed loses no more. */
const PIECE_BYTES = 2 ** 21;

/** Bytes of a file that came one after the other. */
export interface Piece {
  bytes: Blob;
  /** Of the answer that they are from; null where a browser may not see it. */
  etag: string | null;
}

/** The pieces of a model's files. All reject where they cannot be read or written, as where there is no room. */
export interface Pieces {
  /** Of one file, in order. */
  of(file: string): Promise<readonly Piece[]>;
  /** @param from how many bytes of the file stand before the piece */
  add(file: string, from: number, piece: Piece): Promise<void>;
  /** Deletes those of one file. */
  drop(file: string): Promise<void>;
}

/** Pieces for as long as the page is there. */
export function memoryPieces(): Pieces {
  const kept = new Map<string, readonly Piece[]>();
  const of = (file: string) => kept.get(file) ?? [];
  return {
    of: (file) => Promise.resolve(of(file)),
    add: (file, _from, piece) => Promise.resolve(void kept.set(file, [...of(file), piece])),
    drop: (file) => Promise.resolve(void kept.delete(file)),
  };
}

export const bytesOf = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { bytes }) => sum + bytes.size, 0);

export interface DownloadWays extends HubWays {
  pausesMs?: readonly number[];
}

/**
 * Fetches what is not among the pieces yet.
 * @param onProgress hears of the bytes here so far, with each change
 * @returns the files of the folder, made of the pieces
 * @throws ModelError, or what `pieces` rejects with; the pieces stay for the next call, but for those of a file that was damaged
 */
export async function download(
  { id, commit, files }: HubModel,
  pieces: Pieces,
  ways: DownloadWays,
  onProgress?: (loaded: number) => void,
): Promise<FolderFile[]> {
  const kept = await Promise.all(files.map(({ name }) => pieces.of(name)));
  let loaded = bytesOf(kept.flat());
  const onChange = (bytes: number) => onProgress?.((loaded += bytes));
  for (const file of files) {
    const part = await openPart(file, pieces, onChange, ways.signal);
    const url = fileUrl(ways.hub, id, commit, file.name);
    await patiently(part, ways, () => fetchRest(url, part, ways));
    if (!part.isListed()) {
      await part.drop();
      throw new ModelError('damaged', { file: file.name });
    }
  }
  return Promise.all(
    files.map(async ({ name }) => ({
      name,
      bytes: new Blob((await pieces.of(name)).map(({ bytes }) => bytes)),
    })),
  );
}

/** What came of a file so far. */
interface Part {
  readonly file: HubFile;
  readonly bytes: number;
  etag: string | null;
  /** Takes what comes next. */
  take(chunk: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Keeps what was taken and is no piece yet. */
  keep(): Promise<void>;
  /** Forgets what came, and deletes its pieces. */
  drop(): Promise<void>;
  /** True where the whole is the file that the Hub lists. To be asked once. */
  isListed(): boolean;
}

/**
 * Reads the pieces of a file once, for its hash.
 * @throws ModelError `damaged` where one cannot be read; all of the file are deleted then
 */
async function openPart(
  file: HubFile,
  pieces: Pieces,
  onChange: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<Part> {
  const newHash = () => {
    if (file.sha256 !== null) return sha256.create();
    return file.gitSha1 === null ? null : sha1.create().update(utf8ToBytes(`blob ${file.bytes}\0`));
  };
  let hash = newHash();
  let bytes = 0;
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  let waitingBytes = 0;
  const part: Part = {
    file,
    get bytes() {
      return bytes;
    },
    etag: null,
    async take(chunk) {
      hash?.update(chunk);
      bytes += chunk.byteLength;
      waiting.push(chunk);
      waitingBytes += chunk.byteLength;
      onChange(chunk.byteLength);
      if (waitingBytes >= PIECE_BYTES) await part.keep();
    },
    async keep() {
      if (waitingBytes === 0) return;
      const piece = { bytes: new Blob(waiting), etag: part.etag };
      waiting = [];
      waitingBytes = 0;
      await pieces.add(file.name, bytes - piece.bytes.size, piece);
    },
    async drop() {
      onChange(-bytes);
      bytes = 0;
      hash = newHash();
      await pieces.drop(file.name);
    },
    isListed() {
      return bytes === file.bytes && (!hash || bytesToHex(hash.digest()) === (file.sha256 ?? file.gitSha1));
    },
  };
  for (const piece of await pieces.of(file.name)) {
    signal?.throwIfAborted();
    let read: ArrayBuffer;
    try {
      read = await piece.bytes.arrayBuffer();
    } catch (error) {
      await part.drop();
      throw new ModelError('damaged', { file: file.name }, messageOf(error));
    }
    hash?.update(new Uint8Array(read));
    bytes += read.byteLength;
    part.etag = piece.etag;
  }
  return part;
}

/** Tries again after faults that may pass, as long as something comes. */
async function patiently(
  part: Part,
  { pausesMs = PAUSES_MS, signal }: DownloadWays,
  fetchSome: () => Promise<void>,
): Promise<void> {
  let tries = 0;
  for (;;) {
    const before = part.bytes;
    try {
      await fetchSome();
      return;
    } catch (error) {
      if (!(error instanceof ModelError) || !PASSING.includes(error.fault)) throw error;
      if (part.bytes > before) tries = 0;
      const pause = pausesMs[tries++];
      if (pause === undefined) throw error;
      await sleep(pause);
      signal?.throwIfAborted();
    }
  }
}

/** Fetches what a file lacks; from its start where the server knows no ranges, or has another file by now. @throws ModelError */
async function fetchRest(url: URL, part: Part, ways: HubWays): Promise<void> {
  const { file } = part;
  if (part.bytes >= file.bytes) return;
  const { response, chunks } = await ask(url, file.name, ways, part.bytes > 0 ? `${part.bytes}-` : undefined);
  if (part.bytes > 0 && !goesOn(response, part)) {
    await part.drop();
    if (response.status !== 200) {
      await response.body?.cancel();
      await fetchRest(url, part, ways);
      return;
    }
  }
  part.etag = response.headers.get('ETag');
  try {
    for await (const chunk of chunks()) {
      await part.take(chunk);
      // A file of another length is found out when it is checked.
      if (part.bytes > file.bytes) return;
    }
  } finally {
    await part.keep();
  }
  if (part.bytes < file.bytes) throw new ModelError('cut', { file: file.name });
}

/** True where an answer is the rest of what is here. A browser may not see all headers: those that it sees must fit. */
function goesOn({ status, headers }: Response, { file, bytes, etag: known }: Part): boolean {
  if (status !== 206) return false;
  const etag = headers.get('ETag');
  if (etag !== null && known !== null && etag !== known) return false;
  const [, from, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('Content-Range') ?? '') ?? [];
  if (from !== undefined && Number(from) !== bytes) return false;
  return total === undefined || total === '*' || Number(total) === file.bytes;
}
