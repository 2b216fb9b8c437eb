/** Which runs the table shows, and in which order. */
import type { RunRecord } from '../../../core/run-record.ts';
import type { ChartTable } from '../../charts/table.ts';
import type { Column, Value } from './table-columns.ts';
import { methodName } from '../../method-words.ts';
import { compareTexts } from '../../format.ts';

/** The id of the column of names, which the table always has. */
export const NAME = 'name';

export interface Sort {
  /** A column's id. */
  column: string;
  isDescending: boolean;
}

/** What a press on a column's heading asks for: upwards, then downwards, then the order of before. */
export function nextSort(sort: Sort | null, column: string): Sort | null {
  if (sort?.column !== column) return { column, isDescending: false };
  return sort.isDescending ? null : { column, isDescending: true };
}

function compareValues(a: NonNullable<Value>, b: NonNullable<Value>): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : compareTexts(String(a), String(b));
}

/**
 * The runs by their values in a column, equal ones in the order given. Those without a value come last in both directions.
 */
export function sorted(
  records: readonly RunRecord[],
  valueOf: (record: RunRecord) => Value,
  isDescending: boolean,
): RunRecord[] {
  const rows = records.map((record) => ({ record, value: valueOf(record) }));
  rows.sort((a, b) => {
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
    return (isDescending ? -1 : 1) * compareValues(a.value, b.value);
  });
  return rows.map(({ record }) => record);
}

/** What the filter looks at: name, what changed, method, task and its data, model and note. */
export const searchText = (
  { name, config, dataset, note = '' }: RunRecord,
  changed: string,
  data: string,
): string =>
  [name, changed, methodName(config.method), config.task, dataset.name, data, config.model, note]
    .join(' ')
    .toLowerCase();

const wordsOf = (text: string): readonly string[] =>
  text.toLowerCase().match(/[\p{L}\p{N}]+(?:[.,]\p{N}+)*/gu) ?? [];

/** `r 1` and `r=1` as `r1`: the short name of a setting and the number after it are one word. */
const joined = (text: string): string =>
  text.replace(/(?<!\p{L})(r|α|k|lr|seed|step)(?:\s|\s?=\s?)(?=\p{N})/giu, '$1');

/**
 * Whether every word that was typed begins a word of a text, or is the whole of it where it ends with a digit: `r 1` finds `r 1`,
 * not `r 16` or `r 4 · seed 1`.
 */
export function hasWords(text: string, typed: string): boolean {
  const words = [...wordsOf(text), ...wordsOf(joined(text))];
  return wordsOf(joined(typed)).every((word) =>
    words.some((known) => (/\p{N}$/u.test(word) ? known === word : known.startsWith(word))),
  );
}

/** The rows as a file: every column, with full precision. */
export function fileOf(records: readonly RunRecord[], columns: readonly Column[], run: string): ChartTable {
  const parts = columns.flatMap(({ heading, value, file }) => file ?? [{ heading, value }]);
  return {
    columns: [run, ...parts.map(({ heading }) => heading)],
    rows: records.map((record) => [record.name, ...parts.map(({ value }) => value(record))]),
  };
}
