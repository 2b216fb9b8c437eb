/**
 * What the browser keeps between visits, in one IndexedDB database: runs, adapters from files, the trained tensors of both, and
 * the visitor's own data. It never leaves the computer. Any method rejects where the browser refuses storage; callers say so.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { z } from 'zod';
import { dueRunSchema, type DueRun } from '../core/due-run.ts';
import type { ImportedAdapter } from '../core/imported-adapter.ts';
import { keptAdapterSchema, type KeptAdapter, type KeptRun } from '../core/kept-run.ts';
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

type Store = 'runs' | 'adapters' | 'own' | 'imported' | 'checkpoints';

/** Something in the storage that this page cannot read: written by another version of the page, or damaged. */
export interface Unreadable {
  /** `adapters` for the tensors of a run, or of an adapter from a file, that can be read. */
  store: Exclude<Store, 'checkpoints'>;
  key: string;
  value: unknown;
}

/** What was kept on earlier visits. */
export interface Kept {
  /** Oldest first, runs started together in their order. */
  runs: RunRecord[];
  own: OwnData | null;
  queues: KeptQueue[];
  unreadable: Unreadable[];
}

/** The runs that a tab was still to train. */
export interface KeptQueue {
  /** Of the queue: another for each page. */
  id: string;
  due: DueRun[];
}

/** What takes how many bytes; null where the browser does not tell. */
export interface Usage {
  /** The browser's estimate of what this site may store. Its estimate of what the site does store is packed: less than its parts, or more. */
  quota: number | null;
  /** Whether the browser has promised to keep it; otherwise it may delete it when the disk fills up. */
  persisted: boolean | null;
  /** By the id of a run or of an adapter from a file, with the tensors and the checkpoint. */
  runs: Readonly<Record<string, number>>;
  own: number;
}

export interface PageStorage {
  /** The adapters are not read: they may be large (`unreadableAdapters`). */
  load(): Promise<Kept>;
  /** Of these runs' adapters, those that cannot be read. */
  unreadableAdapters(runIds: readonly string[]): Promise<Unreadable[]>;
  /** One run as it is stored now, or null. Rejects where it cannot be read. */
  run(id: string): Promise<RunRecord | null>;
  /**
   * Stores a run. With `was`, the record as this page last knew it to be stored, only the fields that differ from `was` are
   * written, and other tabs' changes of the others stay.
   * @returns false where `was` is given and the run is no longer stored: `isDeleted` tells whether a tab deleted it
   */
  putRun(record: RunRecord, was: RunRecord | null): Promise<boolean>;
  /** Stores runs that storage does not have, with their adapters: all of them or none. */
  putRuns(kept: readonly KeptRun[]): Promise<void>;
  /** Forgets a run, its adapter and its checkpoint, and notes that it was deleted. */
  deleteRun(id: string): Promise<void>;
  /** Whether a tab deleted this run. A run that is not stored and was not deleted was dropped by the browser. */
  isDeleted(id: string): Promise<boolean>;
  adapter(runId: string): Promise<KeptAdapter | null>;
  putAdapter(runId: string, adapter: KeptAdapter): Promise<void>;
  /** By run id, the step of each run's checkpoint. */
  checkpoints(): Promise<Record<string, number>>;
  /** The bytes of a run's checkpoint; undefined where there is none. */
  checkpoint(runId: string): Promise<unknown>;
  /** Stores a run's checkpoint in the place of the one before. */
  putCheckpoint(runId: string, step: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  deleteCheckpoint(runId: string): Promise<void>;
  /** What is stored of adapters from files, by their ids. `readImported` reads it. */
  imported(): Promise<[string, unknown][]>;
  /** Stores what is known of an adapter from a file, with its tensors where they are given: `adapter` reads them. */
  putImported(imported: ImportedAdapter, adapter: KeptAdapter | null): Promise<void>;
  /** Forgets an adapter from a file, and its tensors. */
  deleteImported(id: string): Promise<void>;
  ownData(): Promise<OwnData | null>;
  putOwnData(own: OwnData): Promise<void>;
  /** Stores a queue; without runs, forgets it. */
  putQueue(queue: KeptQueue): Promise<void>;
  /** A queue as it is stored now; null where it is not. */
  queue(id: string): Promise<KeptQueue | null>;
  /** A run's adapter as it is stored, readable or not; undefined where there is none. */
  rawAdapter(runId: string): Promise<unknown>;
  deleteUnreadable(entry: Unreadable): Promise<void>;
  usage(): Promise<Usage>;
  /** Asks the browser not to delete what is stored; Firefox asks the person. Resolves to its answer. */
  persist(): Promise<boolean>;
  /**
   * Calls the listener whenever the connection to the database has ended: the browser ended it, perhaps because it deleted what
   * was stored, or another page deletes the database or opens a newer version of it. What is asked next connects anew.
   */
  onDisconnect(listener: () => void): void;
}

/** Whether storage refused because a newer version of the page wrote the database. */
export const isNewerVersion = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'VersionError';

/** Whether storage refused because there is no room. */
export const isFull = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'QuotaExceededError';

interface Schema extends DBSchema {
  runs: { key: string; value: unknown };
  adapters: { key: string; value: unknown };
  own: { key: string; value: unknown };
  imported: { key: string; value: unknown };
  checkpoints: { key: string; value: unknown };
}

/** The stores of each version of the database, beside those of the versions before it. */
const STORES: readonly (readonly Store[])[] = [['runs', 'adapters', 'own'], ['imported'], ['checkpoints']];

/** The key of the own data in the store `own`, which also has a note of each deleted run, and the queues. */
const OWN_DATA = 'data';
const deletionKey = (runId: string) => `deleted ${runId}`;
const QUEUE = 'queue ';
/** A checkpoint's key tells its step, so that it need not be read for that. */
const checkpointKey = (runId: string, step: number) => `${runId} ${step}`;
const checkpointsOf = (runId: string) => IDBKeyRange.bound(`${runId} `, `${runId} \uffff`);
const readCheckpointKey = (key: string) => {
  const space = key.lastIndexOf(' ');
  return { runId: key.slice(0, space), step: Number(key.slice(space + 1)) };
};
const keptDueSchema = z.array(dueRunSchema);

/** The fields of a record that differ from those of another. */
export const changes = (record: Partial<RunRecord>, was: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).filter(([field, value]) => was[field] !== value));

