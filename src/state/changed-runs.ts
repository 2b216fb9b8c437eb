/** Measures runs that are over as they would be with other ΔW: cut to fewer directions, say. */
import type { Generation } from '../core/generation.ts';
import { LabError } from '../core/lab-error.ts';
import type { LowRankDelta } from '../core/methods/method.ts';
import type { EvalPoint } from '../core/run-record.ts';
import { factoredDeltas, withDeltas } from '../core/with-deltas.ts';
import type { InspectedRun } from '../worker/inspection-client.ts';
import { findRun, type ActionsContext } from './actions-context.ts';
import { errorNotice } from './notices-store.ts';
import { isFree, readyFor } from './ready-for.ts';

/** A run, of a method that `hasFactoredDeltas`, and the ΔW in the place of each of its own. */
export interface Change {
  run: InspectedRun;
  of: (delta: LowRankDelta) => LowRankDelta;
}

/** What a run is asked with its ΔW changed: its losses, or a text. */
export interface ChangedRuns {
  /**
   * Losses on validation pairs and on ordinary text, change by change. Ends early where the signal says so or something is
   * trained, and with a notice where one fails.
   * @param hear hears each as it is known
   */
  measure(
    changes: readonly Change[],
    hear: (figures: Pick<EvalPoint, 'loss' | 'heldOut'>, at: number) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** What it writes for a prompt; null where that failed, which has been told, or something is trained. */
  write(change: Change, prompt: string, generation: Generation): Promise<string | null>;
}

export function createChangedRuns(context: ActionsContext): ChangedRuns {
  const { client, session, notices } = context;

  /** A run with its ΔW changed, as the worker takes one that it does not hold; null where its model or data cannot be loaded. */
  const speakerOf = async ({ run, of }: Change) => {
    const record = findRun(context, run.runId);
    if (!record) throw new LabError('no-run', 'The run is not in the list any more.');
    const ready = await readyFor(context, record);
    if (!ready) return null;
    const own = { method: run.config.method, tensors: run.tensors };
    const { method, tensors } = withDeltas(own, factoredDeltas(own, ready.model.config).map(of));
    // An id that the worker holds would mean the run as it is.
    const runId = `changed ${run.runId}`;
    return { runId, kept: { config: { ...run.config, method }, step: run.step, tensors } };
  };

  /** Does something with the worker, tells what fails, and gives the worker back to the form. */
  const lend = async <T>(work: () => Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (error) {
      notices.getState().say(errorNotice(error));
      return null;
    } finally {
      if (isFree(context)) await session.getState().prepare();
    }
  };

  return {
    measure: async (changes, hear, signal) => {
      await lend(async () => {
        for (const [at, change] of changes.entries()) {
          if (signal.aborted || !isFree(context)) return;
          const speaker = await speakerOf(change);
          if (!speaker) return;
          const { figures } = await client.request('measure', speaker);
          hear(figures, at);
        }
      });
    },
    write: (change, prompt, generation) =>
      lend(async () => {
        const speaker = isFree(context) ? await speakerOf(change) : null;
        return speaker && (await client.request('generate', { ...speaker, prompt, generation })).text;
      }),
  };
}
