/**
 * Adapters that came in PEFT's files: read in a parser for the loaded base model, kept in the browser, renamed, deleted and put
 * back, measured on the loaded data, asked to write, and exported. Loaded when one comes, or when Deploy is opened.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { knownBaseline } from '../core/baseline.ts';
import type { Generation } from '../core/generation.ts';
import { importedAdapterSchema, type ImportedAdapter } from '../core/imported-adapter.ts';
import type { KeptAdapter } from '../core/kept-run.ts';
import { LabError, need } from '../core/lab-error.ts';
import { hasLora, startsFactored } from '../core/methods/lora-config.ts';
import { keptShape, type ModelInfo } from '../core/model-info.ts';
import { shippedModel } from '../core/models/shipped.ts';
import { countTrainable } from '../core/params.ts';
import { plainName } from '../core/plain-name.ts';
import { runConfigSchema, textLength, type RunConfig } from '../core/run-config.ts';
import { NAME_LENGTH } from '../core/run-record.ts';
import type { NamedTensors } from '../core/tensors.ts';
import type { Trained } from '../core/with-deltas.ts';
import type { readAdapterApart } from '../worker/parsed-adapter.ts';
import type { OwnFile } from '../worker/protocol.ts';
import { newId, writeBoth, type ActionsContext, type Speaker, type Written } from './actions-context.ts';
import { answered } from './answered.ts';
import { withClassOrder } from './class-order.ts';
import { adapterNameOf, findAdapterFiles } from './adapter-files.ts';
import { safeName } from './file-name.ts';
import { freeName } from './free-name.ts';
import { errorNotice } from './notices-store.ts';
import { refuseOtherClasses } from './other-classes.ts';
import { inTurn } from './ready-for.ts';
import type { ScoringProgress } from './runs-store.ts';
import type { Unreadable } from './storage.ts';
import { zipForPeft, type Download } from './zip-for-peft.ts';

export interface ImportedState {
  /** The one imported first at the beginning. */
  adapters: readonly ImportedAdapter[];
  /** Adapters that the browser refused to store: this tab alone has them. */
  unsaved: readonly string[];
  /** Which adapter is being measured, and how many of the texts for its scores are written. */
  measuring: { id: string; progress: ScoringProgress | null } | null;
}

/** An adapter with its tensors. */
export interface WholeAdapter {
  imported: ImportedAdapter;
  /** Null where they cannot be read. */
  adapter: KeptAdapter | null;
}

export interface ImportedAdapters {
  store: StoreApi<ImportedState>;
  /** Imports the adapters among files that were given together. @returns the other files */
  takeFrom: (files: readonly OwnFile[]) => Promise<OwnFile[]>;
  /** Imports one adapter: PEFT's files, or a zip of them. Tells what came of it. @param name of the folder that they lie in, if any */
  import: (files: readonly OwnFile[], name?: string) => Promise<void>;
  /** Puts an adapter on the shelf that was combined of others of the loaded model. Null, with a notice, where that failed. */
  putCombined: (name: string, trained: Trained, model: ModelInfo) => Promise<ImportedAdapter | null>;
  rename: (id: string, name: string) => void;
  /** Forgets an adapter, and offers to put it back. */
  remove: (id: string) => void;
  restore: (removed: WholeAdapter) => Promise<void>;
  /** Takes its validation loss and test scores on the loaded data. */
  measure: (id: string) => Promise<void>;
  /**
   * An adapter as the worker needs it to write or be measured.
   * @throws LabError bad-adapter where its tensors cannot be read any more, no-model where its base model is not loaded
   */
  speaker: (id: string) => Promise<Required<Speaker>>;
  /** The tensors of an adapter that a run trains on. @throws LabError as `speaker` */
  tensorsFor: (start: NonNullable<RunConfig['start']>) => Promise<NamedTensors>;
  /** What the base model writes for a prompt, and what it writes with the adapter. Null, with a notice, where that failed. */
  generate: (prompt: string, id: string, generation: Generation) => Promise<Written | null>;
  /** PEFT's two files in one zip, or null, with a notice. */
  exportAdapter: (id: string) => Promise<Download | null>;
}

