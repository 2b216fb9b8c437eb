/** Starting runs, pausing, stepping, and clearing them. */
import type { StoreApi } from 'zustand/vanilla';
import { knownBaseline } from '../core/baseline.ts';
import { LabError } from '../core/lab-error.ts';
import { hasLora, withRank } from '../core/methods/lora-config.ts';
import { sameConfig } from '../core/normal-config.ts';
import { textLength, type RunConfig } from '../core/run-config.ts';
import { noFindings, RECORD_VERSION, type RunRecord } from '../core/run-record.ts';
import { runName } from '../core/run-name.ts';
import { newId, type ActionsContext } from './actions-context.ts';
import { errorNotice } from './notices-store.ts';
import { liveHere, type RunsState } from './runs-store.ts';
import { isDeath } from './session-store.ts';
import { COMPARED_RANKS } from './shelf.ts';

export interface TrainingActions {
  /** Starts a run with the form's config. Runs still going are stopped and kept. */
  train: () => Promise<void>;
  /** Trains the form's config at each of `COMPARED_RANKS` in lockstep: same seed and batches, and α by the form's rule. */
  compareRanks: () => Promise<void>;
  pause: () => void;
  resume: () => void;
  /** One step of the live runs, or of a fresh run if there is none; training is paused after it. */
  step: () => Promise<void>;
  /** Back to the untrained model: live runs are stopped and cleared, ended ones stay in the list. */
  reset: () => Promise<void>;
}

/** Of the ticked runs, looks at the newest that the form describes, if any: of a comparison, that is not always the last. */
export function focusDescribed(runs: StoreApi<RunsState>, form: RunConfig): void {
  const { records, ticked, focus } = runs.getState();
  const described = records.findLast(({ id, config }) => ticked.includes(id) && sameConfig(config, form));
  if (described) focus(described.id);
}

export function createTrainingActions(context: ActionsContext): TrainingActions {
  const { client, config, session, runs, notices, keeper, space } = context;
  const { say, dismiss } = notices.getState();
  const anyLive = () => liveHere(runs.getState()).length > 0;
  let changing = false;
  /** Starting and resetting wait for the worker's answers: one at a time, and what is pressed meanwhile is passed over. */
  const alone = async (change: () => Promise<void>) => {
    if (changing) return;
    changing = true;
    try {
      await change();
    } catch (error) {
      say(errorNotice(error));
    } finally {
      changing = false;
    }
  };

  /**
   * Starts one run per config, together if there are several.
   * @param configsOf from the form as it stands once everything is loaded for it; what is live goes on until then
   */
  const start = (configsOf: (form: RunConfig) => RunConfig[], paused: boolean) =>
    alone(async () => {
      // They ask for a new run, which this one is.
      const deaths = notices
        .getState()
        .notices.filter(({ notice }) => notice.type === 'error' && isDeath(notice.code));
      if (!(await session.getState().prepare())) return;
      const configs = configsOf(config.getState().config);
      await keeper.stopLive();
      // The worker may turn out to be dead when it is asked to stop.
      if (!(await session.getState().prepare())) return;
      const { device, model, dataset } = session.getState();
      if (!device || !model || !dataset) throw new LabError('no-data', 'There is nothing to train on yet.');
      const startId = newId();
      const createdAt = new Date().toISOString();
      const records = configs.map((runConfig, i): RunRecord => {
        const id = configs.length > 1 ? `${startId}-${i + 1}` : startId;
        return {
          format: 'rankscope-run',
          version: RECORD_VERSION,
          id,
          name: runName(id),
          named: false,
          createdAt,
          config: runConfig,
          device,
          weights: model.weights,
          dataset,
          state: 'waiting',
          groupId: configs.length > 1 ? startId : null,
          // The worker counts the tensors it creates and reports them with the first status.
          trainableParameters: 0,
          totalParameters: model.totalParameters,
          ...noFindings(),
        };
      });
      const before = runs.getState().records;
      const form = config.getState().config;
      runs.getState().add(records, records.find((record) => sameConfig(record.config, form))?.id);
      space.getState().askOnce();
      const [first] = configs;
      const baseline = first && knownBaseline(before, model, dataset, textLength(first, model.config));
      client.send({
        type: 'start',
        runs: records.map(({ id, config: runConfig }) => ({ runId: id, config: runConfig })),
        ...(baseline && { baseline }),
        paused,
      });
      for (const { id } of deaths) dismiss(id);
    });

  return {
    train: () => start((form) => [form], false),
    compareRanks: () =>
      start((form) => {
        const { method } = form;
        return hasLora(method)
          ? COMPARED_RANKS.map((r) => ({ ...form, method: withRank(method, r) }))
          : [form];
      }, false),
    pause: () => client.send({ type: 'pause' }),
    resume: () => client.send({ type: 'resume' }),
    step: async () => {
      if (!anyLive()) await start((form) => [form], true);
      if (anyLive()) client.send({ type: 'step' });
    },
    reset: () =>
      alone(async () => {
        const cleared = await keeper.stopLive();
        client.send({ type: 'reset' });
        runs.getState().remove(cleared.map(({ record }) => record.id));
        runs.setState({ held: [], ticked: [], focused: null, cursor: null, heldStep: null });
        say({ type: 'cleared', runs: cleared });
      }),
  };
}
