/**
 * The runs of experiments that have not ended yet. Those that share model, data and seed train together, in lockstep, the
 * others wait; when a batch has ended the next one begins. The queue is kept in the browser: a page that is loaded anew goes
 * on by itself, and a queue whose tab was closed waits for a person's word in the next tab.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DueRun } from '../core/due-run.ts';
import { isBaseOf } from '../core/model-info.ts';
import { shapeOf } from '../core/models/shape.ts';
import { countTrainable, optimizerBytes, weightBytes } from '../core/params.ts';
import { textLength } from '../core/run-config.ts';
import { isLive } from '../core/run-record.ts';
import { sleep } from '../core/sleep.ts';
import { newId, type ActionsContext } from './actions-context.ts';
import { liveHere, MOST_SHOWN } from './runs-store.ts';
import type { KeptQueue, PageStorage } from './storage.ts';
import type { Tabs } from './tabs.ts';

export interface QueueState {
  /** In the order in which they begin, the live ones too. */
  due: readonly DueRun[];
  /** No batch begins until a person says so: the page took the queue over from a closed tab, or a batch could not begin. */
  isHeld: boolean;
}

export interface Queue extends StoreApi<QueueState> {
  /** Puts runs before all others, and trains the first batch of them in the place of what is live. */
  begin(due: readonly DueRun[]): Promise<void>;
  /** Puts runs after all others. */
  add(due: readonly DueRun[]): void;
  /** Lets a queue that was held go on. */
  goOn(): void;
  /** Begins no further batch; what is live goes on. */
  hold(): void;
  /** Takes runs off the queue that have not begun, by default all of them. */
  drop(runIds?: readonly string[]): void;
  /** Whether a run is still to be trained here, though it may be stored as interrupted. */
  isDue(runId: string): boolean;
  /** Takes over queues that the browser kept. */
  adopt(kept: readonly KeptQueue[]): void;
}

export interface QueueOptions extends Omit<ActionsContext, 'queue'> {
  storage: PageStorage;
  tabs: Tabs;
}

/**
 * Weights, gradients and moments of the runs that train together may take so many bytes; a run that needs more trains alone. The
 * weights of those that are over may take as many.
 */
const MOST_BYTES = 2 ** 29;

/** While another start is under way, the next batch is tried again after so many milliseconds. */
const BUSY_MS = 250;

/** How long a tab that is loaded anew has before another one takes over its queue, in milliseconds. */
const RELOAD_MS = 5000;

/** What runs that train together have in common: model and how its weights are kept, data, and the order of the batches. */
function batchKey({ config }: DueRun, n_positions: number): string {
  const { model, task, seed, secret_seed, secret_rank, training } = config;
  const { base_dtype } = training;
  return JSON.stringify([
    ...[model, base_dtype, task, seed, secret_seed, secret_rank],
    textLength(config, { n_positions }),
  ]);
}

