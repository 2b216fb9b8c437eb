import type { RefObject } from 'react';

/**
 * For after an element that may have had the focus goes away: who uses the keyboard goes on from another, instead of from
 * the top of the page.
 */
export function focusIfLost(heir: RefObject<HTMLElement | null>): void {
  setTimeout(() => {
    if (document.activeElement === document.body) heir.current?.focus({ preventScroll: true });
  });
}
