/**
 * A model of the Hugging Face Hub on its way into the page: looked up on a person's word, then fetched, then loaded as a folder of
 * their own is. Loaded with the dialog that shows it.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { modelIdOf } from '../core/model-folder.ts';
import { readHubAddress } from '../formats/hub-address.ts';
import { download, memoryPieces, type Pieces } from '../formats/hub-download.ts';
import { ModelError } from '../formats/model-error.ts';
import { HUB, lookUp, type HubModel } from '../formats/hub.ts';
import { createKeptDownloads, type KeptDownload, type KeptDownloads } from './kept-downloads.ts';
import type { ModelProblem } from './brought-model.ts';
import { downloadKey, type OwnModel } from './kept-models.ts';
import { errorNotice } from './notices-store.ts';
import type { PageModel } from './page-model.ts';
import { liveHere } from './runs-store.ts';
import { MODELS } from './shelf.ts';
import { isFull } from './storage.ts';

export { HUB } from '../formats/hub.ts';
export type { HubModel } from '../formats/hub.ts';

type Phase = { problem: ModelProblem | null } & (
  | { phase: 'asking' }
  | { phase: 'looking' }
  | { phase: 'found'; model: HubModel }
  /** `isChecking` while what is here already is read for its hash, before more comes. */
  | { phase: 'fetching'; model: HubModel; loaded: number; isChecking: boolean }
  /** Part of it is here, and waits for the rest to be asked for. */
  | { phase: 'stopped'; model: HubModel; loaded: number }
  /** It is here and waits to be opened, which ends the runs that train. */
  | { phase: 'here'; model: HubModel }
);
export type HubState = Phase & {
  /** What the browser keeps of downloads whose model was not opened yet. */
  downloads: readonly KeptDownload[];
};

export interface HubStore extends StoreApi<HubState> {
  /** @param text an id or an address, as a person types it */
  lookUp: (text: string) => Promise<void>;
  /** Fetches the model that was looked up, or the rest of it; opens it then where no run trains. */
  fetch: () => Promise<void>;
  /** Goes on with a download that the browser keeps, as `fetch`. */
  goOn: (kept: KeptDownload) => Promise<void>;
  /** Ends a look-up or a download; what came stays. */
  stop: () => void;
  /** Puts the model aside that was looked up; what the browser keeps of it stays. */
  forget: () => void;
  /** Deletes what the browser keeps of a download. */
  remove: (model: HubModel) => Promise<void>;
  /** Loads the model that is here, as `SessionState.openModel`. */
  open: () => Promise<void>;
}

/** The id that a model of the Hub has here: its owner and name, and of a revision other than main its commit. */
export const idOfHubModel = ({
  id,
  revision,
  commit,
}: Pick<HubModel, 'id' | 'revision' | 'commit'>): string =>
  modelIdOf(revision === 'main' ? id : `${id.slice(0, 40)}-${commit.slice(0, 7)}`, MODELS);

type Page = Pick<PageModel, 'session' | 'runs'>;

