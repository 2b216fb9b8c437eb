/**
 * Presenter mode: the page in large type, for a class. The style sheet sets one scale for type and charts and hides what a class
 * does not need; here are the mode's keys, its buttons among the header's tools, and the ring that follows the pointer.
 */
import { ActionIcon, Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { VIEWS } from '../../state/view-store.ts';
import { Icon } from '../icons.tsx';
import { usePage, useView } from '../page-context.tsx';
import { useShortcuts } from '../use-shortcuts.ts';
import { PointerRing } from './pointer-ring.tsx';
import './presenter.css';

/** Dialogs, menus and fields have their own Escape. */
const ELSEWHERE = '[role=dialog], [role=menu], [role=listbox], .notices[data-open], input, textarea, select';

/**
 * Presses the first button on screen that bears `data-press={what}` and can be pressed. The workspaces that were left stay in
 * the document, out of sight.
 * @returns whether there was one
 */
function press(what: 'next' | 'experiment'): boolean {
  const buttons = document.querySelectorAll<HTMLButtonElement>(`#workspace button[data-press="${what}"]`);
  const found = [...buttons].find((button) => !button.disabled && button.checkVisibility());
  found?.click();
  return found !== undefined;
}

/** Hears of the key `p` at any time, and shows the rest in presenter mode alone. */
export function Presenter() {
  const isPresenting = useView((state) => state.present !== '');
  const setPresent = useView((state) => state.setPresent);
  useShortcuts({ p: () => setPresent(isPresenting ? '' : '1') });
  return isPresenting && <Presenting />;
}

function Presenting() {
  const { t } = useTranslation();
  const { runs } = usePage();
  const view = useView((state) => state.view);
  const go = useView((state) => state.go);
  const setPresent = useView((state) => state.setPresent);
  const [hasRing, setHasRing] = useState(true);

  // The style sheet knows the mode and the workspace by this attribute of the page.
  useEffect(() => {
    document.documentElement.dataset['presenter'] = view;
    return () => {
      delete document.documentElement.dataset['presenter'];
    };
  }, [view]);

  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      const isElsewhere = event.target instanceof Element && event.target.closest(ELSEWHERE);
      // A held step is let go of first.
      const isHeld = runs.getState().heldStep !== null;
      if (event.key === 'Escape' && !event.defaultPrevented && !isElsewhere && !isHeld) setPresent('');
    };
    // Before the step is let go of.
    window.addEventListener('keydown', leave, true);
    return () => window.removeEventListener('keydown', leave, true);
  }, [runs, setPresent]);

  const next = () => {
    if (press('next')) return;
    const following = VIEWS[(VIEWS.indexOf(view) + 1) % VIEWS.length];
    if (following) go(following);
  };
  const toggleRing = () => setHasRing(!hasRing);
  useShortcuts({ n: next, e: () => void press('experiment'), l: toggleRing });

  const tools = document.querySelector('.tools');
  return (
    <>
      {hasRing && <PointerRing />}
      {tools &&
        createPortal(
          <>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('presenter.ring')}
              aria-pressed={hasRing}
              onClick={toggleRing}
            >
              <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true">
                <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth={hasRing ? 3 : 1} />
              </svg>
            </ActionIcon>
            <ActionIcon variant="subtle" color="gray" aria-label={t('presenter.next')} onClick={next}>
              <Icon name="forward" />
            </ActionIcon>
            <Button size="compact-sm" variant="default" onClick={() => setPresent('')}>
              {t('presenter.leave')}
            </Button>
          </>,
          tools,
        )}
    </>
  );
}
