/** One message in words: an error with its remedy, what a link asked for in vain, what was undone. */
import { Button, CloseButton } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_FILE_BYTES } from '../core/most-file-bytes.ts';
import { plainName } from '../core/plain-name.ts';
import type { RunRecord } from '../core/run-record.ts';
import { findField } from '../core/methods/methods.ts';
import type { Notice } from '../state/notices-store.ts';
import { choiceName } from './method-words.ts';
import { openNewVersion } from '../state/offline.ts';
import type { PageModel } from '../state/page-model.ts';
import { rememberTour } from '../state/tour.ts';
import { wordClassProblem, wordControls, wordProblems } from './address-words.ts';
import { bytes, count, excerpt, SHOWN_DETAIL } from './format.ts';
import { usePage, useView } from './page-context.tsx';
import { fullTitle } from './runs/index.ts';
import { useStageWords } from './use-stage.ts';
import { said } from './strings/index.ts';

interface Worded {
  tone: 'error' | 'plain';
  text: string;
  /** The place or the technical cause, in small print. */
  detail: string;
}

/** Characters of a file's name that a notice shows. */
const SHOWN_NAME = 120;

/** What is not saved and why, what takes the room, and what to do. */
function wordLoss(
  { runs, own, full, isNewerVersion }: Extract<Notice, { type: 'not-saved' }>,
  t: TFunction,
  titleOf: (run: RunRecord) => string,
): string {
  const parts = [
    ...(full?.largest.map(({ run, bytes: size }) => `“${titleOf(run)}” (${bytes(size)})`) ?? []),
    ...(full?.own ? [t('notice.largestOwn', { size: bytes(full.own) })] : []),
  ];
  return [
    t(full ? 'notice.full' : isNewerVersion ? 'notice.newer' : 'notice.refused'),
    ...(runs > 0 ? [t('notice.unsavedRuns', { count: runs })] : []),
    ...(own === null ? [] : [t('notice.unsavedOwn', { name: own })]),
    t('notice.unsavedStay'),
    ...(parts.length > 0 ? [t('notice.largest', { parts: parts.join(', ') })] : []),
    t('notice.exportOrLose'),
  ].join(' ');
}

/** What the browser deleted is still here, and what of it is lost. */
function wordEmptied(
  { runs, bare, own }: Extract<Notice, { type: 'storage-emptied' }>,
  t: TFunction,
): string {
  if (runs === 0) return t('notice.emptiedOwn', { name: own ?? '' });
  return [
    t('notice.emptied', { count: runs }),
    ...(own === null ? [] : [t('notice.emptiedOwnToo', { name: own })]),
    ...(bare > 0 ? [t('notice.emptiedBare', { count: bare })] : []),
  ].join(' ');
}

interface Words {
  t: TFunction;
  /** What the page calls a run. */
  titleOf: (run: RunRecord) => string;
  stageWords: ReturnType<typeof useStageWords>;
}

function word(notice: Notice, { t, titleOf, stageWords }: Words): Worded {
  const plain = (text: string, detail = ''): Worded => ({ tone: 'plain', text, detail });
  const error = (text: string, detail = ''): Worded => ({ tone: 'error', text, detail });
  switch (notice.type) {
    case 'error':
      return error(t(`error.${notice.code}`), notice.detail);
    case 'config':
      return plain(wordProblems(notice.problems, t));
    case 'tour-offer':
      return plain(t('tour.offer'));
    case 'class-refused':
      return error(wordClassProblem(notice.problem, t));
    case 'class-fixed':
      return plain(
        t('notice.classFixed', {
          count: notice.controls.length,
          settings: wordControls(notice.controls, t),
        }),
      );
    case 'own-data-absent':
      return plain(t('notice.ownDataAbsent'));
    case 'cleared':
      return plain(t('notice.cleared', { count: notice.runs.length }));
    case 'wasm-failed':
      return error(t('device.more.wasm-failed'));
    case 'new-version':
      return plain(t('notice.newVersion'));
    case 'not-kept':
      return plain(t('notice.notKept'), notice.detail);
    case 'newer-version':
      return error(t('notice.newerVersion'));
    case 'storage-emptied':
      return error(wordEmptied(notice, t));
    case 'not-saved':
      return error(wordLoss(notice, t, titleOf), notice.full ? '' : notice.detail);
    case 'no-checkpoint':
      return error(t(notice.isFull ? 'notice.noCheckpointFull' : 'notice.noCheckpoint'), notice.detail);
    case 'not-deleted':
      return error(t('notice.notDeleted'), notice.detail);
    case 'unreadable-entries':
      return error(t('notice.unreadableEntries', { count: notice.entries }));
    case 'other-own-data':
      return plain(t('notice.otherOwnData', { name: notice.name }));
    case 'storage-silent':
      return error(t('notice.storageSilent'), notice.detail);
    case 'file-too-big':
      return error(
        t('notice.tooBig', {
          name: excerpt(notice.name, SHOWN_NAME),
          size: bytes(notice.bytes),
          limit: bytes(notice.limit),
        }),
      );
    case 'unreadable-file':
      return error(t('notice.unreadable', { name: excerpt(notice.name, SHOWN_NAME) }));
    case 'bad-run-file':
      return error(t('notice.badRunFile', { name: excerpt(notice.name, SHOWN_NAME) }), notice.detail);
    case 'reading-runs':
      return plain(
        t('notice.readingRuns', {
          name: excerpt(notice.name, SHOWN_NAME),
          stage: stageWords(notice.progress),
        }),
      );
    case 'imported':
      return plain(
        [
          t('notice.imported', { name: titleOf(notice.run), count: notice.runs }),
          ...(notice.shown < notice.runs ? [t('notice.importedShown', { shown: count(notice.shown) })] : []),
        ].join(' '),
      );
    case 'interrupted':
      return plain(
        t(notice.isLeft ? 'notice.left' : 'notice.interrupted', {
          name: titleOf(notice.run),
          count: notice.runs,
        }),
      );
    case 'goes-on':
      return plain(t('notice.goesOn', { again: count(notice.again), waiting: count(notice.waiting) }));
    case 'deleted-elsewhere':
      return plain(t('notice.deletedElsewhere', { name: titleOf(notice.run), count: notice.runs }));
    case 'deleted':
      return plain(t('notice.deleted', { name: titleOf(notice.run.record) }));
    case 'adapter-imported':
      return plain(
        [
          t('notice.adapterImported', { name: notice.name, model: notice.model }),
          ...(notice.named === null
            ? []
            : [t('notice.adapterNamed', { named: excerpt(notice.named, SHOWN_NAME), model: notice.model })]),
          ...(notice.start === null
            ? []
            : [
                t('notice.adapterStart', {
                  start: choiceName(findField('init_lora_weights'), notice.start),
                  model: notice.model,
                }),
              ]),
          ...(notice.ignored.length === 0
            ? []
            : [t('notice.adapterIgnored', { fields: excerpt(notice.ignored.join(', '), SHOWN_DETAIL) })]),
        ].join(' '),
      );
    case 'bad-adapter-file':
      return error(t('notice.badAdapterFile', { name: excerpt(notice.name, SHOWN_NAME) }), notice.detail);
    case 'model-not-kept':
      return error(t('notice.modelNotKept', { name: notice.name }), notice.detail);
    case 'adapter-not-kept':
      return error(t('notice.adapterNotKept', { name: notice.name }), notice.detail);
    case 'adapter-deleted':
      return plain(t('notice.deleted', { name: notice.removed.imported.name }));
    case 'no-adapter':
      return error(t(`notice.noAdapter.${notice.why}`, { name: titleOf(notice.run) }));
    case 'exported-bare':
      return error(
        t(`notice.exportedBare.${notice.why}`, {
          name: titleOf(notice.run),
          most: bytes(MOST_FILE_BYTES),
        }),
      );
  }
}

