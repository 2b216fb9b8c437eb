/** A run as a row of the table: whether the charts show it, its name and menu, then a cell for each column. */
import { VisuallyHidden } from '@mantine/core';
import { memo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { testScore } from '../../../core/run-figures.ts';
import { NAME_LENGTH, NOTE_LENGTH, type RunRecord } from '../../../core/run-record.ts';
import { Swatch } from '../../charts/marks.tsx';
import type { RunStyle } from '../../charts/types.ts';
import { focusIfLost } from '../../focus.ts';
import { LineField } from '../../runs/line-field.tsx';
import { RunState, type RunStateProps } from '../../runs/run-state.tsx';
import { ScoreCell } from '../../runs/score-cell.tsx';
import { RowMenu, type MenuDoings } from './row-menu.tsx';
import type { Column } from './table-columns.ts';
import classes from './runs-table.module.css';

/** What a person may ask for; the same functions at every drawing, so that only rows that change are drawn again. */
export interface RowDoings extends MenuDoings {
  onTick: (id: string, ticked: boolean) => void;
  onRename: (id: string, name: string) => void;
  onNote: (id: string, note: string) => void;
}

export interface TableRowProps extends RunStateProps {
  columns: readonly Column[];
  style: RunStyle | undefined;
  isTicked: boolean;
  isFocused: boolean;
  /** Whether the charts have no room for another run. */
  isFull: boolean;
  /** The run that the others are compared with, or null. */
  baseline: RunRecord | null;
  doings: RowDoings;
}

export const TableRow = memo(function TableRow(props: TableRowProps) {
  const { record, columns, style, isTicked, isFocused, isFull, isElsewhere, baseline, doings } = props;
  const { t } = useTranslation('charts');
  const [editing, setEditing] = useState<'name' | 'note' | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { id, name, note = '' } = record;
  const isBaseline = baseline?.id === id;
  const done = (keep: (text: string) => void) => (text: string | null) => {
    setEditing(null);
    focusIfLost(button);
    if (text !== null) keep(text);
  };
  return (
    <div
      role="row"
      className={classes.row}
      data-focused={isFocused || undefined}
      data-baseline={isBaseline || undefined}
    >
      <div className={classes.kept}>
        <div role="cell" className={classes.pick}>
          <label>
            <input
              type="checkbox"
              checked={isTicked}
              disabled={isFull && !isTicked}
              onChange={(event) => doings.onTick(id, event.currentTarget.checked)}
            />
            <VisuallyHidden>{t('showRun', { name })}</VisuallyHidden>
          </label>
        </div>
        <div role="rowheader" className={classes.name}>
          {style && <Swatch {...style} />}
          {editing === 'name' ? (
            <LineField
              label={t('newName', { name })}
              text={name}
              maxLength={NAME_LENGTH}
              onDone={done((text) => doings.onRename(id, text))}
            />
          ) : (
            <button
              ref={button}
              type="button"
              title={name}
              aria-current={isFocused || undefined}
              onClick={() => doings.onFocus(id)}
              onDoubleClick={() => setEditing('name')}
            >
              {name}
            </button>
          )}
          {isBaseline && <span className={classes.badge}>{t('baseline')}</span>}
        </div>
        <div role="cell" className={classes.actions}>
          <RowMenu
            record={record}
            isElsewhere={isElsewhere}
            isBaseline={isBaseline}
            doings={doings}
            onRename={() => setEditing('name')}
            onNote={() => setEditing('note')}
          />
        </div>
      </div>
      {columns.map((column) => (
        <div key={column.id} role="cell" className={column.isNumber ? classes.number : undefined}>
          {column.id === 'note' && editing === 'note' ? (
            <LineField
              label={t('noteOf', { name })}
              text={note}
              maxLength={NOTE_LENGTH}
              onDone={done((text) => doings.onNote(id, text))}
            />
          ) : (
            <Cell {...props} column={column} />
          )}
        </div>
      ))}
    </div>
  );
});

function Cell({ column, record, baseline, isElsewhere, isUnsaved }: TableRowProps & { column: Column }) {
  const text = column.text(record);
  const delta = baseline && baseline !== record ? column.delta?.(record, baseline) : null;
  // Empty where there is no difference, as in the baseline's row: the numbers of a column stay in line.
  const found = baseline && column.delta && (
    <span className={classes.delta} data-tone={delta?.tone}>
      {delta?.text}
    </span>
  );
  switch (column.id) {
    case 'state':
      return (
        <span className={classes.text} title={text}>
          <RunState record={record} isElsewhere={isElsewhere} isUnsaved={isUnsaved} />
        </span>
      );
    case 'metric':
      return (
        <>
          <span className={classes.score}>
            {text && <span>{text}</span>} <ScoreCell score={testScore(record)} />
          </span>
          {found}
        </>
      );
    default:
      return (
        <>
          <span className={classes.text} title={column.isNumber ? undefined : text}>
            {text}
          </span>
          {found}
        </>
      );
  }
}
