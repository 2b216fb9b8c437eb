/** Downloads in pieces, in an IndexedDB in memory. */
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import type { HubModel } from '../formats/hub.ts';
import { createKeptDownloads } from './kept-downloads.ts';
import { createKeptModels } from './kept-models.ts';
import { SHIPPED } from '../core/models/shipped.ts';

const hubModel = (commit: string): HubModel => ({
  ...{ id: 'tiny/llama', revision: 'main', commit, bytes: 12, architecture: 'LlamaForCausalLM' },
  files: ['config.json', 'model.safetensors'].map((name) => ({
    name,
    bytes: 6,
    sha256: null,
    gitSha1: null,
  })),
  ...{ shape: SHIPPED.nano, parameters: 1, dtypes: ['F32'], licence: null },
});
const piece = (text: string) => ({ bytes: new Blob([text]), etag: '"tag"' });
const FILES = ['config.json', 'model.safetensors'].map((name) => ({ name, bytes: new Blob(['whole!']) }));
let databases = 0;
const open = () => {
  const name = `downloads-${databases++}`;
  return { downloads: createKeptDownloads(name), models: createKeptModels(name), name };
};
/** Both files, the weights in two pieces. */
async function fill(commit: string, { downloads }: ReturnType<typeof open>) {
  const pieces = await downloads.begin(hubModel(commit));
  await pieces.add('model.safetensors', 2, piece('ight'));
  await pieces.add('model.safetensors', 0, piece('we'));
  await pieces.add('config.json', 0, piece('config'));
  return pieces;
}

it('keeps the pieces of each commit in order for the next page, until they are deleted', async () => {
  const kept = open();
  const pieces = await fill('a', kept);
  await fill('b', kept);
  const next = createKeptDownloads(kept.name);
  expect(await next.list()).toEqual([
    { model: hubModel('a'), loaded: 12 },
    { model: hubModel('b'), loaded: 12 },
  ]);
  const found = await (await next.begin(hubModel('a'))).of('model.safetensors');
  expect(await new Blob(found.map(({ bytes }) => bytes)).text()).toBe('weight');
  expect(found.map(({ etag }) => etag)).toEqual(['"tag"', '"tag"']);
  await pieces.drop('model.safetensors');
  expect((await next.list()).map(({ loaded }) => loaded)).toEqual([6, 12]);
  await next.remove(hubModel('a'));
  expect(await next.list()).toEqual([{ model: hubModel('b'), loaded: 12 }]);
  expect(await pieces.of('config.json')).toEqual([]);
});

it('becomes a kept model of the same pieces, in the place of another commit', async () => {
  const kept = open();
  const { models, downloads } = kept;
  await fill('a', kept);
  const own = (commit: string) => ({ id: 'tiny-llama', files: FILES, origin: { id: 'tiny/llama', commit } });
  await models.keep(own('a'));
  await models.keep({ ...own('a'), weights: 'own' });
  expect(await downloads.list()).toEqual([]);
  const listed = { id: 'tiny-llama', bytes: 12, weights: 'own', origin: { id: 'tiny/llama', commit: 'a' } };
  expect(await models.list()).toEqual([listed]);
  const texts = async () =>
    Promise.all(((await models.files('tiny-llama')) ?? []).map(({ bytes }) => bytes.text()));
  // Not the bytes that were given: those are here already.
  expect(await texts()).toEqual(['config', 'weight']);
  // A page that still lists the download deletes no kept model's pieces.
  await downloads.begin(hubModel('a'));
  await downloads.remove(hubModel('a'));
  expect(await texts()).toEqual(['config', 'weight']);

  const pieces = await fill('b', kept);
  await models.keep(own('b'));
  expect(await (await downloads.begin(hubModel('a'))).of('config.json')).toEqual([]);
  expect(await texts()).toEqual(['config', 'weight']);
  await models.remove('tiny-llama');
  expect(await pieces.of('config.json')).toEqual([]);
});

it('leaves a model from a disk with its files', async () => {
  const { models } = open();
  await models.keep({ id: 'tiny-llama', files: FILES, origin: { id: 'tiny/llama', commit: 'a' } });
  expect(await (await models.files('tiny-llama'))?.[0]?.bytes.text()).toBe('whole!');
});
