/**
 * The session as the page draws it. While the page opens, device, model and data come one after the other within a few
 * milliseconds, and drawing each takes longer than loading the next. Changes are drawn together, at most 200 ms late, and at
 * once when the page can train or has failed; from then on every change is drawn at once.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { SessionState } from './session-store.ts';

/** Milliseconds for which changes are gathered while the page opens. */
const GATHERED_MS = 200;

export type ShownSession = Pick<StoreApi<SessionState>, 'getState' | 'getInitialState' | 'subscribe'>;

export function createShownSession(session: StoreApi<SessionState>): ShownSession {
  let shown = session.getState();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasOpened = false;
  const listeners = new Set<(state: SessionState, before: SessionState) => void>();

  const show = () => {
    clearTimeout(timer);
    timer = undefined;
    const before = shown;
    shown = session.getState();
    for (const listener of listeners) listener(shown, before);
  };
  const change = () => {
    const { phase } = session.getState();
    hasOpened ||= phase === 'ready' || phase === 'failed';
    // Before the first drawing is done nobody listens: a change in its middle would have React draw all of it once more.
    if (listeners.size === 0) return;
    if (hasOpened) show();
    else timer ??= setTimeout(show, GATHERED_MS);
  };
  session.subscribe(change);

  return {
    getState: () => shown,
    getInitialState: session.getInitialState,
    subscribe(listener) {
      listeners.add(listener);
      if (shown !== session.getState()) change();
      return () => listeners.delete(listener);
    },
  };
}
