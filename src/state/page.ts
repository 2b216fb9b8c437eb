/** The page model as a visitor's page has it: a real worker, this browser's storage, this window's address. */
import { createLabClient } from '../worker/client.ts';
import { openPageModel, type PageModel } from './page-model.ts';
import { createStorage } from './storage.ts';

export async function openPage(): Promise<PageModel> {
  const page = await openPageModel({
    client: createLabClient(),
    storage: createStorage(),
    query: location.search,
    baseUrl: new URL('.', document.baseURI).href,
    onQuery: (query) => history.replaceState(null, '', query + location.hash),
  });
  // A page that is left or hidden may not be asked again: the last seconds of a live run are kept now.
  window.addEventListener('pagehide', () => void page.keeper.flush());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void page.keeper.flush();
  });
  return page;
}
