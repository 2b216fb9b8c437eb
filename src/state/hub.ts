/**
 * A model of the Hugging Face Hub on its way into the page: looked up on a person's word, then fetched, then loaded as a folder of
 * their own is. Loaded with the dialog that shows it.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { modelIdOf } from '../core/model-folder.ts';
import { readHubAddress } from '../formats/hub-address.ts';
import { createDownload, type HubDownload } from '../formats/hub-download.ts';
import { HubError } from '../formats/hub-error.ts';
import { HUB, lookUp, type HubModel } from '../formats/hub.ts';
import type { OwnModel } from './kept-models.ts';
import { errorNotice } from './notices-store.ts';
import type { PageModel } from './page-model.ts';
import { liveHere } from './runs-store.ts';
import { MODELS } from './shelf.ts';

export { HUB } from '../formats/hub.ts';
export type { HubModel } from '../formats/hub.ts';
export type { HubError } from '../formats/hub-error.ts';

/** Why it does not go on: a fault of the Hub's, or words for another failure. */
export type HubProblem = HubError | string;

export type HubState = { problem: HubProblem | null } & (
  | { phase: 'asking' }
  | { phase: 'looking' }
  | { phase: 'found'; model: HubModel }
  | { phase: 'fetching'; model: HubModel; loaded: number }
  /** Part of it is here, and waits for the rest to be asked for. */
  | { phase: 'stopped'; model: HubModel; loaded: number }
  /** It is here and waits to be opened, which ends the runs that train. */
  | { phase: 'here'; model: HubModel }
);

export interface HubStore extends StoreApi<HubState> {
  /** @param text an id or an address, as a person types it */
  lookUp: (text: string) => Promise<void>;
  /** Fetches the model that was looked up, or the rest of it; opens it then where no run trains. */
  fetch: () => Promise<void>;
  /** Ends a look-up or a download; what came stays. */
  stop: () => void;
  /** Drops what was found and fetched. */
  forget: () => void;
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
export function createHubStore({ session, runs }: Page, hub: string = HUB): HubStore {
  const asking = { phase: 'asking', problem: null } as const;
  const store = createStore<HubState>(() => asking);
  /** What goes on at this moment. */
  let work = new AbortController();
  let download: HubDownload | null = null;
  let fetched: OwnModel | null = null;
  const begin = () => {
    work.abort();
    work = new AbortController();
    return work.signal;
  };
  const problemOf = (error: unknown): HubProblem =>
    error instanceof HubError ? error : errorNotice(error).detail;
  const set = (state: HubState) => store.setState(state, true);

  const open = async () => {
    const state = store.getState();
    const own = fetched;
    if (state.phase !== 'here' || !own) return;
    await session.getState().openModel(own);
    // One that could not be loaded stays, and the page has said why.
    if (session.getState().ownModel?.files === own.files) forget();
  };
  const forget = () => {
    work.abort();
    download = null;
    fetched = null;
    set(asking);
  };
  return {
    ...store,
    async lookUp(text) {
      const signal = begin();
      download = null;
      fetched = null;
      set({ phase: 'looking', problem: null });
      try {
        const model = await lookUp(readHubAddress(text), { hub, signal });
        if (!signal.aborted) set({ phase: 'found', model, problem: null });
      } catch (error) {
        if (!signal.aborted) set({ phase: 'asking', problem: problemOf(error) });
      }
    },
    async fetch() {
      const state = store.getState();
      if (state.phase !== 'found' && state.phase !== 'stopped') return;
      const { model } = state;
      const signal = begin();
      const under = (download ??= createDownload(model, { hub }));
      set({ phase: 'fetching', model, loaded: under.loaded, problem: null });
      try {
        const files = await under.run(
          (loaded) => !signal.aborted && set({ phase: 'fetching', model, loaded, problem: null }),
          signal,
        );
        fetched = { id: idOfHubModel(model), files, origin: { id: model.id, commit: model.commit } };
        set({ phase: 'here', model, problem: null });
        if (liveHere(runs.getState()).length === 0) await open();
      } catch (error) {
        if (!signal.aborted)
          set({ phase: 'stopped', model, loaded: under.loaded, problem: problemOf(error) });
      }
    },
    stop() {
      work.abort();
      const state = store.getState();
      if (state.phase === 'looking') set(asking);
      else if (state.phase === 'fetching')
        set({ phase: 'stopped', model: state.model, loaded: state.loaded, problem: null });
    },
    forget,
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
