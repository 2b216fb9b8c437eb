/** What the page keeps in this browser: how much room it takes, whether it is safe there, and what of it cannot be read. */
import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { hubOf } from '../../../state/hub.ts';
import { errorNotice } from '../../../state/notices-store.ts';
import { DeleteQuestion } from '../../delete-question.tsx';
import { save } from '../../download.ts';
import { bytes } from '../../format.ts';
import { usePage, useRuns, useSession } from '../../page-context.tsx';
import { PanelHead } from '../../panel-head.tsx';
import classes from '../../runs/runs.module.css';

export function StoragePanel() {
  const { t } = useTranslation('workspaces');
  const page = usePage();
  const { usage, unreadable, persist } = useStore(page.space);
  const downloads = useStore(hubOf(page), (state) => state.downloads);
  const models = useSession((state) => state.keptModels);
  const unsaved = useRuns((state) => state.unsaved.length);
  const [hasAsked, setHasAsked] = useState(false);
  return (
    <section className="cell storage" aria-label={t('storage.title')}>
      <PanelHead title={t('storage.title')}>
        {usage?.persisted === false && !hasAsked && (
          <Button size="xs" variant="default" onClick={() => void persist().then(() => setHasAsked(true))}>
            {t('storage.ask')}
          </Button>
        )}
      </PanelHead>
      <p>{t('storage.private')}</p>
      {usage && (
        <p>
          {t('storage.parts', {
            runs: bytes(Object.values(usage.runs).reduce((sum, part) => sum + part, 0)),
            own: bytes(usage.own),
            models: bytes(models.reduce((sum, model) => sum + model.bytes, 0)),
          })}
          {usage.quota !== null && ` ${t('storage.quota', { quota: bytes(usage.quota) })}`}
        </p>
      )}
      {downloads.length > 0 && (
        <p>
          {t('storage.downloads', {
            count: downloads.length,
            bytes: bytes(downloads.reduce((sum, { loaded }) => sum + loaded, 0)),
          })}
        </p>
      )}
      {usage && <p role="status">{t(`storage.persisted_${persistence(usage.persisted, hasAsked)}`)}</p>}
      {unsaved > 0 && <p className={classes.warning}>{t('storage.unsaved', { count: unsaved })}</p>}
      {unreadable.length > 0 && <UnreadableEntries count={unreadable.length} />}
    </section>
  );
}

function persistence(persisted: boolean | null, hasAsked: boolean) {
  if (persisted === null) return 'unknown';
  if (persisted) return 'yes';
  return hasAsked ? 'refused' : 'no';
}

/**
 * Measures anew when this workspace opens, and when a run comes, ends or goes.
 * @param adapters how many came in files: another number is measured, too
 */
export function useMeasuredSpace(adapters: number): void {
  const { space } = usePage();
  const runs = useRuns(({ records }) => records.map(({ id, state }) => `${id} ${state}`).join());
  const unsaved = useRuns((state) => state.unsaved);
  useEffect(() => {
    // Writes follow what the list shows; a moment later they are there to be measured.
    const timer = setTimeout(() => void space.getState().measure(), 500);
    return () => clearTimeout(timer);
  }, [space, runs, unsaved, adapters]);
}

function UnreadableEntries({ count }: { count: number }) {
  const { t } = useTranslation('workspaces');
  const { space, notices } = usePage();
  const [isAsking, { open, close }] = useDisclosure();
  const { exportUnreadable, deleteUnreadable } = space.getState();
  const report = (error: unknown) => notices.getState().say(errorNotice(error));
  return (
    <>
      <p className={classes.warning}>{t('storage.unreadable', { count })}</p>
      <Group gap={6}>
        <Button
          size="xs"
          variant="default"
          onClick={() =>
            void exportUnreadable()
              .then((blob) => save({ name: 'rankscope-unreadable.json', blob }))
              .catch(report)
          }
        >
          {t('storage.saveUnreadable')}
        </Button>
        <Button size="xs" variant="default" onClick={open}>
          {t('storage.deleteUnreadable')}
        </Button>
      </Group>
      <DeleteQuestion
        opened={isAsking}
        title={t('storage.deleteTitle', { count })}
        text={t('storage.deleteText')}
        onClose={close}
        onDelete={() => void deleteUnreadable().catch(report)}
      />
    </>
  );
}
