import { unzipSync } from 'fflate';
import { afterEach, expect, test, vi } from 'vitest';
import { zipBaseModel } from './model-zip.ts';

afterEach(() => vi.unstubAllGlobals());

test('a base model is a folder by its name, with what Hugging Face loads', async () => {
  vi.stubGlobal('fetch', (url: URL) => Promise.resolve(new Response(`of ${url.pathname}`)));
  const files = unzipSync(await zipBaseModel('https://example.org/page/', 'nano'));
  expect(Object.keys(files)).toEqual(
    ['config.json', 'model.safetensors', 'tokenizer.json', 'README.md'].map((name) => `nano/${name}`),
  );
  expect(new TextDecoder().decode(files['nano/config.json'])).toBe('of /page/models/nano/config.json');
});

test('a file that is not there is named', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('', { status: 404 })));
  await expect(zipBaseModel('https://example.org/', 'nano')).rejects.toThrow(/answered 404/);
});
