/**
 * Every run kept: which are on the charts, what sets each apart, how well it did, and what can be done with it.
 * It holds no data of its own; what a person asks for goes out through the callbacks.
 */
import { ActionIcon, Button, Checkbox, Group, Menu, Modal, Text, UnstyledButton } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { describeDifference } from '../../core/run-name.ts';
import { bestEval, stepsDone, VALIDATION_PAIRS, type RunRecord } from '../../core/run-record.ts';
import { formatLoss } from '../charts/ticks.ts';
import { Swatch } from '../charts/marks.tsx';
import type { RunStyle } from '../charts/types.ts';
import { FileChoice } from '../file-choice.tsx';
import { count } from '../format.ts';
import { wordDifference } from './difference.ts';
import { RenameField } from './rename-field.tsx';
import classes from './runs.module.css';

export interface RunsListProps {
  /** In the order started; the list shows the newest first. */
  runs: readonly RunRecord[];
  /** From `runStyles`. */
  styles: ReadonlyMap<string, RunStyle>;
  /** Ids of the runs on the charts. */
  ticked: readonly string[];
  focused: string | null;
  /** Ids of runs that train or may go on: these cannot be deleted. */
  liveIds: readonly string[];
  onTick: (id: string, ticked: boolean) => void;
  onFocus: (id: string) => void;
  onRename: (id: string, name: string) => void;
  /** Called after the person has confirmed. */
  onDelete: (id: string) => void;
  onExportRun: (id: string) => void;
  onExportAdapter: (id: string) => void;
  onImport: (file: File) => void;
}

export function RunsList(props: RunsListProps) {
  const { runs, styles, ticked, focused, liveIds, onTick, onFocus, onRename, onDelete } = props;
  const { t } = useTranslation('charts');
  const [renaming, setRenaming] = useState<string | null>(null);
  const [deleting, setDeleting] = useState<RunRecord | null>(null);
  const names = useRef(new Map<string, HTMLButtonElement>());
  const differences = describeDifference(runs);
  const withFocus = (act: (id: string) => void) => () => {
    if (focused !== null) act(focused);
  };

  return (
    <section className={classes.panel} aria-label={t('runs')}>
      <div className={classes.header}>
        <h2 className={classes.title}>{t('runs')}</h2>
        <Button.Group>
          <Button
            size="compact-xs"
            variant="default"
            disabled={focused === null}
            onClick={withFocus(props.onExportRun)}
          >
            {t('exportRun')}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            disabled={focused === null}
            onClick={withFocus(props.onExportAdapter)}
          >
            {t('exportAdapter')}
          </Button>
          <FileChoice
            accept="application/json,.json"
            size="compact-xs"
            variant="default"
            onFiles={(files) => files.forEach(props.onImport)}
          >
            {t('importRun')}
          </FileChoice>
        </Button.Group>
      </div>
      <div className={classes.scroll}>
        {runs.length === 0 && <div className={classes.empty}>{t('runsEmpty')}</div>}
        <ul className={classes.list}>
          {runs
            .map((record, i) => ({ record, changed: differences[i] ?? [] }))
            .reverse()
            .map(({ record, changed }) => {
              const { id, name, config } = record;
              const style = styles.get(id);
              const best = bestEval(record);
              // A run like all others is told by what every LoRA run has.
              const apart =
                changed.length > 0
                  ? changed
                  : [
                      { key: 'method.r', value: config.method.r },
                      { key: 'method.target_modules', value: config.method.target_modules },
                    ];
              const about = `${wordDifference(apart, t)} · ${t('weights', { weights: count(record.trainableParameters) })}`;
              const live = liveIds.includes(id);
              return (
                <li key={id} className={classes.run} data-focused={id === focused || undefined}>
                  <Checkbox
                    size="xs"
                    aria-label={t('showRun', { name })}
                    checked={ticked.includes(id)}
                    onChange={(event) => onTick(id, event.currentTarget.checked)}
                  />
                  {style ? <Swatch {...style} /> : <span />}
                  <div style={{ minWidth: 0 }}>
                    {renaming === id ? (
                      <RenameField
                        name={name}
                        onDone={(renamed) => {
                          setRenaming(null);
                          // The field goes away: who uses the keyboard stays with the run.
                          setTimeout(() => {
                            if (document.activeElement === document.body) names.current.get(id)?.focus();
                          });
                          if (renamed !== null) onRename(id, renamed);
                        }}
                      />
                    ) : (
                      <UnstyledButton
                        ref={(node) => {
                          if (node) names.current.set(id, node);
                          else names.current.delete(id);
                        }}
                        className={classes.name ?? ''}
                        aria-current={id === focused || undefined}
                        onClick={() => onFocus(id)}
                        onDoubleClick={() => setRenaming(id)}
                      >
                        {name}
                      </UnstyledButton>
                    )}
                    <div className={classes.changed} title={about}>
                      {about}
                    </div>
                  </div>
                  <div className={classes.best}>
                    <span title={t('bestValidationLossOn', { pairs: String(VALIDATION_PAIRS) })}>
                      <span className={classes.dim}>{t('bestLoss')}</span>{' '}
                      {best ? formatLoss(best.loss) : '–'}
                    </span>
                    <div className={classes.dim}>
                      {t(`state_${record.state}`, {
                        step: count(stepsDone(record)),
                        steps: count(config.training.max_steps),
                      })}
                    </div>
                  </div>
                  <Menu position="bottom-end" shadow="md">
                    <Menu.Target>
                      <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('runMenu', { name })}>
                        <svg
                          width="14"
                          height="14"
                          viewBox="0 0 14 14"
                          aria-hidden="true"
                          fill="currentColor"
                        >
                          <circle cx="7" cy="2" r="1.4" />
                          <circle cx="7" cy="7" r="1.4" />
                          <circle cx="7" cy="12" r="1.4" />
                        </svg>
                      </ActionIcon>
                    </Menu.Target>
                    <Menu.Dropdown>
                      <Menu.Item onClick={() => onFocus(id)}>{t('focusRun')}</Menu.Item>
                      <Menu.Item onClick={() => setRenaming(id)}>{t('rename')}</Menu.Item>
                      <Menu.Item color="red" disabled={live} onClick={() => setDeleting(record)}>
                        {live ? t('deleteLive') : t('delete')}
                      </Menu.Item>
                    </Menu.Dropdown>
                  </Menu>
                </li>
              );
            })}
        </ul>
      </div>
      <Modal
        opened={deleting !== null}
        onClose={() => setDeleting(null)}
        title={t('deleteTitle', { name: deleting?.name ?? '' })}
        size="sm"
        centered
      >
        <Text size="sm" mb="md">
          {t('deleteText')}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setDeleting(null)}>
            {t('keep')}
          </Button>
          <Button
            color="red"
            onClick={() => {
              if (deleting) onDelete(deleting.id);
              setDeleting(null);
            }}
          >
            {t('delete')}
          </Button>
        </Group>
      </Modal>
    </section>
  );
}
