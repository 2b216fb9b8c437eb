/** The table's headings: buttons that sort, each of which says what it means. */
import { VisuallyHidden } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Tooltip } from '../../overlays.ts';
import type { Column } from './table-columns.ts';
import { NAME, type Sort } from './table-rows.ts';
import classes from './runs-table.module.css';

interface HeadingsProps {
  sort: Sort | null;
  onSort: (column: string) => void;
}

interface TableHeadProps extends HeadingsProps {
  columns: readonly Column[];
  /** How many of the rows the charts show. */
  shown: 'all' | 'some' | 'none';
  onShowAll: () => void;
}

export const TableHead = memo(function TableHead(props: TableHeadProps) {
  const { columns, sort, onSort, shown, onShowAll } = props;
  const { t } = useTranslation('charts');
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" className={classes.row}>
        <div className={classes.kept}>
          <div role="columnheader" className={classes.pick}>
            <VisuallyHidden>{t('shownColumn')}</VisuallyHidden>
            <label>
              <input
                ref={(input) => {
                  if (input) input.indeterminate = shown === 'some';
                }}
                type="checkbox"
                aria-label={t('showAllRows')}
                title={t('showAllRows')}
                checked={shown === 'all'}
                onChange={onShowAll}
              />
            </label>
          </div>
          <Heading id={NAME} heading={t('run')} className={classes.name} sort={sort} onSort={onSort} />
          <div role="columnheader" className={classes.actions}>
            <VisuallyHidden>{t('menuColumn')}</VisuallyHidden>
          </div>
        </div>
        {columns.map(({ id, heading, meaning, isNumber }) => (
          <Heading
            key={id}
            id={id}
            heading={heading}
            meaning={meaning}
            className={isNumber ? classes.number : undefined}
            sort={sort}
            onSort={onSort}
          />
        ))}
      </div>
    </div>
  );
});

const EVENTS = { hover: true, focus: true, touch: true };

interface HeadingProps extends HeadingsProps {
  id: string;
  heading: string;
  meaning?: string | undefined;
  className: string | undefined;
}

function Heading({ id, heading, meaning, className, sort, onSort }: HeadingProps) {
  const direction = sort?.column !== id ? undefined : sort.isDescending ? 'descending' : 'ascending';
  const button = (
    <button type="button" data-explains={meaning !== undefined || undefined} onClick={() => onSort(id)}>
      {heading}
    </button>
  );
  return (
    <div role="columnheader" className={className} aria-sort={direction}>
      {meaning === undefined ? (
        button
      ) : (
        <Tooltip label={meaning} position="bottom-start" multiline w={300} withArrow events={EVENTS}>
          {button}
        </Tooltip>
      )}
    </div>
  );
}
