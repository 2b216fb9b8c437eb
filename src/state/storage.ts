/**
 * What the browser keeps between visits, in one IndexedDB database: runs, their adapters, and the visitor's own
 * data. It never leaves the computer. Any method rejects where the browser refuses storage; callers say so.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { z } from 'zod';
import { keptAdapterSchema, type KeptAdapter } from '../core/kept-run.ts';
import { runRecordSchema, type RunRecord } from '../core/run-record.ts';
import { ownDataSchema, ownFileSchema, type OwnData } from '../worker/protocol.ts';

/** Own data as pages kept it that read files as text. */
const textDataSchema = z
  .object({
    name: z.string(),
    text: z.string(),
    columns: ownDataSchema.shape.columns,
    companions: z.array(z.object({ name: z.string(), text: z.string() })).optional(),
    metrics: ownDataSchema.shape.metrics,
  })
  .transform(({ name, text, columns, companions, metrics }): OwnData => ({
    name,
    bytes: new Blob([text]),
    encoding: 'utf-8',
    columns,
    ...(metrics && { metrics }),
    ...(companions && {
      companions: companions.map((file) => ({ name: file.name, bytes: new Blob([file.text]) })),
    }),
  }));
/** Own data as pages kept it that read files as bytes. */
const asBlob = z
  .custom<Uint8Array<ArrayBuffer>>((held) => held instanceof Uint8Array)
  .transform((bytes) => new Blob([bytes]));
const bytesDataSchema = ownDataSchema.extend({
  bytes: asBlob,
  companions: z.array(ownFileSchema.extend({ bytes: asBlob })).optional(),
});
const keptDataSchema = z.union([ownDataSchema, bytesDataSchema, textDataSchema]);

/** Something in the storage that this page cannot read: written by another version of the page, or damaged. */
export interface Unreadable {
  store: 'runs' | 'own';
  key: string;
  value: unknown;
}

/** What was kept on earlier visits. */
export interface Kept {
  /** Oldest first, runs started together in their order. */
  runs: RunRecord[];
  own: OwnData | null;
  unreadable: Unreadable[];
}

/** What takes how many bytes; null where the browser does not tell. */
export interface Usage {
  /** The browser's estimate of what this site may store. Its estimate of what the site does store is packed: less than its parts, or more. */
  quota: number | null;
  /** Whether the browser has promised to keep it; otherwise it may delete it when the disk fills up. */
  persisted: boolean | null;
  /** By run id, with the adapter. */
  runs: Readonly<Record<string, number>>;
  own: number;
}

export interface PageStorage {
  load(): Promise<Kept>;
  /** One run as it is stored now, or null. Rejects where it cannot be read. */
  run(id: string): Promise<RunRecord | null>;
  /**
   * Stores a run. With `was`, the record as this page last knew it to be stored, only the fields that differ from `was` are
   * written, and other tabs' changes of the others stay.
   * @returns false where `was` is given and the run is no longer stored, because another tab has deleted it
   */
  putRun(record: RunRecord, was: RunRecord | null): Promise<boolean>;
  /** Forgets a run and its adapter. */
  deleteRun(id: string): Promise<void>;
  adapter(runId: string): Promise<KeptAdapter | null>;
  putAdapter(runId: string, adapter: KeptAdapter): Promise<void>;
  ownData(): Promise<OwnData | null>;
  putOwnData(own: OwnData): Promise<void>;
  /** An unreadable run's adapter, unreadable or not. */
  rawAdapter(runId: string): Promise<unknown>;
  deleteUnreadable(entry: Unreadable): Promise<void>;
  usage(): Promise<Usage>;
  /** Asks the browser not to delete what is stored; Firefox asks the person. Resolves to its answer. */
  persist(): Promise<boolean>;
}

interface Schema extends DBSchema {
  runs: { key: string; value: unknown };
  adapters: { key: string; value: unknown };
  own: { key: string; value: unknown };
}

/** The fields of a record that differ from those of another. */
export const changes = (record: RunRecord, was: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).filter(([field, value]) => was[field] !== value));

/** About how many bytes a stored value takes. */
function bytesOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (value instanceof Blob) return value.size;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.entries(value).reduce(
    (sum, [key, part]) => sum + (Array.isArray(value) ? 0 : key.length) + bytesOf(part),
    0,
  );
}

