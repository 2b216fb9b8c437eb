/** The shipped manifests against the files, by Node's own SHA-256. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MANIFEST } from '../../src/core/manifest.ts';
import { MODELS } from '../../src/state/shelf.ts';
import { makeManifest, modelFile, readManifest, weightsOf } from './manifest.ts';

/** For people; played before the first run, which needs no mark. */
const NOT_NAMED = ['README.md', 'recorded.json', MANIFEST];

test.each(MODELS)('the manifest of %s names its files as they are', async (model) => {
  const { files } = readManifest(model);
  const found = readdirSync(modelFile(model, '.')).filter((file) => !NOT_NAMED.includes(file));
  expect(Object.keys(files).sort()).toEqual(found.sort());
  for (const [file, mark] of Object.entries(files)) {
    const bytes = readFileSync(modelFile(model, file));
    expect({ file, ...mark }).toEqual({
      file,
      bytes: bytes.byteLength,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
  }
  expect(await makeManifest(model)).toEqual(readManifest(model));
  expect(weightsOf(model)).toBe(files['model.safetensors'].sha256);
});
