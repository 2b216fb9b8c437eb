import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { sha256 } from './sha256.ts';

afterEach(() => vi.unstubAllGlobals());

// A page on plain http has `crypto` without `subtle`.
test.each([
  ['with the browser’s own', {}],
  ['on plain http', { crypto: {} }],
])('is what Node computes, %s', async (_, globals) => {
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (drawn) => {
      const bytes = new Uint8Array(drawn);
      expect(await sha256(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
    }),
    { numRuns: 300 },
  );
});
