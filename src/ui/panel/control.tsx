/** What a class link makes of a control of the form: as it is, fixed (shown, and not to be changed), or left out. */
import { createContext, useContext, type ReactNode } from 'react';
import { controlState } from '../../state/class-store.ts';
import { later } from '../later.tsx';
import { useClassLink } from '../page-context.tsx';

const Mark = later(async () => (await import('./fixed-mark.tsx')).FixedMark);

const Fixed = createContext(false);

/** Whether the control around this is fixed. */
export const useFixed = (): boolean => useContext(Fixed);

/** @param setting what the control is named after */
export function Control({ setting, children }: { setting: string; children: ReactNode }) {
  const state = useClassLink((inForce) => controlState(inForce?.link, setting));
  return state === 'hidden' ? null : <Fixed value={state === 'fixed'}>{children}</Fixed>;
}

/** Beside the label of a control that is fixed. */
export function FixedMark({ label }: { label: string }) {
  return useFixed() && <Mark label={label} />;
}
