/** What a person can do with runs: each is one call here, whichever button, key or dropped file asks for it. */
import type { StoreApi } from 'zustand/vanilla';
import { findMisfit } from '../core/adapter-fit.ts';
import type { FileProgress } from '../core/file-progress.ts';
import type { KeptRun } from '../core/kept-run.ts';
import { LabError, type ErrorCode } from '../core/lab-error.ts';
import { hasLora, withRank } from '../core/methods/lora-config.ts';
import { biasesOf, loraPairs } from '../core/methods/lora.ts';
import { isNamedByPerson, runName } from '../core/run-name.ts';
import {
  isLive,
  NAME_LENGTH,
  noFindings,
  RECORD_VERSION,
  stepsDone,
  type RunRecord,
} from '../core/run-record.ts';
import type { Generation } from '../core/generation.ts';
import type { RunConfig } from '../core/run-config.ts';
import { HIDDEN_RANK, PROPOSED } from '../core/secret.ts';
import { decodeJson, looksLikeRunFile, writeRunFile } from '../formats/run-file.ts';
import type { LabClient } from '../worker/client.ts';
import type { readRunsApart } from '../worker/parsed-runs.ts';
import type { OwnFile } from '../worker/protocol.ts';
import { sameConfig, type ConfigState } from './config-store.ts';
import type { Keeper } from './keeper.ts';
import { adapterFolder, fileName } from './file-name.ts';
import { errorNotice, type NoticesStore } from './notices-store.ts';
import { liveHere, type RunsState } from './runs-store.ts';
import { isDeath, type SessionState } from './session-store.ts';
import { COMPARED_RANKS, type TaskId } from './shelf.ts';
import type { SpaceState } from './space-store.ts';

/** A file for the person to save. */
export interface Download {
  name: string;
  blob: Blob;
}

/** What the base model and a run wrote for one prompt. */
export interface Written {
  base: string;
  /** null where the run is of another model than is loaded, or its A and B are nowhere. */
  tuned: string | null;
  /** The run that was asked, its steps by then, and what it is of; null where none was. */
  run: { name: string; step: number; model: string; task: string } | null;
}

/** Loss on the whole test split of the loaded data. */
export interface TestLoss {
  /** Mean cross-entropy over the completions' tokens, in nats. */
  loss: number;
  /** How many tokens that is. */
  tokens: number;
  /** The run's steps when it was asked; 0 for the base model. */
  step: number;
}

export interface Actions {
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
  /** Puts back runs that `reset` or `deleteRun` took off the list, with their adapters. */
  restore: (removed: readonly KeptRun[]) => Promise<void>;
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
  /** The test loss of a run, or of the base model. Null, with a notice, where that failed. */
  evaluateTest: (runId: string | null) => Promise<TestLoss | null>;
  /** The run as JSON, or null if there is no such run. A notice tells where its adapter is not at hand, and why. */
  exportRun: (id: string) => Promise<Download | null>;
  /** PEFT's two files in one zip, or null (with a notice) where A and B are not here or they cannot be written. */
  exportAdapter: (id: string) => Promise<Download | null>;
  /** A shipped base model's folder as a zip, or null (with a notice) where it cannot be fetched. */
  exportBaseModel: (model: string) => Promise<Download | null>;
  /**
   * Adds an exported run, or all of a file of several, to the list. A file that is none becomes a notice; so does how far a
   * large file is read.
   */
  importRun: (file: OwnFile) => Promise<void>;
  /** Ends the reading of a file of runs, of which nothing is added. @param notice the id of its notice */
  cancelImport: (notice: number) => void;
  /** Opens files dropped together: exported runs, and the visitor's data in all others, which is offered. */
  openFiles: (files: readonly OwnFile[]) => Promise<void>;
}

export interface ActionsContext {
  client: LabClient;
  readRuns: typeof readRunsApart;
  config: StoreApi<ConfigState>;
  session: StoreApi<SessionState>;
  runs: StoreApi<RunsState>;
  notices: NoticesStore;
  keeper: Keeper;
  space: StoreApi<SpaceState>;
  /** The page's folder, where models lie. */
  baseUrl: string;
}

/** So many bytes of a file tell whether it is an exported run. */
const HEAD_BYTES = 400;

/** A seed that no one has seen, and k drawn from it. */
const freshSecret = () => {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1));
  return { secret_seed: word >>> 1, secret_rank: null };
};

/** A random id; `crypto.randomUUID` would need a secure context, which a classroom's plain http is not. */
const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );

