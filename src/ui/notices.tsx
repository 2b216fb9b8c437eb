/** What the page has to say: the newest message, and all of them at a press. */
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoticesState } from '../state/notices-store.ts';
import { focusIfLost } from './focus.ts';
import { later } from './later.tsx';
import { useNotices } from './page-context.tsx';

const NoticeCard = later(async () => (await import('./notice-card.tsx')).NoticeCard);

/** True where the closed region cuts the newest message. It is not measured while all is open. */
function useIsCut(isOpen: boolean, notices: NoticesState['notices']) {
  const frame = useRef<HTMLDivElement>(null);
  const [isCut, setIsCut] = useState(false);
  useEffect(() => {
    // What opened the content stays in place to close it.
    if (isOpen || !frame.current) return;
    const watch = new ResizeObserver(() => {
      const text = frame.current?.querySelector('.notice-text');
      setIsCut(!!text && text.scrollHeight > text.clientHeight + 1);
    });
    watch.observe(frame.current);
    return () => watch.disconnect();
    // Another message may be as large on screen as the one before.
  }, [isOpen, notices]);
  return { frame, isCut };
}

/**
 * The newest message, in the room that the header has beside its tabs, so that no message moves the page or covers a
 * control: two lines of it, with an ellipsis where it is longer. All that was said opens over the page at a press.
 */
export function Notices() {
  const { t } = useTranslation();
  const notices = useNotices((state) => state.notices);
  const dismiss = useNotices((state) => state.dismiss);
  const region = useRef<HTMLElement>(null);
  const toggle = useRef<HTMLButtonElement>(null);
  const [opened, setOpened] = useState(false);
  const isOpen = opened && notices.length > 0;
  const { frame, isCut } = useIsCut(isOpen, notices);
  return (
    <section
      ref={region}
      className="notices"
      tabIndex={-1}
      aria-label={t('notice.region')}
      aria-live="polite"
      data-open={isOpen || undefined}
      onKeyDown={({ key }) => {
        if (key !== 'Escape' || !isOpen) return;
        setOpened(false);
        toggle.current?.focus();
      }}
    >
      <div ref={frame} className="notices-frame">
        {notices.toReversed().map(({ id, notice }) => (
          <NoticeCard
            key={id}
            id={id}
            notice={notice}
            onDismiss={() => {
              // One that goes by itself takes no focus.
              const hadFocus = region.current?.contains(document.activeElement);
              dismiss(id);
              if (notices.length === 1) setOpened(false);
              if (hadFocus) focusIfLost(region);
            }}
          />
        ))}
      </div>
      {notices.length > 0 && (notices.length > 1 || isCut || isOpen) && (
        <Button
          ref={toggle}
          size="compact-sm"
          variant="default"
          aria-expanded={isOpen}
          onClick={() => setOpened(!opened)}
        >
          {isOpen ? t('notice.less') : t('notice.more', { count: notices.length })}
        </Button>
      )}
    </section>
  );
}
