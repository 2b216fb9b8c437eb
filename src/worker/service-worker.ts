/**
 * The service worker: it keeps all files of one build, models included, in the Cache API and answers from there, so that the
 * page opens without a network and never mixes two builds. A new build waits until the page asks for it.
 */
import { addPlugins, cleanupOutdatedCaches, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (string | PrecacheEntry)[] };

const files = self.__WB_MANIFEST;
/** The page's own module. */
const script = files
  .map((file) => (typeof file === 'string' ? file : file.url))
  .find((url) => /^assets\/index-[^/]*\.js$/.test(url));

/** Static servers seldom send these; with them WASM has threads. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
const HEADERS: Partial<Record<RequestDestination, Record<string, string>>> = {
  document: {
    ...ISOLATION,
    // Chromium 156 keeps the compiled code of a page's module, but uses it only where the module was preloaded as a script.
    ...(script && { Link: `<${script}>; rel=preload; as=script; crossorigin` }),
  },
  iframe: ISOLATION,
  worker: ISOLATION,
};

/** The kept response as it was sent, policies included, with more headers. */
function withHeaders({ body, status, statusText, headers }: Response, more: Record<string, string>) {
  const all = new Headers(headers);
  for (const [name, value] of Object.entries(more)) all.set(name, value);
  return new Response(body, { status, statusText, headers: all });
}

addPlugins([
  {
    // What needs no header is answered as it is kept: only beside such a response does a browser keep a script's compiled code.
    cachedResponseWillBeUsed({ cachedResponse, event }) {
      const more = event instanceof FetchEvent ? HEADERS[event.request.destination] : undefined;
      return Promise.resolve(cachedResponse && more ? withHeaders(cachedResponse, more) : cachedResponse);
    },
  },
]);
// A model's file that is not the one that its manifest names is asked for once more, past every cache.
registerRoute(
  ({ request }) => request.cache === 'reload' && request.mode !== 'navigate',
  ({ request }) => fetch(request),
);
// The page's query is the experiment: the file is the same.
precacheAndRoute(files, { ignoreURLParametersMatching: [/./] });
cleanupOutdatedCaches();

self.addEventListener('message', (event) => {
  const data: unknown = event.data;
  if (typeof data === 'object' && data && 'type' in data && data.type === 'SKIP_WAITING')
    void self.skipWaiting();
});
