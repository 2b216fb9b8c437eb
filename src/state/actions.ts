/** What a person can do with runs: each is one call here, whichever button, key or dropped file asks for it. */
import type { Generation } from '../core/generation.ts';
import type { RemovedRun } from '../core/kept-run.ts';
import { stepsDone, type RunRecord } from '../core/run-record.ts';
import { HIDDEN_RANK, PROPOSED } from '../core/secret.ts';
import { answered } from './answered.ts';
import type { ChangedRuns } from './changed-runs.ts';
import {
  findRun,
  sayWithout,
  writeBoth,
  type ActionsContext,
  type Speaker,
  type Written,
} from './actions-context.ts';
import type { ExportActions } from './export-actions.ts';
import type { ImportActions } from './import-actions.ts';
import { errorNotice } from './notices-store.ts';
import { isOfModel } from './ready-for.ts';
import type { TaskId } from './shelf.ts';
import { createTrainingActions, type TrainingActions } from './training-actions.ts';

/** Loss on the whole test split of the loaded data. */
export interface TestLoss {
  /** Mean cross-entropy over the completions' tokens, in nats. */
  loss: number;
  /** How many tokens that is. */
  tokens: number;
  /** The run's steps when it was asked; 0 for the base model. */
  step: number;
}

export interface Actions extends TrainingActions, ImportActions, ExportActions {
  /** Puts back runs that `reset` or `deleteRun` took off the list, with their adapters; those that were deleted with their checkpoints, too. */
  restore: (removed: readonly RemovedRun[]) => Promise<void>;
  /** Forgets an ended run, its adapter too, and offers to put it back; a run that another tab trains stays. */
  deleteRun: (id: string) => void;
  /**
   * Makes this the task. `hidden-rank` hides a rank of its own each time that it is taken, sets what lets it be seen and
   * says so; another task taken after it brings back the settings before.
   */
  takeTask: (task: TaskId) => void;
  /** Hides another rank for the task `hidden-rank`: another seed, and k drawn from it. */
  anotherSecret: () => void;
  /** What the base model writes for a prompt, and what the run writes. Null, with a notice, where that failed. */
  generate: (prompt: string, runId: string | null, generation: Generation) => Promise<Written | null>;
  /** Takes the last scores of runs that lack them, one run after the other, while nothing is trained. */
  scoreLate: (ids: readonly string[]) => Promise<void>;
  /** Asks runs with their ΔW changed; fetched when it is first needed. */
  changedRuns: () => Promise<ChangedRuns>;
  /** The test loss of a run, or of the base model. Null, with a notice, where that failed. */
  evaluateTest: (runId: string | null) => Promise<TestLoss | null>;
}

/** A seed that no one has seen, and k drawn from it. */
const freshSecret = () => {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1));
  return { secret_seed: word >>> 1, secret_rank: null };
};

export function createActions(context: ActionsContext): Actions {
  const { client, config, session, runs, notices, keeper, storage } = context;
  const { say } = notices.getState();

  /** Null where the run's adapter is nowhere. */
  const speakerOf = async ({ id, config: runConfig }: RunRecord): Promise<Speaker | null> => {
    if (runs.getState().held.includes(id)) return { runId: id };
    const adapter = await keeper.adapter(id);
    return adapter && { runId: id, kept: { config: runConfig, ...adapter } };
  };

  /** A part that comes when it is first needed. Null, with a notice, where it cannot be fetched. */
  const fetched = async <Part>(part: () => Promise<Part>): Promise<Part | null> => {
    try {
      return await part();
    } catch (error) {
      say(errorNotice(error));
      return null;
    }
  };
  let importing: ImportActions | null = null;
  const imports = () =>
    fetched(async () => {
      const { createImportActions } = await import('./import-actions.ts');
      return (importing ??= createImportActions(context));
    });
  const exports = () =>
    fetched(async () => (await import('./export-actions.ts')).createExportActions(context));

  return {
    ...createTrainingActions(context),
    importRun: async (file) => (await imports())?.importRun(file),
    cancelImport: async (notice) => (await imports())?.cancelImport(notice),
    openFiles: async (files) => (await imports())?.openFiles(files),
    trainOn: async (adapter) => (await imports())?.trainOn(adapter),
    exportRun: async (id) => (await exports())?.exportRun(id) ?? null,
    exportAdapter: async (id) => (await exports())?.exportAdapter(id) ?? null,
    exportOutside: async (id) => (await exports())?.exportOutside(id) ?? null,
    exportBaseModel: async (model) => (await exports())?.exportBaseModel(model) ?? null,
    restore: async (removed) => {
      runs.getState().add(removed.map(({ record }) => record));
      await keeper.putAdapters(removed);
      await (await context.checkpoints()).putBack(removed);
    },
    deleteRun: (id) => {
      const record = findRun(context, id);
      const { elsewhere, held, remove } = runs.getState();
      if (!record || elsewhere.includes(id)) return;
      // Asked for before the run goes: who has them answers in turn.
      const reading = Promise.all([
        keeper.adapter(id),
        answered(storage.checkpoint(id), 5000).catch(() => undefined),
      ]);
      remove([id]);
      void reading.then(([adapter, checkpoint]) => {
        if (held.includes(id)) client.send({ type: 'release', runId: id });
        say({ type: 'deleted', run: { record, adapter, checkpoint } });
      });
    },
    takeTask: (task) => {
      const { config: form, update } = config.getState();
      if (task === form.task) return;
      if (task !== HIDDEN_RANK) {
        update({ task });
        return;
      }
      update({ task, ...freshSecret(), ...PROPOSED });
    },
    anotherSecret: () => config.getState().update(freshSecret()),
    generate: async (prompt, runId, generation) => {
      const record = runId === null ? undefined : findRun(context, runId);
      try {
        const speaker =
          record && isOfModel(record, session.getState().model) ? await speakerOf(record) : null;
        const { tuned, ...written } = await writeBoth(client, prompt, generation, speaker);
        const run = record && {
          name: record.name,
          step: tuned?.step ?? stepsDone(record),
          model: record.config.model,
          task: record.config.task,
        };
        return { ...written, tuned: tuned?.text ?? null, run: run ?? null };
      } catch (error) {
        say(errorNotice(error));
        return null;
      }
    },
    scoreLate: async (ids) => (await import('./late-scores.ts')).scoreLate(context, ids),
    changedRuns: async () => (await import('./changed-runs.ts')).createChangedRuns(context),
    evaluateTest: async (runId) => {
      const record = runId === null ? undefined : findRun(context, runId);
      try {
        const speaker = record ? await speakerOf(record) : { runId: null };
        if (!speaker) {
          if (record) await sayWithout(context, 'no-adapter', record);
          return null;
        }
        const { loss, tokens, step } = await client.request('evaluate', { ...speaker, split: 'test' });
        return { loss, tokens, step };
      } catch (error) {
        say(errorNotice(error));
        return null;
      }
    },
  };
}
