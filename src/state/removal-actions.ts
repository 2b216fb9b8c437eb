/** Taking runs off the list, and putting them back. */
import type { KeptRun } from '../core/kept-run.ts';
import { findRun, putAdapters, type ActionsContext } from './actions-context.ts';

export interface RemovalActions {
  /** Puts back runs that `reset` or `deleteRun` took off the list, with their adapters. */
  restore: (removed: readonly KeptRun[]) => Promise<void>;
  /** Forgets an ended run, its adapter too, and offers to put it back; a run that another tab trains stays. */
  deleteRun: (id: string) => void;
}

export function createRemovalActions(context: ActionsContext): RemovalActions {
  const { client, runs, notices, keeper } = context;
  const { say } = notices.getState();
  return {
    restore: async (removed) => {
      runs.getState().add(removed.map(({ record }) => record));
      await putAdapters(keeper, removed);
    },
    deleteRun: (id) => {
      const record = findRun(context, id);
      const { elsewhere, held, remove } = runs.getState();
      if (!record || elsewhere.includes(id)) return;
      // Asked for before the run goes: who has the adapter answers in turn.
      const reading = keeper.adapter(id);
      remove([id]);
      void reading.then((adapter) => {
        if (held.includes(id)) client.send({ type: 'release', runId: id });
        say({ type: 'deleted', run: { record, adapter } });
      });
    },
  };
}
