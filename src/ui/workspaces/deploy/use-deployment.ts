/** What measures how adapters are put to use, and whether it may now. */
import { useMemo } from 'react';
import { isLive } from '../../../core/run-record.ts';
import { createDeployment, type Deployment } from '../../../state/deployment.ts';
import { client } from '../../../state/lab-client.ts';
import { usePage, useQueue, useRuns, useSession } from '../../page-context.tsx';

export function useDeployment(): Deployment {
  const page = usePage();
  return useMemo(() => createDeployment({ ...page, client }), [page]);
}

/** True where something trains, waits to, or is loaded: the lab is not free. */
export function useIsBusy(): boolean {
  const isQueued = useQueue((state) => state.due.length > 0);
  const isTraining = useRuns((state) => state.records.some(isLive));
  const isReady = useSession((state) => state.phase === 'ready');
  return isQueued || isTraining || !isReady;
}
