/** Files from a real server that answers well, badly, slowly or not at all. */
import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { LabError } from '../core/lab-error.ts';
import { fetchFile, type FetchOptions } from './fetch-file.ts';
import { serve } from './testing-server.ts';

const BYTES = new Uint8Array(5000).map((_, i) => (i * 31) % 256);
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const fetchFrom = async (listener: RequestListener, options?: FetchOptions) =>
  fetchFile(new URL('models/nano/model.safetensors', await serve(listener)), options);

/** How the fetch of a file fails, in its error's words. */
async function failureOf(fetched: Promise<unknown>): Promise<string> {
  const error: unknown = await fetched.catch((thrown: unknown) => thrown);
  if (!(error instanceof LabError)) throw new Error(`No LabError was thrown but ${String(error)}`);
  expect(error.code).toBe('file-fetch');
  expect(error.message).toContain('/models/nano/model.safetensors: ');
  return error.message;
}

test('gives the bytes and tells how many have come', async () => {
  const told: number[] = [];
  const bytes = await fetchFrom(
    (_, response) => {
      response.setHeader('content-length', BYTES.length);
      response.write(BYTES.subarray(0, 2000));
      setTimeout(() => response.end(BYTES.subarray(2000)), 30);
    },
    { onProgress: (loaded) => told.push(loaded) },
  );
  expect(bytes).toEqual(BYTES);
  expect(told.at(-1)).toBe(5000);
  expect(told.length).toBeGreaterThan(1);
});

test('a server that never answers is given up after the patience', async () => {
  const began = Date.now();
  const answer = fetchFrom(() => undefined, { patienceMs: 200 });
  expect(await failureOf(answer)).toContain('the server has sent nothing for 0.2 s');
  expect(Date.now() - began).toBeLessThan(1500);
});

test('a server that stops halfway is given up after the patience', async () => {
  const answer = fetchFrom((_, response) => response.write(BYTES), { patienceMs: 200 });
  expect(await failureOf(answer)).toContain('the server has sent nothing for 0.2 s');
});

test('a slow download that goes on is waited for', async () => {
  const drip: RequestListener = (_, response) => {
    const send = async () => {
      for (let at = 0; at < BYTES.length; at += 1000) {
        response.write(BYTES.subarray(at, at + 1000));
        await wait(120);
      }
      response.end();
    };
    void send();
  };
  expect(await fetchFrom(drip, { patienceMs: 300 })).toEqual(BYTES);
});

test('a file that waits for its turn is not given up while another comes', async () => {
  const drip: RequestListener = (_, response) => {
    const timer = setInterval(() => response.write(BYTES.subarray(0, 10)), 50);
    setTimeout(() => {
      clearInterval(timer);
      response.end();
    }, 700);
  };
  const late: RequestListener = (_, response) => setTimeout(() => response.end(BYTES), 600);
  const [, bytes] = await Promise.all(
    [drip, late].map((listener) => fetchFrom(listener, { patienceMs: 300 })),
  );
  expect(bytes).toEqual(BYTES);
});

test('time for which the computer slept does not count', async () => {
  const answer = fetchFrom(
    (_, response) => {
      setTimeout(() => response.end(BYTES), 150);
      // No timer fires meanwhile.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
    },
    { patienceMs: 100 },
  );
  expect(await answer).toEqual(BYTES);
});

test.each([
  '<!doctype html><title>Rankscope</title>',
  '\n<HTML lang="en"><body>',
  '<!DOCTYPE HTML PUBLIC "-//W3C//DTD">',
])('a web page sent as the file with status 200 is no file: %s', async (page) => {
  for (const type of ['text/html', 'application/octet-stream'])
    expect(
      await failureOf(
        fetchFrom((_, response) => {
          response.setHeader('content-type', type);
          response.end(page);
        }),
      ),
    ).toContain('a web page in place of the file');
});

test.each([404, 403, 500, 503])('status %i is told', async (status) => {
  const answer = fetchFrom((_, response) => response.writeHead(status).end('no'));
  expect(await failureOf(answer)).toContain(`the server answered ${status}`);
});

test('a connection that breaks is told', async () => {
  await failureOf(fetchFrom((request) => request.socket.destroy()));
  await failureOf(
    fetchFrom((request, response) => {
      response.setHeader('content-length', BYTES.length);
      response.write(BYTES.subarray(0, 100), () => request.socket.destroy());
    }),
  );
});

test('a file that breaks off is asked for once more', async () => {
  let asked = 0;
  const bytes = await fetchFrom((request, response) => {
    asked++;
    if (asked > 1) return response.end(BYTES);
    response.setHeader('content-length', BYTES.length);
    return response.write(BYTES.subarray(0, 100), () => request.socket.destroy());
  });
  expect([bytes, asked]).toEqual([BYTES, 2]);
});