/** `name (2)`, or the next number that is not taken. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let copy = 2; ; copy++) {
    const suffix = ` (${copy})`;
    const free = name.slice(0, NAME_LENGTH - suffix.length) + suffix;
    if (!taken.has(free)) return free;
  }
}

/** Of the ticked runs, looks at the newest that the form describes, if any: of a comparison, that is not always the last. */
export function focusDescribed(runs: StoreApi<RunsState>, form: RunConfig): void {
  const { records, ticked, focus } = runs.getState();
  const described = records.findLast(({ id, config }) => ticked.includes(id) && sameConfig(config, form));
  if (described) focus(described.id);
}

export function createActions(context: ActionsContext): Actions {
  const { client, readRuns, config, session, runs, notices, keeper, space, baseUrl } = context;
  const { say, update, dismiss } = notices.getState();
  const find = (id: string) => runs.getState().records.find((record) => record.id === id);
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
          dataset,
          state: 'waiting',
          groupId: configs.length > 1 ? startId : null,
          // The worker counts the tensors it creates and reports them with the first status.
          trainableParameters: 0,
          totalParameters: model.totalParameters,
          ...noFindings(),
        };
      });
      runs.getState().add(records);
      space.getState().askOnce();
      focusDescribed(runs, config.getState().config);
      client.send({
        type: 'start',
        runs: records.map(({ id, config: runConfig }) => ({ runId: id, config: runConfig })),
        paused,
      });
      for (const { id } of deaths) dismiss(id);
    });

  /** Runs of a file as they enter the list: under an id and a name of their own where the list has the run already. */
  const asImported = (read: readonly KeptRun[]): KeptRun[] => {
    const { records } = runs.getState();
    const ids = new Set(records.map(({ id }) => id));
    const names = new Set(records.map(({ name }) => name));
    return read.map(({ record, adapter }) => {
      const isHere = ids.has(record.id);
      const id = isHere ? newId() : record.id;
      const name = isHere ? freeName(record.name, names) : record.name;
      ids.add(id);
      names.add(name);
      const state = isLive(record) ? 'stopped' : record.state;
      return { record: { ...record, id, name, named: isNamedByPerson(record), state }, adapter };
    });
  };

  /** Adds runs that were read to the list, all at once: each change of the list is drawn. */
  const addRead = async (read: readonly KeptRun[]) => {
    const added = asImported(read);
    const [first] = added;
    if (!first) return;
    runs.getState().add(added.map(({ record }) => record));
    const { ticked } = runs.getState();
    const shown = added.filter(({ record }) => ticked.includes(record.id)).length;
    say({ type: 'imported', run: first.record, runs: added.length, shown });
    await restoreAdapters(added);
  };

  const restoreAdapters = (kept: readonly KeptRun[]) =>
    Promise.all(
      kept.map(async ({ record, adapter }) => {
        if (adapter) await keeper.putAdapter(record.id, adapter);
      }),
    );

  /** What ends the reading of a file of runs, by the id of its notice. */
  const imports = new Map<number, AbortController>();

  /** Reads a file of runs, and shows how far it is where that takes a while. */
  const readRunsShown = async (file: OwnFile) => {
    const controller = new AbortController();
    let shown = null as number | null;
    const hear = (progress: FileProgress) => {
      const notice = { type: 'reading-runs', name: file.name, progress } as const;
      if (shown === null) imports.set((shown = say(notice)), controller);
      else update(shown, notice);
    };
    try {
      return await readRuns(file, { hear, signal: controller.signal });
    } finally {
      if (shown !== null) {
        imports.delete(shown);
        dismiss(shown);
      }
    }
  };

  const importRun = async (file: OwnFile) => {
    const { name } = file;
    try {
      const { runs: read, faults } = await readRunsShown(file);
      await addRead(read);
      if (faults.length > 0) say({ type: 'bad-run-file', name, detail: faults.join(' ') });
    } catch (error) {
      const notice = errorNotice(error);
      if (notice.code === 'file-unreadable') say({ type: 'unreadable-file', name });
      else if (notice.code === 'data-format') say({ type: 'bad-run-file', name, detail: notice.detail });
      else if (notice.code !== 'abandoned') say(notice);
    }
  };

  /** The start of a file, which tells what it is; null, with a notice, where it cannot be read any more. */
  const readHead = async ({ name, bytes }: OwnFile): Promise<string | null> => {
    try {
      return decodeJson(new Uint8Array(await bytes.slice(0, HEAD_BYTES).arrayBuffer()));
    } catch {
      say({ type: 'unreadable-file', name });
      return null;
    }
  };

  /** Says that a run's adapter is not at hand, and why. */
  const sayWithout = async (type: 'no-adapter' | 'exported-bare', run: RunRecord) =>
    say({ type, run, why: await keeper.whyNoAdapter(run.id) });

  /** A run as the worker needs it to write or be measured: by its id where it holds it, else with what was kept. */
  const speakerOf = async ({ id, config: runConfig }: RunRecord) => {
    if (runs.getState().held.includes(id)) return { runId: id };
    const adapter = await keeper.adapter(id);
    return (
      adapter && { runId: id, kept: { config: runConfig, step: adapter.step, tensors: adapter.tensors } }
    );
  };

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
    restore: async (removed) => {
      runs.getState().add(removed.map(({ record }) => record));
      await restoreAdapters(removed);
    },
    deleteRun: (id) => {
      const record = find(id);
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
      const record = runId === null ? undefined : find(runId);
      const isOfModel = record?.config.model === session.getState().model?.model;
      try {
        const base = await client.request('generate', { runId: null, prompt, generation });
        const speaker = record && isOfModel ? await speakerOf(record) : null;
        const tuned = speaker && (await client.request('generate', { ...speaker, prompt, generation }));
        const run = record && {
          name: record.name,
          step: tuned?.step ?? stepsDone(record),
          model: record.config.model,
          task: record.config.task,
        };
        return { base: base.text, tuned: tuned?.text ?? null, run: run ?? null };
      } catch (error) {
        say(errorNotice(error));
        return null;
      }
    },
    evaluateTest: async (runId) => {
      const record = runId === null ? undefined : find(runId);
      try {
        const speaker = record ? await speakerOf(record) : { runId: null };
        if (!speaker) {
          if (record) await sayWithout('no-adapter', record);
          return null;
        }
        const { loss, tokens, step } = await client.request('evaluate', speaker);
        return { loss, tokens, step };
      } catch (error) {
        say(errorNotice(error));
        return null;
      }
    },
    exportRun: async (id) => {
      const record = find(id);
      if (!record) return null;
      const adapter = await keeper.adapter(id);
      if (!adapter) await sayWithout('exported-bare', record);
      const text = writeRunFile(record, adapter);
      return {
        name: `${fileName(record)}.rankscope.json`,
        blob: new Blob([text], { type: 'application/json' }),
      };
    },
    exportAdapter: async (id) => {
      const record = find(id);
      if (!record) return null;
      const adapter = await keeper.adapter(id);
      if (!adapter) {
        await sayWithout('no-adapter', record);
        return null;
      }
      const { method, model } = record.config;
      // PEFT's files hold LoRA alone; the page offers no other export.
      if (method.type !== 'lora') return null;
      const fail = (code: ErrorCode, detail: string) => {
        say({ type: 'error', code, detail });
        return null;
      };
      // Earlier pages kept what files brought without a check.
      const misfit = findMisfit(record.config, adapter.tensors);
      if (misfit) return fail('bad-adapter', `${misfit.name}: ${misfit.problem}.`);
      // Fetched when it is asked for: few visits export.
      const peft = await import('../formats/peft-zip.ts').catch(() => null);
      if (!peft) return fail('file-fetch', 'The part of the page that writes PEFT’s files.');
      const pairs = loraPairs(adapter.tensors);
      try {
        const folder = adapterFolder(record);
        const zip = peft.zipPeftAdapter(folder, {
          config: method,
          model,
          // A run on all layers shows how many there are; one on chosen layers must list them, whatever the number.
          n_layer: method.layers_to_transform ? Infinity : new Set(pairs.map(({ site }) => site.layer)).size,
          pairs,
          biases: biasesOf(adapter.tensors),
        });
        return {
          name: `${folder}.zip`,
          blob: new Blob([zip], { type: 'application/zip' }),
        };
      } catch (error) {
        return fail('bad-adapter', errorNotice(error).detail);
      }
    },
    exportBaseModel: async (model) => {
      try {
        const { zipBaseModel } = await import('../formats/model-zip.ts');
        const zip = await zipBaseModel(baseUrl, model);
        return { name: `${model}.zip`, blob: new Blob([zip], { type: 'application/zip' }) };
      } catch (error) {
        say({ type: 'error', code: 'file-fetch', detail: errorNotice(error).detail });
        return null;
      }
    },
    importRun,
    cancelImport: (notice) => imports.get(notice)?.abort(),
    openFiles: async (files) => {
      const data: OwnFile[] = [];
      for (const file of files) {
        const head = await readHead(file);
        if (head === null) continue;
        if (looksLikeRunFile(head)) await importRun(file);
        else data.push(file);
      }
      const [own, ...companions] = data;
      if (own)
        await session.getState().offerOwnData({
          ...own,
          encoding: null,
          columns: null,
          ...(companions.length > 0 && { companions }),
        });
    },
  };
}
