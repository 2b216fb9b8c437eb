/** The runs, and which are ticked and in focus, of the same moment in every component that asks. */
import { startTransition, useLayoutEffect, useState } from 'react';
import { isMoreThanFindings, type CalmRuns } from '../state/calm-runs.ts';
import { usePage } from './page-context.tsx';
import { useReturn } from './use-return.ts';

/**
 * @param isUrgent what is drawn within its event. All else comes on screen together once it is drawn, and the page answers
 * meanwhile: what is costly to draw, or tells a step, takes as little as it can bear.
 */
export function useCalmRuns(isUrgent: typeof isMoreThanFindings = isMoreThanFindings): CalmRuns {
  const { calm } = usePage();
  const [runs, setRuns] = useState(calm.getState);
  useReturn(() => setRuns(calm.getState()));
  useLayoutEffect(() => {
    const take = (now: CalmRuns, before: CalmRuns) => {
      if (isUrgent(now, before)) setRuns(now);
      else startTransition(() => setRuns(now));
    };
    // What came while this was being drawn.
    startTransition(() => setRuns(calm.getState()));
    return calm.subscribe(take);
  }, [calm, isUrgent]);
  return runs;
}
