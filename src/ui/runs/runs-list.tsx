/**
 * Every run kept, the newest first. It holds no data of its own; what a person asks for goes out through the callbacks.
 */
import { useTranslation } from 'react-i18next';
import type { RunRecord } from '../../core/run-record.ts';
import { MOST_SHOWN } from '../../state/runs-store.ts';
import type { RunStyle } from '../charts/types.ts';
import { useDeleteDialog } from './delete-dialog.tsx';
import { runTitles } from './difference.ts';
import { RunRow, type RowActions } from './run-row.tsx';
import classes from './runs.module.css';

export interface RunsListProps extends Omit<RowActions, 'onDelete'> {
  /** In the order started; the list shows the newest first. */
  runs: readonly RunRecord[];
  /** From `runStyles`. */
  styles: ReadonlyMap<string, RunStyle>;
  /** Ids of the runs on the charts. */
  ticked: readonly string[];
  focused: string | null;
  /** Ids of live runs that another tab trains. */
  elsewhere: readonly string[];
  /** Ids of runs that the browser refused to store. */
  unsaved: readonly string[];
  /** Called after the person has confirmed. */
  onDelete: (id: string) => void;
}

export function RunsList(props: RunsListProps) {
  const { runs, styles, ticked, focused, elsewhere, unsaved, onTick, onFocus, onRename, onDelete } = props;
  const { t } = useTranslation('charts');
  const { ask, dialog } = useDeleteDialog(onDelete);
  const titles = runTitles(runs, t);
  const isFull = ticked.length >= MOST_SHOWN;

  return (
    <section className={classes.panel} aria-label={t('runs')}>
      <div className={classes.header}>
        <h2 className={classes.title}>{t('runs')}</h2>
      </div>
      {isFull && <p className={classes.about}>{t('mostShown', { most: String(MOST_SHOWN) })}</p>}
      <div className={`${classes.scroll} scrolls`}>
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
                isFull={isFull}
                onTick={onTick}
                onFocus={onFocus}
                onRename={onRename}
                isElsewhere={elsewhere.includes(record.id)}
                isUnsaved={unsaved.includes(record.id)}
                onDelete={ask}
              />
            ))
            .reverse()}
        </ul>
      </div>
      {dialog}
    </section>
  );
}
