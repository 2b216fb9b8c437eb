/**
 * The runs as the page draws them: one copy for status, chips, list and charts, so that all of them tell of the same step.
 * Steps come in batches, so that drawing does not slow training; what begins or ends, changes its state or what a
 * person gave it, is ticked or focused shows at once.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { shallow } from 'zustand/shallow';
import { GIVEN } from '../core/run-record.ts';
import type { RunsState } from './runs-store.ts';

/** Milliseconds from one batch of steps to the next. */
const PACE = 250;

export type CalmRuns = Pick<RunsState, 'records' | 'ticked' | 'focused'>;

const calmOf = ({ records, ticked, focused }: CalmRuns): CalmRuns => ({ records, ticked, focused });

/** False where more than findings has changed. */
export const onlyFindings = (now: CalmRuns, before: CalmRuns): boolean =>
  now.ticked === before.ticked &&
  now.focused === before.focused &&
  now.records.length === before.records.length &&
  now.records.every((record, i) => {
    const was = before.records[i];
    return (
      record.id === was?.id &&
      record.state === was.state &&
      GIVEN.every((field) => record[field] === was[field])
    );
  });

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
