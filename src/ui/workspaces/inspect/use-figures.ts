/** Figures of runs' trained tensors, taken in workers while the view that asks for them is open. */
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { isLive, stepsDone, type RunRecord } from '../../../core/run-record.ts';
import type { Figure, SiteFigures } from '../../../core/site-figures.ts';
import { siteId, type Site } from '../../../core/site.ts';
import { inspect } from '../../../state/inspect-client.ts';
import { inspectedRun } from '../../../state/inspected-run.ts';
import { usePage } from '../../page-context.tsx';

/** What was found of what is asked, or how far it is. */
type Outcome<F extends Figure> =
  | { state: 'taking' | 'cancelled'; done: number }
  | { state: 'failed'; error: unknown }
  | {
      state: 'done';
      /** In the order of the sites. */
      figures: readonly SiteFigures[F][];
      /** The step that each run's figures are of. */
      steps: readonly number[];
    };

export interface Taking<F extends Figure> {
  outcome: Outcome<F>;
  /** How many sites are asked for. */
  count: number;
  /** Ends the workers; what they have found stays known. */
  cancel: () => void;
  /** Takes what is missing, of a run that trains as it is now. */
  again: () => void;
}

/** A run that trains is asked once, not after each of its steps. */
const momentOf = (run: RunRecord): string => `${run.id}@${isLive(run) ? 'live' : stepsDone(run)}`;

/**
 * @param runs one, or the two that `similarity` compares; none where there is nothing to ask
 * @param sites those that every run has changed
 */
export function useFigures<F extends Figure>(
  figure: F,
  runs: readonly [] | readonly [RunRecord, RunRecord?],
  sites: readonly Site[],
): Taking<F> {
  const page = usePage();
  const [round, setRound] = useState(0);
  const [found, setFound] = useState<{ asked: string; outcome: Outcome<F> } | null>(null);
  const ending = useRef<AbortController>(null);
  const asked =
    runs.length > 0 && sites.length > 0
      ? [round, figure, ...runs.map((run) => run && momentOf(run)), ...sites.map(siteId)].join('/')
      : '';

  const take = useEffectEvent(async (signal: AbortSignal) => {
    const say = (outcome: Outcome<F>) => {
      if (!signal.aborted) setFound({ asked, outcome });
    };
    const [run, other] = runs;
    if (!run) return;
    try {
      const first = await inspectedRun(run, page);
      const both = other ? ([first, await inspectedRun(other, page)] as const) : ([first] as const);
      const hear = (done: number) => say({ state: 'taking', done });
      const figures = await inspect(figure, both, sites, { hear, signal });
      say({ state: 'done', figures, steps: both.map(({ step }) => step) });
    } catch (error) {
      say({ state: 'failed', error });
    }
  });

  useEffect(() => {
    if (asked === '') return;
    const controller = new AbortController();
    ending.current = controller;
    void take(controller.signal);
    return () => controller.abort();
  }, [asked]);

  const outcome: Outcome<F> = found?.asked === asked ? found.outcome : { state: 'taking', done: 0 };
  return {
    outcome,
    count: sites.length,
    cancel: () => {
      ending.current?.abort();
      setFound({
        asked,
        outcome: { state: 'cancelled', done: outcome.state === 'taking' ? outcome.done : 0 },
      });
    },
    again: () => setRound(round + 1),
  };
}
