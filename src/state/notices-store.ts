/** What the page has to tell, until it is dismissed. Facts only: the UI words them. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConfigNotice } from '../core/run-config.ts';
import type { FileProgress } from '../core/file-progress.ts';
import type { KeptRun } from '../core/kept-run.ts';
import { LabError, type ErrorCode } from '../core/lab-error.ts';
import type { RunRecord } from '../core/run-record.ts';

export type Notice =
  /** Something failed; `detail` names the place. */
  | { type: 'error'; code: ErrorCode; detail: string }
  /** The address asked for things that cannot be had as written. */
  | { type: 'config'; problems: readonly ConfigNotice[] }
  /** The address asks for own data, which it does not carry. */
  | { type: 'own-data-absent' }
  /** The tab that trained these runs, `run` the latest of them, was closed: they end where they were kept last. */
  | { type: 'interrupted'; run: RunRecord; runs: number }
  /** Reset cleared these runs; they can be put back. */
  | { type: 'cleared'; runs: KeptRun[] }
  /** Plain JavaScript computes, because the file of the WASM backend did not come or did not start. */
  | { type: 'wasm-failed' }
  /** What the browser kept cannot be opened. */
  | { type: 'not-kept'; detail: string }
  /** The browser refused to store these runs, or own data of this name; the page tries again. */
  | { type: 'not-saved'; runs: number; own: string | null; detail: string; full: Full | null }
  /** A deleted run is still stored. */
  | { type: 'not-deleted'; detail: string }
  /** So many entries of the storage cannot be read. */
  | { type: 'unreadable-entries'; entries: number }
  /** Another tab stored own data of this name; this tab goes on with the data that it has. */
  | { type: 'other-own-data'; name: string }
  /** The browser has not given what it keeps, so the page opened without. */
  | { type: 'storage-silent'; detail: string }
  /** A file larger than `limit` bytes was not read. */
  | { type: 'file-too-big'; name: string; bytes: number; limit: number }
  | { type: 'unreadable-file'; name: string }
  | { type: 'bad-run-file'; name: string; detail: string }
  /** A file of runs is being read, which can be cancelled. */
  | { type: 'reading-runs'; name: string; progress: FileProgress }
  /** So many runs were read from one file, `run` the first of them; so many of them are on the charts. */
  | { type: 'imported'; run: RunRecord; runs: number; shown: number }
  /** A run whose A and B are not here cannot be exported or asked to write. */
  | { type: 'no-adapter'; run: RunRecord };

/** What takes most of the room where there is no more. Of the room itself, browsers tell no number that can be relied on. */
export interface Full {
  largest: readonly { run: RunRecord; bytes: number }[];
  /** Bytes of own data. */
  own: number;
}

export interface NoticesState {
  notices: readonly { id: number; notice: Notice }[];
  /** @returns the notice's id */
  say: (notice: Notice) => number;
  /** Puts a notice in the place of one that may be dismissed by now. */
  update: (id: number, notice: Notice) => void;
  dismiss: (id: number) => void;
}

export type NoticesStore = StoreApi<NoticesState>;

/** The newest notices are kept; older ones than `MOST` give way. */
const MOST = 3;

const isSame = (a: Notice, b: Notice) =>
  a.type === 'error'
    ? b.type === 'error' && a.code === b.code && a.detail === b.detail
    : a.type === 'cleared' && b.type === 'cleared' && a.runs.length + b.runs.length === 0;

export function createNoticesStore(): NoticesStore {
  let lastId = 0;
  return createStore<NoticesState>((set) => ({
    notices: [],
    say: (notice) => {
      const id = ++lastId;
      set(({ notices }) => {
        // What repeats is said once, as the latest.
        const others = notices.filter((shown) => !isSame(shown.notice, notice));
        return { notices: [...others, { id, notice }].slice(-MOST) };
      });
      return id;
    },
    update: (id, notice) =>
      set(({ notices }) => ({
        notices: notices.map((shown) => (shown.id === id ? { id, notice } : shown)),
      })),
    dismiss: (id) => set(({ notices }) => ({ notices: notices.filter((shown) => shown.id !== id) })),
  }));
}

/** Any failure as the notice that reports it. */
export function errorNotice(error: unknown): Extract<Notice, { type: 'error' }> {
  if (error instanceof LabError) return { type: 'error', code: error.code, detail: error.message };
  return { type: 'error', code: 'internal', detail: error instanceof Error ? error.message : String(error) };
}
