/**
 * The service worker: it keeps all files of one build, models included, in the Cache API and answers from there, so that the
 * page opens without a network and never mixes two builds. A new build waits until the page asks for it.
 */
import { addPlugins, cleanupOutdatedCaches, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (string | PrecacheEntry)[] };

/** Static servers seldom send these; with them WASM has threads. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** The kept response as it was sent, policies included, and isolated from other origins. */
function isolated(kept: Response): Response {
  const { body, status, statusText } = kept;
  const headers = new Headers(kept.headers);
  for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value);
  return new Response(body, { status, statusText, headers });
}

addPlugins([
  {
    cachedResponseWillBeUsed: ({ cachedResponse }) =>
      Promise.resolve(cachedResponse ? isolated(cachedResponse) : null),
  },
]);
// A model's file that is not the one that its manifest names is asked for once more, past every cache.
registerRoute(
  ({ request }) => request.cache === 'reload' && request.mode !== 'navigate',
  ({ request }) => fetch(request),
);
// The page's query is the experiment: the file is the same.
precacheAndRoute(self.__WB_MANIFEST, { ignoreURLParametersMatching: [/./] });
cleanupOutdatedCaches();

self.addEventListener('message', (event) => {
  const data: unknown = event.data;
  if (typeof data === 'object' && data && 'type' in data && data.type === 'SKIP_WAITING')
    void self.skipWaiting();
});
