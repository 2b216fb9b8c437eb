/** The class link that the page was opened with, if any: which controls it fixes or hides, and who the student is. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunConfig } from '../core/run-config.ts';

export interface ClassLink {
  /** Controls of the form that show the teacher's value and cannot be changed, by the setting that each is named after. */
  fixed: readonly string[];
  /** Controls that are left out of the form; their settings are fixed, too. */
  hidden: readonly string[];
  /** Whether each student's seed is drawn from the student's name or number. */
  ownSeeds: boolean;
}

/** A class link in force. */
export interface ClassInForce {
  link: ClassLink;
  /** The student's name or number; '' where the link gives no seeds of their own. */
  student: string;
  /** A config as it may be: settings that the link fixes have the teacher's values. @param now the form's config, whose method stays where the link fixes that */
  hold: (asked: RunConfig, now: RunConfig) => RunConfig;
  /** Whether a run with this config has the teacher's values of all that is fixed; its seed may be another. */
  allows: (config: RunConfig) => boolean;
  setStudent: (student: string) => void;
  leave: () => void;
}

/** Null where no class link is in force. */
export type ClassStore = StoreApi<ClassInForce | null>;

export const createClassStore = (): ClassStore => createStore<ClassInForce | null>(() => null);

/** Whether the class link, if any, lets a run have this config. */
export const isAllowed = (inForce: ClassInForce | null, config: RunConfig): boolean =>
  inForce?.allows(config) ?? true;

/** What a class link makes of a control of the form. */
export function controlState(link: ClassLink | undefined, control: string): 'free' | 'fixed' | 'hidden' {
  if (link?.hidden.includes(control)) return 'hidden';
  const isSeed = control === 'seed' && link?.ownSeeds;
  return isSeed || link?.fixed.includes(control) ? 'fixed' : 'free';
}
