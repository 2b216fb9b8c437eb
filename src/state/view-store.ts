/** What the page shows: the workspace, which the address names, and the matrix that the spectrum charts show. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SiteId } from '../core/site.ts';

/** The workspaces in the header's order. Their components are the UI's (`ui/workspaces/registry.ts`). */
export const VIEWS = ['train', 'compare', 'inspect', 'deploy'] as const;
export type View = (typeof VIEWS)[number];

export interface ViewState {
  view: View;
  /** The matrix that the spectrum charts show; null, or one that the run lacks, shows the run's first. */
  site: SiteId | null;
  /** Opens a workspace. The browser's Back button returns to the one before. */
  go: (view: View) => void;
  setSite: (site: SiteId) => void;
  /** What varies in the experiment that Compare builds, as `writeAxes` in core/experiment.ts writes it; '' before a person chose it. */
  vary: string;
  setVary: (vary: string) => void;
}

export function createViewStore(view: View, vary = ''): StoreApi<ViewState> {
  return createStore<ViewState>((set) => ({
    view,
    site: null,
    go: (view) => set({ view }),
    setSite: (site) => set({ site }),
    vary,
    setVary: (next) => set({ vary: next }),
  }));
}
