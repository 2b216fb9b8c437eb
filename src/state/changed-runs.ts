/** Measures runs that are over as they would be with other ΔW: cut to fewer directions, say. */
import { knownBaseline } from '../core/baseline.ts';
import type { DirectionEffect } from '../core/direction-effect.ts';
import type { Generation } from '../core/generation.ts';
import { LabError } from '../core/lab-error.ts';
import type { LowRankDelta } from '../core/methods/method.ts';
import { textLength } from '../core/run-config.ts';
import type { EvalPoint, Score } from '../core/run-record.ts';
import type { Site } from '../core/site.ts';
import type { WeightUpdate } from '../core/weight-update.ts';
import { factoredDeltas, withDeltas } from '../core/with-deltas.ts';
import type { InspectedRun } from '../worker/inspection-client.ts';
import { findRun, type ActionsContext } from './actions-context.ts';
import { isFree, lendWorker, readyFor } from './ready-for.ts';

/** A run, and the ΔW in the place of each of its own: of those of a method that `hasFactoredDeltas`, or what W is updated by. */
export type Change = { run: InspectedRun } & (
  { of: (delta: LowRankDelta) => LowRankDelta } | { updates: readonly WeightUpdate[] }
);

/** A direction of a run's ΔW at one of its matrices, and the run without it. */
export interface Probe {
  without: Change;
  site: Site;
  /** v, at the input. */
  direction: Float32Array;
}

/** What a run is asked with its ΔW changed: its losses, scores, or a text. */
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
  /** What a direction does, and the losses without it; null as `write`. */
  probe(
    probe: Probe,
  ): Promise<{ effect: DirectionEffect; losses: Pick<EvalPoint, 'loss' | 'heldOut'> } | null>;
  /** Its last scores; null as `write`. */
  score(change: Change): Promise<readonly Score[] | null>;
  /** What it writes for a prompt; null where that failed, which has been told, or something is trained. */
  write(change: Change, prompt: string, generation: Generation): Promise<string | null>;
}

export function createChangedRuns(context: ActionsContext): ChangedRuns {
  const { client, session, runs } = context;

  /** A run with its ΔW changed, as the worker takes one that it does not hold; null where its model or data cannot be loaded. */
  const speakerOf = async (change: Change) => {
    const { run } = change;
    const record = findRun(context, run.runId);
    if (!record) throw new LabError('no-run', 'The run is not in the list any more.');
    const ready = await readyFor(context, record);
    if (!ready) return null;
    // An id that the worker holds would mean the run as it is.
    const runId = `changed ${run.runId}`;
    const { config, step } = run;
    const own = { method: config.method, tensors: run.tensors };
    if ('updates' in change)
      return { runId, kept: { config, step, tensors: run.tensors, updates: [...change.updates] } };
    const before = factoredDeltas(own, ready.model.config);
    const deltas = before.map(change.of);
    const isSame = deltas.every((delta, i) => delta === before[i]);
    const { method, tensors } = isSame ? own : withDeltas(own, deltas);
    return { runId, kept: { config: { ...config, method }, step, tensors } };
  };

  return {
    measure: async (changes, hear, signal) => {
      await lendWorker(context, async () => {
        for (const [at, change] of changes.entries()) {
          if (signal.aborted || !isFree(context)) return;
          const speaker = await speakerOf(change);
          if (!speaker) return;
          const { figures } = await client.request('measure', speaker);
          hear(figures, at);
        }
      });
    },
    probe: ({ without, site, direction }) =>
      lendWorker(context, async () => {
        const changed = await speakerOf(without);
        if (!changed) return null;
        const { config, step, tensors } = without.run;
        const whole = { runId: changed.runId, kept: { config, step, tensors } };
        const asked = { ...whole, without: changed.kept, site, direction };
        const { effect } = await client.request('probe', asked);
        const { figures } = await client.request('measure', changed);
        return { effect, losses: figures };
      }),
    score: (change) =>
      lendWorker(context, async () => {
        const speaker = await speakerOf(change);
        const record = findRun(context, change.run.runId);
        const { model, dataset } = session.getState();
        if (!speaker || !record || !model || !dataset) return null;
        const length = textLength(record.config, model.config);
        const known = knownBaseline(runs.getState().records, model, dataset, length);
        return (await client.request('score', { ...speaker, ...(known && { known }) })).scores;
      }),
    write: (change, prompt, generation) =>
      lendWorker(context, async () => {
        const speaker = await speakerOf(change);
        return speaker && (await client.request('generate', { ...speaker, prompt, generation })).text;
      }),
  };
}
