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

/** True where a person ticked, focused, named or deleted a run: no run has come, and what is given to one may differ. */
export const isByHand = (now: CalmRuns, before: CalmRuns): boolean =>
  now.records.length < before.records.length ||
  (now.records.length === before.records.length &&
    (now.ticked !== before.ticked ||
      now.focused !== before.focused ||
      now.records.some((record, i) => GIVEN.some((field) => record[field] !== before.records[i]?.[field]))));

/** False where more than findings has changed. */
const onlyFindings = (now: CalmRuns, before: CalmRuns): boolean =>
  !isByHand(now, before) &&
  now.records.every((record, i) => {
    const was = before.records[i];
    return record.id === was?.id && record.state === was.state;
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
