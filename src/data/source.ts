/**
 * A file as readers see it: text with its kind, and what lies in it as a table or as records, each made when it is first
 * asked for. The kind is told by the name's ending, else by the content.
 */
import { count } from '../core/count.ts';
import { tellNobody, type Tell } from '../core/file-progress.ts';
import { findColumns } from './columns.ts';
import { readJson, type JsonRecord } from './json.ts';
import { MOST_LINES, refuse, type DroppedRow } from './pairs.ts';
import {
  findDelimiter,
  jsonTable,
  previewDelimited,
  readDelimited,
  tableRecords,
  type Table,
} from './table.ts';

/** `parquet` has records and no text. */
export type SourceKind = 'delimited' | 'json' | 'parquet' | 'text';

export interface Source {
  /** For messages. */
  name: string;
  kind: SourceKind;
  /** With `\n` line ends and no byte order mark. */
  text: string;
  /** Between the cells of delimited text. */
  delimiter: string | null;
  /** The rows of JSON, Parquet or delimited text as objects; empty where the file is plain text. */
  readonly records: readonly JsonRecord[];
  /** The rows by column. @throws LabError `data-format` where quote marks do not match */
  readonly table: Table;
  /** Rows that the file holds but that are not to be read. */
  readonly leftOut: readonly DroppedRow[];
  /** Hears how far its parsing and pairing are. */
  readonly tell: Tell;
}

/** @param text with any line ends @throws LabError `data-format` where it is empty or no text */
export function textSource(fileName: string, given: string, tell: Tell = tellNobody): Source {
  const name = fileName.trim() || 'The data';
  const text = given
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    // Excel's own word on the delimiter, which the header tells, too.
    .replace(/^sep=[,;\t|]\n/i, '\n');
  if (text.trim() === '')
    throw refuse(`${name} is empty. Give it rows with a prompt and a completion, or plain text.`);
  // Pictures and archives are full of zeros; other control characters stand in old exports, too.
  const zero = text.indexOf('\0');
  if (zero >= 0) {
    const line = text.slice(0, zero).split('\n').length;
    throw refuse(
      `${name} is not a text file: line ${line} holds a zero byte. Choose a file of text (CSV, TSV, JSON Lines or plain) saved as UTF-8.`,
    );
  }
  let lines = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1))
    if (++lines > MOST_LINES)
      throw refuse(
        `${name} has more than ${count(MOST_LINES)} lines, the most that can be read. Cut it into smaller files.`,
      );
  const kind = findKind(fileName, text);
  if (kind === 'json')
    return jsonSource(
      name,
      kind,
      text,
      once(() => readJson(name, text, tell)),
      tell,
    );
  const table = once(() => readDelimited(name, text, tell));
  const records = once(() => (kind === 'delimited' ? tableRecords(table()) : []));
  return {
    name,
    kind,
    text,
    delimiter: kind === 'delimited' ? findDelimiter(text) : null,
    get records() {
      return records();
    },
    get table() {
      return table();
    },
    leftOut: [],
    tell,
  };
}

export const parquetSource = (name: string, records: readonly JsonRecord[], tell: Tell): Source =>
  jsonSource(name, 'parquet', '', () => ({ records, leftOut: [] }), tell);

function jsonSource(
  name: string,
  kind: SourceKind,
  text: string,
  read: () => { records: readonly JsonRecord[]; leftOut: readonly DroppedRow[] },
  tell: Tell,
): Source {
  const table = once(() => jsonTable(read().records));
  return {
    name,
    kind,
    text,
    delimiter: null,
    get records() {
      return read().records;
    },
    get table() {
      return table();
    },
    get leftOut() {
      return read().leftOut;
    },
    tell,
  };
}

function once<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => (made ??= make());
}

function findKind(name: string, text: string): SourceKind {
  const ending = /\.(\w+)$/.exec(name.trim().toLowerCase())?.[1];
  if (ending === 'txt') return 'text';
  if (ending === 'csv' || ending === 'tsv') return 'delimited';
  if (ending === 'json' || ending === 'jsonl' || ending === 'ndjson') return 'json';
  const beginning = text.trimStart().slice(0, 1000);
  if (/^(?:(?:\[\s*)*\{\s*"|(?:\[\s*)+")/.test(beginning)) return 'json';
  return looksDelimited(text) ? 'delimited' : 'text';
}

/** Whether there is a header that is understood, or the first rows all have the same number of cells, above one. */
function looksDelimited(text: string): boolean {
  const [header = [], ...rows] = previewDelimited(text);
  if (header.length < 2 || rows.length === 0) return false;
  return findColumns(header) !== null || rows.every((row) => row.length === header.length);
}
