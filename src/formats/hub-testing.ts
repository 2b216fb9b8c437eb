/**
 * A small server that answers as the Hugging Face Hub does, for tests: the list of a model's files, `resolve` addresses that send
 * to another host for large files, ranges, ETags, the headers that a browser may see, and refusals. Faults are made on demand.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

/** A model as the server has it. */
export interface ServedModel {
  /** By name. Files of weights are large ones: they lie on the other host. */
  files: Record<string, Uint8Array>;
  tags?: string[];
  gated?: boolean;
  disabled?: boolean;
}

/** How the server fails; each may be changed at any time. */
export interface ServedFaults {
  /** So many answers of the other host end after so many bytes. */
  cuts: { times: number; after: number };
  ignoresRanges: boolean;
  /** Sends other bytes than it lists, of this file. */
  damages: string | null;
  /** Requests in so many seconds' time are answered again; 0 to answer now. */
  limitedFor: number;
  /** Every answer of the other host has another ETag. */
  changesTags: boolean;
  /** Sends no header that a browser sees only where the server allows it. */
  hidesHeaders: boolean;
}

export interface ServedHub {
  models: Record<string, ServedModel>;
  faults: ServedFaults;
  /** The Hub itself. @param largeFiles where the other host is, without a slash at its end */
  hub: (largeFiles: () => string) => RequestListener;
  /** The host of large files. */
  largeFiles: RequestListener;
  /** Of the requests for files so far: the path, the range, and which host was asked. */
  asked: { host: 'hub' | 'large'; path: string; range: string | null }[];
}

export const SERVED_COMMIT = '0123456789abcdef0123456789abcdef01234567';

const isLarge = (name: string) => name.endsWith('.safetensors');
const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const gitSha1Of = (bytes: Uint8Array) =>
  createHash('sha1').update(`blob ${bytes.byteLength}\0`).update(bytes).digest('hex');

/** What the Hub lets a browser see. */
const EXPOSED = [
  ...['X-Repo-Commit', 'X-Request-Id', 'X-Error-Code', 'X-Error-Message', 'X-Total-Count', 'ETag', 'Link'],
  ...['Accept-Ranges', 'Content-Range', 'X-Linked-Size', 'X-Linked-ETag', 'X-Xet-Hash'],
].join(',');