export function createQueue(options: QueueOptions): Queue {
  const { launcher, session, runs, notices, keeper, storage, tabs } = options;
  const id = newId();
  const store = createStore<QueueState>(() => ({ due: [], isHeld: false }));
  /** Runs that this page has begun: they leave the queue when they end. */
  const begun = new Set<string>();
  /** Of this tab's page before this one. */
  let inherited: readonly DueRun[] = [];
  /** The queue has come to its end, and what it loaded is not what the form wants, perhaps. */
  let isReturning = false;
  const dueNow = () => store.getState().due;

  const keep = () => {
    const due = [...dueNow()];
    if (due.length > 0) tabs.own(id);
    // What storage refuses is told of the runs; the queue goes on without.
    storage.putQueue({ id, due }).catch(() => undefined);
    if (due.length === 0) tabs.letGo(id);
  };
  store.subscribe(({ due }, { due: before }) => {
    if (due !== before) keep();
  });

  const recordOf = (runId: string) => runs.getState().records.find((record) => record.id === runId);
  const isGoing = (runId: string) => {
    const record = recordOf(runId);
    return record !== undefined && isLive(record);
  };

  /** The first run and those that can train with it. What is live is not begun again: it makes way and is kept. */
  const nextBatch = (): readonly DueRun[] => {
    const { model } = session.getState();
    const able = dueNow().filter(({ runId }) => !isGoing(runId));
    const [first] = able;
    if (!first || !model) return [];
    const keyOf = (run: DueRun) => batchKey(run, model.config.n_positions);
    const alike = able.filter((run) => keyOf(run) === keyOf(first));
    let bytes = 0;
    const fits = alike.findIndex(({ config }) => {
      const trained = countTrainable(model.config, config.method);
      bytes += 2 * weightBytes(trained) + optimizerBytes(trained);
      return bytes > MOST_BYTES;
    });
    return alike.slice(0, Math.min(MOST_SHOWN, fits === -1 ? alike.length : Math.max(1, fits)));
  };

  /** Bytes of trained weights that the worker still has of runs that are over. */
  const endedBytes = (): number => {
    const { records, held } = runs.getState();
    return records
      .filter((record) => held.includes(record.id) && !isLive(record))
      .reduce((sum, record) => {
        const shape = shapeOf(record);
        return sum + (shape ? weightBytes(countTrainable(shape, record.config.method)) : 0);
      }, 0);
  };

  /** Begins the next batch. What is live makes way. */
  const beginBatch = async () => {
    const [first] = dueNow();
    if (!first) return;
    if (endedBytes() > MOST_BYTES) keeper.releaseEnded();
    let batch: readonly DueRun[] = [];
    const planned = () => {
      batch = nextBatch();
      for (const { runId } of batch) begun.add(runId);
      return batch;
    };
    let isBegun = false;
    try {
      isBegun = await launcher.launch(planned, { wanted: first.config });
    } finally {
      if (!isBegun) {
        // They are due still, though they may have records of an earlier page.
        for (const { runId } of batch) begun.delete(runId);
        store.setState({ isHeld: true });
      }
    }
  };

  const isIdle = () => liveHere(runs.getState()).length === 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Runs end one after the other. */
  const later = (ms = 0) => {
    clearTimeout(timer);
    timer = setTimeout(() => void advance(), ms);
  };
  /** Begins the next batch where nothing is live, or brings back what the form wants where nothing is due any more. */
  const advance = async () => {
    const { due, isHeld } = store.getState();
    const [first] = due;
    if (isHeld || !isIdle()) return;
    // Another model ends the last scores that are still being written for this one.
    const isScoring = Object.keys(runs.getState().scoring).length > 0;
    if (isScoring && !(first && isBaseOf(session.getState().model, first.config))) return;
    if (first) {
      const isDone = await launcher.alone(async () => {
        if (isIdle()) await beginBatch();
      });
      if (!isDone) later(BUSY_MS);
    } else if (isReturning) {
      isReturning = false;
      await session.getState().prepare();
    }
  };

  runs.subscribe(({ records, scoring }, before) => {
    if (records === before.records && scoring === before.scoring) return;
    if (dueNow().length === 0 && !isReturning) return;
    const ended = dueNow().filter(({ runId }) => {
      const record = recordOf(runId);
      // A person may have continued it by itself, here or in another tab.
      if (record?.state === 'finished') return true;
      return begun.has(runId) && (record ? !isLive(record) : before.records.some((was) => was.id === runId));
    });
    if (ended.length > 0) {
      const isDead = ended.some(({ runId }) => recordOf(runId)?.failure === 'device-lost');
      store.setState(({ due, isHeld }) => ({
        due: due.filter((run) => !ended.includes(run)),
        isHeld: isHeld || isDead,
      }));
      if (dueNow().length === 0) {
        isReturning = true;
        store.setState({ isHeld: false });
      }
    }
    later();
  });

  const adoptOne = async (kept: KeptQueue) => {
    const isMine = tabs.hasOwned(kept.id);
    if (isMine) inherited = [...inherited, ...kept.due];
    else {
      await tabs.whenFree(kept.id, () => Promise.resolve());
      await sleep(RELOAD_MS);
    }
    await tabs.whenFree(kept.id, async () => {
      const now = await storage.queue(kept.id).catch(() => null);
      if (!now) return;
      const known = new Set(dueNow().map(({ runId }) => runId));
      const taken = now.due.filter(({ runId }) => !known.has(runId) && recordOf(runId)?.state !== 'finished');
      // Those that were going had been first in turn.
      const again = taken.filter(({ runId }) => recordOf(runId));
      const others = taken.filter((run) => !again.includes(run));
      if (isMine && taken.length > 0)
        notices.getState().say({ type: 'goes-on', again: again.length, waiting: others.length });
      store.setState(({ due, isHeld }) => ({
        due: [...due, ...again, ...others],
        isHeld: due.length > 0 ? isHeld : !isMine,
      }));
      await storage.putQueue({ id: kept.id, due: [] }).catch(() => undefined);
    });
    tabs.letGo(kept.id);
    later();
  };

  return {
    ...store,
    async begin(due) {
      store.setState((state) => ({ due: [...due, ...state.due], isHeld: false }));
      await beginBatch();
    },
    add(due) {
      store.setState((state) => ({ due: [...state.due, ...due] }));
      later();
    },
    goOn() {
      store.setState({ isHeld: false });
      later();
    },
    hold: () => store.setState({ isHeld: true }),
    drop(runIds) {
      const stays = ({ runId }: DueRun) => isGoing(runId) || (runIds && !runIds.includes(runId));
      store.setState(({ due, isHeld }) => {
        const left = due.filter(stays);
        return { due: left, isHeld: isHeld && left.some(({ runId }) => !isGoing(runId)) };
      });
    },
    isDue: (runId) => [...dueNow(), ...inherited].some((run) => run.runId === runId),
    adopt: (kept) => kept.forEach((queue) => void adoptOne(queue)),
  };
}
