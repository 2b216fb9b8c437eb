/** Fetches a file of the site whole, or says why it cannot be had: no answer, an error, a web page in its place. */
import { LabError, messageOf } from '../core/lab-error.ts';

/** So long a server may send nothing. A slow download that goes on is waited for. */
const PATIENCE_MS = 10_000;
/** A timer that is so late stood still: the computer slept, or the thread was busy. */
const LATE_MS = 1000;

/**
 * When the site last sent anything, whichever file it was of: a browser opens few connections at a time, and while some files
 * come, others wait for their turn.
 */
let heardAt = -Infinity;

/** How a web page begins, with whatever media type it is sent. */
const HTML = /^\s*(<!doctype html|<html)/i;

export interface FetchOptions {
  /** Hears of the bytes so far. */
  onProgress?: (loaded: number) => void;
  cache?: RequestCache;
  patienceMs?: number;
  /** Ends the fetch, which then rejects with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * A file that breaks off while it comes is asked for once more, past the browser's cache: Chromium's breaks off a large
 * file that two workers ask for at once and that it has no room for.
 * @throws LabError `file-fetch` naming the file and what came in its place
 */
export async function fetchFile(url: URL, options: FetchOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  const { onProgress, cache = 'default', patienceMs = PATIENCE_MS, signal } = options;
  let hasBegun = false;
  const failure = (why: string) => new LabError('file-fetch', `${url.pathname}: ${why}`);
  const giveUp = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (ms: number) => {
    const due = performance.now() + ms;
    const look = () => {
      const now = performance.now();
      const left = now - due > LATE_MS ? patienceMs : heardAt + patienceMs - now;
      if (left > 0) wait(left);
      else giveUp.abort(failure(`the server has sent nothing for ${patienceMs / 1000} s.`));
    };
    timer = setTimeout(look, ms);
  };
  const end = () => giveUp.abort(signal?.reason);
  signal?.addEventListener('abort', end);
  try {
    signal?.throwIfAborted();
    wait(patienceMs);
    const response = await fetch(url, { cache, signal: giveUp.signal });
    heardAt = performance.now();
    if (!response.ok || !response.body) throw failure(`the server answered ${response.status}.`);
    hasBegun = true;
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let loaded = 0;
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      heardAt = performance.now();
      if (done) break;
      chunks.push(value);
      loaded += value.byteLength;
      onProgress?.(loaded);
    }
    const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
    if (HTML.test(new TextDecoder().decode(bytes.subarray(0, 256))))
      throw failure('the server answered with a web page in place of the file.');
    return bytes;
  } catch (error) {
    if (error instanceof LabError || giveUp.signal.aborted) throw error;
    if (!hasBegun || cache === 'no-store') throw failure(messageOf(error));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
  return fetchFile(url, { ...options, cache: 'no-store' });
}
