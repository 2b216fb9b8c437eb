/** Single-key shortcuts for the whole page. They rest in fields and dialogs, and leave Space to what it presses or scrolls. */
import { useLocalStorage } from '@mantine/hooks';
import { useEffect, useRef } from 'react';

/** What each key does, by the key's own name in lower case; `' '` is Space. */
export type Shortcuts = Readonly<Record<string, () => void>>;

const FIELDS = 'input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]';
/** Also what scrolls by Space. */
const PRESSABLE = 'button, a, summary, [role="button"], [role="slider"], [role="tab"], [role="region"]';

/**
 * Whether the shortcuts are on, and a way to change that, which the browser keeps: who speaks to the computer must be able
 * to do without single keys (WCAG 2.1.4).
 */
export const useShortcutsOn = () =>
  useLocalStorage({
    key: 'rankscope-shortcuts',
    defaultValue: true,
    getInitialValueInEffect: false,
    deserialize: (kept) => kept !== 'false',
  });

/** Listens while the shortcuts are on. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const [isOn] = useShortcutsOn();
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    if (!isOn) return;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      const key = event.key.toLowerCase();
      const at = event.target instanceof Element ? event.target : null;
      if (at?.closest(FIELDS) || (key === ' ' && (event.shiftKey || at?.closest(PRESSABLE)))) return;
      const action = Object.hasOwn(latest.current, key) ? latest.current[key] : undefined;
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [isOn]);
}
