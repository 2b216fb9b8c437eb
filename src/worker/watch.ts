/**
 * Watches over a worker from the page: it has ended when its Web Lock is free, and it hangs when it has been silent for
 * longer than its own beats account for.
 */
import type { LabEvent } from './protocol.ts';

/** Milliseconds between looks at the clock. */
const LOOK_MS = 500;
/** A page that looked this late was asleep or busy itself: what the worker said meanwhile may still wait to be heard. */
const LATE_MS = 2000;
/** Silence that is taken for a hang, in milliseconds … */
export const PATIENCE_MS = 4000;
/** … or so many times the longest recent time between two beats, if that is more … */
const GAPS = 4;
/**
 * … and before the worker's first beat, while its script is fetched and compiled: a slow connection may need minutes. A script
 * that cannot be fetched is told at once, by an event.
 */
const START_PATIENCE_MS = 300_000;
/**
 * Milliseconds more on a slow device, since there is no beat within an operation: plain JavaScript takes seconds over a large one, and a
 * software adapter of WebGPU lets the worker wait until the processor has done what was asked before.
 */
const SLOW_MS = 60_000;
/** How much of the longest gap is remembered at each beat. */
const MEMORY = 0.9;

export interface Watch {
  /** Takes note of an event from the worker. */
  heard(event: LabEvent): void;
  /** False until the worker's first event. */
  readonly started: boolean;
  stop(): void;
}

/**
 * @param allowance milliseconds of silence that what was asked of the worker accounts for, now
 * @param onDeath called at most once, with what happened
 */
export function watchWorker(allowance: () => number, onDeath: (detail: string) => void): Watch {
  let heardAt = performance.now();
  let lookedAt = heardAt;
  let longestGap = 0;
  let started = false;
  let beats = false;
  let isSlow = false;
  let stopped = false;

  const die = (detail: string) => {
    if (stopped) return;
    stop();
    onDeath(detail);
  };

  const look = () => {
    const now = performance.now();
    if (now - lookedAt > LATE_MS) heardAt = now;
    lookedAt = now;
    const patience = beats
      ? Math.max(PATIENCE_MS, GAPS * longestGap) + allowance() + (isSlow ? SLOW_MS : 0)
      : START_PATIENCE_MS;
    const silence = now - heardAt;
    if (silence > patience) die(`The worker has not answered for ${Math.round(silence / 1000)} seconds.`);
  };
  const timer = setInterval(look, LOOK_MS);

  const stop = () => {
    stopped = true;
    clearInterval(timer);
  };

  /** The worker holds this lock for as long as it lives. */
  const untilFree = async (lock: string) => {
    await navigator.locks.request(lock, () => die('The browser ended the worker.'));
  };

  return {
    heard(event) {
      heardAt = performance.now();
      started = true;
      beats ||= event.type === 'alive' || event.type === 'beat';
      if (event.type === 'ready') isSlow = event.device.backend === 'cpu' || event.device.software;
      if (event.type === 'beat') longestGap = Math.max(event.afterMs, MEMORY * longestGap);
      // Where the lock is refused, silence tells.
      if (event.type === 'alive' && event.lock !== null) untilFree(event.lock).catch(() => undefined);
    },
    get started() {
      return started;
    },
    stop,
  };
}