/** @param hub where the Hub is */
export function createHubStore(
  { session, runs }: Page,
  hub: string = HUB,
  kept: KeptDownloads = createKeptDownloads(undefined, (navigator as { locks?: LockManager }).locks ?? null),
): HubStore {
  const asking = { phase: 'asking', problem: null } as const;
  const store = createStore<HubState>(() => ({ ...asking, downloads: [] }));
  /** What goes on at this moment. */
  let work = new AbortController();
  /** Ends when the last download has kept what came. */
  let ending: Promise<unknown> = Promise.resolve();
  /** What came of the model, where the browser keeps nothing. */
  let unkept: Pieces | null = null;
  let fetched: OwnModel | null = null;
  const begin = () => {
    work.abort();
    work = new AbortController();
    return work.signal;
  };
  const problemOf = (error: unknown): ModelProblem => {
    if (error instanceof ModelError) return error;
    return isFull(error) ? new ModelError('no-room') : errorNotice(error);
  };
  const set = (phase: Phase) => store.setState({ ...phase, downloads: store.getState().downloads }, true);

  const keptOf = (model: HubModel) =>
    store.getState().downloads.find((each) => downloadKey(each.model) === downloadKey(model));
  const list = async () => {
    const downloads = await kept.list().catch(() => []);
    store.setState({ downloads });
    const state = store.getState();
    const loaded = state.phase === 'stopped' ? keptOf(state.model)?.loaded : undefined;
    if (loaded !== undefined) store.setState({ loaded });
  };
  void list();
  // A download whose model was opened is a kept model.
  session.subscribe((state, before) => {
    if (state.keptModels !== before.keptModels) void list();
  });

  const reset = () => {
    unkept = null;
    fetched = null;
  };
  const forget = () => {
    work.abort();
    reset();
    set(asking);
  };
  const open = async () => {
    const state = store.getState();
    const own = fetched;
    if (state.phase !== 'here' || !own) return;
    const problem = await session.getState().openModel(own);
    // Another model may have been asked for meanwhile.
    if (fetched !== own) return;
    const { brought } = session.getState();
    if (problem) {
      set({ ...state, problem });
      // The dialog, which may have been closed meanwhile, says why.
      if (!brought) session.setState({ brought: { phase: 'asking', problem: null } });
    } else {
      forget();
      // What is wrong with a folder that was chosen before is of no use any more.
      if (brought?.phase === 'asking') session.setState({ brought: { phase: 'asking', problem: null } });
    }
  };

  /** Fetches what is not kept of a model. */
  const filesOf = async (
    model: HubModel,
    signal: AbortSignal,
    onProgress: (loaded: number) => void,
  ): Promise<OwnModel> => {
    const origin = { id: model.id, commit: model.commit };
    const { keptModels, modelFiles } = session.getState();
    const same = keptModels.find((each) => each.origin && downloadKey(each.origin) === downloadKey(model));
    const files = same ? await modelFiles(same.id) : null;
    if (same && files) return { id: same.id, files, origin };
    return await kept.alone(model, async () => {
      const pieces = await kept.begin(model).catch((error: unknown) => {
        if (isFull(error)) throw error;
        return (unkept ??= memoryPieces());
      });
      return {
        id: idOfHubModel(model),
        files: await download(model, pieces, { hub, signal }, onProgress),
        origin,
      };
    });
  };

  const fetch = async () => {
    const state = store.getState();
    if (state.phase !== 'found' && state.phase !== 'stopped') return;
    const { model } = state;
    const signal = begin();
    let loaded = state.phase === 'stopped' ? state.loaded : 0;
    const show = (now: number, isChecking: boolean) => {
      loaded = now;
      if (!signal.aborted) set({ phase: 'fetching', model, loaded, isChecking, problem: null });
    };
    show(loaded, loaded > 0);
    const working = ending.then(() => {
      signal.throwIfAborted();
      return filesOf(model, signal, (now) => show(now, false));
    });
    ending = working.then(list, list);
    try {
      fetched = await working;
      if (signal.aborted) return;
      set({ phase: 'here', model, problem: null });
      if (liveHere(runs.getState()).length === 0) await open();
    } catch (error) {
      if (!signal.aborted) set({ phase: 'stopped', model, loaded, problem: problemOf(error) });
    }
    await ending;
  };
  return {
    ...store,
    async lookUp(text) {
      const signal = begin();
      reset();
      set({ phase: 'looking', problem: null });
      try {
        const model = await lookUp(readHubAddress(text), { hub, signal });
        if (signal.aborted) return;
        const part = keptOf(model);
        set(
          part
            ? { phase: 'stopped', model, loaded: part.loaded, problem: null }
            : { phase: 'found', model, problem: null },
        );
      } catch (error) {
        if (!signal.aborted) set({ phase: 'asking', problem: problemOf(error) });
      }
    },
    fetch,
    async goOn({ model, loaded }) {
      begin();
      reset();
      set({ phase: 'stopped', model, loaded, problem: null });
      await fetch();
    },
    stop() {
      work.abort();
      const state = store.getState();
      if (state.phase === 'looking') set(asking);
      else if (state.phase === 'fetching')
        set({ phase: 'stopped', model: state.model, loaded: state.loaded, problem: null });
    },
    forget,
    async remove(model) {
      const state = store.getState();
      if ('model' in state && downloadKey(state.model) === downloadKey(model)) forget();
      await ending;
      try {
        await kept.remove(model);
      } catch (error) {
        store.setState({ problem: problemOf(error) });
      }
      await list();
    },
    open,
  };
}

/** One for each page, made when it is first asked for. */
const stores = new WeakMap<PageModel, HubStore>();
export function hubOf(page: PageModel): HubStore {
  const store = stores.get(page) ?? createHubStore(page);
  stores.set(page, store);
  return store;
}
