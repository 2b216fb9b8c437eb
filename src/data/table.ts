/**
 * Rows with named columns from CSV, TSV, JSON Lines or a JSON array, each with the line it begins on. Rows that
 * cannot be read are kept as such, with their reason; what the columns mean is import.ts's business.
 * Expects text with `\n` line ends and no byte order mark.
 */
import Papa from 'papaparse';
import { LabError } from '../core/lab-error.ts';

export interface Table {
  /** Names in the file's order, without empty ones. */
  columns: string[];
  rows: Row[];
}
/** `line` counts from 1. `cells` holds text by column name; a column may be missing. */
export type Row = { line: number; cells: ReadonlyMap<string, string> } | { line: number; problem: string };

/** One JSON value and the line it begins on; `problem` says why there is none. */
export interface JsonRecord {
  line: number;
  value: unknown;
  problem?: string;
}

/** A header's names seldom hold a delimiter, unlike the text below: the one that parts it most is the file's. */
function findDelimiter(text: string): string {
  const header = /^.*\S.*$/m.exec(text)?.[0].replace(/"[^"]*"/g, '') ?? '';
  const width = (delimiter: string) => header.split(delimiter).length;
  return ['\t', ';', '|', ','].reduce((best, next) => (width(next) > width(best) ? next : best));
}

const isBlank = (cells: readonly string[]) => cells.length < 2 && !cells[0]?.trim();

const parseDelimited = (text: string, preview = 0) =>
  Papa.parse<string[]>(text, { delimiter: findDelimiter(text), newline: '\n', preview });

/**
 * Delimited text under a header row.
 * @param name the file's name, for messages
 * @throws LabError `data-format` where a quote mark is not closed
 */
export function readDelimited(name: string, text: string): Table {
  const { data, errors } = parseDelimited(text);

  let line = 1;
  const records = data.map((cells) => {
    const record = { line, cells };
    line += 1 + cells.reduce((count, cell) => count + cell.split('\n').length - 1, 0);
    return record;
  });

  const quote = errors.find((error) => error.type === 'Quotes');
  if (quote)
    throw new LabError(
      'data-format',
      `${name}, line ${records[quote.row ?? 0]?.line ?? 1}: a quote mark (") is not closed. ` +
        'Close it, or write a quote mark inside a quoted cell twice ("").',
    );

  const [header, ...body] = records.filter(({ cells }) => !isBlank(cells));
  if (!header) return { columns: [], rows: [] };
  const names = header.cells.map((cell) => cell.trim());
  return {
    columns: names.filter((column) => column !== ''),
    rows: body.map((row) =>
      row.cells.length === names.length
        ? { line: row.line, cells: new Map(names.map((column, i) => [column, row.cells[i] ?? ''])) }
        : {
            line: row.line,
            problem: `the row does not match the header (its cells: ${row.cells.length}, the header's: ${names.length}); put quote marks around text that holds the delimiter`,
          },
    ),
  };
}

/** The cells of the first ten rows, header included, as `readDelimited` would part them. */
export function previewDelimited(text: string): string[][] {
  return parseDelimited(text, 10).data.filter((cells) => !isBlank(cells));
}

/**
 * The values of JSON Lines (one a line), or the items of one JSON array.
 * @param name the file's name, for messages
 * @throws LabError `data-format` where an array is not valid JSON
 */
export function jsonRecords(name: string, text: string): JsonRecord[] {
  return text.trimStart().startsWith('[') ? arrayItems(name, text) : jsonLines(text);
}

/** JSON objects as rows. Strings, numbers and booleans are cells; other values count as missing. */
export function jsonTable(records: readonly JsonRecord[]): Table {
  const rows = records.map(({ line, value, problem }): Row => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return {
        line,
        problem: problem ?? 'there is no JSON object here; each row must be one, {"prompt": …}',
      };
    const cells = new Map<string, string>();
    for (const [key, cell] of Object.entries(value))
      if (typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean')
        cells.set(key.trim(), String(cell));
    return { line, cells };
  });
  const columns = new Set(rows.flatMap((row) => ('cells' in row ? [...row.cells.keys()] : [])));
  columns.delete('');
  return { columns: [...columns], rows };
}

function jsonLines(text: string): JsonRecord[] {
  const records: JsonRecord[] = [];
  for (const [index, source] of text.split('\n').entries()) {
    if (source.trim() === '') continue;
    const line = index + 1;
    try {
      records.push({ line, value: JSON.parse(source) });
    } catch (error) {
      const problem = `not valid JSON (${String(error)}); JSON Lines has one whole object on each line`;
      records.push({ line, value: null, problem });
    }
  }
  return records;
}

function arrayItems(name: string, text: string): JsonRecord[] {
  let items: unknown;
  try {
    items = JSON.parse(text);
  } catch (error) {
    throw new LabError('data-format', `${name} is not valid JSON: ${String(error)}. Mend it there.`);
  }
  const lines = itemLines(text);
  return Array.isArray(items) ? items.map((value: unknown, i) => ({ line: lines[i] ?? 1, value })) : [];
}

/** The line on which each item of a valid JSON array begins. */
function itemLines(text: string): number[] {
  const lines: number[] = [];
  let line = 1;
  let depth = 0;
  for (const [token] of text.matchAll(/\n|"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},]|[^\s"[\]{},]+/g)) {
    if (token === '\n') line++;
    else {
      if (depth === 1 && token !== ',' && token !== ']') lines.push(line);
      if (token === '[' || token === '{') depth++;
      if (token === ']' || token === '}') depth--;
    }
  }
  return lines;
}
