/** The lab as the real page has it: a real worker, this browser's storage, this window's address. */
import { createLabClient } from '../worker/client.ts';
import { openLab, type Lab } from './lab.ts';
import { createStorage } from './storage.ts';

export function openPageLab(): Promise<Lab> {
  return openLab({
    client: createLabClient(),
    storage: createStorage(),
    query: location.search,
    baseUrl: new URL('.', document.baseURI).href,
    onQuery: (query) => history.replaceState(null, '', query + location.hash),
  });
}