/** About how many bytes a stored value takes. What it refers to more than once, such as itself, counts once. */
function bytesOf(value: unknown): number {
  let bytes = 0;
  const seen = new Set<unknown>();
  const left = [value];
  while (left.length > 0) {
    const part = left.pop();
    if (typeof part === 'string') bytes += part.length;
    else if (part instanceof Blob) bytes += part.size;
    else if (part instanceof ArrayBuffer || ArrayBuffer.isView(part)) bytes += part.byteLength;
    else if (typeof part !== 'object' || part === null) bytes += 8;
    else if (!seen.has(part)) {
      seen.add(part);
      // One by one: a long array has more values than a call can have arguments.
      if (part instanceof Map || part instanceof Set || Array.isArray(part))
        for (const item of part) left.push(item);
      else for (const entry of Object.entries(part)) left.push(...entry);
    }
  }
  return bytes;
}

/** Runs that another version of the page queued with settings that this one lacks cannot be trained here. */
function queueOf(id: string, value: unknown): KeptQueue | null {
  const { data } = keptDueSchema.safeParse(value);
  return data ? { id, due: data } : null;
}

const isAdapter = (value: unknown) => keptAdapterSchema.safeParse(value).success;
const readOwn = (value: unknown) => keptDataSchema.safeParseAsync(value);

/**
 * @param name the database's name
 * @param manager the browser's storage manager; null where it has none, as on plain http
 */
