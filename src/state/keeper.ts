/**
 * Stores runs in the browser: each record and its adapter when the run ends, and every few seconds before; last scores as they
 * come. What the browser refuses to store stays in memory, is marked in the list (`unsaved`), told in a notice, and tried again.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { KeptAdapter, KeptRun } from '../core/kept-run.ts';
import { GIVEN, givenOf, isLive, type Given, type RunRecord } from '../core/run-record.ts';
import type { LabClient } from '../worker/client.ts';
import type { OwnData } from '../worker/protocol.ts';
import { answered } from './answered.ts';
import type { Checkpoints } from './checkpoints.ts';
import { createDeletions } from './deletions.ts';
import { createTally, errorNotice, type Full, type NoAdapter, type NoticesStore } from './notices-store.ts';
import { liveHere, type RunsState } from './runs-store.ts';
import { changes, isFull, isNewerVersion, type PageStorage } from './storage.ts';
import type { Tabs } from './tabs.ts';

/** Milliseconds between writes of a run that is still going. */
const EVERY = 4000;
/** Milliseconds after which a write that was refused is tried again. */
const RETRY = 15_000;
/** A write that takes more milliseconds counts as refused … */
const PATIENCE = 20_000;
/** … and a read, for which somebody waits, as one that found nothing. */
const READ_PATIENCE = 5000;
/** From so many new runs on, as many are written in one transaction: the page may be left soon after a file was read. */
const TOGETHER = 20;
/** A run of more steps is written alone: twenty of them would hold the page's thread while they are copied. */
const MOST_STEPS_TOGETHER = 1000;
/** How many runs a notice names that take the most room. */
const LARGEST = 3;

export interface Keeper {
  /** A run's trained tensors: the worker's where it has them, else the kept ones, else null. */
  adapter(runId: string): Promise<KeptAdapter | null>;
  /** Why `adapter` gives null. */
  whyNoAdapter(runId: string): Promise<NoAdapter>;
  /** Keeps the adapters of runs that were put into the list. Resolves once they were tried; many with the runs themselves. */
  putAdapters(kept: readonly KeptRun[]): Promise<void>;
  /** Keeps own data for the next visit. */
  putOwnData(own: OwnData): Promise<void>;
  /** Ends the live runs where they are, keeps their adapters, and gives them. */
  stopLive(): Promise<KeptRun[]>;
  /** Lets the worker forget the runs that are over. Their adapters are kept, and their memory is for the runs to come. */
  releaseEnded(): void;
  /** Writes and deletes all that is pending at once: the page may be about to go. */
  flush(): Promise<void>;
  /** Writes what is not yet written, one run after the other. Resolves once all of it was tried. */
  write(): Promise<void>;
  /** Notes how a run is stored now, as another tab wrote it; where the list differs, it is written anew. */
  note(found: RunRecord): void;
  /** Notes that a tab deleted a run: it leaves the list, unless this page trains it. */
  noteDeleted(runId: string): void;
  /** A run as this page knows it to be stored, or null. */
  storedAs(runId: string): RunRecord | null;
  /** Notes that the browser dropped these runs, each given by `storedAs`, and own data where they are given: they are stored anew. */
  noteDropped(dropped: readonly RunRecord[], own: OwnData | null): void;
  /** What a person has given a run, here or in the tab that stored it: what was given here and is not yet stored comes first. */
  given(stored: RunRecord): Given;
  /** Whether a run was deleted here, though storage may still have it. */
  isDeleting(runId: string): boolean;
}

export interface KeeperOptions {
  client: LabClient;
  storage: PageStorage;
  tabs: Tabs;
  runs: StoreApi<RunsState>;
  notices: NoticesStore;
  /** The runs as they are stored. */
  kept: readonly RunRecord[];
  /** Called when a run proves to be stored no longer. */
  onMissing: () => void;
  /** Of the checkpoints. */
  makeRoom: Checkpoints['makeRoom'];
}

