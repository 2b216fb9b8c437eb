/**
 * Files that a person brings: exported runs go to the list, adapters beside them, where they can be trained on, all else is offered
 * as data.
 */
import type { FileProgress } from '../core/file-progress.ts';
import type { ImportedAdapter } from '../core/imported-adapter.ts';
import type { KeptRun } from '../core/kept-run.ts';
import { withMethod } from '../core/run-config.ts';
import { isNamedByPerson } from '../core/run-name.ts';
import { isLive } from '../core/run-record.ts';
import { decodeJson, looksLikeRunFile } from '../formats/run-file.ts';
import type { OwnFile } from '../worker/protocol.ts';
import { newId, type ActionsContext } from './actions-context.ts';
import { freeName } from './free-name.ts';
import { errorNotice } from './notices-store.ts';

export interface ImportActions {
  /**
   * Adds an exported run, or all of a file of several, to the list. A file that is none becomes a notice; so does how far a
   * large file is read.
   */
  importRun: (file: OwnFile) => Promise<void>;
  /** Ends the reading of a file of runs, of which nothing is added. @param notice the id of its notice */
  cancelImport: (notice: number) => Promise<void>;
  /** Opens files dropped together: adapters, exported runs, and the visitor's data in all others, which is offered. */
  openFiles: (files: readonly OwnFile[]) => Promise<void>;
  /**
   * Trains an adapter of the shelf on, with the form's task, seed and training settings, the learning rate that of the adapter's
   * method. Runs still going are stopped and kept.
   */
  trainOn: (adapter: Pick<ImportedAdapter, 'id' | 'name' | 'model' | 'weights' | 'method'>) => Promise<void>;
}

/** So many bytes of a file tell whether it is an exported run. */
const HEAD_BYTES = 400;

/** What an adapter's file may be called. */
const MAY_BE_ADAPTER = /adapter_config\.json$|\.(zip|safetensors|bin|pt|pth|ckpt|pkl)$/i;

export function createImportActions(context: ActionsContext): ImportActions {
  const { readRuns, config, session, runs, notices, keeper, imported, launcher, mayTrain } = context;
  const { say, update, dismiss } = notices.getState();

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
    // Who is told that they are imported may leave the page.
    await keeper.putAdapters(added);
    say({ type: 'imported', run: first.record, runs: added.length, shown });
  };

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

  /** Imports the adapters among files. @returns the others */
  const takeAdapters = async (files: readonly OwnFile[]): Promise<readonly OwnFile[]> => {
    if (!files.some(({ name }) => MAY_BE_ADAPTER.test(name))) return files;
    try {
      return await (await imported()).takeFrom(files);
    } catch (error) {
      say(errorNotice(error));
      return [];
    }
  };

  return {
    importRun,
    cancelImport: (notice) => Promise.resolve(imports.get(notice)?.abort()),
    openFiles: async (files) => {
      const data: OwnFile[] = [];
      for (const file of await takeAdapters(files)) {
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
    trainOn: async ({ id, name, model: named, weights, method }) => {
      // A folder of the same weights may have another name.
      const { model: loaded } = session.getState();
      const model = loaded?.weights === weights ? loaded.model : named;
      const { config: form } = config.getState();
      const like = method.type === form.method.type ? form : withMethod(form, method.type);
      const wanted = { ...like, model, method, start: { adapter: id, name } };
      if (!mayTrain(wanted)) return;
      await launcher.alone(async () => {
        await launcher.launch(() => [{ runId: newId(), groupId: null, config: wanted }], { wanted });
      });
    },
  };
}