export function createStorage(name = 'rankscope', manager: StorageManager | null = null): PageStorage {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  const listeners: (() => void)[] = [];
  const tellDisconnect = () => listeners.forEach((listener) => listener());
  /** A connection that failed or ended is opened anew the next time. */
  const forget = (ended: typeof opened) => {
    if (opened === ended) opened = null;
  };
  const open = () => {
    if (opened) return opened;
    const opening = openDB<Schema>(name, STORES.length, {
      upgrade(db, version) {
        for (const store of STORES.slice(version).flat()) db.createObjectStore(store);
      },
      // Another page waits until this connection is closed. Transactions that have begun are carried out before.
      blocking() {
        void opening.then((db) => db.close());
        forget(opening);
        tellDisconnect();
      },
      terminated() {
        forget(opening);
        tellDisconnect();
      },
    });
    opened = opening;
    opening.catch(() => forget(opening));
    return opening;
  };
  type Mode = 'readonly' | 'readwrite';
  const begin = async <M extends Mode>(stores: Store[], mode: M) => (await open()).transaction(stores, mode);
  /** A transaction. Who waits for its requests learns there that it was aborted, and need not wait for `done`. */
  const transact = async <M extends Mode>(stores: Store[], mode: M) => {
    const connection = open();
    let transaction: Awaited<ReturnType<typeof begin<M>>>;
    try {
      transaction = await begin(stores, mode);
    } catch (error) {
      // Some browsers end a connection without a word.
      if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
      forget(connection);
      transaction = await begin(stores, mode);
      tellDisconnect();
    }
    transaction.done.catch(() => undefined);
    return transaction;
  };
  const read = async (from: Store, key: string): Promise<unknown> =>
    (await transact([from], 'readonly')).objectStore(from).get(key);
  /** Of a write that fails, the transaction tells better why: a full disk rather than an aborted request. */
  const put = async (into: Store, value: unknown, key: string) => {
    const transaction = await transact([into], 'readwrite');
    transaction
      .objectStore(into)
      .put(value, key)
      .catch(() => undefined);
    // At once: what a page that goes has not committed is lost with it.
    transaction.commit();
    await transaction.done;
  };
  const remove = async (key: string | IDBKeyRange, from: Store[]) => {
    const transaction = await transact(from, 'readwrite');
    for (const store of from)
      transaction
        .objectStore(store)
        .delete(key)
        .catch(() => undefined);
    transaction.commit();
    await transaction.done;
  };
  const sizes = async (of: Store): Promise<[string, number][]> => {
    const found: [string, number][] = [];
    const store = (await transact([of], 'readonly')).objectStore(of);
    // One after the other: all of them together may be more than the memory has room for.
    for (let at = await store.openCursor(); at; at = await at.continue())
      found.push([at.key, bytesOf(at.value)]);
    return found;
  };
  const noteDeletion = (id: string) => put('own', Date.now(), deletionKey(id));
  return {
    async load() {
      const transaction = await transact(['runs', 'own'], 'readonly');
      const ofQueues = IDBKeyRange.bound(QUEUE, `${QUEUE}\uffff`);
      const [keys, values, own, queueKeys, queueValues] = await Promise.all([
        transaction.objectStore('runs').getAllKeys(),
        transaction.objectStore('runs').getAll(),
        transaction.objectStore('own').get(OWN_DATA),
        transaction.objectStore('own').getAllKeys(ofQueues),
        transaction.objectStore('own').getAll(ofQueues),
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
      if (own !== undefined && !data) unreadable.push({ store: 'own', key: OWN_DATA, value: own });
      const queues = queueKeys.map((key, i) => queueOf(key.slice(QUEUE.length), queueValues[i]));
      return { runs, own: data, queues: queues.filter((queue) => queue !== null), unreadable };
    },
    async unreadableAdapters(runIds) {
      const found: Unreadable[] = [];
      for (const key of runIds) {
        const value = await read('adapters', key);
        if (value !== undefined && !isAdapter(value)) found.push({ store: 'adapters', key, value });
      }
      return found;
    },
    async run(id) {
      const value = await read('runs', id);
      return value === undefined ? null : runRecordSchema.parse(value);
    },
    async putRun(record, was) {
      const transaction = await transact(['runs', 'own'], 'readwrite');
      const store = transaction.objectStore('runs');
      const kept: unknown = was ? await store.get(record.id) : {};
      if (kept === undefined) return false;
      const merged: unknown = Object.assign({}, kept, was ? changes(record, was) : record);
      store.put(merged, record.id).catch(() => undefined);
      if (!was)
        transaction
          .objectStore('own')
          .delete(deletionKey(record.id))
          .catch(() => undefined);
      transaction.commit();
      await transaction.done;
      return true;
    },
    async putRuns(kept) {
      const transaction = await transact(['runs', 'adapters', 'own'], 'readwrite');
      const ignore = (request: Promise<unknown>) => void request.catch(() => undefined);
      for (const { record, adapter } of kept) {
        ignore(transaction.objectStore('runs').put(record, record.id));
        if (adapter) ignore(transaction.objectStore('adapters').put(adapter, record.id));
        ignore(transaction.objectStore('own').delete(deletionKey(record.id)));
      }
      transaction.commit();
      await transaction.done;
    },
    async deleteRun(id) {
      // Noted first, so that no tab takes the run for dropped; a full storage takes the note when the run has made room.
      const noting = noteDeletion(id).then(
        () => true,
        () => false,
      );
      await remove(id, ['runs', 'adapters']);
      await remove(checkpointsOf(id), ['checkpoints']);
      if (!(await noting)) await noteDeletion(id).catch(() => undefined);
    },
    isDeleted: async (id) => (await read('own', deletionKey(id))) !== undefined,
    async adapter(runId) {
      return keptAdapterSchema.safeParse(await read('adapters', runId)).data ?? null;
    },
    putAdapter: (runId, adapter) => put('adapters', adapter, runId),
    async checkpoints() {
      const keys = await (
        await transact(['checkpoints'], 'readonly')
      )
        .objectStore('checkpoints')
        .getAllKeys();
      return Object.fromEntries(keys.map(readCheckpointKey).map(({ runId, step }) => [runId, step]));
    },
    async checkpoint(runId) {
      const transaction = await transact(['checkpoints'], 'readonly');
      return transaction.objectStore('checkpoints').get(checkpointsOf(runId));
    },
    async putCheckpoint(runId, step, bytes) {
      const transaction = await transact(['checkpoints'], 'readwrite');
      const store = transaction.objectStore('checkpoints');
      for (const request of [
        store.delete(checkpointsOf(runId)),
        store.put(bytes, checkpointKey(runId, step)),
      ])
        request.catch(() => undefined);
      transaction.commit();
      await transaction.done;
    },
    deleteCheckpoint: (runId) => remove(checkpointsOf(runId), ['checkpoints']),
    async imported() {
      const store = (await transact(['imported'], 'readonly')).objectStore('imported');
      const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()]);
      return keys.map((key, i) => [key, values[i]]);
    },
    async putImported(imported, adapter) {
      const transaction = await transact(['imported', 'adapters'], 'readwrite');
      const ignore = (request: Promise<unknown>) => void request.catch(() => undefined);
      ignore(transaction.objectStore('imported').put(imported, imported.id));
      if (adapter) ignore(transaction.objectStore('adapters').put(adapter, imported.id));
      transaction.commit();
      await transaction.done;
    },
    deleteImported: (id) => remove(id, ['imported', 'adapters']),
    async ownData() {
      return (await readOwn(await read('own', OWN_DATA))).data ?? null;
    },
    // Blobs: the browser copies them without the page's thread.
    putOwnData: (own) => put('own', own, OWN_DATA),
    putQueue: ({ id, due }) => (due.length > 0 ? put('own', due, QUEUE + id) : remove(QUEUE + id, ['own'])),
    queue: async (id) => queueOf(id, await read('own', QUEUE + id)),
    rawAdapter: (runId) => read('adapters', runId),
    async deleteUnreadable({ store, key }) {
      // A run that is trained may have stored a good one since.
      if (store === 'adapters' && isAdapter(await read(store, key))) return;
      await remove(key, store === 'runs' || store === 'imported' ? [store, 'adapters'] : [store]);
    },
    async usage() {
      const runs: Record<string, number> = {};
      const parts = [await sizes('runs'), await sizes('imported'), await sizes('adapters')].flat();
      const checkpoints = await sizes('checkpoints');
      parts.push(
        ...checkpoints.map(([key, bytes]): [string, number] => [readCheckpointKey(key).runId, bytes]),
      );
      for (const [id, bytes] of parts) runs[id] = (runs[id] ?? 0) + bytes;
      const ownData = await read('own', OWN_DATA);
      const estimate = await manager?.estimate().catch(() => null);
      const persisted = await manager?.persisted().catch(() => null);
      return {
        quota: estimate?.quota ?? null,
        persisted: persisted ?? null,
        runs,
        own: ownData === undefined ? 0 : bytesOf(ownData),
      };
    },
    persist: async () => (await manager?.persist().catch(() => false)) ?? false,
    onDisconnect: (listener) => void listeners.push(listener),
  };
}
