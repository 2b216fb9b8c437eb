/** Keeps the built page for use without a network, by its service worker, where the browser has one. */
import { Workbox } from 'workbox-window';
import { createStore } from 'zustand/vanilla';

/** `none`: this browser offers no service worker here, as on plain http. `failed`: its files could not be kept. */
export type Offline = 'starting' | 'kept' | 'failed' | 'none';

const canKeep = import.meta.env.PROD && 'serviceWorker' in navigator;

export const offline = createStore<Offline>(() => (canKeep ? 'starting' : 'none'));

let worker: Workbox | null = null;

/**
 * Registers the service worker, which then keeps the page's files; once, however often it is called.
 * @param onNewVersion hears that a newer build is kept and waits for `openNewVersion`
 */
export function keepForOffline(onNewVersion: () => void): void {
  if (!canKeep || worker) return;
  const registered = new Workbox(new URL('service-worker.js', document.baseURI).href);
  worker = registered;
  registered.addEventListener('waiting', onNewVersion);
  registered.addEventListener('redundant', () => {
    if (!navigator.serviceWorker.controller) offline.setState('failed', true);
  });
  registered.register({ immediate: true }).catch(() => offline.setState('failed', true));
  void navigator.serviceWorker.ready.then(() => offline.setState('kept', true));
}

/** Lets the waiting build take over, then loads the page anew. */
export function openNewVersion(): void {
  worker?.addEventListener('controlling', () => location.reload());
  worker?.messageSkipWaiting();
}

/** Bytes of all files that the service worker keeps. Rejects where the browser does not give them. */
export async function keptBytes(): Promise<number> {
  const { scope } = await navigator.serviceWorker.ready;
  let total = 0;
  // Workbox ends the names of its caches so. Other pages of this origin have others.
  for (const name of (await caches.keys()).filter((each) => each.endsWith(scope))) {
    const cache = await caches.open(name);
    for (const request of await cache.keys())
      total += (await (await cache.match(request))?.blob())?.size ?? 0;
  }
  return total;
}
