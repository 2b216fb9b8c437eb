/**
 * Rows with named columns from delimited text or JSON records, each with the line it begins on. Rows that cannot be read
 * are kept as such, with their reason; what the columns mean is import.ts's business.
 * Expects text with `\n` line ends and no byte order mark.
 */
import Papa from 'papaparse';
import { tellNobody, type Tell } from '../core/file-progress.ts';
import { isFields } from './json-rows.ts';
import { tooManyColumns } from './columns.ts';
import { MOST_COLUMNS, MOST_ROWS, refuse, tooManyRows } from './pairs.ts';
import type { JsonRecord } from './json.ts';

export interface Table {
  /** Names in the file's order, without empty ones. */
  columns: string[];
  rows: Row[];
}
/** `line` counts from 1. `cells` holds text by column name; a column may be missing. */
export type Row = { line: number; cells: ReadonlyMap<string, string> } | { line: number; problem: string };

/** A header's names seldom hold a delimiter, unlike the text below: the one that parts it most is the file's. */
export function findDelimiter(text: string): string {
  const header = /^.*\S.*$/m.exec(text)?.[0].replace(/"[^"]*"/g, '') ?? '';
  const width = (delimiter: string) => header.split(delimiter).length;
  return ['\t', ';', '|', ','].reduce((best, next) => (width(next) > width(best) ? next : best));
}

const isBlank = (cells: readonly string[]) => cells.length < 2 && !cells[0]?.trim();

interface Parsed {
  /** Blank ones are left out. `line`: where the row begins; `lines`: how many it takes. */
  rows: { line: number; lines: number; cells: string[] }[];
  /** Every row is as wide as the first. */
  isEven: boolean;
  /** The line of a quote mark that is not as it should be. */
  badQuote: number | null;
}

interface Quoting {
  /** The character that stands before a quote mark within quotes. */
  escape?: string;
  /** Stops after so many rows that are not blank: one more than can be read, and the header. */
  most?: number;
}

function parseQuoted(
  text: string,
  delimiter: string,
  tell: Tell,
  { escape = '"', most = MOST_ROWS + 2 }: Quoting = {},
): Parsed {
  const rows: Parsed['rows'] = [];
  let line = 1;
  let badQuote: number | null = null;
  Papa.parse<string[]>(text, {
    delimiter,
    newline: '\n',
    escapeChar: escape,
    step({ data: cells, errors, meta }, parser) {
      tell('parsing', meta.cursor, text.length);
      const lines = 1 + cells.reduce((count, cell) => count + cell.split('\n').length - 1, 0);
      if (errors.some((error) => error.type === 'Quotes')) badQuote ??= line;
      if (!isBlank(cells)) rows.push({ line, lines, cells });
      line += lines;
      if (rows.length === most) parser.abort();
    },
  });
  return evenness(rows, badQuote);
}

const parseUnquoted = (text: string, delimiter: string): Parsed =>
  evenness(
    text.split('\n').map((row, index) => ({ line: index + 1, lines: 1, cells: row.split(delimiter) })),
    null,
  );

function evenness(records: Parsed['rows'], badQuote: number | null): Parsed {
  const rows = records.filter(({ cells }) => !isBlank(cells));
  const width = rows[0]?.cells.length;
  return { rows, badQuote, isEven: rows.every(({ cells }) => cells.length === width) };
}

/**
 * Whether quote marks in a tab-separated table are quoting, as a CSV writer uses it, or characters. They are quoting where
 * all rows are as wide as the header with it, no quoted cell holds a whole row of the table, and quotes stand where a writer
 * sets them: around cells that need them, or around a whole column, its name too unless quote marks within are doubled.
 */
function isQuoting(quoted: Parsed, unquoted: Parsed, delimiter: string): boolean {
  if (quoted.badQuote !== null || !quoted.isEven) return false;
  const [header] = quoted.rows;
  const width = header?.cells.length ?? 0;
  const holdsRow = (cell: string) =>
    cell
      .split('\n')
      .slice(1, -1)
      .some((line) => line.split(delimiter).length === width);
  if (quoted.rows.some(({ cells }) => cells.some(holdsRow))) return false;
  if (unquoted.isEven && unquoted.rows.length !== quoted.rows.length) return false;
  const plain = new Map(unquoted.rows.map((row) => [row.line, row.cells]));
  /** Columns with quotes around cells that do not need them. */
  const idle = new Set<number>();
  let isDoubled = false;
  for (const { line, lines, cells } of quoted.rows) {
    const asWritten = plain.get(line) ?? [];
    if (lines > 1 || asWritten.length !== width) continue;
    for (const [i, cell] of cells.entries())
      if (cell !== asWritten[i]) {
        if (cell.includes('"')) isDoubled = true;
        else if (!/^\s|\s$/.test(cell)) idle.add(i);
      }
  }
  const isWritten = (i: number) =>
    (isDoubled ? quoted.rows.slice(1) : quoted.rows).every(({ line, lines, cells }) => {
      const asWritten = plain.get(line) ?? [];
      return lines > 1 || asWritten.length !== width || cells[i] === '' || cells[i] !== asWritten[i];
    });
  return [...idle].every(isWritten);
}

