/**
 * The runs as the page draws them: one copy for status, chips, list and charts, so that all of them tell of the same step.
 * Steps come in batches, so that drawing does not slow training; what begins, ends or changes its name or state shows at once.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunRecord } from '../core/run-record.ts';
import type { RunsState } from './runs-store.ts';

/** Milliseconds from one batch of steps to the next. */
const PACE = 250;

export interface CalmRuns {
  records: readonly RunRecord[];
}

/** False where more than findings has changed. */
export const onlyFindings = (now: readonly RunRecord[], before: readonly RunRecord[]): boolean =>
  now.length === before.length &&
  now.every((record, i) => {
    const was = before[i];
    return record.id === was?.id && record.state === was.state && record.name === was.name;
  });

export function createCalmRuns(runs: StoreApi<RunsState>): StoreApi<CalmRuns> {
  const store = createStore<CalmRuns>(() => ({ records: runs.getState().records }));
  /** Fires when the next batch may be shown; undefined where it may at once. */
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = () => {
    clearTimeout(timer);
    timer = undefined;
    const { records } = runs.getState();
    if (records === store.getState().records) return;
    timer = setTimeout(show, PACE);
    store.setState({ records });
  };
  runs.subscribe(({ records }, before) => {
    if (records === before.records) return;
    if (timer === undefined || !onlyFindings(records, store.getState().records)) show();
  });
  return store;
}
