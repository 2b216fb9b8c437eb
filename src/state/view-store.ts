/** What the page shows: the workspace, which the address names, and the matrix that the spectrum charts show. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SiteId } from '../core/site.ts';
import type { Language } from './language.ts';

/** The workspaces in the header's order. Their components are the UI's (`ui/workspaces/registry.ts`). */
export const VIEWS = ['train', 'compare', 'inspect', 'deploy', 'learn'] as const;
export type View = (typeof VIEWS)[number];

/** What the address says besides the settings: where on the page a person is. */
export interface Place {
  view: View;
  /** What varies in the experiment that Compare builds, as `writeAxes` in core/experiment.ts writes it; '' before a person chose it. */
  vary: string;
  /** The page of Learn that is open; '' for its overview. */
  lesson: string;
  /** What Inspect shows, as ui/workspaces/inspect/place.ts writes it; '' before a person chose it. */
  inspect: string;
  /** '1' in presenter mode, which shows the page to a class; '' else. */
  present: '1' | '';
  /** The language that the address asked for or a person chose; '' lets the browser decide. */
  lang: Language | '';
  /** What a class link fixes, as state/class-link.ts writes it; '' where none is in force. */
  classLink: string;
}

export interface ViewState extends Place {
  /** The matrix that the spectrum charts show; null, or one that the run lacks, shows the run's first. */
  site: SiteId | null;
  /** The code of someone's result that the address brought, until it is taken; '' else. */
  result: string;
  /** Whether the tour is on. */
  touring: boolean;
  /** Opens a workspace. The browser's Back button returns to the one before. */
  go: (view: View) => void;
  setSite: (site: SiteId) => void;
  setVary: (vary: string) => void;
  openLesson: (lesson: string) => void;
  setInspect: (inspect: string) => void;
  setPresent: (present: Place['present']) => void;
  setLang: (lang: Language) => void;
  setTouring: (touring: boolean) => void;
}

export function createViewStore(place: Place, result = ''): StoreApi<ViewState> {
  const { view, vary, lesson, inspect, present, lang, classLink } = place;
  return createStore<ViewState>((set) => ({
    view,
    vary,
    lesson,
    inspect,
    present,
    lang,
    classLink,
    site: null,
    result,
    touring: false,
    go: (view) => set({ view }),
    setSite: (site) => set({ site }),
    setVary: (vary) => set({ vary }),
    openLesson: (lesson) => set({ lesson }),
    setInspect: (inspect) => set({ inspect }),
    setPresent: (present) => set({ present }),
    setLang: (lang) => set({ lang }),
    setTouring: (touring) => set({ touring }),
  }));
}
