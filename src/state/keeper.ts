/**
 * Keeps runs in the browser: each record and its adapter when the run ends, and every few seconds before. If the browser
 * refuses storage the page says so once and goes on.
 */
import type { StoreApi } from 'zustand/vanilla';
import { isLive, type RunRecord } from '../core/run-record.ts';
import type { LabClient } from '../worker/client.ts';
import { errorNotice, type NoticesStore } from './notices-store.ts';
import type { RunsState } from './runs-store.ts';
import type { EndedRun, KeptAdapter, PageStorage } from './storage.ts';

/** Milliseconds between writes of a run that is still going. */
const EVERY = 4000;

export interface Keeper {
  /** A run's trained tensors: the worker's where it has them, else the kept ones, else null. */
  adapter(runId: string): Promise<KeptAdapter | null>;
  /** Keeps an adapter that came from a file. */
  putAdapter(runId: string, adapter: KeptAdapter): Promise<void>;
  /** Ends the live runs where they are, keeps their adapters, and gives them. */
  stopLive(): Promise<EndedRun[]>;
  /** Writes what is not yet written, all at once: the page may be about to go. */
  flush(): Promise<void>;
}

export function createKeeper(
  client: LabClient,
  storage: PageStorage,
  runs: StoreApi<RunsState>,
  notices: NoticesStore,
): Keeper {
  const unwritten = new Map<string, RunRecord>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let refused = false;

  const attempt = async (write: () => Promise<void>) => {
    try {
      await write();
    } catch (error) {
      if (!refused) notices.getState().say({ type: 'not-kept', detail: errorNotice(error).detail });
      refused = true;
    }
  };

  const write = async (record: RunRecord) => {
    unwritten.delete(record.id);
    await attempt(() => storage.putRun(record));
    // Of an ended run it is kept at the end, once.
    if (isLive(record) && runs.getState().held.includes(record.id)) void keepAdapter(record.id);
  };
  const stopTimer = () => {
    if (timer) clearTimeout(timer);
    timer = null;
  };

  /** Writes one run after the other: the browser copies each as it is written, which for long runs takes a while. */
  const writeInTurn = async () => {
    stopTimer();
    for (const id of [...unwritten.keys()]) {
      const record = unwritten.get(id);
      if (record) await write(record);
    }
  };

  const read = async (runId: string): Promise<KeptAdapter> => {
    const { step, tensors } = await client.request('readAdapter', { runId });
    return { step, tensors };
  };
  const keepAdapter = async (runId: string) => {
    // A run that the worker no longer has keeps the adapter it was last kept with.
    const adapter = await read(runId).catch(() => null);
    const isListed = runs.getState().records.some(({ id }) => id === runId);
    if (adapter && isListed) await attempt(() => storage.putAdapter(runId, adapter));
    return adapter;
  };

  runs.subscribe(({ records, held }, { records: before }) => {
    if (records === before) return;
    const old = new Map(before.map((record) => [record.id, record]));
    let ended = false;
    for (const record of records) {
      const was = old.get(record.id);
      old.delete(record.id);
      if (record === was) continue;
      unwritten.set(record.id, record);
      if (isLive(record)) continue;
      ended = true;
      // A failed run has learned, too; what is stopped is kept by `stopLive`.
      if (was && isLive(was) && record.state !== 'stopped' && held.includes(record.id))
        void keepAdapter(record.id);
    }
    for (const id of old.keys()) {
      unwritten.delete(id);
      void attempt(() => storage.deleteRun(id));
    }
    if (ended) void writeInTurn();
    else timer ??= setTimeout(() => void writeInTurn(), EVERY);
  });

  return {
    async adapter(runId) {
      if (runs.getState().held.includes(runId)) {
        const adapter = await read(runId).catch(() => null);
        if (adapter) return adapter;
      }
      return storage.adapter(runId).catch(() => null);
    },
    putAdapter: (runId, adapter) => attempt(() => storage.putAdapter(runId, adapter)),
    async stopLive() {
      const ids = runs
        .getState()
        .records.filter(isLive)
        .map(({ id }) => id);
      if (ids.length === 0) return [];
      client.send({ type: 'stop' });
      const adapters = new Map(
        await Promise.all(ids.map(async (id) => [id, await keepAdapter(id)] as const)),
      );
      runs.getState().endLive();
      return runs
        .getState()
        .records.filter(({ id }) => adapters.has(id))
        .map((record) => ({ record, adapter: adapters.get(record.id) ?? null }));
    },
    async flush() {
      stopTimer();
      await Promise.all([...unwritten.values()].map(write));
    },
  };
}
