/**
 * How fast the live runs go and how long they will take. Speed is of training steps alone; the time left counts
 * everything that passes on the clock while they run (evaluation, sample texts, other runs' turns), pauses excluded.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { isLive, stepsDone, type RunRecord } from '../core/run-record.ts';
import type { RunsState } from './runs-store.ts';

/** Steps that count as "now". */
const WINDOW = 30;

/**
 * Tokens per second over the latest steps of runs that take turns on one device, or null before each has made two
 * steps. A step's time is its own, without the other runs' turns, so times add up.
 */
export function tokensPerSecond(runs: readonly Pick<RunRecord, 'steps'>[]): number | null {
  let tokens = 0;
  let ms = 0;
  for (const { steps } of runs) {
    const recent = steps.slice(-WINDOW - 1);
    const [first] = recent;
    const last = recent.at(-1);
    if (!first || !last || last.step <= first.step) return null;
    ms += last.elapsedMs - first.elapsedMs;
    // The first point only marks when the window began: its tokens were spent before.
    tokens += recent.slice(1).reduce((sum, point) => sum + point.tokens, 0);
  }
  return ms > 0 ? (1000 * tokens) / ms : null;
}

/** What is not yet known is null. */
export interface Pace {
  tokensPerSecond: number | null;
  /** Until the last step of every live run. */
  secondsLeft: number | null;
}

/** The clock's reading at the last news, and what had been timed by then. */
interface Watch {
  /** The runs timed; others are timed anew. */
  ids: string;
  at: number;
  running: boolean;
  done: number;
  /** Steps made while running, and the time they took. */
  steps: number;
  ms: number;
}

/** @param now milliseconds on a clock that never goes back */
export function createPaceStore(
  runs: StoreApi<RunsState>,
  now: () => number = () => performance.now(),
): StoreApi<Pace> {
  const unknown: Pace = { tokensPerSecond: null, secondsLeft: null };
  const store = createStore<Pace>(() => unknown);
  let watch: Watch | null = null;
  runs.subscribe(({ records }, { records: before }) => {
    if (records === before) return;
    const live = records.filter(isLive);
    // The first step may wait for kernels to be compiled: timing begins after it.
    if (live.length === 0 || live.some((run) => stepsDone(run) === 0)) {
      watch = null;
      store.setState(unknown);
      return;
    }
    const ids = live.map(({ id }) => id).join(' ');
    const at = now();
    const running = live.some(({ state }) => state === 'running');
    const done = live.reduce((sum, run) => sum + stepsDone(run), 0);
    const since: Watch = watch?.ids === ids ? watch : { ids, at, running: false, done, steps: 0, ms: 0 };
    const steps = since.steps + (since.running ? done - since.done : 0);
    const ms = since.ms + (since.running ? at - since.at : 0);
    watch = { ids, at, running, done, steps, ms };
    const wanted = live.reduce((sum, { config }) => sum + config.training.max_steps, 0);
    store.setState({
      tokensPerSecond: tokensPerSecond(live),
      secondsLeft: steps > 0 ? ((wanted - done) * ms) / steps / 1000 : null,
    });
  });
  return store;
}
