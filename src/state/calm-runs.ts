/**
 * The runs as the page draws them: one copy for status, chips, list and charts, so that all of them tell of the same step.
 * Steps come in batches, so that drawing does not slow training; what begins, ends or changes its name or state, is ticked
 * or focused shows at once.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { shallow } from 'zustand/shallow';
import type { RunsState } from './runs-store.ts';

/** Milliseconds from one batch of steps to the next. */
const PACE = 250;

export type CalmRuns = Pick<RunsState, 'records' | 'ticked' | 'focused'>;

const calmOf = ({ records, ticked, focused }: CalmRuns): CalmRuns => ({ records, ticked, focused });

const sameShown = (now: CalmRuns, before: CalmRuns, keys: readonly ('id' | 'name' | 'state')[]): boolean =>
  now.ticked === before.ticked &&
  now.focused === before.focused &&
  now.records.every((record, i) => keys.every((key) => record[key] === before.records[i]?.[key]));

/** Whether a person named, ticked or focused a run of the list: what is pressed or typed in must not lag behind. */
export const isTouch = (now: CalmRuns, before: CalmRuns): boolean =>
  now.records.length === before.records.length && !sameShown(now, before, ['id', 'name']);

/** False where more than findings has changed. */
const onlyFindings = (now: CalmRuns, before: CalmRuns): boolean =>
  now.records.length === before.records.length && sameShown(now, before, ['id', 'name', 'state']);

export function createCalmRuns(runs: StoreApi<RunsState>): StoreApi<CalmRuns> {
  const store = createStore<CalmRuns>(() => calmOf(runs.getState()));
  /** Fires when the next batch may be shown; undefined where it may at once. */
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = () => {
    clearTimeout(timer);
    timer = undefined;
    const now = calmOf(runs.getState());
    if (shallow(now, store.getState())) return;
    timer = setTimeout(show, PACE);
    store.setState(now);
  };
  runs.subscribe((now) => {
    if (timer === undefined || !onlyFindings(now, store.getState())) show();
  });
  return store;
}
