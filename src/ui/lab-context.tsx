/** Gives components the lab, and narrow views of its stores: a component re-renders only when its slice changes. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Lab } from '../state/lab.ts';
import type { ConfigState } from '../state/config-store.ts';
import type { NoticesState } from '../state/notices-store.ts';
import type { RunsState } from '../state/runs-store.ts';
import type { SessionState } from '../state/session-store.ts';

export const LabContext = createContext<Lab | null>(null);

export function useLab(): Lab {
  const lab = useContext(LabContext);
  if (!lab) throw new Error('A component that needs the lab is outside <LabContext>.');
  return lab;
}

export const useConfig = <T,>(slice: (state: ConfigState) => T): T => useStore(useLab().config, slice);
export const useSession = <T,>(slice: (state: SessionState) => T): T => useStore(useLab().session, slice);
export const useRuns = <T,>(slice: (state: RunsState) => T): T => useStore(useLab().runs, slice);
export const useNotices = <T,>(slice: (state: NoticesState) => T): T => useStore(useLab().notices, slice);
