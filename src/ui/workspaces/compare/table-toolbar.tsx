/** Above the table: which runs it shows, the baseline, and its file. */
import { Button, CloseButton, SegmentedControl, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RunRecord } from '../../../core/run-record.ts';
import { MOST_SHOWN } from '../../../state/runs-store.ts';
import { count } from '../../format.ts';
import classes from './runs-table.module.css';

export const SCOPES = ['all', 'shown', 'experiment'] as const;
export type Scope = (typeof SCOPES)[number];

interface TableToolbarProps {
  typed: string;
  onType: (typed: string) => void;
  scope: Scope;
  onScope: (scope: Scope) => void;
  baseline: RunRecord | null;
  onUnpin: () => void;
  /** How many runs the table shows, and how many there are. */
  rows: number;
  all: number;
  /** Whether the charts have no room for another run. */
  isFull: boolean;
  onCsv: () => void;
}

export function TableToolbar(props: TableToolbarProps) {
  const { typed, onType, scope, onScope, baseline, onUnpin, rows, all, isFull, onCsv } = props;
  const { t } = useTranslation('charts');
  return (
    <div className={classes.toolbar}>
      <TextInput
        type="search"
        size="xs"
        className={classes.filter ?? ''}
        aria-label={t('filter')}
        placeholder={t('filterHint')}
        value={typed}
        onChange={(event) => onType(event.currentTarget.value)}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('which')}
        value={scope}
        onChange={onScope}
        data={SCOPES.map((value) => ({ value, label: t(`whichOf.${value}`) }))}
      />
      <span role="status" className={classes.found}>
        {t('runsOfAll', { shown: count(rows), count: all })}
      </span>
      {isFull && <span className={classes.found}>{t('mostShown', { most: String(MOST_SHOWN) })}</span>}
      {baseline && (
        <span className={classes.pinned}>
          {t('unpinNamed', { name: baseline.name })}
          <CloseButton size="sm" aria-label={t('unpin')} onClick={onUnpin} />
        </span>
      )}
      <Button
        className={classes.csv ?? ''}
        size="compact-sm"
        variant="default"
        disabled={rows === 0}
        onClick={onCsv}
      >
        {t('downloadCsv')}
      </Button>
    </div>
  );
}
