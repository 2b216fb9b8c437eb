/** Fetches a file of the site whole, or says why it cannot be had: no answer, an error, a web page in its place. */
import { LabError } from '../core/lab-error.ts';

/** So long a server may send nothing. A slow download that goes on is waited for. */
const PATIENCE_MS = 10_000;

/** How a web page begins, with whatever media type it is sent. */
const HTML = /^\s*(<!doctype html|<html)/i;

export interface FetchOptions {
  /** Hears of bytes so far, and in all (0 where the server does not say). */
  onProgress?: (loaded: number, total: number) => void;
  cache?: RequestCache;
  patienceMs?: number;
}

/** @throws LabError `file-fetch` naming the file and what came in its place */
export async function fetchFile(
  url: URL,
  { onProgress, cache = 'default', patienceMs = PATIENCE_MS }: FetchOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const failure = (why: string) => new LabError('file-fetch', `${url.pathname}: ${why}`);
  const giveUp = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = () => {
    clearTimeout(timer);
    const why = `the server has sent nothing for ${patienceMs / 1000} s.`;
    timer = setTimeout(() => giveUp.abort(failure(why)), patienceMs);
  };
  try {
    wait();
    const response = await fetch(url, { cache, signal: giveUp.signal });
    if (!response.ok || !response.body) throw failure(`the server answered ${response.status}.`);
    const total = Number(response.headers.get('content-length') ?? 0);
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let loaded = 0;
    const reader = response.body.getReader();
    for (;;) {
      wait();
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      loaded += value.byteLength;
      onProgress?.(loaded, total);
    }
    const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
    if (HTML.test(new TextDecoder().decode(bytes.subarray(0, 256))))
      throw failure('the server answered with a web page in place of the file.');
    return bytes;
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw failure(error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
  }
}
