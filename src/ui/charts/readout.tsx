/** The values at the shown step, in a table over the plot: one row for each run, as many as there is room for. */
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../format.ts';
import classes from './charts.module.css';
import type { ChartFont } from './font.ts';
import type { Layout } from './layout.ts';
import { Swatch } from './marks.tsx';
import { placeReadout, readoutRoom, type Curves, type Size } from './readout-place.ts';
import type { RunStyle } from './types.ts';

export interface ReadoutRow extends Pick<RunStyle, 'colour' | 'dash'> {
  /** The run's name. A chart of one run leaves it out: the chart's title has it. */
  label: string;
  /** One for each heading. */
  values: readonly string[];
}

export interface ReadoutTable {
  /** What all rows have in common, above their names. */
  corner: string;
  headings: readonly string[];
  /** The focused run's first. */
  rows: readonly ReadoutRow[];
  /** How many of the last columns may be left out where there is little room. */
  spare?: number;
}

/** Of a table's cell, of the box's edge and of a swatch, as in the style sheet. */
const CELL_GAP = 8;
const PADDING = { width: 18, height: 10 };
const SWATCH = 22;
/** A name is cut after so many lines. */
const NAME_LINES = 2;

/** The table cut to the room: without spare columns where it would be too wide, with as many of the rows as fit below each other. */
export function fitReadout(table: ReadoutTable, room: Size, font: ChartFont) {
  const { corner, headings, rows, spare = 0 } = table;
  const named = rows.length > 1;
  const names = Math.max(
    font.width(corner) - SWATCH,
    ...rows.map(({ label }) => (named ? font.width(label) : 0)),
  );
  const widthOf = (columns: number) =>
    headings
      .slice(0, columns)
      .map((heading, i) =>
        Math.max(...[heading, ...rows.map(({ values }) => values[i] ?? '')].map(font.width)),
      )
      .reduce((sum, width) => sum + width + CELL_GAP, PADDING.width + SWATCH + CELL_GAP + names);
  const columns = widthOf(headings.length) > room.width ? headings.length - spare : headings.length;
  const lines = widthOf(columns) > room.width ? NAME_LINES : 1;
  const most = Math.floor((room.height - PADDING.height) / font.line / lines) - 1;
  // The last line says how many more there are.
  const shown = rows.length <= most ? rows.length : Math.max(1, most - 1);
  return {
    headings: headings.slice(0, columns),
    rows: rows.slice(0, shown).map((row) => ({ ...row, values: row.values.slice(0, columns) })),
    named,
    wraps: lines > 1,
    left: rows.length - shown,
  };
}

interface ReadoutProps {
  table: ReadoutTable;
  layout: Layout;
  /** The cursor's place. */
  x: number;
  curves: Curves;
}

export function Readout({ table, layout, x, curves }: ReadoutProps) {
  const { t } = useTranslation('charts');
  const box = useRef<HTMLDivElement>(null);
  const room = readoutRoom(layout);
  const { headings, rows, named, wraps, left } = fitReadout(table, room, layout.font);
  useLayoutEffect(() => {
    if (!box.current) return;
    const { offsetWidth: width, offsetHeight: height, style } = box.current;
    const place = placeReadout({ width, height }, x, curves, layout);
    style.left = `${place.left}px`;
    style.top = `${place.top}px`;
  });
  return (
    <div
      ref={box}
      className={classes.readout}
      style={{ maxWidth: room.width, lineHeight: `${layout.font.line}px` }}
    >
      <table data-wraps={wraps || undefined}>
        <thead>
          <tr>
            <th colSpan={named ? 2 : 1}>{table.corner}</th>
            {headings.map((heading) => (
              <th key={heading}>{heading}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, colour, dash, values }, i) => (
            <tr key={i}>
              <td>
                <Swatch colour={colour} dash={dash} />
              </td>
              {named && (
                <td>
                  <span className={classes.readoutName}>{label}</span>
                </td>
              )}
              {values.map((value, column) => (
                <td key={column}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 && (
        <div className={classes.readoutMore}>{t('readoutMore', { count: left, runs: count(left) })}</div>
      )}
    </div>
  );
}
