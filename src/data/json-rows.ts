/**
 * The rows within one JSON value: under which key they lie, in which layout, and each as an object by column name. Nothing
 * is guessed that the shape does not tell; what stays open is refused with the keys that were found.
 */
import type { JsonRecord } from './json.ts';
import { MOST_COLUMNS, MOST_ROWS, refuse, tooManyRows, type DroppedRow } from './pairs.ts';

type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isScalar = (value: unknown) => typeof value !== 'object' || value === null;
/** A list of rows: of objects or of lists. */
const isRows = (value: unknown): value is unknown[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => !isScalar(item));

interface Rows {
  rows: unknown[];
  /** The keys that lead to the list or object whose children the rows are. */
  path: string[];
  leftOut: DroppedRow[];
}

/** Keys under which exports keep their rows, the likeliest first. */
const WRAPPERS = [
  'data',
  'rows',
  'examples',
  'instances',
  'records',
  'items',
  'samples',
  'entries',
  'dataset',
  'results',
];
const TRAINING = ['train', 'training'];
const SPLITS = [...TRAINING, 'validation', 'valid', 'val', 'dev', 'test'];
/** Keys of one conversation's turns. */
export const TURN_KEYS = ['messages', 'conversations', 'conversation', 'dialog', 'dialogue', 'chat', 'turns'];
const isTurn = (value: unknown) =>
  isFields(value) &&
  ('role' in value || 'from' in value) &&
  ('content' in value || 'value' in value || 'text' in value);

const sizeOf = (value: unknown) =>
  Array.isArray(value) ? value.length : isFields(value) ? Object.keys(value).length : 0;

/** @throws LabError `data-format` where several lists could be the rows, or they are nested as SQuAD's are */
export function findRows(name: string, value: unknown, path: string[] = []): Rows {
  // Before rows are made of another layout.
  const children = isFields(value) ? Object.values(value) : [];
  if (sizeOf(value) > MOST_ROWS || children.some((child) => sizeOf(child) > MOST_ROWS))
    throw tooManyRows(name);
  if (Array.isArray(value)) {
    if (value.some((row) => isFields(row) && isRows(row['paragraphs'])))
      throw refuse(
        `${name} is nested as SQuAD's files are (paragraphs, and in each its qas). Give one row a question, with question, context and answer side by side.`,
      );
    // One conversation alone is one row.
    if (value.length > 0 && value.every(isTurn)) return { rows: [value], path: [], leftOut: [] };
    return { rows: value, path, leftOut: [] };
  }
  if (!isFields(value) || path.length > 3) return { rows: [value], path: [], leftOut: [] };
  const isInside = ([, inner]: [string, unknown]) => isRows(inner) || isFields(inner);
  const inside = Object.entries(value).filter(isInside);
  const under = (key: string) => findRows(name, value[key], [...path, key]);

  const splits = inside.filter(([key]) => SPLITS.includes(key.toLowerCase()));
  const [chosen] = [...splits].sort(
    ([a], [b]) => SPLITS.indexOf(a.toLowerCase()) - SPLITS.indexOf(b.toLowerCase()),
  );
  if (chosen) {
    const others = splits.filter((split) => split !== chosen);
    const leftOut = others.flatMap(([key]) =>
      under(key).rows.map((): DroppedRow => ({ reason: 'other-split', line: 1 })),
    );
    const found = under(chosen[0]);
    return { ...found, leftOut: [...found.leftOut, ...leftOut] };
  }
  // One of WikiSQL's tables is a row of its file.
  if ('types' in value && 'header' in value) return { rows: [value], path: [], leftOut: [] };
  const table = bySplit(value);
  if (table) return { rows: table.rows, path: [...path, ...table.path], leftOut: [] };
  const isRow = isOneRow(value);
  const wrapper = WRAPPERS.find((key) => isRows(value[key]) || (!isRow && isFields(value[key])));
  if (wrapper !== undefined) return under(wrapper);
  if (isRow) return { rows: [value], path: [], leftOut: [] };
  const turned = byColumns(value) ?? byIndex(value);
  if (turned) return { rows: turned.rows, path: [...path, ...turned.path], leftOut: [] };
  const lists = inside.filter(([, inner]) => Array.isArray(inner));
  const [list, ...others] = lists;
  if (list && others.length > 0)
    throw refuse(
      `${name} holds several lists: ${lists.map(([key]) => `"${key}"`).join(', ')}. Keep the one that holds the rows, or call it "data".`,
    );
  return list ? under(list[0]) : { rows: [value], path: [], leftOut: [] };
}

/** Whether an object is one row by itself: it holds a text, or a conversation's turns, under a name that rows use. */
function isOneRow(value: Fields): boolean {
  const holds = (key: string) => {
    const held = value[key];
    if (Array.isArray(held)) return held.length > 0 && held.every(isTurn);
    return isScalar(held) && held !== undefined && held !== null;
  };
  const texts = [
    'prompt',
    'completion',
    'instruction',
    'input',
    'output',
    'question',
    'answer',
    'text',
    'chosen',
    'rejected',
    'preferred_output',
    'response',
  ];
  return [...texts, ...TURN_KEYS].some(holds);
}

const named = (columns: readonly string[], row: readonly unknown[]): Fields =>
  Object.fromEntries(columns.map((column, i) => [column, row[i]]));

interface Layout {
  rows: Fields[];
  /** Leads to the first column's cells, or to the rows. */
  path: string[];
}

