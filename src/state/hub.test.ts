/** A model of the Hub on its way into the page, from a server that answers as the Hub does. */
import 'fake-indexeddb/auto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { SERVED_COMMIT, serveHub } from '../formats/hub-testing.ts';
import { createKeptDownloads, type KeptDownloads } from './kept-downloads.ts';
import { createHubStore, idOfHubModel } from './hub.ts';
import { knowsFolders, memoryModels, notices, openBench, settled } from './testing.ts';

const FOLDER = new URL('../engine/model/fixtures/llama/llama/', import.meta.url);
const read = (name: string) => Uint8Array.from(readFileSync(new URL(name, FOLDER)));
const FILES = {
  'config.json': read('config.json'),
  'tokenizer.json': new TextEncoder().encode('{}'),
  'model.safetensors': read('model.safetensors'),
};

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A page whose worker can load any folder, or none, and a Hub with `tiny/llama`. */
let databases = 0;
async function openHub(isGood = true, downloads: KeptDownloads = createKeptDownloads(`hub-${databases++}`)) {
  const served = serveHub({ 'tiny/llama': { files: FILES } });
  const large = await serve(served.largeFiles);
  const hub = await serve(served.hub(() => large));
  const keptModels = memoryModels();
  const bench = await openBench({
    keptModels,
    answer: knowsFolders(() => isGood),
  });
  return { ...bench, served, keptModels, hub, store: createHubStore(bench.page, hub, downloads) };
}

