/**
 * How the tabs of one browser share what it keeps, so that none overwrites, ends or deletes what another trains.
 *
 * - A run has one owner: the tab that trains it, from its start until its end is stored. The owner holds the run's Web
 *   Lock, which the browser releases when that tab closes or crashes.
 * - Who continues a run claims it first, so that of two tabs that do so at once only one trains it.
 * - The owner alone writes a run's state and findings. Any tab may rename a run, and delete one that has no owner.
 * - A tab writes only the fields that it changed (`putRun` in storage.ts), then names the run to the other tabs on a
 *   BroadcastChannel; they read it from storage (follower.ts).
 * - A tab that shows another tab's live run waits for its lock. The first that gets the lock ends the run where it was
 *   stored last.
 * - Without Web Locks, as on plain http, a tab asks on the channel who owns a run, until nobody answers three times in a row. Without a channel
 *   it takes itself for the only tab. An owner that was wrongly taken for gone writes its state anew when it hears of that.
 */
import { z } from 'zod';
import { sleep } from '../core/sleep.ts';

const newsSchema = z.discriminatedUnion('type', [
  /** This run was stored, changed or deleted. */
  z.object({ type: z.literal('run'), id: z.string() }),
  /** Other own data was stored. */
  z.object({ type: z.literal('own-data') }),
  /** The adapters from files were changed. */
  z.object({ type: z.literal('imported') }),
]);
export type News = z.infer<typeof newsSchema>;

const messageSchema = z.discriminatedUnion('type', [
  ...newsSchema.options,
  z.object({ type: z.literal('who-owns'), id: z.string() }),
  z.object({ type: z.literal('owned'), id: z.string() }),
]);
type Message = z.infer<typeof messageSchema>;

/** The part of `BroadcastChannel` that tabs need. */
export interface Channel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
}

/** The part of `LockManager` that tabs need. */
export interface Locks {
  /** Calls `whileHeld` with the lock; with `ifAvailable`, at once, with null where another tab holds it. */
  request(
    name: string,
    options: { ifAvailable?: boolean },
    whileHeld: (lock: unknown) => Promise<void>,
  ): Promise<unknown>;
}

export interface Tabs {
  /** Makes this tab the owner of a run, until it lets go of the run or is gone. */
  own(runId: string): void;
  /** The same, but only where no other tab owns the run, or lets go of it within a second. @returns whether this tab owns it now */
  claim(runId: string): Promise<boolean>;
  letGo(runId: string): void;
  owns(runId: string): boolean;
  /** Whether this tab, or the page that it showed before, owned the run at any time and did not let go of it. */
  hasOwned(runId: string): boolean;
  /** Calls `act`, which must not reject, as soon as no other tab owns the run. */
  whenFree(runId: string, act: () => Promise<void>): Promise<void>;
  /** Tells the other tabs. */
  tell(news: News): void;
  /** Hears what other tabs tell. */
  hear(listener: (news: News) => void): void;
}

/** Milliseconds in which an owner answers, unless its tab is frozen, busy or gone. */
const ANSWER_WITHIN = 1000;
/** An owner that leaves so many questions in a row without an answer is taken for gone. */
const QUESTIONS = 3;
/** So many times within that a lock is asked for, which this tab may still hold to end the run of another. */
const CLAIMS = 5;
/** Milliseconds after which an owner is asked again whether it is still there. */
const ASK_AGAIN = 5000;

/** Under this key a tab's `sessionStorage` lists the runs that it owns. */
const MEMORY = 'rankscope-owned';
const memorySchema = z.array(z.string());

/** What a tab remembers of its page before this one; nothing where the browser refuses. */
function recall(session: Pick<Storage, 'getItem'> | null): Set<string> {
  try {
    return new Set(memorySchema.parse(JSON.parse(session?.getItem(MEMORY) ?? '[]')));
  } catch {
    return new Set();
  }
}

/**
 * @param locks null where the browser has none here; so with `channel`
 * @param session the tab's `sessionStorage`, or null
 */
export function createTabs(
  locks: Locks | null,
  channel: Channel | null,
  session: Pick<Storage, 'getItem' | 'setItem'> | null = null,
): Tabs {
  /** By run id, what releases the lock. */
  const owned = new Map<string, () => void>();
  /** Runs that this tab owns, and those that it owned when its page was left. */
  const remembered = recall(session);
  const remember = () => {
    try {
      session?.setItem(MEMORY, JSON.stringify([...remembered]));
    } catch {
      // Full or refused: then this tab is told of its run as of another's.
    }
  };
  const answers = new Map<string, () => void>();
  const listeners: ((news: News) => void)[] = [];
  const post = (message: Message) => channel?.postMessage(message);

  channel?.addEventListener('message', ({ data }) => {
    const { data: message } = messageSchema.safeParse(data);
    if (message?.type === 'who-owns') {
      if (owned.has(message.id)) post({ type: 'owned', id: message.id });
    } else if (message?.type === 'owned') answers.get(message.id)?.();
    else if (message) for (const listener of listeners) listener(message);
  });

  const isOwnedElsewhere = async (id: string): Promise<boolean> => {
    if (!channel) return false;
    const answered = new Promise<boolean>((resolve) => answers.set(id, () => resolve(true)));
    for (let asked = 0; asked < QUESTIONS; asked++) {
      post({ type: 'who-owns', id });
      if (await Promise.race([answered, sleep(ANSWER_WITHIN).then(() => false)])) return true;
    }
    return false;
  };

  const lock = async (
    id: string,
    whileHeld: (lock: unknown) => Promise<void>,
    ifAvailable = false,
  ): Promise<void> => {
    if (!locks) throw new Error('This browser has no Web Locks here.');
    await locks.request(`rankscope-run-${id}`, { ifAvailable }, whileHeld);
  };

  /** Resolves when this tab lets go of the run. */
  const hold = (id: string): Promise<void> => {
    const released = new Promise<void>((resolve) => owned.set(id, resolve));
    remembered.add(id);
    remember();
    return released;
  };
  const letGo = (id: string) => {
    owned.get(id)?.();
    owned.delete(id);
    if (remembered.delete(id)) remember();
  };

  return {
    own(id) {
      if (owned.has(id)) return;
      const released = hold(id);
      // Where the lock cannot be had, this tab answers who asks for the owner.
      lock(id, () => released).catch(() => undefined);
    },
    async claim(id) {
      if (owned.has(id)) return true;
      const claimNow = () =>
        new Promise<boolean>((resolve, reject) => {
          const whileHeld = async (held: unknown) => {
            const released = held && hold(id);
            resolve(!!held);
            await released;
          };
          lock(id, whileHeld, true).catch(reject);
        });
      try {
        for (let tries = 1; ; tries++) {
          if (await claimNow()) return true;
          if (tries === CLAIMS) return false;
          await sleep(ANSWER_WITHIN / CLAIMS);
        }
      } catch {
        // It answers at once: of two tabs that claim a run together neither gets it.
        void hold(id);
        const isMine = !(await isOwnedElsewhere(id));
        if (!isMine) letGo(id);
        return isMine;
      }
    },
    letGo,
    hasOwned: (id) => remembered.has(id),
    owns: (id) => owned.has(id),
    async whenFree(id, act) {
      try {
        await lock(id, act);
      } catch {
        while (await isOwnedElsewhere(id)) await sleep(ASK_AGAIN);
        await act();
      }
    },
    tell: post,
    hear: (listener) => void listeners.push(listener),
  };
}
