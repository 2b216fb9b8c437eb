/** A chart's numbers as a real table. Long ones show their latest rows; the CSV holds all. */
import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { count } from '../format.ts';
import classes from './charts.module.css';
import type { ChartTable } from './table.ts';
import { formatValue } from './values.ts';

const MOST_ROWS = 200;

const show = (cell: string | number | null): string => {
  if (cell === null) return '–';
  if (typeof cell === 'string') return cell;
  return Number.isInteger(cell) ? count(cell) : formatValue(cell);
};

/** A heading begins with a capital, but σ₁ stays σ₁: Σ is a sum. */
const heading = (name: string): string => name.replace(/^[a-z]/, (letter) => letter.toUpperCase());

export function TableView({ caption, table }: { caption: string; table: ChartTable }) {
  const { t } = useTranslation('charts');
  const rows = table.rows.slice(-MOST_ROWS);
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
                    {show(cell)}
                  </th>
                ) : (
                  <td key={c}>{show(cell)}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
