/**
 * Tells the page that the worker lives. The browser releases the worker's Web Lock the moment it ends; a beat every half second,
 * sent between the operations of a long computation too, tells a worker that computes from one that hangs.
 */
import { onEachOp } from '../engine/each-op.ts';
import type { LabEvent } from './protocol.ts';

/** Milliseconds between beats. A single operation may delay the next beat. */
const BEAT_MS = 500;

/** Holds a Web Lock of a fresh name for as long as the worker lives, and then calls `onHeld`; without locks it never does. */
async function holdLock(onHeld: (name: string) => void): Promise<void> {
  // Plain http has no locks.
  if (!('locks' in navigator)) return;
  const name = `rankscope-worker-${Math.random()}`;
  await navigator.locks.request(name, () => {
    onHeld(name);
    return new Promise<never>(() => undefined);
  });
}

/** Call once, when the worker starts. */
export function startHeartbeat(post: (event: LabEvent) => void): void {
  let last = performance.now();
  const beat = () => {
    const now = performance.now();
    post({ type: 'beat', afterMs: now - last });
    last = now;
  };
  post({ type: 'alive', lock: null });
  setInterval(beat, BEAT_MS);
  onEachOp(() => {
    if (performance.now() - last >= BEAT_MS) beat();
  });
  // A browser that refuses locks leaves the beat.
  holdLock((lock) => post({ type: 'alive', lock })).catch(() => undefined);
}
