/** Runs that were deleted here, until storage has deleted them too. A deletion that storage refuses is told once. */
import { answered } from './answered.ts';
import { errorNotice, type NoticesStore } from './notices-store.ts';
import type { PageStorage } from './storage.ts';

export interface Deletions {
  /** Plans the deletion of a run's record and adapter. */
  add(runId: string): void;
  /** The run is wanted again. */
  cancel(runId: string): void;
  has(runId: string): boolean;
  /** Deletes all that is planned. What storage refuses stays planned. */
  carryOut(): Promise<void>;
}

export interface DeletionsOptions {
  storage: PageStorage;
  notices: NoticesStore;
  /** Milliseconds after which a deletion counts as refused. */
  patience: number;
  onDeleted: (runId: string) => void;
  onRefused: () => void;
}

export function createDeletions(options: DeletionsOptions): Deletions {
  const { storage, notices, patience, onDeleted, onRefused } = options;
  /** By run id, whether a notice told that storage refused. */
  const planned = new Map<string, { isTold: boolean }>();
  return {
    add: (id) => void planned.set(id, { isTold: false }),
    cancel: (id) => void planned.delete(id),
    has: (id) => planned.has(id),
    async carryOut() {
      await Promise.all(
        [...planned].map(async ([id, deletion]) => {
          // While storage works, the run may be put back, and even deleted once more.
          const isWanted = () => planned.get(id) === deletion;
          try {
            await answered(storage.deleteRun(id), patience);
            if (isWanted()) planned.delete(id);
            onDeleted(id);
          } catch (error) {
            if (!isWanted()) return;
            if (!deletion.isTold)
              notices.getState().say({ type: 'not-deleted', detail: errorNotice(error).detail });
            deletion.isTold = true;
            onRefused();
          }
        }),
      );
    },
  };
}
