/** Starting runs and experiments, pausing, stepping, stopping, and clearing them. */
import type { StoreApi } from 'zustand/vanilla';
import type { DueRun } from '../core/due-run.ts';
import { hasLora, withRank } from '../core/methods/lora-config.ts';
import { sameConfig } from '../core/normal-config.ts';
import { LIMITS, type RunConfig } from '../core/run-config.ts';
import { findRun, newId, type ActionsContext } from './actions-context.ts';
import { liveHere, type RunsState } from './runs-store.ts';
import { COMPARED_RANKS } from './shelf.ts';

export interface TrainingActions {
  /** Starts a run with the form's config. Runs still going are stopped and kept. */
  train: () => Promise<void>;
  /**
   * Trains the form's config at each of `COMPARED_RANKS` in lockstep: same seed and batches, and α by the form's rule. Runs still
   * going are stopped and kept. Nothing where the form's method has no rank.
   */
  compareRanks: () => Promise<void>;
  /** Trains these, after the runs that are due already: those that can train together in lockstep, the others afterwards. */
  experiment: (configs: readonly RunConfig[]) => void;
  /** Ends one live run where it is; others go on. */
  stopRun: (id: string) => void;
  /** Trains the settings of a run once more, with twice as many steps, after the runs that are due. */
  trainLonger: (id: string) => void;
  /** Trains an ended run on from its checkpoint to its last step. Runs still going are stopped and kept. */
  continueRun: (id: string) => Promise<void>;
  pause: () => void;
  resume: () => void;
  /** One step of the live runs, or of a fresh run if there is none; training is paused after it. */
  step: () => Promise<void>;
  /** Back to the untrained model: live runs are stopped and cleared, what is due is dropped, ended runs stay in the list. */
  reset: () => Promise<void>;
}

/** Of the ticked runs, looks at the newest that the form describes, if any: of a comparison, that is not always the last. */
export function focusDescribed(runs: StoreApi<RunsState>, form: RunConfig): void {
  const { records, ticked, focus } = runs.getState();
  const described = records.findLast(({ id, config }) => ticked.includes(id) && sameConfig(config, form));
  if (described) focus(described.id);
}

const asDue = (configs: readonly RunConfig[], groupId: string): DueRun[] =>
  configs.map((config, i) => ({ runId: `${groupId}-${i + 1}`, groupId, config }));

/** The form's config at each of the compared ranks; none where its method has no rank. */
const compared = (form: RunConfig): RunConfig[] => {
  const { method } = form;
  return hasLora(method) ? COMPARED_RANKS.map((r) => ({ ...form, method: withRank(method, r) })) : [];
};

export function createTrainingActions(context: ActionsContext): TrainingActions {
  const { client, config, session, runs, notices, keeper, launcher, queue } = context;
  const form = () => config.getState().config;
  const anyLive = () => liveHere(runs.getState()).length > 0;

  const trainForm = (paused: boolean) =>
    launcher.alone(async () => {
      await launcher.launch(() => [{ runId: newId(), groupId: null, config: form() }], { paused });
    });

  return {
    train: async () => {
      await trainForm(false);
    },
    compareRanks: async () => {
      await launcher.alone(async () => {
        // The form as it stands once everything is loaded for it.
        if (await session.getState().prepare()) await queue.begin(asDue(compared(form()), newId()));
      });
    },
    experiment: (configs) => queue.add(asDue(configs, newId())),
    stopRun: (id) => client.send({ type: 'stop', runId: id }),
    trainLonger: (id) => {
      const record = findRun(context, id);
      if (!record) return;
      const { groupId, config: settings } = record;
      const max_steps = Math.min(2 * settings.training.max_steps, LIMITS.max_steps.max);
      const longer = { ...settings, training: { ...settings.training, max_steps } };
      queue.add([{ runId: newId(), groupId: groupId ?? newId(), config: longer }]);
    },
    continueRun: async (id) => {
      const record = findRun(context, id);
      if (!record) return;
      const { groupId, config: wanted } = record;
      await launcher.alone(async () => {
        const run = { runId: id, groupId, config: wanted, mustGoOn: true };
        await launcher.launch(() => [run], { wanted });
      });
    },
    pause: () => client.send({ type: 'pause' }),
    resume: () => client.send({ type: 'resume' }),
    step: async () => {
      if (!anyLive()) await trainForm(true);
      if (anyLive()) client.send({ type: 'step' });
    },
    reset: async () => {
      await launcher.alone(async () => {
        queue.drop();
        const cleared = await keeper.stopLive();
        client.send({ type: 'reset' });
        runs.getState().remove(cleared.map(({ record }) => record.id));
        runs.setState({ held: [], ticked: [], focused: null, cursor: null, heldStep: null });
        notices.getState().say({ type: 'cleared', runs: cleared });
      });
    },
  };
}
