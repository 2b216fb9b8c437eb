/** What the page has to tell, until it is dismissed. Facts only: the UI words them. */
import type { LoraConfig } from '../core/methods/lora-config.ts';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConfigNotice } from '../core/run-config.ts';
import type { FileProgress } from '../core/file-progress.ts';
import type { RemovedRun } from '../core/kept-run.ts';
import { LabError, messageOf, type ErrorCode } from '../core/lab-error.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { ClassProblem } from './class-link.ts';
import type { WholeAdapter } from './imported-adapters.ts';

export type Notice =
  /** Something failed; `detail` names the place. */
  | { type: 'error'; code: ErrorCode; detail: string }
  /** The address asked for things that cannot be had as written. */
  | { type: 'config'; problems: readonly ConfigNotice[] }
  /** A first visit: the tour is offered. */
  | { type: 'tour-offer' }
  /** The address's class link is not in force. */
  | { type: 'class-refused'; problem: ClassProblem }
  /** These controls were to change, but the class link fixes them. */
  | { type: 'class-fixed'; controls: readonly string[] }
  /** The address asks for own data, which it does not carry. */
  | { type: 'own-data-absent' }
  /**
   * The tab that trained these runs, `run` the latest of them, was closed, or it is this tab and left the page (`isLeft`): they
   * end where they were kept last.
   */
  | { type: 'interrupted'; run: RunRecord; runs: number; isLeft: boolean }
  /** The page was left while an experiment went on, which goes on now: so many runs had begun, so many are still to come. */
  | { type: 'goes-on'; again: number; waiting: number }
  /** Another tab deleted these runs, `run` the latest of them. */
  | { type: 'deleted-elsewhere'; run: RunRecord; runs: number }
  /** This run was deleted here; it can be put back. */
  | { type: 'deleted'; run: RemovedRun }
  /** Reset cleared these runs; they can be put back. */
  | { type: 'cleared'; runs: RemovedRun[] }
  /** Plain JavaScript computes, because the file of the WASM backend did not come or did not start. */
  | { type: 'wasm-failed' }
  /** The browser refused to keep a model folder of this name; it stays in this tab. */
  | { type: 'model-not-kept'; name: string; detail: string }
  /** A new version of the page is kept; the next load opens it. */
  | { type: 'new-version' }
  /** What the browser kept cannot be opened. */
  | { type: 'not-kept'; detail: string }
  /** A newer version of the page wrote what is stored, so that this one can neither read nor write. */
  | { type: 'newer-version' }
  /**
   * The browser deleted what it stored. So many runs, and own data of this name, are still in this tab and are saved again;
   * `bare` of the runs without their trained tensors, which were nowhere else.
   */
  | { type: 'storage-emptied'; runs: number; bare: number; own: string | null }
  /** The browser refused to store these runs, or own data of this name; the page tries again. */
  | {
      type: 'not-saved';
      runs: number;
      own: string | null;
      detail: string;
      full: Full | null;
      isNewerVersion: boolean;
    }
  /** The browser refused to store a checkpoint. */
  | { type: 'no-checkpoint'; isFull: boolean; detail: string }
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
  /**
   * An adapter came in PEFT's files and fits `model`. `named`: what the files call the base model, where that is something else;
   * `ignored`: their fields that are set and passed over.
   */
  | {
      type: 'adapter-imported';
      name: string;
      model: string;
      named: string | null;
      ignored: readonly string[];
      /** How A and B started, where W0 tells what from; else null. */
      start: LoraConfig['init_lora_weights'] | null;
    }
  | { type: 'bad-adapter-file'; name: string; detail: string }
  /** The browser refused to store an adapter from a file. */
  | { type: 'adapter-not-kept'; name: string; detail: string }
  /** This adapter from a file was deleted here; it can be put back. */
  | { type: 'adapter-deleted'; removed: WholeAdapter }
  /** A run whose trained tensors are not here cannot be exported as an adapter or measured. */
  | { type: 'no-adapter'; run: RunRecord; why: NoAdapter }
  /** A run was exported without its trained tensors. */
  | { type: 'exported-bare'; run: RunRecord; why: NoAdapter | 'large' };

/** Why a run's trained tensors are not at hand: they are nowhere, what is stored of them is damaged, or storage does not give it. */
export type NoAdapter = 'absent' | 'unreadable' | 'refused';

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

const isSame = (a: Notice, b: Notice): boolean => {
  if (a.type === 'error') return b.type === 'error' && a.code === b.code && a.detail === b.detail;
  if (a.type === 'cleared') return b.type === 'cleared' && a.runs.length + b.runs.length === 0;
  // The last deletion alone can be taken back: many of them would push other messages out.
  return (
    ['deleted', 'adapter-deleted', 'new-version', 'newer-version', 'storage-emptied', 'class-fixed'].includes(
      a.type,
    ) && a.type === b.type
  );
};

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

/** One notice of runs that meet the same fate one after the other: a run joins those of which the notice still tells. */
export interface Tally {
  add(run: RunRecord): void;
  /** The run no longer belongs there. */
  remove(runId: string): void;
}

export function createTally(
  notices: NoticesStore,
  notice: (latest: RunRecord, runs: number) => Notice,
): Tally {
  let told: number | null = null;
  let runs: RunRecord[] = [];
  const tell = (next: RunRecord[]) => {
    if (told !== null) notices.getState().dismiss(told);
    runs = next;
    const latest = runs.at(-1);
    told = latest ? notices.getState().say(notice(latest, runs.length)) : null;
  };
  const isShown = () => notices.getState().notices.some(({ id }) => id === told);
  return {
    add: (run) => tell(isShown() ? [...runs, run] : [run]),
    remove(runId) {
      if (isShown() && runs.some(({ id }) => id === runId)) tell(runs.filter(({ id }) => id !== runId));
    },
  };
}

export type ErrorNotice = Extract<Notice, { type: 'error' }>;

/** Any failure as the notice that reports it. */
export function errorNotice(error: unknown): ErrorNotice {
  if (error instanceof LabError) return { type: 'error', code: error.code, detail: error.message };
  return { type: 'error', code: 'internal', detail: messageOf(error) };
}