const readOwn = (value: unknown) => keptDataSchema.safeParseAsync(value);

/**
 * @param name the database's name
 * @param manager the browser's storage manager; null where it has none, as on plain http
 */
export function createStorage(name = 'rankscope', manager: StorageManager | null = null): PageStorage {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  const forget = () => {
    opened = null;
  };
  /** A connection that failed, or that the browser ended, is opened anew the next time. */
  const open = () => {
    opened ??= openDB<Schema>(name, 1, {
      upgrade(db) {
        db.createObjectStore('runs');
        db.createObjectStore('adapters');
        db.createObjectStore('own');
      },
      terminated: forget,
    });
    opened.catch(forget);
    return opened;
  };
  /** Of a write that fails, the transaction tells better why: a full disk rather than an aborted request. */
  const put = async (name: 'adapters' | 'own', value: unknown, key: string) => {
    const { store, done } = (await open()).transaction(name, 'readwrite');
    store.put(value, key).catch(() => undefined);
    await done;
  };
  const sizes = async (store: 'runs' | 'adapters' | 'own'): Promise<[string, number][]> => {
    const found: [string, number][] = [];
    const db = await open();
    // One after the other: all of them together may be more than the memory has room for.
    for (let at = await db.transaction(store).store.openCursor(); at; at = await at.continue())
      found.push([at.key, bytesOf(at.value)]);
    return found;
  };
  return {
    async load() {
      const read = (await open()).transaction(['runs', 'own']);
      const [keys, values, own] = await Promise.all([
        read.objectStore('runs').getAllKeys(),
        read.objectStore('runs').getAll(),
        read.objectStore('own').get('data'),
      ]);
      const runs: RunRecord[] = [];
      const unreadable: Unreadable[] = [];
      keys.forEach((key, i) => {
        const value = values[i];
        const { data } = runRecordSchema.safeParse(value);
        if (data?.id === key) runs.push(data);
        else unreadable.push({ store: 'runs', key, value });
      });
      runs.sort((a, b) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id));
      const { data = null } = await readOwn(own);
      if (own !== undefined && !data) unreadable.push({ store: 'own', key: 'data', value: own });
      return { runs, own: data, unreadable };
    },
    async run(id) {
      const value: unknown = await (await open()).get('runs', id);
      return value === undefined ? null : runRecordSchema.parse(value);
    },
    async putRun(record, was) {
      const transaction = (await open()).transaction('runs', 'readwrite');
      const { store, done } = transaction;
      const kept: unknown = was ? await store.get(record.id) : {};
      if (kept === undefined) return false;
      const merged: unknown = Object.assign({}, kept, was ? changes(record, was) : record);
      store.put(merged, record.id).catch(() => undefined);
      // At once: what a page that goes has not committed is lost with it.
      transaction.commit();
      await done;
      return true;
    },
    async deleteRun(id) {
      const db = await open();
      await Promise.all([db.delete('runs', id), db.delete('adapters', id)]);
    },
    async adapter(runId) {
      return keptAdapterSchema.safeParse(await (await open()).get('adapters', runId)).data ?? null;
    },
    async putAdapter(runId, adapter) {
      await put('adapters', adapter, runId);
    },
    async ownData() {
      return (await readOwn(await (await open()).get('own', 'data'))).data ?? null;
    },
    async putOwnData(own) {
      // Blobs: the browser copies them without the page's thread.
      await put('own', own, 'data');
    },
    rawAdapter: async (runId): Promise<unknown> => (await open()).get('adapters', runId),
    async deleteUnreadable({ store, key }) {
      const db = await open();
      await Promise.all([db.delete(store, key), ...(store === 'runs' ? [db.delete('adapters', key)] : [])]);
    },
    async usage() {
      const runs: Record<string, number> = {};
      for (const [id, bytes] of [...(await sizes('runs')), ...(await sizes('adapters'))])
        runs[id] = (runs[id] ?? 0) + bytes;
      const own = (await sizes('own')).reduce((sum, [, bytes]) => sum + bytes, 0);
      const estimate = await manager?.estimate().catch(() => null);
      const persisted = await manager?.persisted().catch(() => null);
      return {
        quota: estimate?.quota ?? null,
        persisted: persisted ?? null,
        runs,
        own,
      };
    },
    persist: async () => (await manager?.persist().catch(() => false)) ?? false,
  };
}
