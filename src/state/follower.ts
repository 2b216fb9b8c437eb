/**
 * Follows what other tabs do with the runs and the own data that they share with this one (the protocol is in tabs.ts): shows
 * their runs as they train, and ends a run where it was stored last once the tab that trained it is gone.
 */
import type { StoreApi } from 'zustand/vanilla';
import { isLive, type RunRecord } from '../core/run-record.ts';
import type { OwnData } from '../worker/protocol.ts';
import type { Keeper } from './keeper.ts';
import { createTally, type NoticesStore } from './notices-store.ts';
import type { RunsState } from './runs-store.ts';
import { isNewerVersion, type PageStorage } from './storage.ts';
import type { Tabs } from './tabs.ts';

/** Milliseconds after which the record of a run without an owner is read again where storage refused to give it. */
const READ_AGAIN = 15_000;

/** Milliseconds after which storage is read again where it refused after its connection had ended; each time twice as many. */
const CHECK_AGAIN = 250;

export interface Follower {
  /**
   * Reads all runs again: a page that rested in the back-forward cache has missed what other tabs told, and the browser may
   * have deleted what it stored. Rejects where storage cannot be read.
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
  /** Whether this page will train a run anew that was interrupted. */
  isDue: (runId: string) => boolean;
  /** The own data that this tab has, or null. */
  ownHere: () => OwnData | null;
}

export function createFollower(options: FollowerOptions): Follower {
  const { storage, tabs, runs, notices, keeper, onOwnData, isDue, ownHere } = options;
  const find = (id: string) => runs.getState().records.find((record) => record.id === id);
  /** Runs whose owner this tab waits for. */
  const watched = new Set<string>();

  const interrupted = (isLeft: boolean) =>
    createTally(notices, (run, count) => ({ type: 'interrupted', run, runs: count, isLeft }));
  const [left, closed] = [interrupted(true), interrupted(false)];

  /** A run as it is stored, or whether a tab deleted it. Rejects where storage cannot be read. */
  const lookUp = async (id: string) => {
    const record = await storage.run(id);
    return { record, isDeleted: !record && (await storage.isDeleted(id)) };
  };

  /** Ends a run that has lost its owner, unless the owner ended it. */
  const end = async (id: string) => {
    watched.delete(id);
    const found = await lookUp(id).catch(() => null);
    if (!found) {
      // What the owner stored last is unknown, so nothing is written over it.
      setTimeout(() => watch(id), READ_AGAIN);
      return;
    }
    if (keeper.isDeleting(id)) return;
    const { record, isDeleted } = found;
    if (record) keeper.note(record);
    else if (isDeleted) keeper.noteDeleted(id);
    // Of a run that the browser dropped, what this tab has is all that is left.
    const last = record ?? find(id);
    if (!last) return;
    if (!isLive(last)) {
      runs.getState().take(last, false);
      return;
    }
    runs.getState().take({ ...last, state: 'stopped' }, false);
    const tally = tabs.hasOwned(id) ? left : closed;
    tabs.letGo(id);
    // Told once it is stored: a page that is loaded anew after that does not tell it again.
    await keeper.write();
    if (!isDue(id)) tally.add(last);
  };
  const watch = (id: string) => {
    if (watched.has(id)) return;
    watched.add(id);
    void tabs.whenFree(id, () => end(id));
  };

  /** Brings one run in line with storage. @returns the run as it was stored, where the browser has dropped it; else null */
  const follow = async (id: string): Promise<RunRecord | null> => {
    const was = keeper.storedAs(id);
    const found = await lookUp(id).catch(() => null);
    // Refused, or written by another version of the page.
    if (!found || keeper.isDeleting(id)) return null;
    const { record: stored, isDeleted } = found;
    const mine = find(id);
    if (!stored) {
      if (mine && isDeleted) keeper.noteDeleted(id);
      return isDeleted ? null : was;
    }
    const given = keeper.given(stored);
    keeper.note(stored);
    if (mine && tabs.owns(id)) {
      runs.getState().take({ ...mine, ...given }, false);
      // A state that this tab did not give is put right.
      await keeper.write();
      return null;
    }
    runs.getState().take({ ...stored, ...given }, isLive(stored));
    if (isLive(stored)) watch(id);
    return null;
  };

  const refresh = async () => {
    const { runs: stored, own, unreadable } = await storage.load();
    const ids = [...new Set([...runs.getState().records, ...stored].map(({ id }) => id))];
    const dropped = (await Promise.all(ids.map(follow))).filter((run) => run !== null);
    const hasOwn = own !== null || unreadable.some((entry) => entry.store === 'own');
    keeper.noteDropped(dropped, hasOwn ? null : ownHere());
  };
  /** A browser that has just ended the connection may refuse to open another for a moment. */
  const check = async (again = CHECK_AGAIN) => {
    try {
      await refresh();
    } catch (error) {
      if (isNewerVersion(error)) notices.getState().say({ type: 'newer-version' });
      else setTimeout(() => void check(Math.min(2 * again, READ_AGAIN)), again);
    }
  };
  storage.onDisconnect(() => void check());

  tabs.hear((news) => {
    if (news.type === 'run') void follow(news.id).then((dropped) => dropped && check());
    else if (news.type === 'own-data')
      void storage.ownData().then(
        (own) => own && onOwnData(own),
        () => undefined,
      );
  });
  runs.getState().elsewhere.forEach(watch);

  return { refresh };
}
