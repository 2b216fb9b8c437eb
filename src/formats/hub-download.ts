/**
 * Downloads a model's files from the Hugging Face Hub. What came stays where the connection breaks, and the rest is asked for. A
 * file is taken only if it is the one that the Hub lists: by SHA-256, of small files by the SHA-1 of git's blob.
 */
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { HubError, type HubFault } from './hub-error.ts';
import { ask, type HubWays } from './hub-request.ts';
import { fileUrl, type HubFile, type HubModel } from './hub.ts';
import type { FolderFile } from './model-folder.ts';

/** Milliseconds before each further try where nothing came since the last; then it is for the person to go on. */
const PAUSES_MS = [500, 2000, 8000];
/** Faults that a further try may mend. */
const PASSING: readonly HubFault[] = ['cut', 'no-answer'];

/** Chunks wait in memory up to so many bytes; a browser may keep blobs on the disk. */
const BLOB_BYTES = 2 ** 23;

/** What came of a file so far. */
interface Part {
  readonly bytes: number;
  /** Of the answer that it is from; null where a browser may not see it. */
  etag: string | null;
  take(chunk: Uint8Array<ArrayBuffer>): void;
  /** Forgets what came. */
  reset(): void;
  /** True where the whole is the file that the Hub lists. To be asked once. */
  isListed(): boolean;
  blob(): Blob;
}

function createPart(file: HubFile): Part {
  const newHash = () => {
    if (file.sha256 !== null) return sha256.create();
    return file.gitSha1 === null ? null : sha1.create().update(utf8ToBytes(`blob ${file.bytes}\0`));
  };
  const nothing = () => ({
    bytes: 0,
    blobs: [] as Blob[],
    chunks: [] as Uint8Array<ArrayBuffer>[],
    chunkBytes: 0,
    hash: newHash(),
  });
  let here = nothing();
  const pack = () => {
    here.blobs.push(new Blob(here.chunks));
    here.chunks = [];
    here.chunkBytes = 0;
  };
  return {
    get bytes() {
      return here.bytes;
    },
    etag: null,
    take(chunk) {
      here.chunks.push(chunk);
      here.chunkBytes += chunk.byteLength;
      here.bytes += chunk.byteLength;
      here.hash?.update(chunk);
      if (here.chunkBytes >= BLOB_BYTES) pack();
    },
    reset() {
      here = nothing();
      this.etag = null;
    },
    isListed() {
      const wanted = file.sha256 ?? file.gitSha1;
      return here.bytes === file.bytes && (!here.hash || bytesToHex(here.hash.digest()) === wanted);
    },
    blob() {
      pack();
      return new Blob(here.blobs);
    },
  };
}

export interface HubDownload {
  /** So many bytes are here. */
  readonly loaded: number;
  /**
   * Fetches what is not here yet.
   * @param onProgress hears of the bytes here so far
   * @returns the files of the folder
   * @throws HubError; what came stays for the next call, but for a file that was damaged
   */
  run(onProgress?: (loaded: number) => void, signal?: AbortSignal): Promise<FolderFile[]>;
}

export interface DownloadWays extends Omit<HubWays, 'signal'> {
  pausesMs?: readonly number[];
}

export function createDownload({ id, commit, files }: HubModel, ways: DownloadWays): HubDownload {
  const { pausesMs = PAUSES_MS, ...common } = ways;
  const parts = files.map((file) => ({ file, part: createPart(file), isChecked: false }));
  const loadedNow = () => parts.reduce((sum, { part }) => sum + part.bytes, 0);
  return {
    get loaded() {
      return loadedNow();
    },
    async run(onProgress, signal) {
      const request = { ...common, ...(signal && { signal }) };
      for (const each of parts) {
        if (each.isChecked) continue;
        const { file, part } = each;
        const url = fileUrl(ways.hub, id, commit, file.name);
        await patiently(pausesMs, part, signal, () =>
          fetchRest(url, file, part, request, () => onProgress?.(loadedNow())),
        );
        if (!part.isListed()) {
          part.reset();
          throw new HubError('damaged', { file: file.name });
        }
        each.isChecked = true;
      }
      return parts.map(({ file, part }) => ({ name: file.name, bytes: part.blob() }));
    },
  };
}

/** Tries again after faults that may pass, as long as something comes. */
async function patiently(
  pausesMs: readonly number[],
  part: Part,
  signal: AbortSignal | undefined,
  fetchSome: () => Promise<void>,
): Promise<void> {
  let tries = 0;
  for (;;) {
    const before = part.bytes;
    try {
      await fetchSome();
      return;
    } catch (error) {
      if (!(error instanceof HubError) || !PASSING.includes(error.fault)) throw error;
      if (part.bytes > before) tries = 0;
      const pause = pausesMs[tries++];
      if (pause === undefined) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
      signal?.throwIfAborted();
    }
  }
}

/** Fetches what a file lacks; from its start where the server knows no ranges, or has another file by now. @throws HubError */
async function fetchRest(
  url: URL,
  file: HubFile,
  part: Part,
  ways: HubWays,
  onProgress: () => void,
): Promise<void> {
  if (part.bytes >= file.bytes) return;
  const { response, chunks } = await ask(url, file.name, ways, part.bytes > 0 ? `${part.bytes}-` : undefined);
  const etag = response.headers.get('ETag');
  if (part.bytes > 0 && !goesOn(response, part, file)) {
    const isWhole = response.status === 200;
    part.reset();
    if (!isWhole) {
      await response.body?.cancel();
      await fetchRest(url, file, part, ways, onProgress);
      return;
    }
  }
  part.etag = etag;
  for await (const chunk of chunks()) {
    part.take(chunk);
    onProgress();
    // A file of another length is found out when it is checked.
    if (part.bytes > file.bytes) return;
  }
  if (part.bytes < file.bytes) throw new HubError('cut', { file: file.name });
}

/** True where an answer is the rest of what is here. A browser may not see all headers: those that it sees must fit. */
function goesOn({ status, headers }: Response, part: Part, file: HubFile): boolean {
  if (status !== 206) return false;
  const etag = headers.get('ETag');
  if (etag !== null && part.etag !== null && etag !== part.etag) return false;
  const [, from, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('Content-Range') ?? '') ?? [];
  if (from !== undefined && Number(from) !== part.bytes) return false;
  return total === undefined || total === '*' || Number(total) === file.bytes;
}
