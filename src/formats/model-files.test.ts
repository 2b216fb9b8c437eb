/** The shipped nano model from a real server that damages, exchanges or withholds one of its files. */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { LabError } from '../core/lab-error.ts';
import { manifestSchema } from '../core/manifest.ts';
import { fetchModelFiles } from './model-files.ts';
import { serve } from './testing-server.ts';

const NAMED = ['config.json', 'tokenizer.json', 'model.safetensors', 'heldout.txt', 'baseline.json'] as const;
const NANO = new URL('../../public/models/nano/', import.meta.url);
const shipped = new Map(
  [...NAMED, 'manifest.json'].map((file) => [file, new Uint8Array(readFileSync(new URL(file, NANO)))]),
);

const shippedManifest = () =>
  manifestSchema.parse(JSON.parse(new TextDecoder().decode(shipped.get('manifest.json'))));

type Change = (
  file: string,
  bytes: Uint8Array,
  request: { headers: Record<string, unknown> },
) => Uint8Array | null;

/** Serves the model, each file as `change` makes it; null is a 404. */
const serving =
  (change: Change): RequestListener =>
  (request, response) => {
    const file = request.url?.split('/').at(-1) ?? '';
    const bytes = shipped.get(file);
    const sent = bytes && change(file, bytes, request);
    if (sent) response.end(sent);
    else response.writeHead(404).end();
  };
const fetchFrom = async (change: Change) =>
  fetchModelFiles(new URL('models/nano/', await serve(serving(change))), undefined, { patienceMs: 2000 });

async function refusal(change: Change): Promise<LabError> {
  const error: unknown = await fetchFrom(change).catch((thrown: unknown) => thrown);
  if (!(error instanceof LabError)) throw new Error(`No LabError was thrown but ${String(error)}`);
  return error;
}

describe('a model’s files', () => {
  it('are given as they are', async () => {
    const files = await fetchFrom((_, bytes) => bytes);
    for (const file of NAMED) expect(files[file]).toEqual(shipped.get(file));
  });

  it(
    'are refused by name when one byte of one is changed, cut off or added',
    { timeout: 60_000 },
    async () => {
      let changed = (bytes: Uint8Array) => bytes;
      let victim = '';
      const folder = new URL(
        'models/nano/',
        await serve(serving((file, bytes) => (file === victim ? changed(bytes) : bytes))),
      );
      const damage = fc.oneof(
        fc
          .tuple(
            fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
            fc.integer({ min: 1, max: 255 }),
          )
          .map(
            ([place, mask]) =>
              (bytes: Uint8Array) =>
                bytes.map((byte, i) => (i === Math.floor(place * bytes.length) ? byte ^ mask : byte)),
          ),
        fc.constant((bytes: Uint8Array) => bytes.slice(0, -1)),
        fc.constant((bytes: Uint8Array) => new Uint8Array([...bytes, 10])),
        fc.constant(() => new Uint8Array()),
      );
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...NAMED), damage, async (file, damaged) => {
          victim = file;
          changed = damaged;
          const error: unknown = await fetchModelFiles(folder, undefined).catch((thrown: unknown) => thrown);
          expect(error).toBeInstanceOf(LabError);
          expect(error).toMatchObject({ code: 'model-format' });
          expect(String(error)).toContain(`/models/nano/${file} is not the file that manifest.json names`);
        }),
        { numRuns: 300 },
      );
    },
  );

  it('are fetched past the cache once where they differ from the manifest', async () => {
    const stale = new TextEncoder().encode('the file of an older site');
    // Chromium and Node send this with `cache: 'reload'`.
    const isReload = (headers: Record<string, unknown>) => headers['cache-control'] === 'no-cache';
    const files = await fetchFrom((file, bytes, { headers }) =>
      file === 'heldout.txt' && !isReload(headers) ? stale : bytes,
    );
    expect(files['heldout.txt']).toEqual(shipped.get('heldout.txt'));
  });

  it.each([...NAMED, 'manifest.json'])('name %s where it is missing or a web page', async (victim) => {
    const page = new TextEncoder().encode('<!doctype html><html lang="en"></html>');
    for (const sent of [null, page]) {
      const error = await refusal((file, bytes) => (file === victim ? sent : bytes));
      expect(error.code).toBe('file-fetch');
      expect(error.message).toContain(`/models/nano/${victim}: the server answered`);
    }
  });

  it('need a manifest of a known shape', async () => {
    const { files, ...head } = shippedManifest();
    const fewer = Object.fromEntries(Object.entries(files).filter(([file]) => file !== 'config.json'));
    for (const [json, place] of [
      [{}, 'format'],
      [{ ...head, files, version: 2 }, 'version'],
      [{ ...head, files: fewer }, 'files: config.json'],
      [
        { ...head, files: { ...files, 'config.json': { bytes: 3, sha256: 'short' } } },
        'files: config.json: sha256',
      ],
    ] as const) {
      const bytes = new TextEncoder().encode(JSON.stringify(json));
      const error = await refusal((file, sent) => (file === 'manifest.json' ? bytes : sent));
      expect(error.code).toBe('model-format');
      expect(error.message).toContain(`/models/nano/manifest.json: ${place}`);
    }
  });

  it('are all given up when one of them fails', async () => {
    let closed = false;
    const folder = await serve((request, response) => {
      if (request.url?.endsWith('model.safetensors')) {
        response.on('close', () => (closed = true));
        response.write('the first bytes');
      } else response.writeHead(404).end();
    });
    await expect(fetchModelFiles(folder, undefined)).rejects.toThrow(/answered 404/);
    await vi.waitFor(() => expect(closed).toBe(true), 3000);
  });

  it('tell of the weights’ bytes in all as the manifest names them, however they are sent', async () => {
    const told: (readonly [number, number])[] = [];
    const bytes = shipped.get('model.safetensors')?.byteLength;
    const folder = await serve((request, response) => {
      const sent = shipped.get(request.url?.split('/').at(-1) ?? '') ?? '';
      const zipped = gzipSync(sent);
      response.setHeader('content-encoding', 'gzip').setHeader('content-length', zipped.length);
      // Later than the manifest.
      setTimeout(() => response.end(zipped), request.url?.endsWith('.safetensors') ? 300 : 0);
    });
    await fetchModelFiles(folder, (...progress) => told.push(progress));
    expect(told.at(-1)).toEqual([bytes, bytes]);
    expect(new Set(told.map(([, total]) => total))).toEqual(new Set([bytes]));
  });

  it.each(['baseline.json', 'heldout.txt'] as const)(
    'lack %s where the manifest names none',
    async (absent) => {
      const manifest = shippedManifest();
      const files = Object.fromEntries(Object.entries(manifest.files).filter(([file]) => file !== absent));
      const fewer = new TextEncoder().encode(JSON.stringify({ ...manifest, files }));
      const found = await fetchFrom((file, bytes) =>
        file === 'manifest.json' ? fewer : file === absent ? null : bytes,
      );
      expect(found[absent]).toBeNull();
    },
  );
});
