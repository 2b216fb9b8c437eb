/** The runs, and which are ticked and in focus, of the same moment in every component that asks. */
import { startTransition, useLayoutEffect, useState } from 'react';
import { isByHand, type CalmRuns } from '../state/calm-runs.ts';
import { usePage } from './page-context.tsx';
import { useReturn } from './use-return.ts';

/** @param isUrgent what is drawn within its event, beside what is changed by hand; for what is cheap to draw */
export function useCalmRuns(isUrgent: typeof isByHand = isByHand): CalmRuns {
  const { calm } = usePage();
  const [runs, setRuns] = useState(calm.getState);
  useReturn(() => setRuns(calm.getState()));
  useLayoutEffect(() => {
    const take = (now: CalmRuns, before: CalmRuns) => {
      // A tick shows within its press. All else comes on screen together, once it is drawn: the page answers meanwhile.
      if (isByHand(now, before) || isUrgent(now, before)) setRuns(now);
      else startTransition(() => setRuns(now));
    };
    // What came while this was being drawn.
    startTransition(() => setRuns(calm.getState()));
    return calm.subscribe(take);
  }, [calm, isUrgent]);
  return runs;
}