describe('a model of the Hub', () => {
  it('is looked up, fetched, loaded and kept with where it is from', async () => {
    const { store, page, keptModels } = await openHub();
    await store.lookUp('tiny/llama');
    expect(store.getState()).toMatchObject({ phase: 'found', model: { id: 'tiny/llama' } });
    await store.fetch();
    await settled();
    expect(store.getState()).toMatchObject({ phase: 'asking', problem: null });
    expect(page.config.getState().config.model).toBe('tiny-llama');
    expect(await keptModels.list()).toMatchObject([
      { id: 'tiny-llama', origin: { id: 'tiny/llama', commit: SERVED_COMMIT } },
    ]);
    expect(page.session.getState().ownModel).toMatchObject({ origin: { id: 'tiny/llama' }, weights: 'own' });
  });

  it('tells why it cannot be had, and forgets that with the next question', async () => {
    const { store } = await openHub();
    await store.lookUp('tiny/none');
    expect(store.getState()).toMatchObject({ phase: 'asking', problem: { fault: 'absent' } });
    await store.lookUp('tiny llama');
    expect(store.getState()).toMatchObject({ phase: 'asking', problem: { fault: 'no-id' } });
    await store.lookUp('tiny/llama');
    expect(store.getState()).toMatchObject({ phase: 'found', problem: null });
  });

  it('can be stopped, and goes on', async () => {
    const { store, page } = await openHub();
    const looking = store.lookUp('tiny/llama');
    store.stop();
    await looking;
    expect(store.getState()).toMatchObject({ phase: 'asking', problem: null });

    await store.lookUp('tiny/llama');
    const fetching = store.fetch();
    expect(store.getState()).toMatchObject({ phase: 'fetching', loaded: 0 });
    store.stop();
    await fetching;
    expect(store.getState()).toMatchObject({ phase: 'stopped', problem: null });
    await store.fetch();
    expect(page.config.getState().config.model).toBe('tiny-llama');
  });

  it('that was damaged is told of, and fetched again when it is asked for', async () => {
    const { store, served, page } = await openHub();
    await store.lookUp('tiny/llama');
    served.faults.damages = 'model.safetensors';
    await store.fetch();
    expect(store.getState()).toMatchObject({ phase: 'stopped', problem: { fault: 'damaged' } });
    served.faults.damages = null;
    await store.fetch();
    expect(page.config.getState().config.model).toBe('tiny-llama');
  });

  it('that a page left in its middle is listed in the next, and goes on there', async () => {
    const downloads = createKeptDownloads('left');
    const { served, hub, store } = await openHub(true, downloads);
    await store.lookUp('tiny/llama');
    served.faults.cuts = { times: 9, after: 1000 };
    const fetching = store.fetch();
    await vi.waitUntil(() => served.asked.some(({ range }) => range === 'bytes=1000-'));
    store.stop();
    await fetching;

    served.faults.cuts = { times: 0, after: 0 };
    served.asked.length = 0;
    const { page } = await openHub(true, downloads);
    const next = createHubStore(page, hub, downloads);
    await vi.waitUntil(() => next.getState().downloads.length > 0);
    const [kept] = next.getState().downloads;
    expect(kept?.loaded).toBeGreaterThan(1000);
    const going = kept && next.goOn(kept);
    expect(next.getState()).toMatchObject({ phase: 'fetching', isChecking: true });
    await going;
    expect(page.config.getState().config.model).toBe('tiny-llama');
    const ranges = served.asked.map(({ range }) => /^bytes=\d+000-$/.exec(range ?? '')?.[0]);
    expect(ranges.length).toBeGreaterThan(0);
    expect(ranges).not.toContain(undefined);
  });

  it('can be deleted, and tells where there is no room', async () => {
    const downloads = createKeptDownloads('deleted');
    let isFull = true;
    const { store, page } = await openHub(true, {
      ...downloads,
      begin: async (model) => ({
        ...(await downloads.begin(model)),
        ...(isFull && { add: () => Promise.reject(new DOMException('full', 'QuotaExceededError')) }),
      }),
    });
    await store.lookUp('tiny/llama');
    await store.fetch();
    expect(store.getState()).toMatchObject({ phase: 'stopped', loaded: 0, problem: { fault: 'no-room' } });
    const [kept] = store.getState().downloads;
    expect(kept?.loaded).toBe(0);
    if (kept) await store.remove(kept.model);
    expect(store.getState()).toEqual({ phase: 'asking', problem: null, downloads: [] });
    isFull = false;
    await store.lookUp('tiny/llama');
    await store.fetch();
    expect(page.config.getState().config.model).toBe('tiny-llama');
  });

  it('comes in a browser that keeps nothing, and goes on as long as the page is there', async () => {
    const refuse = () => Promise.reject(new Error('no storage'));
    const { store, served, page } = await openHub(true, {
      ...{ list: refuse, begin: refuse, remove: refuse },
      alone: (_model, work) => work(),
    });
    await store.lookUp('tiny/llama');
    served.faults.damages = 'model.safetensors';
    await store.fetch();
    expect(store.getState()).toMatchObject({ phase: 'stopped', downloads: [] });
    served.faults.damages = null;
    served.asked.length = 0;
    await store.fetch();
    expect(page.config.getState().config.model).toBe('tiny-llama');
    expect(new Set(served.asked.map(({ path }) => path))).toEqual(new Set(['model.safetensors']));
  });

  it('waits to be opened while a run trains', async () => {
    const { store, page } = await openHub();
    await settled();
    await page.actions.train();
    await store.lookUp('tiny/llama');
    await store.fetch();
    expect(store.getState().phase).toBe('here');
    expect(page.config.getState().config.model).toBe('nano');
    await store.open();
    expect(store.getState().phase).toBe('asking');
    expect(page.config.getState().config.model).toBe('tiny-llama');
  });

  it('that cannot be loaded stays until it is put aside', async () => {
    const bench = await openHub(false);
    const { store } = bench;
    await store.lookUp('tiny/llama');
    await store.fetch();
    await settled();
    expect(store.getState()).toMatchObject({ phase: 'here', problem: { code: 'model-format' } });
    // The dialog shows it, also where it was closed meanwhile.
    expect(bench.page.session.getState().brought).toMatchObject({ phase: 'asking' });
    expect(notices(bench)).toEqual([]);
    store.forget();
    expect(store.getState()).toMatchObject({ phase: 'asking', problem: null });
  });

  it('has its owner and name as its id here, and its commit where it is not of main', () => {
    const commit = SERVED_COMMIT;
    expect(idOfHubModel({ id: 'owner/name', revision: 'main', commit })).toBe('owner-name');
    expect(idOfHubModel({ id: 'owner/name', revision: 'v2', commit })).toBe('owner-name-0123456');
    expect(idOfHubModel({ id: 'nano', revision: 'main', commit })).toBe('nano-own');
  });
});
