/** Gives components the page model, and narrow views of its stores: a component re-renders only when its slice changes. */
import { createContext, startTransition, useContext, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { PageModel } from '../state/page-model.ts';
import type { ClassInForce } from '../state/class-store.ts';
import type { ConfigState } from '../state/config-store.ts';
import type { GuessesState } from '../state/guesses-store.ts';
import type { NoticesState } from '../state/notices-store.ts';
import type { Pace } from '../state/pace.ts';
import type { QueueState } from '../state/queue.ts';
import type { RunsState } from '../state/runs-store.ts';
import type { SessionState } from '../state/session-store.ts';
import type { ViewState } from '../state/view-store.ts';

export const PageContext = createContext<PageModel | null>(null);

export function usePage(): PageModel {
  const page = useContext(PageContext);
  if (!page) throw new Error('A component that needs the page model is outside <PageContext>.');
  return page;
}

export const useConfig = <T,>(slice: (state: ConfigState) => T): T => useStore(usePage().config, slice);
export const useSession = <T,>(slice: (state: SessionState) => T): T => useStore(usePage().shown, slice);
export const useRuns = <T,>(slice: (state: RunsState) => T): T => useStore(usePage().runs, slice);
export const useNotices = <T,>(slice: (state: NoticesState) => T): T => useStore(usePage().notices, slice);
export const useGuesses = <T,>(slice: (state: GuessesState) => T): T => useStore(usePage().guesses, slice);
export const useView = <T,>(slice: (state: ViewState) => T): T => useStore(usePage().view, slice);
export const useQueue = <T,>(slice: (state: QueueState) => T): T => useStore(usePage().queue, slice);
export const useClassLink = <T,>(slice: (state: ClassInForce | null) => T): T =>
  useStore(usePage().classLink, slice);
/** Comes on screen once it is drawn, as all news of training does: news of several times a second must not have the rest drawn anew. */
export function usePace(): Pace {
  const { pace } = usePage();
  const [told, setTold] = useState(pace.getState);
  useEffect(() => pace.subscribe((now) => startTransition(() => setTold(now))), [pace]);
  return told;
}