/**
 * Reads with quoting where that is consistent, else without where that gives even rows.
 * @throws LabError `data-format` where a quote mark is not closed and the rows are uneven without quoting, too
 */
function parseDelimited(name: string, text: string, delimiter: string, tell: Tell): Parsed {
  const quoted = parseQuoted(text, delimiter, tell);
  if (!text.includes('"')) return quoted;
  if (delimiter === '\t') {
    const unquoted = parseUnquoted(text, delimiter);
    return isQuoting(quoted, unquoted, delimiter) ? quoted : unquoted;
  }
  if (quoted.badQuote === null) return quoted;
  const escaped = text.includes('\\"') ? parseQuoted(text, delimiter, tell, { escape: '\\' }) : quoted;
  if (escaped.badQuote === null) return escaped;
  const unquoted = parseUnquoted(text, delimiter);
  const hasQuoting = unquoted.rows.some(({ cells }) => cells.some((cell) => /^".*"$/.test(cell)));
  if (unquoted.isEven && !hasQuoting && (unquoted.rows[0]?.cells.length ?? 0) > 1) return unquoted;
  throw refuse(
    `${name}, line ${quoted.badQuote}: a quote mark (") is not closed, or text follows the one that closes. ` +
      'Close it, and write a quote mark inside a quoted cell twice ("").',
  );
}

/**
 * Delimited text under a header row.
 * @param name the file's name, for messages
 * @throws LabError `data-format` where a quote mark is not closed
 */
export function readDelimited(name: string, text: string, tell: Tell = tellNobody): Table {
  const delimiter = findDelimiter(text);
  const [header, ...body] = parseDelimited(name, text, delimiter, tell).rows;
  if (!header) return { columns: [], rows: [] };
  if (header.cells.length > MOST_COLUMNS) throw tooManyColumns(name, header.cells.length);
  if (body.length > MOST_ROWS) throw tooManyRows(name);
  const names = header.cells.map((cell) => cell.trim());
  const remedy = delimiter === '\t' ? '' : '; put quote marks around text that holds the delimiter';
  return {
    columns: names.filter((column) => column !== ''),
    rows: body.map(({ line, cells }) =>
      cells.length === names.length
        ? { line, cells: new Map(names.map((column, i) => [column, cells[i] ?? ''])) }
        : {
            line,
            problem: `the row does not match the header (its cells: ${cells.length}, the header's: ${names.length})${remedy}`,
          },
    ),
  };
}

/** The cells of the first ten rows, header included, as `readDelimited` would part them. */
export function previewDelimited(text: string): string[][] {
  const delimiter = findDelimiter(text);
  const parsed =
    delimiter === '\t'
      ? parseDelimited('', text.split('\n', 200).join('\n'), delimiter, tellNobody)
      : parseQuoted(text, delimiter, tellNobody, { most: 10 });
  return parsed.rows.slice(0, 10).map(({ cells }) => cells);
}

/** JSON objects as rows. Strings, numbers and booleans are cells; other values count as missing. */
export function jsonTable(records: readonly JsonRecord[]): Table {
  const rows = records.map(({ line, value, problem }): Row => {
    if (!isFields(value))
      return {
        line,
        problem: problem ?? 'there is no JSON object here; each row must be one, {"prompt": …}',
      };
    const cells = new Map<string, string>();
    // The Hub's translations have each language's text in an object of their own.
    const { translation } = value;
    const fields = isFields(translation) ? { ...value, ...translation } : value;
    for (const [key, cell] of Object.entries(fields))
      if (typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean')
        cells.set(key.trim(), String(cell));
    return { line, cells };
  });
  const columns = new Set(rows.flatMap((row) => ('cells' in row ? [...row.cells.keys()] : [])));
  columns.delete('');
  return { columns: [...columns], rows };
}

/** A table's rows as objects, for readers of records. */
export const tableRecords = ({ rows }: Table): JsonRecord[] =>
  rows.map((row) =>
    'cells' in row
      ? { line: row.line, value: Object.fromEntries(row.cells) }
      : { line: row.line, value: null, problem: row.problem },
  );
