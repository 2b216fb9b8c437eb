/** What is measured of putting adapters to use: of runs that are over, and of those from files. */
import type { CombinedSite } from '../core/combine.ts';
import type { ImportedAdapter } from '../core/imported-adapter.ts';
import { LabError, need } from '../core/lab-error.ts';
import type { TimedWay, Times, Work } from '../core/timed-work.ts';
import type { Generation } from '../core/generation.ts';
import type { MergeFigures } from '../core/merge-figures.ts';
import type { MixedFigures } from '../core/mixed-batch.ts';
import type { SwitchFigures } from '../core/switch-figures.ts';
import { combineApart } from '../worker/combination-client.ts';
import { findRun, type ActionsContext, type Speaker } from './actions-context.ts';
import { zipFolder } from '../formats/model-zip.ts';
import { fileName, safeName } from './file-name.ts';
import { errorNotice } from './notices-store.ts';
import { isFree, isOfModel, lendWorker, readyFor } from './ready-for.ts';
import type { Download } from './zip-for-peft.ts';

type Context = Pick<
  ActionsContext,
  'client' | 'session' | 'runs' | 'queue' | 'notices' | 'keeper' | 'imported'
>;

/** Each is null where it failed, which has been told, or something is trained. */
export interface Deployment {
  /** @param id of a run or an adapter from a file */
  merge(id: string): Promise<MergeFigures | null>;
  /** The base model with this adapter folded into its weights, as a folder that `from_pretrained` loads, in a zip. @param name of an adapter from a file */
  mergedModel(id: string, name: string): Promise<Download | null>;
  /** Times putting adapters of the loaded model in place, in turn, and loading the model anew. */
  switchBetween(ids: readonly string[]): Promise<SwitchFigures | null>;
  /**
   * Combines adapters of the loaded model, and puts what comes of them on the shelf.
   * @param rank of each ΔW; null to keep all of the sum
   */
  combine(
    parts: readonly { id: string; weight: number }[],
    rank: number | null,
    name: string,
    signal: AbortSignal,
  ): Promise<{ adapter: ImportedAdapter; sites: readonly CombinedSite[] } | null>;
  /**
   * What the loaded model writes for a prompt alone, and with each adapter, in their order.
   * @param hear hears each text as it is written; `id` null for the model alone
   */
  answer(
    prompt: string,
    generation: Generation,
    ids: readonly string[],
    hear: (text: string, id: string | null) => void,
  ): Promise<void>;
  /** Times a prompt that the loaded model and these adapters answer: as one batch, and one after the other. @param ids such as `canMix` */
  mix(prompt: string, ids: readonly string[]): Promise<MixedFigures | null>;
  /**
   * Times the form's model. Ends with what is done by then where the signal says so, or something is trained.
   * @param hear hears which share is done
   */
  time(
    ways: readonly TimedWay[],
    works: readonly Work[],
    hear: (share: number) => void,
    signal: AbortSignal,
  ): Promise<readonly Times[] | null>;
}

/** @param combineInWorker combines adapters */
export function createDeployment(context: Context, combineInWorker = combineApart): Deployment {
  const { client, session, notices, keeper } = context;

  /** An adapter of the loaded model. */
  const keptOf = async (id: string): Promise<Required<Speaker>> => {
    const record = findRun(context, id);
    if (!record) return (await context.imported()).speaker(id);
    if (!isOfModel(record, session.getState().model))
      throw new LabError('other-model', 'The run is of another base model than is loaded.');
    const adapter = await keeper.adapter(id);
    if (!adapter) throw new LabError('no-run', 'The trained weights of this run are not in this browser.');
    return { runId: id, kept: { config: record.config, ...adapter } };
  };

  /** An adapter as the worker needs it, with its model and, of a run, its data loaded; null where that failed, which has been told. */
  const speakerOf = async (id: string): Promise<Speaker | null> => {
    const record = findRun(context, id);
    return record && !(await readyFor(context, record)) ? null : keptOf(id);
  };

  /** Times that were taken while nothing else was done. @throws LabError `abandoned` where training has begun meanwhile */
  const timedAlone = <T>(times: T): T => {
    if (isFree(context)) return times;
    throw new LabError('abandoned', 'Training began while times were taken.');
  };

  return {
    merge: (id) =>
      lendWorker(context, async () => {
        const speaker = await speakerOf(id);
        return speaker && (await client.request('merge', speaker)).figures;
      }),
    mergedModel: (id, name) =>
      lendWorker(context, async () => {
        const speaker = await speakerOf(id);
        if (!speaker) return null;
        const { files } = await client.request('mergeModel', speaker);
        const record = findRun(context, id);
        const folder = `${record ? fileName(record) : safeName(name)}-merged`;
        const zip = zipFolder(folder, files);
        return { name: `${folder}.zip`, blob: new Blob([zip], { type: 'application/zip' }) };
      }),
    mix: (prompt, ids) =>
      lendWorker(context, async () => {
        const adapters = await Promise.all(ids.map(async (id) => (await keptOf(id)).kept));
        return timedAlone((await client.request('mix', { adapters, prompt })).figures);
      }),
    switchBetween: (ids) =>
      lendWorker(context, async () => {
        const adapters = await Promise.all(ids.map(async (id) => (await keptOf(id)).kept));
        return timedAlone((await client.request('switch', { adapters })).figures);
      }),
    combine: async (given, rank, name, signal) => {
      try {
        // Another may be loaded by the time they are combined.
        const model = need(session.getState().model, 'no-model', 'No model is loaded.');
        const parts = await Promise.all(
          given.map(async ({ id, weight }) => {
            const { config, tensors } = (await keptOf(id)).kept;
            return { method: config.method, tensors: { ...tensors }, weight };
          }),
        );
        const { sites, ...trained } = await combineInWorker({ model: model.config, parts, rank }, signal);
        const adapter = await (await context.imported()).putCombined(name, trained, model);
        return adapter && { adapter, sites };
      } catch (error) {
        if (!signal.aborted) notices.getState().say(errorNotice(error));
        return null;
      }
    },
    answer: async (prompt, generation, ids, hear) => {
      await lendWorker(context, async () => {
        for (const id of [null, ...ids]) {
          const speaker = id === null ? { runId: null } : await keptOf(id);
          hear((await client.request('generate', { ...speaker, prompt, generation })).text, id);
        }
        return null;
      });
    },
    time: (ways, works, hear, signal) =>
      lendWorker(context, async () => {
        if (signal.aborted) return null;
        const stop = () => client.send({ type: 'stopTiming' });
        const stops = [
          client.subscribe((event) => event.type === 'timing' && hear(event.share)),
          context.runs.subscribe(() => {
            if (!isFree(context)) stop();
          }),
        ];
        signal.addEventListener('abort', stop);
        try {
          const { times } = await client.request('time', { ways: [...ways], works: [...works] });
          return times;
        } finally {
          signal.removeEventListener('abort', stop);
          for (const end of stops) end();
        }
      }),
  };
}
