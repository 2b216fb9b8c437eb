/** Escape lets go of the step that a press holds on all charts, wherever the focus is. */
import { useEffect } from 'react';
import { useRuns } from './page-context.tsx';

/** Menus, dialogs and fields have their own Escape. */
const ELSEWHERE = '[role=dialog], [role=menu], [role=listbox], input, textarea, select';

export function useReleaseOnEscape(): void {
  const isHeld = useRuns((state) => state.heldStep !== null);
  const setCursor = useRuns((state) => state.setCursor);
  useEffect(() => {
    if (!isHeld) return;
    const release = (event: KeyboardEvent) => {
      const isElsewhere = event.target instanceof Element && event.target.closest(ELSEWHERE);
      if (event.key === 'Escape' && !event.defaultPrevented && !isElsewhere) setCursor(null, true);
    };
    window.addEventListener('keydown', release);
    return () => window.removeEventListener('keydown', release);
  }, [isHeld, setCursor]);
}
