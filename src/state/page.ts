/** The page model as a visitor's page has it: a real worker, this browser's storage, this window's address. */
import { client } from './lab-client.ts';
import { LabError } from '../core/lab-error.ts';
import { createKeptModels } from './kept-models.ts';
import { openPageModel, type PageModel } from './page-model.ts';
import { createStorage } from './storage.ts';
import { createTabs } from './tabs.ts';
import { fromQuery } from './url.ts';

/**
 * Shows the query in the address; a new place gets an entry of its own in the history, unless Back has just led there.
 * Safari refuses more than 100 changes in 30 s: the last one is tried again then.
 */
function createQueryWriter(): (query: string, isNewPlace: boolean) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = (query: string, isNewPlace: boolean) => {
    clearTimeout(timer);
    const [here, there] = [fromQuery(location.search), fromQuery(query)];
    const isThere = here.view === there.view && here.lesson === there.lesson;
    try {
      history[isNewPlace && !isThere ? 'pushState' : 'replaceState'](null, '', query + location.hash);
    } catch {
      timer = setTimeout(() => write(query, isNewPlace), 1000);
    }
  };
  return write;
}

/** What the browser offers, or null: plain http has neither storage manager nor locks, and a walled page may be refused both. */
function ifAny<T>(offer: () => T | undefined): T | null {
  try {
    return offer() ?? null;
  } catch {
    return null;
  }
}

/** What few visits need, and is loaded when it is asked for. @throws LabError file-fetch where it does not come */
const part = <T>(loading: Promise<T>): Promise<T> =>
  loading.catch(() => {
    throw new LabError('file-fetch', 'The part of the page that reads files could not be loaded.');
  });

export async function openPage(): Promise<PageModel> {
  const writeQuery = createQueryWriter();
  const page = await openPageModel({
    client,
    readRuns: async (file, listener) =>
      (await part(import('../worker/parsed-runs.ts'))).readRunsApart(file, listener),
    importedAdapters: async (context) => {
      const [{ createImportedAdapters }, { readAdapterApart }] = await part(
        Promise.all([import('./imported-adapters.ts'), import('../worker/parsed-adapter.ts')]),
      );
      return createImportedAdapters(context, readAdapterApart);
    },
    checkpoints: async (options) => (await part(import('./checkpoints.ts'))).createCheckpoints(options),
    storage: createStorage(
      'rankscope',
      ifAny(() => navigator.storage),
    ),
    keptModels: createKeptModels(),
    tabs: createTabs(
      ifAny(() => navigator.locks),
      ifAny(() => new BroadcastChannel('rankscope')),
      ifAny(() => sessionStorage),
    ),
    query: location.search,
    baseUrl: new URL('.', document.baseURI).href,
    onQuery: writeQuery,
  });
  // Back leads to a place, not to the settings of that time: its entry gets the form's query as it is now.
  window.addEventListener('popstate', () => {
    const { view, lesson } = fromQuery(location.search);
    page.view.setState({ view, lesson });
    writeQuery(page.queryOf(view), false);
  });
  // A page that is left or hidden may not be asked again: the last seconds of a live run are kept now.
  window.addEventListener('pagehide', () => void page.keeper.flush());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'hidden') return;
    void page.keeper.flush();
    page.saveCheckpoints();
  });
  // Where storage cannot be read, the list stays as it is.
  const refresh = () => void page.follower.refresh().catch(() => undefined);
  // A page that rested, in the back-forward cache or frozen, has missed what other tabs did.
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) refresh();
  });
  document.addEventListener('resume', refresh);
  return page;
}
