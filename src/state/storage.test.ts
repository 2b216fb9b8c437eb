import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { describe, expect, it } from 'vitest';
import type { OwnData } from '../worker/protocol.ts';
import { createStorage } from './storage.ts';
import { ADAPTER, blobOf, ownText, record, step } from './testing.ts';

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
    expect(await later.load()).toEqual({ runs: [early, late], own, unreadable: [] });
    expect(await later.adapter('late')).toEqual(ADAPTER);
    expect(await withTexts(await later.ownData())).toEqual(await withTexts(own));
    expect(await later.run('late')).toEqual(late);
  });

  it('has nothing at first', async () => {
    const storage = createStorage(fresh());
    expect(await storage.load()).toEqual({ runs: [], own: null, unreadable: [] });
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
