/**
 * The page's first worker. The built page loads this file before all others (tools/early.mjs), so that the browser fetches and
 * evaluates the worker's scripts while it does so with the page's own.
 */

const spawnWorker = (): Worker =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'rankscope' });

const EVENTS = ['message', 'error', 'messageerror'] as const;
const heard: Event[] = [];
const hear = (event: Event) => void heard.push(event);

/** Null once it is taken, and where nothing is to work, as in a test. */
let first: Worker | null = typeof Worker === 'undefined' ? null : spawnWorker();
for (const type of EVENTS) first?.addEventListener(type, hear);

/** The first worker where nobody has taken it yet, else a fresh one. What the first has said so far it says again, once the caller listens. */
export function takeWorker(): Worker {
  const taken = first;
  if (!taken) return spawnWorker();
  first = null;
  for (const type of EVENTS) taken.removeEventListener(type, hear);
  queueMicrotask(() => {
    for (const event of heard) taken.dispatchEvent(event);
  });
  return taken;
}
