/**
 * Every run kept, the newest first. It holds no data of its own; what a person asks for goes out through the callbacks.
 */
import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRecord } from '../../core/run-record.ts';
import type { RunStyle } from '../charts/types.ts';
import { runTitles } from './difference.ts';
import { RunRow, type RowActions } from './run-row.tsx';
import classes from './runs.module.css';
import { Modal } from '../overlays.ts';

export interface RunsListProps extends Omit<RowActions, 'onDelete'> {
  /** In the order started; the list shows the newest first. */
  runs: readonly RunRecord[];
  /** From `runStyles`. */
  styles: ReadonlyMap<string, RunStyle>;
  /** Ids of the runs on the charts. */
  ticked: readonly string[];
  focused: string | null;
  /** Called after the person has confirmed. */
  onDelete: (id: string) => void;
}

export function RunsList(props: RunsListProps) {
  const { runs, styles, ticked, focused, onTick, onFocus, onRename, onDelete } = props;
  const { t } = useTranslation('charts');
  const [isAsking, { open, close }] = useDisclosure();
  /** The run that was last asked about: the dialog still names it while it closes. */
  const [doomed, setDoomed] = useState<{ id: string; title: string } | null>(null);
  const askToDelete = useCallback(
    (id: string, title: string) => {
      setDoomed({ id, title });
      open();
    },
    [open],
  );
  const titles = runTitles(runs, t);

  return (
    <section className={classes.panel} aria-label={t('runs')}>
      <div className={classes.header}>
        <h2 className={classes.title}>{t('runs')}</h2>
      </div>
      <div className={classes.scroll}>
        {runs.length === 0 && <div className={classes.empty}>{t('runsEmpty')}</div>}
        <ul className={classes.list}>
          {runs
            .map((record, i) => (
              <RunRow
                key={record.id}
                record={record}
                first={titles[i]?.first ?? record.name}
                second={titles[i]?.second ?? ''}
                style={styles.get(record.id)}
                isTicked={ticked.includes(record.id)}
                isFocused={record.id === focused}
                onTick={onTick}
                onFocus={onFocus}
                onRename={onRename}
                onDelete={askToDelete}
              />
            ))
            .reverse()}
        </ul>
      </div>
      <Modal
        opened={isAsking}
        onClose={close}
        title={t('deleteTitle', { name: doomed?.title ?? '' })}
        size="sm"
        centered
      >
        <Text size="sm" mb="md">
          {t('deleteText')}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('keep')}
          </Button>
          <Button
            color="red"
            onClick={() => {
              if (doomed) onDelete(doomed.id);
              close();
            }}
          >
            {t('delete')}
          </Button>
        </Group>
      </Modal>
    </section>
  );
}