export function serveHub(models: Record<string, ServedModel>): ServedHub {
  const faults: ServedFaults = {
    cuts: { times: 0, after: 0 },
    ignoresRanges: false,
    damages: null,
    limitedFor: 0,
    changesTags: false,
    hidesHeaders: false,
  };
  const asked: ServedHub['asked'] = [];
  /** Large files by their SHA-256. */
  const large = () =>
    new Map(
      Object.values(models).flatMap(({ files }) =>
        Object.entries(files)
          .filter(([name]) => isLarge(name))
          .map(([name, bytes]) => [sha256Of(bytes), { name, bytes }] as const),
      ),
    );
  const allow = (response: ServerResponse) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (!faults.hidesHeaders) response.setHeader('Access-Control-Expose-Headers', EXPOSED);
  };
  const refuse = (response: ServerResponse, status: number, code: string | null, message: string) => {
    if (!faults.hidesHeaders) {
      if (code !== null) response.setHeader('X-Error-Code', code);
      response.setHeader('X-Error-Message', message);
    }
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ error: message }));
  };
  let answers = 0;
  const send = (
    request: IncomingMessage,
    response: ServerResponse,
    { name, bytes: listed, tag }: { name: string; bytes: Uint8Array; tag: string },
    isCut: boolean,
  ) => {
    const bytes = faults.damages === name ? Uint8Array.from(listed).fill(7, -1) : listed;
    const [, from = '', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const isPart = from !== '' && !faults.ignoresRanges;
    const start = isPart ? Number(from) : 0;
    const end = isPart && to !== '' ? Math.min(Number(to) + 1, bytes.byteLength) : bytes.byteLength;
    if (!faults.hidesHeaders)
      response.setHeader('ETag', `"${faults.changesTags ? `${tag}-${answers++}` : tag}"`);
    response.setHeader('Accept-Ranges', 'bytes');
    response.setHeader('Content-Length', end - start);
    if (isPart && !faults.hidesHeaders)
      response.setHeader('Content-Range', `bytes ${start}-${end - 1}/${bytes.byteLength}`);
    response.writeHead(isPart ? 206 : 200);
    const body = bytes.subarray(start, end);
    if (!isCut) response.end(body);
    else
      response.write(body.subarray(0, faults.cuts.after), () =>
        setTimeout(() => request.socket.destroy(), 50),
      );
  };
  const rangeOf = (request: IncomingMessage) => request.headers.range ?? null;

  const hub: ServedHub['hub'] = (largeFiles) => (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://hub');
    allow(response);
    if (request.method === 'OPTIONS') return response.writeHead(200).end();
    if (faults.limitedFor > 0) {
      response.setHeader('RateLimit', `"api";r=0;t=${faults.limitedFor}`);
      response.setHeader('Retry-After', faults.limitedFor);
      refuse(response, 429, null, 'You have reached your rate limit.');
      return;
    }
    const [, id = '', revision = ''] = /^\/api\/models\/(.+)\/revision\/([^/]+)$/.exec(pathname) ?? [];
    const [, owner = '', commit = '', file = ''] = /^\/(.+)\/resolve\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
    const [moved] = id.includes('/') ? [] : Object.keys(models).filter((name) => name.endsWith(`/${id}`));
    if (id && moved !== undefined) {
      // An id without an owner is that of a model which has one by now.
      response.setHeader('Location', (request.url ?? '').replace(id, moved));
      return response.writeHead(307).end();
    }
    const model = models[id || owner];
    if (!model) {
      refuse(response, 401, 'RepoNotFound', 'Invalid username or password.');
      return;
    }
    if (![SERVED_COMMIT, 'main'].includes(decodeURIComponent(revision || commit))) {
      refuse(response, 404, 'RevisionNotFound', `Invalid rev id: ${decodeURIComponent(revision)}`);
      return;
    }
    if (id) {
      response.setHeader('Content-Type', 'application/json');
      return response.end(
        JSON.stringify({
          ...{ id, sha: SERVED_COMMIT, private: false, tags: model.tags ?? ['license:mit'] },
          ...{ gated: model.gated ? 'auto' : false, disabled: model.disabled ?? false },
          siblings: Object.entries(model.files).map(([rfilename, bytes]) => ({
            ...{ rfilename, size: bytes.byteLength, blobId: gitSha1Of(bytes) },
            ...(isLarge(rfilename) && {
              lfs: { sha256: sha256Of(bytes), size: bytes.byteLength, pointerSize: 133 },
            }),
          })),
        }),
      );
    }
    asked.push({ host: 'hub', path: file, range: rangeOf(request) });
    if (model.gated) {
      refuse(response, 401, 'GatedRepo', `Access to model ${owner} is restricted.`);
      return;
    }
    const bytes = model.files[decodeURIComponent(file)];
    if (!bytes) {
      refuse(response, 404, 'EntryNotFound', 'Entry not found');
      return;
    }
    response.setHeader('X-Repo-Commit', SERVED_COMMIT);
    if (!isLarge(file)) {
      send(request, response, { name: file, bytes, tag: gitSha1Of(bytes) }, false);
      return;
    }
    response.setHeader('X-Linked-Size', bytes.byteLength);
    response.setHeader('X-Linked-ETag', `"${sha256Of(bytes)}"`);
    return response.writeHead(302, { Location: `${largeFiles()}/${sha256Of(bytes)}` }).end();
  };

  const largeFiles: RequestListener = (request, response) => {
    allow(response);
    // So does the real one: no header may be sent that a browser asks leave for.
    if (request.method === 'OPTIONS') return response.writeHead(403).end();
    const hash = new URL(request.url ?? '/', 'http://large').pathname.slice(1);
    const file = large().get(hash);
    asked.push({ host: 'large', path: file?.name ?? hash, range: rangeOf(request) });
    if (!file) return response.writeHead(404).end();
    const isCut = faults.cuts.times > 0;
    if (isCut) faults.cuts.times--;
    send(request, response, { ...file, tag: hash }, isCut);
  };
  return { models, faults, hub, largeFiles, asked };
}
