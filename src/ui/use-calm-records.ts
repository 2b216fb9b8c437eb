/** The records of all runs, of the same step in every component that asks. */
import { startTransition, useLayoutEffect, useState } from 'react';
import type { RunRecord } from '../core/run-record.ts';
import { onlyFindings, type CalmRuns } from '../state/calm-runs.ts';
import { usePage } from './page-context.tsx';

export function useCalmRecords(): readonly RunRecord[] {
  const { calm } = usePage();
  const [records, setRecords] = useState(calm.getState().records);
  useLayoutEffect(() => {
    const take = ({ records: now }: CalmRuns, { records: before }: CalmRuns) => {
      // All that is drawn of more steps comes on screen together, once it is drawn.
      if (onlyFindings(now, before)) startTransition(() => setRecords(now));
      else setRecords(now);
    };
    const catchUp = () => setRecords(calm.getState().records);
    // A workspace that is opened again has missed what came while another was open: it is seen with that.
    catchUp();
    return calm.subscribe(take);
  }, [calm]);
  return records;
}
