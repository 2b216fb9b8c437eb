/**
 * The runs as the page draws them: one copy for status, chips, list and charts, so that all of them tell of the same step.
 * Steps come in batches, so that drawing does not slow training; what begins or ends, changes its state or what a
 * person gave it, is ticked or focused is told at once. How soon it is drawn, ui/use-calm-runs.ts says.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { shallow } from 'zustand/shallow';
import { GIVEN, isLive } from '../core/run-record.ts';
import type { RunsState } from './runs-store.ts';

/** Milliseconds from one batch of steps to the next. */
const PACE = 250;

export type CalmRuns = Pick<RunsState, 'records' | 'ticked' | 'focused' | 'elsewhere'>;

const calmOf = ({ records, ticked, focused, elsewhere }: CalmRuns): CalmRuns => ({
  records,
  ticked,
  focused,
  elsewhere,
});

/** True where there are the same runs in the same states. */
const sameStates = (now: CalmRuns, before: CalmRuns): boolean =>
  now.elsewhere === before.elsewhere &&
  now.records.length === before.records.length &&
  now.records.every(({ id, state }, i) => id === before.records[i]?.id && state === before.records[i].state);

/** Of the same runs: true where one was ticked, focused or given something. */
const isGivenOtherwise = (now: CalmRuns, before: CalmRuns): boolean =>
  now.ticked !== before.ticked ||
  now.focused !== before.focused ||
  now.records.some((record, i) => GIVEN.some((field) => record[field] !== before.records[i]?.[field]));

/** True where a person ticked, focused or named a run, or deleted some. */
export const isByHand = (now: CalmRuns, before: CalmRuns): boolean =>
  now.records.length < before.records.length || (sameStates(now, before) && isGivenOtherwise(now, before));

/** True where a person did it: by hand, or by a press on what begins a run or lets it go on after it had ended. */
export function isOfPress(now: CalmRuns, before: CalmRuns): boolean {
  const live = new Set(before.records.filter(isLive).map(({ id }) => id));
  return isByHand(now, before) || now.records.some((record) => isLive(record) && !live.has(record.id));
}

/** True where more than findings has changed. */
export const isMoreThanFindings = (now: CalmRuns, before: CalmRuns): boolean =>
  !sameStates(now, before) || isGivenOtherwise(now, before);

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
    if (timer === undefined || isMoreThanFindings(now, store.getState())) show();
  });
  return store;
}
