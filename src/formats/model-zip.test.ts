import { unzipSync } from 'fflate';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { zipBaseModel } from './model-zip.ts';
import { serve } from './testing-server.ts';

const PUBLIC = new URL('../../public/', import.meta.url);
const shipped = (path: string) => new Uint8Array(readFileSync(new URL(path, PUBLIC)));

/** Serves the shipped models, but for one file, in whose place `instead` is sent, or a 404. */
const site = (victim = '', instead: string | null = null) =>
  serve((request, response) => {
    const path = request.url?.slice(1) ?? '';
    if (!path.endsWith(victim) || victim === '') response.end(shipped(path));
    else if (instead === null) response.writeHead(404).end();
    else response.end(instead);
  });

test('a base model is a folder by its name, with what Hugging Face loads', async () => {
  const files = unzipSync(await zipBaseModel((await site()).href, 'nano'));
  const names = ['config.json', 'model.safetensors', 'tokenizer.json', 'README.md'];
  expect(Object.keys(files)).toEqual(names.map((name) => `nano/${name}`));
  for (const name of names) expect(files[`nano/${name}`]).toEqual(shipped(`models/nano/${name}`));
});

test('a file that is not there is named, and so is one that is not the model’s', async () => {
  const missing = await site('README.md');
  await expect(zipBaseModel(missing.href, 'nano')).rejects.toThrow(
    /nano\/README\.md: the server answered 404/,
  );
  const damaged = await site('model.safetensors', 'other weights');
  await expect(zipBaseModel(damaged.href, 'nano')).rejects.toThrow(
    /nano\/model\.safetensors is not the file/,
  );
});
