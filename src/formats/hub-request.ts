/**
 * Requests to the Hugging Face Hub, and what it means when it refuses one. No request has a header that a browser would ask
 * leave for first: the hosts of large files refuse such questions. So a range is asked for without If-Range, and the answer's
 * ETag is compared instead (hub-download.ts).
 */
import { z } from 'zod';
import { ModelError } from './model-error.ts';

/** So long the Hub may send nothing. */
const PATIENCE_MS = 20_000;

export interface HubWays {
  /** Where the Hub is. */
  hub: string;
  /** Ends the work, which then rejects with the signal's reason. */
  signal?: AbortSignal;
  patienceMs?: number;
}

export interface Answer {
  response: Response;
  /** The bytes as they come; they may be left at any time. @throws ModelError `cut` */
  chunks: () => AsyncGenerator<Uint8Array<ArrayBuffer>, void>;
}

/**
 * @param file the name of what is asked for, for messages
 * @param range the bytes that are wanted, as `0-7` or `100-`; all where absent
 * @throws ModelError where there is no answer, or one that refuses
 */
export async function ask(url: URL, file: string, ways: HubWays, range?: string): Promise<Answer> {
  const { signal, patienceMs = PATIENCE_MS } = ways;
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listen = () => {
    timer = setTimeout(() => silence.abort(), patienceMs);
  };
  const stop = () => clearTimeout(timer);
  listen();
  let response: Response;
  try {
    response = await fetch(url, {
      // What comes is kept elsewhere, or needed once.
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.any([silence.signal, ...(signal ? [signal] : [])]),
      ...(range !== undefined && { headers: { Range: `bytes=${range}` } }),
    });
  } catch {
    signal?.throwIfAborted();
    // A browser says no more than “Failed to fetch”.
    throw new ModelError('no-answer', { file });
  } finally {
    stop();
  }
  const { body } = response;
  if (!response.ok) throw await refusalOf(response, file);
  if (!body) throw new ModelError('unclear', { file });
  async function* chunks(): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
    const reader = (body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
    try {
      for (;;) {
        listen();
        const { done, value } = await reader.read();
        stop();
        if (done) return;
        yield value;
      }
    } catch {
      signal?.throwIfAborted();
      throw new ModelError('cut', { file });
    } finally {
      stop();
      await reader.cancel().catch(() => undefined);
    }
  }
  return { response, chunks };
}

/** A small file whole. @throws ModelError */
export async function fetchBytes(url: URL, file: string, ways: HubWays): Promise<Uint8Array<ArrayBuffer>> {
  const { chunks } = await ask(url, file, ways);
  const found: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of chunks()) found.push(chunk);
  return new Uint8Array(await new Blob(found).arrayBuffer());
}

/** A small file as JSON. @throws ModelError */
export async function fetchJson(url: URL, file: string, ways: HubWays): Promise<unknown> {
  const bytes = await fetchBytes(url, file, ways);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new ModelError('unclear', { file }, 'It is not JSON.');
  }
}

/** The most of the Hub's own words that are shown. */
const MOST_SAID = 300;

/**
 * Why the Hub refuses: by its header X-Error-Code, or, where a browser may not see that, by the status.
 * Its answers to a missing model and to a private one are the same, 401.
 */
async function refusalOf(response: Response, file: string): Promise<ModelError> {
  const { status, headers } = response;
  const code = headers.get('X-Error-Code');
  const said = headers.get('X-Error-Message') ?? (await errorIn(response));
  const fault = (...[name, values]: ConstructorParameters<typeof ModelError>) =>
    new ModelError(name, values, said?.slice(0, MOST_SAID) ?? null);
  if (status === 429) return fault('too-many', { seconds: secondsUntilNext(headers) });
  if (code === 'GatedRepo' || (code === null && status === 403)) return fault('gated');
  if (code === 'RepoNotFound') return fault('absent');
  if (code === 'RevisionNotFound') return fault('no-revision');
  if (code === 'EntryNotFound') return fault('no-file', { file });
  if (code === null && status === 401) return fault('absent');
  if (code === null && status === 404) {
    if (/\brev/i.test(said ?? '')) return fault('no-revision');
    return file === '' ? fault('absent') : fault('no-file', { file });
  }
  return fault('refused', { status, file });
}

/** The reason in the body of an error, `{ "error": "…" }`. */
async function errorIn(response: Response): Promise<string | null> {
  try {
    const json: unknown = JSON.parse((await response.text()).slice(0, 10_000));
    return z.looseObject({ error: z.string() }).safeParse(json).data?.error ?? null;
  } catch {
    return null;
  }
}

/** By Retry-After, or the Hub's `RateLimit: "api";r=0;t=57`; 0 where neither tells. */
function secondsUntilNext(headers: Headers): number {
  const told = headers.get('Retry-After') ?? /\bt=(\d+)/.exec(headers.get('RateLimit') ?? '')?.[1];
  const seconds = Number(told);
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : 0;
}
