import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { describe, expect, it, vi } from 'vitest';
import type { OwnData } from '../worker/protocol.ts';
import { readImported } from './imported-adapters.ts';
import { createStorage, isNewerVersion } from './storage.ts';
import { ADAPTER, blobOf, imported, ownText, record, step } from './testing.ts';

let databases = 0;
const fresh = () => `test-${++databases}`;

/** Own data with the texts of its files, which can be compared. */
const withTexts = async (own: OwnData | null) =>
  own && {
    ...own,
    bytes: await own.bytes.text(),
    companions: await Promise.all(
      (own.companions ?? []).map(async (file) => ({ ...file, bytes: await file.bytes.text() })),
    ),
  };

describe('storage', () => {
  it('gives back what was put in, oldest run first, also to a later visit', async () => {
    const name = fresh();
    const storage = createStorage(name);
    const late = record('late', { createdAt: '2026-02-02T00:00:00.000Z' });
    const early = record('early', { createdAt: '2026-01-01T00:00:00.000Z' });
    await storage.putRun(late, null);
    await storage.putRun(early, null);
    await storage.putAdapter('late', ADAPTER);
    const own: OwnData = { ...ownText('pairs.csv', 'mr,ref\n'), metrics: ['bleu-lc', 'bleu'] };
    await storage.putOwnData(own);

    const later = createStorage(name);
    expect(await later.load()).toEqual({ runs: [early, late], own, queues: [], unreadable: [] });
    expect(await later.adapter('late')).toEqual(ADAPTER);
    expect(await withTexts(await later.ownData())).toEqual(await withTexts(own));
    expect(await later.run('late')).toEqual(late);
  });

  it('takes many runs with their adapters at once, those that were deleted before too', async () => {
    const storage = createStorage(fresh());
    await storage.deleteRun('b');
    await storage.putRuns([
      { record: record('a'), adapter: ADAPTER },
      { record: record('b'), adapter: null },
    ]);
    expect((await storage.load()).runs.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(await storage.adapter('a')).toEqual(ADAPTER);
    expect(await storage.adapter('b')).toBeNull();
    expect(await storage.isDeleted('b')).toBe(false);
  });

  it('has nothing at first', async () => {
    const storage = createStorage(fresh());
    expect(await storage.load()).toEqual({ runs: [], own: null, queues: [], unreadable: [] });
    expect(await storage.adapter('x')).toBeNull();
    expect(await storage.ownData()).toBeNull();
  });

  it('still opens own data that an earlier page kept as text', async () => {
    const name = fresh();
    const storage = createStorage(name);
    await storage.load();
    const db = await openDB(name);
    const companions = [{ name: 'dev.tables.jsonl', text: '{}' }];
    await db.put('own', { name: 'dev.jsonl', text: 'é', columns: 'ask', companions }, 'data');
    db.close();
    expect(await withTexts(await storage.ownData())).toEqual({
      name: 'dev.jsonl',
      bytes: 'é',
      encoding: 'utf-8',
      columns: 'ask',
      companions: [{ name: 'dev.tables.jsonl', bytes: '{}' }],
    });
  });

  it('keeps files given together, and still opens those that an earlier page kept as bytes', async () => {
    const name = fresh();
    const storage = createStorage(name);
    const companions = [{ name: 'dev.tables.jsonl', bytes: blobOf('{}') }];
    const own: OwnData = { ...ownText('dev.jsonl', 'é'), companions };
    await storage.putOwnData(own);
    expect(await withTexts(await storage.ownData())).toEqual(await withTexts(own));
    const db = await openDB(name);
    const bytesOf = (text: string) => new TextEncoder().encode(text);
    const inBytes = { bytes: bytesOf('é'), companions: [{ name: 'dev.tables.jsonl', bytes: bytesOf('{}') }] };
    await db.put('own', { ...own, ...inBytes }, 'data');
    db.close();
    expect(await withTexts(await storage.ownData())).toEqual(await withTexts(own));
  });

  it('forgets a run with its adapter', async () => {
    const storage = createStorage(fresh());
    await storage.putRun(record('a'), null);
    await storage.putAdapter('a', ADAPTER);
    await storage.deleteRun('a');
    expect(await storage.run('a')).toBeNull();
    expect(await storage.adapter('a')).toBeNull();
  });

  it('writes only the fields that the page changed, beside what other tabs wrote', async () => {
    const name = fresh();
    const trainer = createStorage(name);
    const other = createStorage(name);
    const early = record('a', { state: 'running', steps: [step(1)] });
    await trainer.putRun(early, null);
    const end = record('a', { ...early, state: 'finished', steps: [...early.steps, step(2)] });
    expect(await trainer.putRun(end, early)).toBe(true);
    // The other tab's copy is old.
    expect(await other.putRun({ ...early, name: 'renamed', named: true }, early)).toBe(true);
    expect(await trainer.run('a')).toEqual({ ...end, name: 'renamed', named: true });
    expect(await trainer.putRun({ ...end, state: 'stopped' }, end)).toBe(true);
    expect(await trainer.run('a')).toMatchObject({ state: 'stopped', name: 'renamed' });
  });

  it('brings no run back that another tab deleted', async () => {
    const storage = createStorage(fresh());
    const run = record('a');
    await storage.putRun(run, null);
    await storage.deleteRun('a');
    expect(await storage.putRun({ ...run, name: 'renamed' }, run)).toBe(false);
    expect(await storage.run('a')).toBeNull();
  });

  it('gives what it cannot read as it is, and deletes it when asked', async () => {
    const name = fresh();
    const storage = createStorage(name);
    await storage.putRun(record('good'), null);
    const db = await openDB(name);
    const old = { format: 'rankscope-run', version: 0 };
    await db.put('runs', old, 'old');
    await db.put('runs', record('x'), 'y');
    await db.put('own', 7, 'data');
    await db.put('adapters', 'damaged', 'old');
    db.close();
    const { runs, own, unreadable } = await storage.load();
    expect([runs.map(({ id }) => id), own]).toEqual([['good'], null]);
    expect(unreadable).toEqual([
      { store: 'runs', key: 'old', value: old },
      { store: 'runs', key: 'y', value: record('x') },
      { store: 'own', key: 'data', value: 7 },
    ]);
    await expect(storage.run('old')).rejects.toThrow();
    expect(await storage.rawAdapter('old')).toBe('damaged');
    for (const entry of unreadable) await storage.deleteUnreadable(entry);
    expect((await storage.load()).unreadable).toEqual([]);
    expect(await storage.rawAdapter('old')).toBeUndefined();
  });

  it('finds adapters that cannot be read, and deletes those that still cannot', async () => {
    const name = fresh();
    const storage = createStorage(name);
    for (const id of ['good', 'bad', 'none']) await storage.putRun(record(id), null);
    await storage.putAdapter('good', ADAPTER);
    const db = await openDB(name);
    const damaged = { step: 7, tensors: { a: { shape: [2, 2], values: new Float32Array(3) } } };
    await db.put('adapters', 'junk', 'bad');
    await db.put('adapters', damaged, 'none');
    db.close();
    const found = await storage.unreadableAdapters(['good', 'bad', 'none']);
    expect(found).toEqual([
      { store: 'adapters', key: 'bad', value: 'junk' },
      { store: 'adapters', key: 'none', value: damaged },
    ]);
    // One was trained and stored anew meanwhile.
    await storage.putAdapter('bad', ADAPTER);
    for (const entry of found) await storage.deleteUnreadable(entry);
    expect(await storage.adapter('bad')).toEqual(ADAPTER);
    expect(await storage.rawAdapter('none')).toBeUndefined();
    expect((await storage.load()).runs).toHaveLength(3);
  });

  it('notes what was deleted, not what was dropped, until it is put back', async () => {
    const name = fresh();
    const storage = createStorage(name);
    for (const id of ['deleted', 'dropped']) await storage.putRun(record(id), null);
    await storage.deleteRun('deleted');
    const db = await openDB(name);
    await db.delete('runs', 'dropped');
    db.close();
    expect(await Promise.all(['deleted', 'dropped'].map((id) => storage.isDeleted(id)))).toEqual([
      true,
      false,
    ]);
    await storage.putRun(record('deleted'), null);
    expect(await storage.isDeleted('deleted')).toBe(false);
    expect((await storage.usage()).own).toBe(0);
  });

  it('keeps one checkpoint of a run beside what version 2 stored, and forgets it with the run', async () => {
    const name = fresh();
    const earlier = await openDB(name, 2, {
      upgrade: (db) =>
        ['runs', 'adapters', 'own', 'imported'].forEach((store) => db.createObjectStore(store)),
    });
    await earlier.put('runs', record('a'), 'a');
    earlier.close();
    const storage = createStorage(name);
    expect(await storage.checkpoints()).toEqual({});
    await storage.putCheckpoint('a', 9, Uint8Array.of(1));
    await storage.putCheckpoint('ab', 3, Uint8Array.of(2));
    await storage.putCheckpoint('a', 10, Uint8Array.of(3, 4));
    expect(await storage.checkpoints()).toEqual({ a: 10, ab: 3 });
    expect(await storage.checkpoint('a')).toEqual(Uint8Array.of(3, 4));
    expect((await storage.load()).runs).toEqual([record('a')]);
    await storage.deleteRun('a');
    expect(await storage.checkpoints()).toEqual({ ab: 3 });
    expect(await storage.checkpoint('a')).toBeUndefined();
  });

  it('keeps adapters from files beside what an earlier version stored', async () => {
    const name = fresh();
    const earlier = await openDB(name, 1, {
      upgrade: (db) => ['runs', 'adapters', 'own'].forEach((store) => db.createObjectStore(store)),
    });
    await earlier.put('runs', record('a'), 'a');
    await earlier.put('adapters', ADAPTER, 'a');
    earlier.close();
    const storage = createStorage(name);
    await storage.putImported(imported('late', '2026-02-02T00:00:00.000Z'), ADAPTER);
    await storage.putImported(imported('early', '2026-01-01T00:00:00.000Z'), null);
    // What is changed later leaves the tensors.
    await storage.putImported({ ...imported('late', '2026-02-02T00:00:00.000Z'), name: 'otter' }, null);
    const later = createStorage(name);
    expect((await later.load()).runs).toEqual([record('a')]);
    expect(await later.adapter('a')).toEqual(ADAPTER);
    expect(readImported(await later.imported()).adapters.map(({ id, name: called }) => [id, called])).toEqual(
      [
        ['early', 'adapter early'],
        ['late', 'otter'],
      ],
    );
    expect(await later.adapter('late')).toEqual(ADAPTER);
    const { runs } = await later.usage();
    expect(runs.late).toBeGreaterThan(runs.early ?? NaN);
    await later.deleteImported('late');
    expect(await later.imported()).toHaveLength(1);
    expect(await later.rawAdapter('late')).toBeUndefined();
  });

  it('gives what it cannot read among adapters from files, and deletes it with its tensors', async () => {
    const name = fresh();
    const storage = createStorage(name);
    await storage.putImported(imported('good'), ADAPTER);
    await storage.putAdapter('new', ADAPTER);
    const db = await openDB(name);
    const newer = { ...imported('new'), method: { type: 'loha' } };
    await db.put('imported', newer, 'new');
    db.close();
    const { adapters, unreadable } = readImported(await storage.imported());
    expect(adapters).toEqual([imported('good')]);
    expect(unreadable).toEqual([{ store: 'imported', key: 'new', value: newer }]);
    for (const entry of unreadable) await storage.deleteUnreadable(entry);
    expect(await storage.imported()).toHaveLength(1);
    expect(await storage.rawAdapter('new')).toBeUndefined();
  });

  it('steps aside for a newer version, and says that there is one', async () => {
    const name = fresh();
    const storage = createStorage(name);
    await storage.putRun(record('a'), null);
    const ended = vi.fn();
    storage.onDisconnect(ended);
    const newer = await openDB(name, 99, {
      blocked: () => {
        throw new Error('An open page holds the upgrade up.');
      },
    });
    newer.close();
    expect(ended).toHaveBeenCalledTimes(1);
    const error = await storage.load().catch((reason: unknown) => reason);
    expect(isNewerVersion(error)).toBe(true);
  });

  it('connects anew where the browser ended the connection without a word', async () => {
    const storage = createStorage(fresh());
    await storage.putRun(record('a'), null);
    const ended = vi.fn();
    storage.onDisconnect(ended);
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(() => {
      throw new DOMException('The connection is closing.', 'InvalidStateError');
    });
    expect(await storage.run('a')).toEqual(record('a'));
    expect(ended).toHaveBeenCalledTimes(1);
    // A browser that never gives one is not asked for ever.
    transaction.mockImplementation(() => {
      throw new DOMException('The connection is closing.', 'InvalidStateError');
    });
    await expect(storage.run('a')).rejects.toThrow('closing');
    expect(ended).toHaveBeenCalledTimes(1);
    transaction.mockRestore();
  });

  it('rejects once where a transaction is aborted, and leaves no rejection that nobody handles', async () => {
    const storage = createStorage(fresh());
    const run = record('a');
    await storage.putRun(run, null);
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called on the database below
    const begin = IDBDatabase.prototype.transaction;
    const spy = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
      this: IDBDatabase,
      ...options: Parameters<typeof begin>
    ) {
      const transaction = begin.apply(this, options);
      queueMicrotask(() => queueMicrotask(() => queueMicrotask(() => transaction.abort())));
      return transaction;
    });
    const asked = [
      () => storage.putRun({ ...run, name: 'b' }, run),
      () => storage.load(),
      () => storage.run('a'),
      () => storage.adapter('a'),
      () => storage.usage(),
    ];
    for (const ask of asked) await expect(ask()).rejects.toThrow();
    spy.mockRestore();
    await new Promise((resolve) => setTimeout(resolve, 50));
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('measures entries that contain themselves', async () => {
    const name = fresh();
    const storage = createStorage(name);
    await storage.load();
    const self: Record<string, unknown> = { text: 'x'.repeat(100) };
    self.self = self;
    const db = await openDB(name);
    await db.put('runs', self, 'self');
    await db.put('adapters', new Map([['a', new Set([new Float32Array(10)])]]), 'map');
    db.close();
    const { runs } = await storage.usage();
    expect(runs).toEqual({ self: 'textself'.length + 100, map: 41 });
  });

  it('tells which run takes how much', async () => {
    const storage = createStorage(fresh());
    await storage.putRun(record('bare'), null);
    await storage.putRun(record('full'), null);
    await storage.putAdapter('full', ADAPTER);
    await storage.putOwnData(ownText('pairs.csv', 'x'.repeat(5000)));
    const { runs, own, quota, persisted } = await storage.usage();
    // A and B in float32.
    const floats = 4 * Object.values(ADAPTER.tensors).reduce((sum, { values }) => sum + values.length, 0);
    expect((runs.full ?? 0) - (runs.bare ?? 0)).toBeGreaterThanOrEqual(floats);
    expect((runs.full ?? 0) - (runs.bare ?? 0)).toBeLessThan(2 * floats);
    expect(own).toBeGreaterThanOrEqual(5000);
    expect(own).toBeLessThan(5300);
    // Node has no storage manager.
    expect([quota, persisted]).toEqual([null, null]);
  });
});
