import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { describe, expect, it } from 'vitest';
import type { OwnData } from '../worker/protocol.ts';
import { createStorage } from './storage.ts';
import { ADAPTER, blobOf, ownText, record } from './testing.ts';

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
    await storage.putRun(late);
    await storage.putRun(early);
    await storage.putAdapter('late', ADAPTER);
    const own: OwnData = { ...ownText('pairs.csv', 'mr,ref\n'), metrics: ['bleu-lc', 'bleu'] };
    await storage.putOwnData(own);

    const later = createStorage(name);
    expect(await later.runs()).toEqual([early, late]);
    expect(await later.adapter('late')).toEqual(ADAPTER);
    expect(await withTexts(await later.ownData())).toEqual(await withTexts(own));
  });

  it('has nothing at first', async () => {
    const storage = createStorage(fresh());
    expect(await storage.runs()).toEqual([]);
    expect(await storage.adapter('x')).toBeNull();
    expect(await storage.ownData()).toBeNull();
  });

  it('still opens own data that an earlier page kept as text', async () => {
    const name = fresh();
    const storage = createStorage(name);
    await storage.runs();
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
    await storage.putRun(record('a'));
    await storage.putAdapter('a', ADAPTER);
    await storage.deleteRun('a');
    expect(await storage.runs()).toEqual([]);
    expect(await storage.adapter('a')).toBeNull();
  });

  it('passes over an entry that it cannot read', async () => {
    const name = fresh();
    const storage = createStorage(name);
    await storage.putRun(record('good'));
    const db = await openDB(name);
    await db.put('runs', { format: 'rankscope-run', version: 0 }, 'old');
    db.close();
    expect((await storage.runs()).map(({ id }) => id)).toEqual(['good']);
  });
});
