/** How many intruders each shown run has at each of its matrices: of the run in focus at once, of the others when asked for. */
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { LabError } from '../../../core/lab-error.ts';
import { isLive, stepsDone, type RunRecord } from '../../../core/run-record.ts';
import { siteId, type SiteId } from '../../../core/site.ts';
import { inspect } from '../../../state/inspect-client.ts';
import { inspectedRun } from '../../../state/inspected-run.ts';
import { errorNotice } from '../../../state/notices-store.ts';
import { measuredSites } from '../../charts/series.ts';
import type { ShownRun } from '../../charts/types.ts';
import { usePage } from '../../page-context.tsx';
import { useChartProps } from '../../use-chart-props.ts';
import type { BaseFigures } from './use-base-figures.ts';

type Counts = ReadonlyMap<SiteId, number>;

export interface CountedRun extends ShownRun {
  counts: Counts;
}

/** By run and its steps; for as long as the page is open. */
const known = createStore<ReadonlyMap<string, Counts>>(() => new Map());
const keyOf = (record: RunRecord) => `${record.id}@${stepsDone(record)}`;

export interface ShownIntruders {
  /** The runs whose intruders are counted, the one in focus first. */
  runs: readonly CountedRun[];
  /** Those that have ended and are not counted yet. */
  left: readonly ShownRun[];
  /** Runs that could not be counted: their weights are not in this browser, or it has been told why. */
  absent: readonly ShownRun[];
  /** How many matrices are done, of how many; null while none is counted. */
  progress: { done: number; total: number } | null;
  start: () => void;
  cancel: () => void;
}

export function useShownIntruders({ run: focused, sites, figures }: BaseFigures): ShownIntruders {
  const page = usePage();
  const { notices } = page;
  const { runs: shown } = useChartProps();
  const counted = useStore(known);
  const [absent, setAbsent] = useState<readonly string[]>([]);
  const [progress, setProgress] = useState<ShownIntruders['progress']>(null);
  const ending = useRef<AbortController>(null);
  useEffect(() => () => ending.current?.abort(), []);

  const others = shown.filter(
    ({ record }) => record.id !== focused?.record.id && !isLive(record) && measuredSites(record).length > 0,
  );
  const left = others.filter(({ record }) => !counted.has(keyOf(record)) && !absent.includes(record.id));
  const own = new Map(
    sites.flatMap((site, i) =>
      figures[i] ? [[siteId(site), figures[i].intruders.intruders.length] as const] : [],
    ),
  );
  const count = async (record: RunRecord, hear: (done: number) => void, signal: AbortSignal) => {
    const places = measuredSites(record);
    const found = await inspect('base', [await inspectedRun(record, page)], places, { hear, signal });
    const counts = new Map(
      places.map((site, i) => [siteId(site), found[i]?.intruders.intruders.length ?? 0] as const),
    );
    known.setState((before) => new Map(before).set(keyOf(record), counts), true);
  };
  const countAll = async (signal: AbortSignal) => {
    const total = left.reduce((sum, { record }) => sum + measuredSites(record).length, 0);
    let before = 0;
    for (const { record } of left) {
      const say = (done: number) => {
        if (!signal.aborted) setProgress({ done: before + done, total });
      };
      try {
        await count(record, say, signal);
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof LabError && ['no-run', 'model-absent'].includes(error.code)))
          notices.getState().say(errorNotice(error));
        setAbsent((ids) => [...ids, record.id]);
      }
      before += measuredSites(record).length;
    }
  };
  return {
    runs: [
      ...(focused && own.size > 0 ? [{ ...focused, counts: own }] : []),
      ...others.flatMap((run) => {
        const counts = counted.get(keyOf(run.record));
        return counts ? [{ ...run, counts }] : [];
      }),
    ],
    left,
    absent: others.filter(({ record }) => absent.includes(record.id)),
    progress,
    start: () => {
      const controller = new AbortController();
      ending.current = controller;
      setProgress({ done: 0, total: 1 });
      void countAll(controller.signal).finally(() => {
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
