/** Starting runs: what is live makes way, and the worker trains these instead. One start at a time. */
import { knownBaseline } from '../core/baseline.ts';
import { recordUpTo, type Checkpoint } from '../core/checkpoint.ts';
import { LabError } from '../core/lab-error.ts';
import { keptShape } from '../core/model-info.ts';
import { sameConfig } from '../core/normal-config.ts';
import { textLength, type RunConfig } from '../core/run-config.ts';
import { noFindings, RECORD_VERSION, type RunRecord } from '../core/run-record.ts';
import { runName } from '../core/run-name.ts';
import type { NamedTensors } from '../core/tensors.ts';
import { findRun, type ActionsContext } from './actions-context.ts';
import { errorNotice } from './notices-store.ts';
import { liveHere } from './runs-store.ts';
import { isDeath } from './session-store.ts';

/** A run that is about to start. */
export interface Planned {
  runId: string;
  /** Of the experiment that it is part of; null where it stands alone. */
  groupId: string | null;
  config: RunConfig;
  /** It is not begun anew where it cannot go on from a checkpoint. */
  mustGoOn?: boolean;
}

/** A run that is known, and what it goes on from. */
interface Known {
  was: RunRecord;
  from: Checkpoint;
}

interface StartOptions {
  wanted?: RunConfig;
  paused?: boolean;
}

export interface Launcher {
  /**
   * Does something that waits for the worker's answers, and tells what fails. What is asked for meanwhile is passed over.
   * @returns false where it was passed over
   */
  alone(change: () => Promise<void>): Promise<boolean>;
  /**
   * Loads what a config needs, by default the form, stops what is live and trains these runs in lockstep.
   * @param plannedFor the runs, all on that model and data, given once these are loaded; what is live goes on until then. One
   * that is in the list goes on from its checkpoint, if it has one
   * @returns whether they were started: not where another tab has claimed one of them
   * @throws LabError no-data where there is nothing to train on; bad-checkpoint where a run cannot go on from what was kept;
   * bad-adapter where an adapter to train on is not at hand any more
   */
  launch(plannedFor: () => readonly Planned[], options?: StartOptions): Promise<boolean>;
}

export function createLauncher(context: Omit<ActionsContext, 'launcher' | 'queue'>): Launcher {
  const { client, config, session, runs, notices, keeper, space, tabs, checkpoints, imported } = context;
  const { say, dismiss } = notices.getState();
  let changing = false;

  /** Claims those that are known, stops what is live and starts these. What they need is loaded. */
  const start = async (
    planned: readonly Planned[],
    { wanted, paused = false }: StartOptions,
  ): Promise<boolean> => {
    const again = planned.filter(({ runId }) => findRun(context, runId));
    const claims = await Promise.all(again.map(({ runId }) => tabs.claim(runId)));
    if (claims.includes(false)) return false;
    const known = new Map<string, Known>();
    for (const { runId, mustGoOn } of again) {
      const was = findRun(context, runId);
      const from = was && (await (await checkpoints()).load(was, session.getState(), mustGoOn));
      if (from) known.set(runId, { was, from });
    }
    const starts = new Map<string, NamedTensors>();
    for (const { runId, config: runConfig } of planned)
      if (runConfig.start && !known.has(runId))
        starts.set(runId, await (await imported()).tensorsFor(runConfig.start));
    await keeper.stopLive();
    // The worker may turn out to be dead when it is asked to stop.
    if (!(await session.getState().prepare(wanted))) return false;
    const { device, model, dataset } = session.getState();
    if (!device || !model || !dataset) throw new LabError('no-data', 'There is nothing to train on yet.');
    const createdAt = new Date().toISOString();
    const records = planned.map(({ runId: id, groupId, config: runConfig }): RunRecord => {
      const going = known.get(id);
      if (going) return { ...recordUpTo(going.was, going.from.step), state: 'waiting', failure: undefined };
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
        ...keptShape(model),
        ...(model.drawn && { drawn: model.drawn }),
        dataset,
        state: 'waiting',
        groupId,
        // The worker counts the tensors it creates and reports them with the first status.
        trainableParameters: 0,
        totalParameters: model.totalParameters,
        ...noFindings(),
      };
    });
    const { records: before, focused } = runs.getState();
    const form = config.getState().config;
    const [first] = records;
    const isBeside = ({ id, groupId }: RunRecord) =>
      id === focused && groupId !== null && groupId === first?.groupId;
    const focus = before.find(isBeside) ?? records.find((record) => sameConfig(record.config, form));
    runs.getState().add(records, focus?.id);
    space.getState().askOnce();
    const baseline = first && knownBaseline(before, model, dataset, textLength(first.config, model.config));
    client.send({
      type: 'start',
      runs: records.map(({ id, config: runConfig }) => ({
        runId: id,
        config: runConfig,
        from: known.get(id)?.from,
        start: starts.get(id),
      })),
      ...(baseline && { baseline }),
      paused,
    });
    return true;
  };

  return {
    async alone(change) {
      if (changing) return false;
      changing = true;
      try {
        await change();
      } catch (error) {
        say(errorNotice(error));
      } finally {
        changing = false;
      }
      return true;
    },

    async launch(plannedFor, options = {}) {
      // They ask for a new run, which this one is.
      const deaths = notices
        .getState()
        .notices.filter(({ notice }) => notice.type === 'error' && isDeath(notice.code));
      if (!(await session.getState().prepare(options.wanted))) return false;
      const planned = plannedFor();
      try {
        if (!(await start(planned, options))) return false;
      } finally {
        const live = new Set(liveHere(runs.getState()).map(({ id }) => id));
        // What was claimed and not started is free for other tabs.
        for (const { runId } of planned) if (!live.has(runId)) tabs.letGo(runId);
      }
      for (const { id } of deaths) dismiss(id);
      return true;
    },
  };
}