/** PEFT's files do not tell how many steps there were. Some there were: 0 would be the base model. */
const SOME_STEPS = 1;

/** A write that takes more milliseconds counts as refused … */
const PATIENCE = 20_000;
/** … and a read, for which somebody waits, as one that found nothing. */
const READ_PATIENCE = 5000;

const forever = new AbortController().signal;

/** @param readAdapter reads PEFT's files */
export function createImportedAdapters(
  context: Pick<
    ActionsContext,
    'client' | 'session' | 'runs' | 'notices' | 'space' | 'storage' | 'tabs' | 'baseUrl'
  >,
  readAdapter: typeof readAdapterApart,
): ImportedAdapters {
  const { client, session, runs, notices, space, storage, tabs, baseUrl } = context;
  const { say } = notices.getState();
  const store = createStore<ImportedState>(() => ({ adapters: [], unsaved: [], measuring: null }));
  const find = (id: string) => store.getState().adapters.find((adapter) => adapter.id === id);
  /** Tensors that storage does not have. */
  const held = new Map<string, KeptAdapter>();
  /** Adapters that are being stored: what storage has of them is older. */
  const storing = new Set<string>();
  /** Adapters that were deleted here, which storage may still have. */
  const deleted = new Set<string>();

  const put = (imported: ImportedAdapter) =>
    store.setState(({ adapters }) => ({
      adapters: adapters.some(({ id }) => id === imported.id)
        ? adapters.map((other) => (other.id === imported.id ? imported : other))
        : [...adapters, imported],
    }));

  /** Shows an adapter as it is now, and keeps it. @param adapter its tensors, where they are new */
  const keep = async (imported: ImportedAdapter, adapter: KeptAdapter | null = null) => {
    const { id, name } = imported;
    if (adapter) held.set(id, adapter);
    put(imported);
    storing.add(id);
    const without = (unsaved: readonly string[]) => unsaved.filter((other) => other !== id);
    try {
      await answered(storage.putImported(imported, held.get(id) ?? null), PATIENCE);
      held.delete(id);
      store.setState(({ unsaved }) => ({ unsaved: without(unsaved) }));
      tabs.tell({ type: 'imported' });
    } catch (error) {
      store.setState(({ unsaved }) => ({ unsaved: [...without(unsaved), id] }));
      say({ type: 'adapter-not-kept', name, detail: errorNotice(error).detail });
    } finally {
      storing.delete(id);
    }
  };

  /** Brings the list in line with storage. */
  const refresh = async () => {
    const { adapters: stored, unreadable } = readImported(await storage.imported());
    store.setState(({ adapters: before, unsaved }) => {
      const newer = before.filter(({ id }) => storing.has(id) || unsaved.includes(id));
      const isNewer = ({ id }: ImportedAdapter) => newer.some((own) => own.id === id);
      const older = stored.filter((adapter) => !deleted.has(adapter.id) && !isNewer(adapter));
      return { adapters: [...older, ...newer].sort(byTime) };
    });
    if (unreadable.length > 0)
      space.setState(({ unreadable: known }) => ({
        unreadable: [...known.filter(({ store: of }) => of !== 'imported'), ...unreadable],
      }));
  };
  /** Where storage cannot be read, the page has said so when it opened. */
  const refreshIfPossible = () => void refresh().catch(() => undefined);
  refreshIfPossible();
  client.subscribe((event) => {
    if (event.type !== 'scoring' || !event.progress) return;
    const { runId: id, progress } = event;
    if (store.getState().measuring?.id === id) store.setState({ measuring: { id, progress } });
  });
  tabs.hear(({ type }) => type === 'imported' && refreshIfPossible());

  const tensorsOf = async (id: string): Promise<KeptAdapter | null> =>
    held.get(id) ?? answered(storage.adapter(id), READ_PATIENCE).catch(() => null);

  /** An adapter with its tensors. @throws LabError bad-adapter, where these cannot be read any more */
  const whole = async (id: string) => {
    const imported = need(find(id), 'bad-adapter', 'The adapter was deleted.');
    const detail = `The tensors of “${imported.name}” cannot be read from the browser’s storage. Import its file again.`;
    return { imported, adapter: need(await tensorsOf(id), 'bad-adapter', detail) };
  };
  /** An adapter as the worker needs it to write or be measured. @throws LabError as `whole`; no-model where its base model is not loaded */
  const speakerOf = async (id: string): Promise<Required<Speaker> & { imported: ImportedAdapter }> => {
    const { imported, adapter } = await whole(id);
    const { model, weights, method } = imported;
    const loaded = session.getState().model;
    if (loaded?.weights !== weights)
      throw new LabError(
        'other-model',
        `“${imported.name}” fits the base model ${model}, which is not loaded.`,
      );
    // A folder of the same weights may have another name.
    const training = { base_dtype: loaded.base_dtype };
    const config = runConfigSchema.parse({ model: loaded.model, method, training });
    refuseOtherClasses({ ...imported, config }, loaded);
    return { imported, runId: id, kept: { config, ...adapter } };
  };
  /** Carries out what may fail. @returns null, with a notice, where it did */
  const attempt = async <T>(act: () => Promise<T>): Promise<T | null> => {
    try {
      return await act();
    } catch (error) {
      say(errorNotice(error));
      return null;
    }
  };

  const importOne = async (files: readonly OwnFile[], file = adapterNameOf(files)) => {
    try {
      if (!session.getState().model) await session.getState().prepare();
      const model = need(session.getState().model, 'no-model', 'The adapter is checked against it.');
      const folder = shippedModel(model.model) ? null : await session.getState().modelFiles(model.model);
      const read = await readAdapter(
        files,
        model,
        { baseUrl, ...(folder && { folder }) },
        { hear: () => undefined, signal: forever },
      );
      const { method, tensors, model: named, ignored, dtype, dtypes, bytes } = read;
      const names = new Set(store.getState().adapters.map(({ name }) => name));
      const imported: ImportedAdapter = {
        id: newId(),
        name: freeName(file, names),
        importedAt: new Date().toISOString(),
        ...ofModel(model),
        method,
        trainableParameters: countTrainable(model.config, method),
        ...(dtype !== 'F32' && { dtype }),
        ...(Object.keys(dtypes).length > 0 && { dtypes }),
        fileBytes: bytes,
        measured: null,
      };
      await keep(imported, { step: SOME_STEPS, tensors });
      space.getState().askOnce();
      const other = named !== null && baseName(named) !== model.model ? named : null;
      const start = hasLora(method) && startsFactored(method) ? method.init_lora_weights : null;
      say({
        type: 'adapter-imported',
        name: imported.name,
        model: model.model,
        named: other,
        ignored,
        start,
      });
    } catch (error) {
      const notice = errorNotice(error);
      say(
        notice.code === 'model-format'
          ? { type: 'bad-adapter-file', name: file, detail: notice.detail }
          : notice,
      );
    }
  };

  return {
    store,
    import: importOne,
    takeFrom: async (files) => {
      const { adapters, others } = await findAdapterFiles(files);
      for (const found of adapters) await importOne(found);
      return others;
    },
    putCombined: (given, { method, tensors }, model) =>
      attempt(async () => {
        const names = new Set(store.getState().adapters.map(({ name }) => name));
        const combined: ImportedAdapter = {
          id: newId(),
          name: freeName(plainName(given).trim().slice(0, NAME_LENGTH), names),
          importedAt: new Date().toISOString(),
          ...ofModel(model),
          method,
          trainableParameters: countTrainable(model.config, method),
          measured: null,
          isCombined: true,
        };
        await keep(combined, { step: SOME_STEPS, tensors });
        return combined;
      }),
    rename: (id, given) => {
      const imported = find(id);
      const name = plainName(given).trim().slice(0, NAME_LENGTH);
      if (imported && name) void keep({ ...imported, name });
    },
    remove: (id) => {
      const imported = find(id);
      if (!imported) return;
      deleted.add(id);
      store.setState(({ adapters, unsaved }) => ({
        adapters: adapters.filter((other) => other !== imported),
        unsaved: unsaved.filter((other) => other !== id),
      }));
      void tensorsOf(id).then(async (adapter) => {
        held.delete(id);
        say({ type: 'adapter-deleted', removed: { imported, adapter } });
        try {
          await answered(storage.deleteImported(id), PATIENCE);
          tabs.tell({ type: 'imported' });
        } catch (error) {
          say({ type: 'not-deleted', detail: errorNotice(error).detail });
        }
      });
    },
    restore: async ({ imported, adapter }) => {
      deleted.delete(imported.id);
      await keep(imported, adapter);
    },
    measure: async (id) => {
      const { model, dataset } = session.getState();
      if (!model || !dataset || store.getState().measuring) return;
      store.setState({ measuring: { id, progress: null } });
      const take = async () => {
        const { imported, ...speaker } = await speakerOf(id);
        const { loss } = await client.request('evaluate', { ...speaker, split: 'validation' });
        const length = textLength(speaker.kept.config, model.config);
        const known = knownBaseline(runs.getState().records, model, dataset, length);
        const { scores } = await client.request('score', { ...speaker, ...(known && { known }) });
        const { task, name, fingerprint } = dataset;
        if (session.getState().dataset?.fingerprint !== fingerprint)
          throw new LabError('abandoned', `“${imported.name}” was being measured on other data.`);
        const own = scores.filter(({ split, step }) => split === 'test' && step === speaker.kept.step);
        const now = find(id);
        if (now) await keep({ ...now, measured: { data: { task, name, fingerprint }, loss, scores: own } });
      };
      await attempt(() => inTurn({ session }, take));
      store.setState({ measuring: null });
    },
    speaker: async (id) => {
      const { runId, kept } = await speakerOf(id);
      return { runId, kept };
    },
    tensorsFor: async ({ adapter: id, name }) => {
      await refresh().catch(() => undefined);
      const detail = `“${name}”, which the run trains on, is not on the shelf any more. Import it again and train on from it.`;
      need(find(id), 'bad-adapter', detail);
      return (await speakerOf(id)).kept.tensors;
    },
    generate: (prompt, id, generation) =>
      attempt(async () => {
        const { imported, ...speaker } = await speakerOf(id);
        const { name, model } = imported;
        const { tuned, ...written } = await writeBoth(client, prompt, generation, speaker);
        return { ...written, tuned: tuned?.text ?? null, run: { name, step: null, model, task: null } };
      }),
    exportAdapter: (id) =>
      attempt(async () => {
        const { imported, adapter } = await whole(id);
        const { name, method, model, dtype, dtypes } = imported;
        const config = runConfigSchema.parse({ model, method });
        const shape = withClassOrder({ ...imported, config }, session.getState().model) ?? undefined;
        return zipForPeft(safeName(name), {
          ...{ method, model, shape, dtype, dtypes },
          tensors: adapter.tensors,
        });
      }),
  };
}

/** What an adapter keeps of the base model that it fits. */
const ofModel = (info: ModelInfo) => ({ model: info.model, weights: info.weights, ...keptShape(info) });

/** What storage has of adapters from files, the one imported first at the beginning, and entries that are none. */
export function readImported(stored: readonly [string, unknown][]) {
  const adapters: ImportedAdapter[] = [];
  const unreadable: Unreadable[] = [];
  for (const [key, value] of stored) {
    const { data } = importedAdapterSchema.safeParse(value);
    if (data?.id === key) adapters.push(data);
    else unreadable.push({ store: 'imported', key, value });
  }
  return { adapters: adapters.sort(byTime), unreadable };
}

const byTime = (a: ImportedAdapter, b: ImportedAdapter): number => a.importedAt.localeCompare(b.importedAt);

/** A model's own name of a path or an address. */
const baseName = (path: string): string => path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