export function createKeeper(options: KeeperOptions): Keeper {
  const { client, storage, tabs, runs, notices, kept, onMissing, makeRoom } = options;
  /** How each run is stored, as this page knows it; null where its first write has not succeeded. */
  const stored = new Map<string, RunRecord | null>(kept.map((record) => [record.id, record]));
  /** What storage does not have yet. */
  const adapters = new Map<string, KeptAdapter>();
  let own: OwnData | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** When the timer fires, on the clock of `performance.now`. */
  let due = Infinity;
  const { say, dismiss } = notices.getState();
  const find = (id: string) => runs.getState().records.find((record) => record.id === id);
  const isStored = (record: RunRecord) => {
    const was = stored.get(record.id);
    return !!was && Object.keys(changes(record, was)).length === 0;
  };

  /** Lets go of a run that this page has nothing more to add to. */
  const letGo = (id: string) => {
    const record = find(id);
    const isOver = record && !isLive(record) && !(id in runs.getState().scoring);
    if (isOver && isStored(record)) tabs.letGo(id);
  };

  /** Writes after so many milliseconds, or sooner where that is already planned. */
  const later = (ms: number) => {
    const wanted = performance.now() + ms;
    if (wanted >= due) return;
    stopTimer();
    due = wanted;
    timer = setTimeout(() => void writeInTurn(), ms);
  };
  /** Runs whose adapters `stopLive` keeps. */
  const stopping = new Set<string>();
  const stopTimer = () => {
    clearTimeout(timer);
    due = Infinity;
  };

  const deletions = createDeletions({
    storage,
    notices,
    patience: PATIENCE,
    onDeleted: (id) => tabs.tell({ type: 'run', id }),
    onRefused: () => later(RETRY),
  });

  /** The notice of what is not saved; null where there is none. */
  let told: number | null = null;
  const tellLoss = async (error: unknown) => {
    let full: Full | null = null;
    if (isFull(error)) {
      const usage = await answered(storage.usage(), READ_PATIENCE).catch(() => null);
      const largest = runs
        .getState()
        .records.map((run) => ({ run, bytes: usage?.runs[run.id] ?? 0 }))
        .filter(({ bytes }) => bytes > 0)
        .sort((a, b) => b.bytes - a.bytes)
        .slice(0, LARGEST);
      full = { largest, own: usage?.own ?? 0 };
    }
    const { unsaved } = runs.getState();
    // There was room in the meantime.
    if (unsaved.length === 0 && !own) return;
    if (told !== null) dismiss(told);
    const { detail } = errorNotice(error);
    told = say({
      type: 'not-saved',
      runs: unsaved.length,
      own: own?.name ?? null,
      detail,
      full,
      isNewerVersion: isNewerVersion(error),
    });
  };
  const takeBack = () => {
    if (told === null || own || runs.getState().unsaved.length > 0) return;
    dismiss(told);
    told = null;
  };

  /** Takes the mark from a run, unless storage lacks its record or its adapter. */
  const markSaved = (id: string) => {
    const { unsaved } = runs.getState();
    if (!unsaved.includes(id) || !stored.get(id) || adapters.has(id)) return;
    runs.setState({ unsaved: unsaved.filter((other) => other !== id) });
    takeBack();
  };

  /** Writes something of a run. One that fails marks the run, and is told unless the run is marked already. */
  const attempt = async (id: string, write: () => Promise<void>) => {
    const tryOnce = () => answered(write(), PATIENCE);
    try {
      await tryOnce().catch((refusal: unknown) => makeRoom(id, refusal, tryOnce));
    } catch (error) {
      later(RETRY);
      const { unsaved } = runs.getState();
      if (!find(id) || unsaved.includes(id)) return;
      runs.setState({ unsaved: [...unsaved, id] });
      await tellLoss(error);
      return;
    }
    markSaved(id);
  };

  const putAdapter = async (runId: string, adapter: KeptAdapter) => {
    adapters.set(runId, adapter);
    await attempt(runId, async () => {
      await storage.putAdapter(runId, adapter);
      if (adapters.get(runId) === adapter) adapters.delete(runId);
    });
  };

  const read = async (runId: string): Promise<KeptAdapter> => {
    const { step, tensors } = await client.request('readAdapter', { runId });
    return { step, tensors };
  };
  const keepAdapter = async (runId: string) => {
    // A run that the worker no longer has keeps the adapter it was last kept with.
    const adapter = await read(runId).catch(() => null);
    // Who stops a run need not wait for a storage that may not answer.
    if (adapter && find(runId)) void putAdapter(runId, adapter);
    return adapter;
  };

  /** @param was as in `putRun` */
  const writeRecord = async (record: RunRecord, was: RunRecord | null) => {
    const { id } = record;
    if (!stored.has(id)) stored.set(id, null);
    await attempt(id, async () => {
      const isThere = await storage.putRun(record, was);
      // Meanwhile the run may have been deleted here, or another tab may have written other fields.
      const now = stored.get(id);
      if (isThere && now !== undefined)
        stored.set(id, now && was ? { ...now, ...changes(record, was) } : record);
      if (!isThere) onMissing();
      tabs.tell({ type: 'run', id });
    });
    letGo(id);
    // A live run's adapter is stored with its record. When a run ends, the list's subscriber stores its last adapter.
    if (isLive(record) && runs.getState().held.includes(id)) void keepAdapter(id);
  };

  /** Ended runs that storage has never had, such as those of a file, in groups that are written together; long ones are not. */
  const newRuns = (): RunRecord[][] => {
    const added = runs
      .getState()
      .records.filter(
        (record) => !isLive(record) && !stored.get(record.id) && record.steps.length <= MOST_STEPS_TOGETHER,
      );
    const groups = Math.floor(added.length / TOGETHER);
    return Array.from({ length: groups }, (_, i) => added.slice(i * TOGETHER, (i + 1) * TOGETHER));
  };
  /** What is refused is tried, and told, run by run. */
  const writeTogether = async (records: readonly RunRecord[]) => {
    const kept = records.map((record) => ({ record, adapter: adapters.get(record.id) ?? null }));
    for (const { id } of records) stored.set(id, null);
    const isDone = await answered(storage.putRuns(kept), PATIENCE).then(
      () => true,
      () => false,
    );
    if (!isDone) return;
    for (const { record, adapter } of kept) {
      const { id } = record;
      // Meanwhile it may have been deleted here.
      if (stored.get(id) === null) stored.set(id, record);
      if (adapters.get(id) === adapter) adapters.delete(id);
      markSaved(id);
      tabs.tell({ type: 'run', id });
      letGo(id);
    }
  };

  const putOwn = async () => {
    const wanted = own;
    if (!wanted) return;
    await answered(storage.putOwnData(wanted), PATIENCE);
    if (own === wanted) own = null;
    takeBack();
    tabs.tell({ type: 'own-data' });
  };

  let writing: Promise<void> | null = null;
  let again = false;
  /** Writes one run after the other: the browser copies each as it is written, which for long runs takes a while. */
  const writeAll = async () => {
    try {
      while (again) {
        again = false;
        // Deleting makes room for the others.
        await deletions.carryOut();
        for (const group of newRuns()) await writeTogether(group);
        for (const { id } of runs.getState().records) {
          const record = find(id);
          if (record && !isStored(record)) await writeRecord(record, stored.get(id) ?? null);
          const adapter = adapters.get(id);
          if (adapter) await putAdapter(id, adapter);
          // A write that took too long may have succeeded since.
          if (record && isStored(record)) markSaved(id);
        }
        await putOwn().catch(() => later(RETRY));
      }
    } finally {
      writing = null;
    }
  };
  const writeInTurn = () => {
    stopTimer();
    again = true;
    writing ??= writeAll();
    return writing;
  };

  const deletedElsewhere = createTally(notices, (run, count) => ({
    type: 'deleted-elsewhere',
    run,
    runs: count,
  }));
  const noteDeleted = (id: string) => {
    const record = find(id);
    const was = stored.get(id);
    // Its last scores may still come, but a run that is stored as ended is for every tab to delete.
    if (tabs.owns(id) && (!was || isLive(was))) {
      stored.set(id, null);
      void writeInTurn();
    } else if (was) {
      stored.delete(id);
      if (runs.getState().held.includes(id)) client.send({ type: 'release', runId: id });
      runs.getState().remove([id]);
      if (record) deletedElsewhere.add(record);
    }
  };

  const putOwnData = async (data: OwnData) => {
    own = data;
    await putOwn().catch((error: unknown) => {
      later(RETRY);
      return tellLoss(error);
    });
  };

  const noteDropped = (found: readonly RunRecord[], foundOwn: OwnData | null) => {
    const { elsewhere, held } = runs.getState();
    const dropped = found
      // One that was written since is stored; one that another tab trains is stored anew by that tab.
      .filter((was) => stored.get(was.id) === was && !elsewhere.includes(was.id))
      .map(({ id }) => id);
    const droppedOwn = own ? null : foundOwn;
    if (dropped.length === 0 && !droppedOwn) return;
    const isBare = (id: string) => !held.includes(id) && !adapters.has(id);
    say({
      type: 'storage-emptied',
      runs: dropped.length,
      bare: dropped.filter(isBare).length,
      own: droppedOwn?.name ?? null,
    });
    for (const id of dropped) {
      stored.set(id, null);
      if (held.includes(id)) void keepAdapter(id);
    }
    if (droppedOwn) void putOwnData(droppedOwn);
    void writeInTurn();
  };

  runs.subscribe(({ records, held, elsewhere, scoring }, { records: before, scoring: scored }) => {
    if (scoring !== scored) for (const id of Object.keys(scored)) if (!(id in scoring)) letGo(id);
    if (records === before) return;
    const old = new Map(before.map((record) => [record.id, record]));
    let isUrgent = false;
    for (const record of records) {
      const { id } = record;
      const was = old.get(id);
      old.delete(id);
      if (!was) {
        deletions.cancel(id);
        deletedElsewhere.remove(id);
      }
      if (record === was || isStored(record)) continue;
      if (isLive(record) && !elsewhere.includes(id)) tabs.own(id);
      // A run that goes on is soon told to the other tabs.
      isUrgent ||=
        !was || !isLive(was) || !isLive(record) || GIVEN.some((field) => record[field] !== was[field]);
      // A failed run has learned, too.
      if (was && isLive(was) && !isLive(record) && held.includes(id) && !stopping.has(id))
        void keepAdapter(id);
    }
    for (const id of old.keys()) {
      adapters.delete(id);
      tabs.letGo(id);
      // What another tab deleted is no longer among the stored.
      if (stored.delete(id)) deletions.add(id);
      isUrgent = true;
    }
    if (isUrgent) void writeInTurn();
    else later(EVERY);
    takeBack();
  });

  return {
    async adapter(runId) {
      if (runs.getState().held.includes(runId)) {
        const adapter = await read(runId).catch(() => null);
        if (adapter) return adapter;
      }
      return adapters.get(runId) ?? answered(storage.adapter(runId), READ_PATIENCE).catch(() => null);
    },
    async whyNoAdapter(runId) {
      try {
        const raw = await answered(storage.rawAdapter(runId), READ_PATIENCE);
        return raw === undefined ? 'absent' : 'unreadable';
      } catch {
        return 'refused';
      }
    },
    async putAdapters(kept) {
      const given = kept.flatMap(({ record: { id }, adapter }) => (adapter ? [{ id, adapter }] : []));
      for (const { id, adapter } of given) adapters.set(id, adapter);
      if (kept.length >= TOGETHER) await writeInTurn();
      else await Promise.all(given.map(({ id, adapter }) => putAdapter(id, adapter)));
    },
    putOwnData,
    releaseEnded() {
      const { records, held, scoring } = runs.getState();
      const ended = new Set(
        records.filter((run) => !isLive(run) && !(run.id in scoring)).map(({ id }) => id),
      );
      // The worker answers in turn: what was asked of these runs when they ended comes first.
      for (const id of held) if (ended.has(id)) client.send({ type: 'release', runId: id });
      runs.setState({ held: held.filter((id) => !ended.has(id)) });
    },
    async stopLive() {
      const ids = liveHere(runs.getState()).map(({ id }) => id);
      if (ids.length === 0) return [];
      for (const id of ids) stopping.add(id);
      client.send({ type: 'stop' });
      const found = new Map(await Promise.all(ids.map(async (id) => [id, await keepAdapter(id)] as const)));
      runs.getState().endLive();
      for (const id of ids) stopping.delete(id);
      return runs
        .getState()
        .records.filter(({ id }) => found.has(id))
        .map((record) => ({ record, adapter: found.get(record.id) ?? null }));
    },
    async flush() {
      const groups = newRuns();
      const together = new Set(groups.flat());
      const unwritten = runs
        .getState()
        .records.filter((record) => !isStored(record) && !together.has(record));
      await Promise.all([
        deletions.carryOut(),
        ...groups.map(writeTogether),
        // A page that goes has no time to read a stored record before it writes. It need not read the record of a run that
        // it owns: no other tab writes that run's state and findings.
        ...unwritten.map((record) =>
          writeRecord(record, tabs.owns(record.id) ? null : (stored.get(record.id) ?? null)),
        ),
        ...[...adapters].map(([id, adapter]) => putAdapter(id, adapter)),
        putOwn().catch(() => later(RETRY)),
      ]);
    },
    write: writeInTurn,
    note(found) {
      const { id, state } = found;
      // The findings of a run that this page owns are its own, some of them perhaps not yet stored.
      const base = tabs.owns(id) ? (stored.get(id) ?? found) : found;
      stored.set(id, { ...base, ...givenOf(found), state });
    },
    noteDeleted,
    storedAs: (id) => stored.get(id) ?? null,
    noteDropped,
    given: (found) => {
      const [mine, was] = [find(found.id), stored.get(found.id)];
      return { ...givenOf(found), ...(mine && was && changes(givenOf(mine), was)) };
    },
    isDeleting: (id) => deletions.has(id),
  };
}
