/** A chart's numbers as a real table. Long ones show their latest rows; the CSV holds all. */
import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { count } from '../format.ts';
import classes from './charts.module.css';
import type { ChartTable } from './table.ts';
import { columnFormat } from './values.ts';

const MOST_ROWS = 200;

type Cell = ChartTable['rows'][number][number];

/** A heading begins with a capital, but σ₁ stays σ₁: Σ is a sum. */
const heading = (name: string): string => name.replace(/^[a-z]/, (letter) => letter.toUpperCase());

export function TableView({ caption, table }: { caption: string; table: ChartTable }) {
  const { t } = useTranslation('charts');
  const rows = table.rows.slice(-MOST_ROWS);
  const formats = table.columns.map((_, c) =>
    columnFormat(rows.map((row) => row[c]).filter((cell) => typeof cell === 'number')),
  );
  const show = (cell: Cell, c: number): string =>
    typeof cell === 'number' ? (formats[c] ?? count)(cell) : (cell ?? '–');
  return (
    <div className={classes.scroll} role="region" aria-label={t('tableOf', { caption })} tabIndex={0}>
      {rows.length < table.rows.length && (
        <div className={classes.note}>
          {t('latestRows', { shown: count(rows.length), count: table.rows.length })}
        </div>
      )}
      <table className={classes.table}>
        <VisuallyHidden component="caption">{caption}</VisuallyHidden>
        <thead>
          <tr>
            {table.columns.map((column, c) => (
              <th key={c} scope="col">
                {heading(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr key={r}>
              {row.map((cell, c) =>
                c === 0 ? (
                  <th key={c} scope="row">
                    {show(cell, c)}
                  </th>
                ) : (
                  <td key={c}>{show(cell, c)}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
