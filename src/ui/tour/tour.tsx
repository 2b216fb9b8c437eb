/**
 * The tour: six cards, one after the other, each beside a part of Train that it tells of. It blocks nothing: what it points at can be used
 * meanwhile. Escape ends it, arrow keys go on and back.
 */
import { Button, CloseButton, Group } from '@mantine/core';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rememberTour } from '../../state/tour.ts';
import { useView } from '../page-context.tsx';
import { placeCard, type Box } from './place-card.ts';
import './tour.css';

/** What each card tells of, and where that is; where the window is narrow, the form is behind the button for the settings. */
const STOPS = [
  { id: 'method', at: ['.panel .model-method', '[data-tour="settings"]'] },
  { id: 'rank', at: ['.panel .rank', '[data-tour="settings"]'] },
  { id: 'train', at: ['[data-tour="train"]'] },
  { id: 'loss', at: ['.train .cell.loss'] },
  { id: 'spectrum', at: ['.train .cell.spectrum'] },
  { id: 'workspaces', at: ['.header .views'] },
] as const;

/** A window with less room has the card at its foot or head. CSS pixels. */
const NARROW = 600;

/** The first of these that is on screen. */
const find = (selectors: readonly string[]): Element | null =>
  selectors.map((selector) => document.querySelector(selector)).find((found) => found?.checkVisibility()) ??
  null;

export function Tour() {
  const isOpen = useView((state) => state.touring);
  return isOpen && <Stops />;
}

function Stops() {
  const { t } = useTranslation();
  const setTouring = useView((state) => state.setTouring);
  const go = useView((state) => state.go);
  const view = useView((state) => state.view);
  const [at, setAt] = useState(0);
  const [target, setTarget] = useState<Box | null>(null);
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);
  const card = useRef<HTMLElement>(null);
  const next = useRef<HTMLButtonElement>(null);
  const { id, at: selectors } = STOPS[at] ?? STOPS[0];
  const isLast = at === STOPS.length - 1;
  // Who had the focus has it again.
  useEffect(() => {
    const before = document.activeElement;
    rememberTour();
    return () => {
      if (before instanceof HTMLElement && before !== document.body) before.focus();
      else document.getElementById('workspace')?.focus();
    };
  }, []);
  useEffect(() => go('train'), [go]);
  useEffect(() => {
    find(selectors)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    const measure = () => {
      const box = find(selectors)?.getBoundingClientRect();
      setTarget(box ? { left: box.left, top: box.top, width: box.width, height: box.height } : null);
    };
    measure();
    next.current?.focus({ preventScroll: true });
    window.addEventListener('scroll', measure, true);
    const watch = new ResizeObserver(measure);
    watch.observe(document.body);
    const workspace = document.querySelector('.workspace.train');
    if (workspace) watch.observe(workspace);
    return () => {
      window.removeEventListener('scroll', measure, true);
      watch.disconnect();
    };
  }, [selectors, view]);
  useLayoutEffect(() => {
    const own = card.current?.getBoundingClientRect();
    if (own)
      setPlace(
        placeCard(target, own, { width: window.innerWidth, height: window.innerHeight, narrow: NARROW }),
      );
  }, [target, id]);
  const end = () => setTouring(false);
  const move = (by: number) => {
    if (at + by >= STOPS.length) end();
    else setAt(Math.max(0, at + by));
  };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      event.stopPropagation();
      setTouring(false);
    };
    window.addEventListener('keydown', press, true);
    return () => window.removeEventListener('keydown', press, true);
  }, [setTouring]);
  return (
    <>
      {target && (
        <div
          className="tour-ring"
          style={{
            left: target.left - 4,
            top: target.top - 4,
            width: target.width + 8,
            height: target.height + 8,
          }}
        />
      )}
      <section
        ref={card}
        className="tour-card"
        role="dialog"
        aria-modal="false"
        aria-labelledby="tour-title"
        aria-describedby="tour-text"
        style={place ?? { left: 0, top: 0, opacity: 0 }}
        onKeyDown={(event) => {
          const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
          if (by === undefined) return;
          event.preventDefault();
          move(by);
        }}
      >
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <h2 id="tour-title">{t(`tour.${id}.title`)}</h2>
          <CloseButton size="sm" aria-label={t('tour.end')} onClick={end} />
        </Group>
        <p id="tour-text">{t(`tour.${id}.text`)}</p>
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <span className="hint">
            {t('tour.place', { place: String(at + 1), all: String(STOPS.length) })}
          </span>
          <Group gap={6} wrap="nowrap">
            {at > 0 && (
              <Button size="compact-sm" variant="default" onClick={() => move(-1)}>
                {t('tour.back')}
              </Button>
            )}
            <Button ref={next} size="compact-sm" onClick={() => move(1)}>
              {t(isLast ? 'tour.done' : 'tour.next')}
            </Button>
          </Group>
        </Group>
      </section>
    </>
  );
}
