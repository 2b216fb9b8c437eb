/** What the page has to say, in words: errors with their remedy, what a link asked for in vain, what was undone. */
import { Button, CloseButton } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConfigNotice } from '../core/run-config.ts';
import { PROPOSED } from '../core/secret.ts';
import type { Notice } from '../state/notices-store.ts';
import { bytes, count } from './format.ts';
import { focusIfLost } from './focus.ts';
import { usePage, useNotices, useSession } from './page-context.tsx';

interface Worded {
  tone: 'error' | 'plain';
  text: string;
  /** The place or the technical cause, in small print. */
  detail: string;
}

function wordProblem({ code, key, given, used }: ConfigNotice, t: TFunction): string {
  const words = code === 'bad-value' && used === '' ? 'bad-value-ignored' : code;
  return t(`notice.config.${words}`, { key: key.split('.').at(-1) ?? key, given: given.slice(0, 60), used });
}

function word(notice: Notice, t: TFunction): Worded {
  const plain = (text: string, detail = ''): Worded => ({ tone: 'plain', text, detail });
  const error = (text: string, detail = ''): Worded => ({ tone: 'error', text, detail });
  switch (notice.type) {
    case 'error':
      return error(t(`error.${notice.code}`), notice.detail);
    case 'config':
      return plain(notice.problems.map((problem) => wordProblem(problem, t)).join(' '));
    case 'own-data-absent':
      return plain(t('notice.ownDataAbsent'));
    case 'cleared':
      return plain(t('notice.cleared', { count: notice.runs.length }));
    case 'secret-settings':
      return plain(
        t('notice.secretSettings', {
          r: String(PROPOSED.method.r),
          steps: count(PROPOSED.training.max_steps),
          rate: String(PROPOSED.training.learning_rate),
          decay: String(PROPOSED.training.weight_decay),
        }),
      );
    case 'not-kept':
      return plain(t('notice.notKept'), notice.detail);
    case 'file-too-big':
      return error(
        t('notice.tooBig', { name: notice.name, size: bytes(notice.bytes), limit: bytes(notice.limit) }),
      );
    case 'unreadable-file':
      return error(t('notice.unreadable', { name: notice.name }));
    case 'bad-run-file':
      return error(t('notice.badRunFile', { name: notice.name }), notice.detail);
    case 'imported':
      return plain(t('notice.imported', { name: notice.name }));
    case 'interrupted':
      return plain(t('notice.interrupted', { name: notice.name, count: notice.runs }));
    case 'no-adapter':
      return error(t('notice.noAdapter', { name: notice.name }));
  }
}

/** Confirmations leave by themselves; whatever needs thought or action stays until dismissed. */
const PASSING = 12_000;

function NoticeCard({ notice, onDismiss }: { notice: Notice; onDismiss: () => void }) {
  const { t } = useTranslation();
  const { actions, session } = usePage();
  const failed = useSession((state) => state.phase === 'failed');
  const { tone, text, detail } = word(notice, t);
  const passes =
    notice.type === 'imported' ||
    notice.type === 'secret-settings' ||
    (notice.type === 'cleared' && notice.runs.length === 0);
  const dismiss = useEffectEvent(onDismiss);
  useEffect(() => {
    if (!passes) return;
    const timer = setTimeout(() => dismiss(), PASSING);
    return () => clearTimeout(timer);
  }, [passes]);
  return (
    <div className="notice" data-tone={tone}>
      <div>
        <p>{text}</p>
        {detail && <p className="detail">{detail}</p>}
      </div>
      {notice.type === 'cleared' && notice.runs.length > 0 && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            void actions.restore(notice.runs);
            onDismiss();
          }}
        >
          {t('notice.undo')}
        </Button>
      )}
      {notice.type === 'error' && failed && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            onDismiss();
            void session.getState().prepare();
          }}
        >
          {t('transport.retry')}
        </Button>
      )}
      <CloseButton aria-label={t('notice.dismiss')} onClick={onDismiss} />
    </div>
  );
}

export function Notices() {
  const { t } = useTranslation();
  const notices = useNotices((state) => state.notices);
  const dismiss = useNotices((state) => state.dismiss);
  const region = useRef<HTMLElement>(null);
  return (
    <section
      ref={region}
      className="notices"
      tabIndex={-1}
      aria-label={t('notice.region')}
      aria-live="polite"
    >
      {notices.map(({ id, notice }) => (
        <NoticeCard
          key={id}
          notice={notice}
          onDismiss={() => {
            dismiss(id);
            focusIfLost(region);
          }}
        />
      ))}
    </section>
  );
}
