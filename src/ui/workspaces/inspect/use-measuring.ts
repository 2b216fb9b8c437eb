/** Losses of runs with their ΔW changed, measured one after the other when a person asks for them. What was measured stays known. */
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { isLive } from '../../../core/run-record.ts';
import type { Change } from '../../../state/changed-runs.ts';
import { errorNotice } from '../../../state/notices-store.ts';
import { usePage, useQueue, useRuns } from '../../page-context.tsx';
import type { Losses } from './cut-figures.ts';

/** A change, and the name that its losses are kept by. */
export interface Job {
  key: string;
  change: Change;
}

/** For as long as the page is open. */
const known = createStore<ReadonlyMap<string, Losses>>(() => new Map());

export interface Measuring {
  known: ReadonlyMap<string, Losses>;
  /** How many changes are measured, of how many; null while nothing is. `total` is null while they are being prepared. */
  progress: { done: number; total: number | null } | null;
  /** True where something trains, or waits to: the lab is not free. */
  isBusy: boolean;
  /** @param plan prepares the changes; those whose losses are known are not measured again */
  start: (plan: (signal: AbortSignal) => Promise<readonly Job[]>) => void;
  cancel: () => void;
}

/** True where something trains, or waits to: the lab is not free. */
export function useIsBusy(): boolean {
  const isQueued = useQueue((state) => state.due.length > 0);
  const isTraining = useRuns((state) => state.records.some(isLive));
  return isQueued || isTraining;
}

export function useMeasuring(): Measuring {
  const { actions, notices } = usePage();
  const [progress, setProgress] = useState<Measuring['progress']>(null);
  const isBusy = useIsBusy();
  const ending = useRef<AbortController>(null);
  useEffect(() => () => ending.current?.abort(), []);

  const measure = async (plan: Parameters<Measuring['start']>[0], signal: AbortSignal) => {
    const jobs = (await plan(signal)).filter(({ key }) => !known.getState().has(key));
    const say = (done: number) => {
      if (!signal.aborted) setProgress({ done, total: jobs.length });
    };
    say(0);
    const changed = await actions.changedRuns();
    const hear = (losses: Losses, at: number) => {
      const key = jobs[at]?.key;
      if (key !== undefined) known.setState((before) => new Map(before).set(key, losses), true);
      say(at + 1);
    };
    await changed.measure(
      jobs.map(({ change }) => change),
      hear,
      signal,
    );
  };
  return {
    known: useStore(known),
    progress,
    isBusy,
    start: (plan) => {
      const controller = new AbortController();
      ending.current = controller;
      setProgress({ done: 0, total: null });
      void measure(plan, controller.signal)
        .catch((error: unknown) => {
          if (!controller.signal.aborted) notices.getState().say(errorNotice(error));
        })
        .finally(() => {
          if (ending.current === controller) setProgress(null);
        });
    },
    cancel: () => {
      ending.current?.abort();
      ending.current = null;
      setProgress(null);
    },
  };
}