/** Whether Deploy is where a person can do something about it. */
const isSettledInDeploy = (notice: Notice) =>
  notice.type === 'adapter-imported' ||
  notice.type === 'not-saved' ||
  notice.type === 'unreadable-entries' ||
  ((notice.type === 'no-adapter' || notice.type === 'exported-bare') && notice.why === 'unreadable');

/** Puts back what the notice tells was removed; null where that is nothing. */
function restorerOf(
  notice: Notice,
  { actions, imported }: Pick<PageModel, 'actions' | 'imported'>,
): (() => Promise<void>) | null {
  if (notice.type === 'adapter-deleted') return async () => (await imported()).restore(notice.removed);
  if (notice.type === 'deleted') return () => actions.restore([notice.run]);
  return notice.type === 'cleared' && notice.runs.length > 0 ? () => actions.restore(notice.runs) : null;
}

/** Confirmations leave by themselves; whatever needs thought or action stays until dismissed. */
const PASSING = 12_000;

export function NoticeCard({ id, notice, onDismiss }: { id: number; notice: Notice; onDismiss: () => void }) {
  const { t } = useTranslation();
  const { t: charts } = useTranslation('charts');
  const { actions, runs, view, imported } = usePage();
  const isInDeploy = useView((state) => state.view === 'deploy');
  const stageWords = useStageWords();
  const titleOf = (run: RunRecord) => fullTitle(run, runs.getState().records, charts);
  const { tone, text, detail } = word(notice, { t, titleOf, stageWords });
  const putBack = restorerOf(notice, { actions, imported });
  const isReading = notice.type === 'reading-runs';
  const passes =
    notice.type === 'imported' ||
    notice.type === 'goes-on' ||
    (notice.type === 'adapter-imported' &&
      notice.named === null &&
      notice.ignored.length === 0 &&
      notice.start === null) ||
    (notice.type === 'cleared' && notice.runs.length === 0);
  const dismiss = useEffectEvent(onDismiss);
  useEffect(() => {
    if (!passes) return;
    const timer = setTimeout(() => dismiss(), PASSING);
    return () => clearTimeout(timer);
  }, [passes]);
  return (
    // Numbers that run are not announced one by one.
    <div
      className="notice"
      data-tone={tone}
      data-offer={notice.type === 'tour-offer' || undefined}
      aria-live={isReading ? 'off' : undefined}
    >
      <div className="notice-text">
        <p>{text}</p> {detail && <p className="detail">{excerpt(plainName(said(detail)), SHOWN_DETAIL)}</p>}
      </div>
      {putBack && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            void putBack();
            onDismiss();
          }}
        >
          {t('notice.undo')}
        </Button>
      )}
      {notice.type === 'tour-offer' && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            onDismiss();
            view.getState().setTouring(true);
          }}
        >
          {t('tour.start')}
        </Button>
      )}
      {notice.type === 'new-version' && (
        <Button size="compact-sm" variant="default" onClick={openNewVersion}>
          {t('notice.reload')}
        </Button>
      )}
      {!isInDeploy && isSettledInDeploy(notice) && (
        <Button size="compact-sm" variant="default" onClick={() => view.getState().go('deploy')}>
          {t('notice.openDeploy')}
        </Button>
      )}
      {isReading ? (
        <Button size="compact-sm" variant="default" onClick={() => void actions.cancelImport(id)}>
          {t('notice.cancelReading')}
        </Button>
      ) : (
        <CloseButton
          aria-label={t('notice.dismiss')}
          onClick={() => {
            if (notice.type === 'tour-offer') rememberTour();
            onDismiss();
          }}
        />
      )}
    </div>
  );
}
