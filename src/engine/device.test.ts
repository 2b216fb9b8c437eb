/** Which backend is taken where the file of the WASM backend does not come as it should. */
import { afterEach, expect, it, vi } from 'vitest';
import { pickDevice } from './device.ts';

afterEach(() => vi.restoreAllMocks());

/** Answers for the WASM file in the server's place. */
function answerWasm(answer: () => Response): void {
  const plain = fetch;
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) =>
    (input instanceof Request ? input.url : String(input)).endsWith('.wasm')
      ? Promise.resolve(answer())
      : plain(input, init),
  );
}

// The last of these spoils TensorFlow.js's backend for good, as in a worker that must be started anew.
it.each([
  ['missing', () => new Response('', { status: 404 }), 'the server answered 404'],
  ['a web page', () => new Response('<!doctype html><html></html>'), 'a web page in place of the file'],
  ['damaged', () => new Response('no WASM at all'), 'it did not start'],
])('takes plain JavaScript where the WASM file is %s, and says so', async (_, answer, why) => {
  answerWasm(answer);
  await expect(pickDevice('wasm')).rejects.toMatchObject({
    code: 'backend-unavailable',
    message: expect.stringContaining(why) as unknown,
  });
  expect(await pickDevice(null)).toMatchObject({ backend: 'cpu', reason: 'wasm-failed' });
});
