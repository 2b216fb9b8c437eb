/** Where a heat map's cells, labels and scale stand. Pure; lengths are in CSS pixels. */
import { SHADES, shadeOf } from './heat-colours.ts';
import type { Room } from './layout.ts';

/** What a heat map draws. */
export interface Heat {
  /** The labels of the rows, top to bottom, and of the columns, left to right. */
  rows: readonly string[];
  columns: readonly string[];
  /** What the rows and the columns are, where their labels do not say so; ''. */
  rowName: string;
  columnName: string;
  /** Row by row; null where there is no value. */
  values: readonly (number | null)[];
  /** The values of the darkest and the lightest shade. */
  scale: readonly [number, number];
  /** What the values are, beside the scale. */
  scaleName: string;
  /** A value as text, short enough for a cell. */
  format: (value: number) => string;
}

export interface HeatLayout extends Room {
  /** The edges of the columns and of the rows: one more than there are cells, in whole pixels. */
  x: readonly number[];
  y: readonly number[];
  /** Which rows and columns are labelled, from 0. */
  labelledRows: readonly number[];
  labelledColumns: readonly number[];
  /** Whether each cell has room for its value. */
  writes: boolean;
  /** Where the middle of the row names', the column names' and the scale's line of text stands. */
  columnNameY: number;
  columnLabelY: number;
  scaleY: number;
}

/** Between labels and cells. */
const GAP = 6;
/** A cell is at most so high, in lines of text, and so many times as wide as high. */
const TALLEST = 7;
const WIDEST = 3;
/** Around a value in its cell. */
const PAD = 6;
/** Between two labels of columns. */
const LABEL_SPACE = 6;

const edges = (from: number, size: number, cells: number): number[] =>
  Array.from({ length: cells + 1 }, (_, i) => Math.round(from + i * size));

/** So that labels of 1, 2, 3 … are round numbers. */
const STRIDES = [1, 2, 5, 10, 20, 50];

/** Which of the cells are labelled, where labels must be `space` apart: all, or every so many of those that count from 1. */
function labelled(cells: number, size: number, space: number): number[] {
  const all = Array.from({ length: cells }, (_, i) => i);
  const stride = STRIDES.find((each) => each * size >= space) ?? cells;
  return all.filter((i) => (stride < 5 ? i % stride === 0 : i === 0 || (i + 1) % stride === 0));
}

export function layoutHeat(heat: Heat, room: Room): HeatLayout {
  const { width, height, font } = room;
  const { rows, columns, rowName, columnName, values, format } = heat;
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(font.width));
  const left = Math.ceil(Math.max(widest(rows), font.width(rowName))) + GAP;
  const nameLines = rowName === '' && columnName === '' ? 0 : 1;
  const top = (nameLines + 1) * font.line + 2;
  const foot = Math.ceil(1.8 * font.line);
  const cellHeight = Math.min(TALLEST * font.line, Math.max(1, (height - top - foot) / rows.length));
  const labelWidth = widest(columns);
  // The last label may be wider than its cell.
  const right = Math.ceil(labelWidth / 2);
  const cellWidth = Math.min(
    (width - left - right) / columns.length,
    Math.max(WIDEST * cellHeight, labelWidth + 2 * LABEL_SPACE),
  );
  const written = widest(values.map((value) => (value === null ? '–' : format(value))));
  const y = edges(top, cellHeight, rows.length);
  return {
    ...room,
    x: edges(left, cellWidth, columns.length),
    y,
    labelledRows: labelled(rows.length, cellHeight, font.line),
    labelledColumns: labelled(columns.length, cellWidth, labelWidth + LABEL_SPACE),
    writes: written + PAD <= cellWidth && font.line <= cellHeight,
    columnNameY: font.line / 2,
    columnLabelY: (nameLines + 0.5) * font.line,
    scaleY: (y.at(-1) ?? top) + foot - font.line / 2 - 1,
  };
}

/** An SVG path of all cells of each shade; '' of a shade that none has. */
export function shadePaths({ values, scale, columns }: Heat, { x, y }: HeatLayout): string[] {
  const paths = Array.from({ length: SHADES }, () => '');
  values.forEach((value, i) => {
    if (value === null) return;
    const [row, column] = [Math.floor(i / columns.length), i % columns.length];
    const [left = 0, right = 0] = x.slice(column, column + 2);
    const [top = 0, bottom = 0] = y.slice(row, row + 2);
    const shade = shadeOf(value, scale);
    paths[shade] = `${paths[shade] ?? ''}M${left} ${top}H${right}V${bottom}H${left}Z`;
  });
  return paths;
}

/** The cell at a place, as an index into the values; null outside. */
export function cellAt({ x, y }: HeatLayout, left: number, top: number): number | null {
  const column = x.findIndex((edge, i) => edge <= left && left < (x[i + 1] ?? -Infinity));
  const row = y.findIndex((edge, i) => edge <= top && top < (y[i + 1] ?? -Infinity));
  return column < 0 || row < 0 ? null : row * (x.length - 1) + column;
}

/** Where a key leads from a cell; null where it leads nowhere. Home and End stay in the row. */
export function cellAfter(key: string, from: number, rows: number, columns: number): number | null {
  const [row, column] = [Math.floor(from / columns), from % columns];
  const to: Partial<Record<string, [row: number, column: number]>> = {
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    Home: [row, 0],
    End: [row, columns - 1],
    PageUp: [0, column],
    PageDown: [rows - 1, column],
  };
  const place = to[key];
  if (!place) return null;
  const [toRow, toColumn] = place;
  const within = (value: number, end: number) => Math.min(end - 1, Math.max(0, value));
  return within(toRow, rows) * columns + within(toColumn, columns);
}