/** {columns: [name, …], data: [[cell, …], …]} as pandas' `split` orient, and with other words for the two. */
function bySplit(value: Fields): Layout | null {
  const names = value['columns'] ?? value['header'] ?? value['headers'];
  const key = ['data', 'rows'].find((name) => isRows(value[name]));
  const lists = key === undefined ? null : value[key];
  if (!Array.isArray(names) || !names.every(isScalar) || !isRows(lists) || key === undefined) return null;
  const rows = lists.filter((row): row is unknown[] => Array.isArray(row));
  return rows.length === lists.length
    ? { rows: rows.map((row) => named(names.map(String), row)), path: [key] }
    : null;
}

const isNumber = (key: string) => /^\d+$/.test(key);

/** {column: [cell, …]} as pandas' `list` orient and Hugging Face's `to_dict`, and {column: {index: cell}} as pandas' default. */
function byColumns(value: Fields): Layout | null {
  const entries = Object.entries(value);
  const [[first, cells] = ['', null]] = entries;
  if (entries.length === 0) return null;
  if (Array.isArray(cells)) {
    const isColumn = ([, column]: [string, unknown]) =>
      Array.isArray(column) && column.length === cells.length && !column.some(isFields);
    if (cells.length === 0 || !entries.every(isColumn)) return null;
    const lists = entries.map(([, column]) => column as unknown[]);
    const names = entries.map(([key]) => key);
    return {
      rows: cells.map((_, i) =>
        named(
          names,
          lists.map((list) => list[i]),
        ),
      ),
      path: [first],
    };
  }
  if (!isFields(cells)) return null;
  const index = Object.keys(cells);
  const known = entries.some(([key]) =>
    ['prompt', 'completion', 'question', 'answer', 'text', 'input', 'output'].includes(key),
  );
  if (entries.every(([key]) => isNumber(key)) || !(index.every(isNumber) || known)) return null;
  if (!entries.every(([, column]) => isFields(column) && index.every((key) => key in column))) return null;
  const rows = index.map((key) =>
    Object.fromEntries(entries.map(([column, held]) => [column, isFields(held) ? held[key] : null])),
  );
  return index.length > 0 ? { rows, path: [first] } : null;
}

/** {index: {column: cell}}, as pandas' `index` orient and files keyed by an id. */
function byIndex(value: Fields): Layout | null {
  const rows = Object.values(value).filter(isFields);
  const [first] = rows;
  if (!first || rows.length !== Object.keys(value).length) return null;
  const columns = Object.keys(first);
  const alike = rows.every((row) => columns.some((column) => column in row));
  return alike && (rows.length > 1 || Object.keys(value).every(isNumber)) ? { rows, path: [] } : null;
}

/** Rows as objects: what stands in a row's place in the Hub's viewer, lists, texts and conversations each have their form. */
export function rowRecords(rows: readonly JsonRecord[]): JsonRecord[] {
  const held = rows.filter(({ problem }) => problem === undefined);
  const isEach = (test: (value: unknown) => boolean) =>
    held.length > 0 && held.every(({ value }) => test(value));
  const change = (make: (value: unknown) => unknown) =>
    rows.map((row) => (row.problem === undefined ? { ...row, value: make(row.value) } : row));
  if (isEach((value) => isFields(value) && isFields(value['row'])))
    return change((value) => (isFields(value) ? value['row'] : value));
  if (isEach((value) => typeof value === 'string')) return change((text) => ({ text }));
  const { value: first } = held[0] ?? { value: null };
  if (!Array.isArray(first)) return [...rows];
  if (first.every(isTurn)) return change((value) => (Array.isArray(value) ? { messages: value } : value));
  if (first.every(isScalar)) return listRows(rows, first);
  return rows.flatMap((row) =>
    Array.isArray(row.value) ? row.value.map((value: unknown) => ({ line: row.line, value })) : row,
  );
}

/** Lists as rows: under the first list's names where it looks like a header, else "column 1", "column 2" … */
function listRows(rows: readonly JsonRecord[], first: readonly unknown[]): JsonRecord[] {
  const isHeader = looksLikeHeader(
    first,
    rows.map(({ value }) => value),
  );
  const names = first.map((cell, i) => (isHeader ? String(cell).trim() : `column ${i + 1}`));
  const body = isHeader ? rows.filter(({ value }) => value !== first) : rows;
  return body.map(({ line, value, problem }) => {
    if (problem !== undefined || !Array.isArray(value))
      return { line, value, ...(problem !== undefined && { problem }) };
    return value.length === names.length
      ? { line, value: named(names, value) }
      : {
          line,
          value: null,
          problem: `the list has ${value.length} values where ${names.length} are expected`,
        };
  });
}

/** Short names, none twice, over columns whose texts are mostly longer or no texts. */
function looksLikeHeader(first: readonly unknown[], rows: readonly unknown[]): boolean {
  const isName = (cell: unknown) =>
    typeof cell === 'string' && /^[\p{L}_#][\p{L}\p{N}_ #-]{0,30}$/u.test(cell.trim());
  if (first.length > MOST_COLUMNS || !first.every(isName) || new Set(first).size < first.length) return false;
  const body = rows.filter((row): row is unknown[] => Array.isArray(row) && row !== first);
  return (
    body.length > 0 && first.some((_, i) => body.filter((row) => !isName(row[i])).length * 2 > body.length)
  );
}
