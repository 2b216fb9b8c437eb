/**
 * Follows what other tabs do with the runs and the own data that they share with this one (the protocol is in tabs.ts): shows
 * their runs as they train, and ends a run where it was stored last once the tab that trained it is gone.
 */
import type { StoreApi } from 'zustand/vanilla';
import { isLive, type RunRecord } from '../core/run-record.ts';
import type { OwnData } from '../worker/protocol.ts';
import type { Keeper } from './keeper.ts';
import type { NoticesStore } from './notices-store.ts';
import type { RunsState } from './runs-store.ts';
import type { PageStorage } from './storage.ts';
import type { Tabs } from './tabs.ts';

/** Milliseconds after which the record of a run without an owner is read again where storage refused to give it. */
const READ_AGAIN = 15_000;

export interface Follower {
  /**
   * Reads all runs again: a page that rested in the back-forward cache has missed what other tabs told. Rejects where
   * storage cannot be read.
   */
  refresh(): Promise<void>;
}

export interface FollowerOptions {
  storage: PageStorage;
  tabs: Tabs;
  runs: StoreApi<RunsState>;
  notices: NoticesStore;
  keeper: Keeper;
  /** Called with other own data that a tab stored. */
  onOwnData: (own: OwnData) => void;
}

export function createFollower(options: FollowerOptions): Follower {
  const { storage, tabs, runs, notices, keeper, onOwnData } = options;
  const find = (id: string) => runs.getState().records.find((record) => record.id === id);
  /** Runs whose owner this tab waits for. */
  const watched = new Set<string>();

  const interrupted: RunRecord[] = [];
  let told: number | null = null;
  /** Runs of one tab end one after the other; one notice tells of all. */
  const sayInterrupted = (run: RunRecord) => {
    const isShown = notices.getState().notices.some(({ id }) => id === told);
    if (told !== null && isShown) notices.getState().dismiss(told);
    else interrupted.length = 0;
    interrupted.push(run);
    told = notices.getState().say({ type: 'interrupted', run, runs: interrupted.length });
  };

  /** Ends a run that has lost its owner, unless the owner ended it. */
  const end = async (id: string) => {
    watched.delete(id);
    let record: RunRecord | null;
    try {
      record = await storage.run(id);
    } catch {
      // What the owner stored last is unknown, so nothing is written over it.
      setTimeout(() => watch(id), READ_AGAIN);
      return;
    }
    if (keeper.isDeleting(id)) return;
    if (!record) {
      keeper.noteDeleted(id);
      return;
    }
    keeper.note(record);
    if (!isLive(record)) {
      runs.getState().take(record, false);
      return;
    }
    runs.getState().take({ ...record, state: 'stopped' }, false);
    sayInterrupted(record);
    await keeper.write();
  };
  const watch = (id: string) => {
    if (watched.has(id)) return;
    watched.add(id);
    void tabs.whenFree(id, () => end(id));
  };

  /** Brings one run in line with storage. */
  const follow = async (id: string) => {
    let stored: RunRecord | null;
    try {
      stored = await storage.run(id);
    } catch {
      // Refused, or written by another version of the page.
      return;
    }
    if (keeper.isDeleting(id)) return;
    const mine = find(id);
    if (!stored) {
      if (mine) keeper.noteDeleted(id);
      return;
    }
    const { name, named } = mine && keeper.hasRenamed(id) ? mine : stored;
    keeper.note(stored);
    if (mine && tabs.owns(id)) {
      runs.getState().take({ ...mine, name, named }, false);
      // A state that this tab did not give is put right.
      return keeper.write();
    }
    runs.getState().take({ ...stored, name, named }, isLive(stored));
    if (isLive(stored)) watch(id);
  };

  tabs.hear((news) => {
    if (news.type === 'run') void follow(news.id);
    else
      void storage.ownData().then(
        (own) => own && onOwnData(own),
        () => undefined,
      );
  });
  runs.getState().elsewhere.forEach(watch);

  return {
    async refresh() {
      const { runs: stored } = await storage.load();
      const ids = [...runs.getState().records, ...stored].map(({ id }) => id);
      await Promise.all([...new Set(ids)].map(follow));
    },
  };
}
