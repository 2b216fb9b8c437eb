/**
 * JSON text as records, one for each row of data, in whatever it is wrapped: an array, lines, objects one after another, an
 * object around the rows, lists of lists, pandas' layouts. NaN, Infinity and trailing commas are read, too; comments and all
 * other faults are named with their line.
 */
import { printParseErrorCode, visit, type ParseErrorCode } from 'jsonc-parser';
import { refuse, type DroppedRow } from './pairs.ts';
import { findRows, rowRecords } from './json-rows.ts';

/** One row's JSON value and the line it begins on; `problem` says why there is none. */
export interface JsonRecord {
  line: number;
  value: unknown;
  problem?: string;
}

export interface JsonRecords {
  records: JsonRecord[];
  /** Rows of other splits than the one that is read. */
  leftOut: DroppedRow[];
}

/**
 * @param name the file's name, for messages
 * @param text with `\n` line ends and no byte order mark
 * @throws LabError `data-format` where the text is no JSON, or holds no rows that can be told apart
 */
export function readJson(name: string, text: string): JsonRecords {
  const whole = parse(text);
  if (whole) {
    const { rows, path, leftOut } = findRows(name, whole.value);
    const lines = linesAt(whole.text, path);
    const records = rows.map((value, i) => ({ line: lines[i] ?? lines[0] ?? 1, value }));
    return { records: rowRecords(records), leftOut };
  }
  const byLine = jsonLines(text);
  const read = byLine.filter(({ value }) => typeof value === 'object' && value !== null).length;
  if (read > 0 && read * 2 >= byLine.length) return { records: rowRecords(byLine), leftOut: [] };
  return { records: rowRecords(valuesInTurn(name, text)), leftOut: [] };
}

/** One that is not closed goes to the text's end: to look for its end again from each quote mark within would take ages. */
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*(?:"|$)/;

/** What some writers add to JSON: NaN and Infinity, which become null, and a comma after the last value. */
const ADDED = new RegExp(`${STRING.source}|-?\\b(?:NaN|Infinity)\\b|,(?=\\s*(?:[}\\]]|$))`, 'g');

/** The value of one JSON text; null where it is not valid, those additions apart. `text` is what was parsed. */
function parse(text: string): { value: unknown; text: string } | null {
  const attempt = (given: string) => {
    try {
      const value: unknown = JSON.parse(given);
      return { value, text: given };
    } catch {
      return null;
    }
  };
  return (
    attempt(text) ??
    attempt(text.replace(ADDED, (found) => (found.startsWith('"') ? found : found === ',' ? '' : 'null')))
  );
}

function jsonLines(text: string): JsonRecord[] {
  const records: JsonRecord[] = [];
  for (const [index, source] of text.split('\n').entries()) {
    // A list with one object a line has its brackets on lines of their own.
    if (/^\s*(\[|\]\s*,?)?\s*$/.test(source)) continue;
    const parsed = parse(source);
    const problem = parsed ? {} : { problem: `not valid JSON: ${placed(faultOf(source))}` };
    records.push({ line: index + 1, value: parsed?.value ?? null, ...problem });
  }
  return records;
}

const TOKEN = new RegExp(`\\n|${STRING.source}|[[\\]{},:]|[^\\s"[\\]{},:]+`, 'g');

/** Values that stand one after another, over several lines each, with or without commas between. */
function valuesInTurn(name: string, text: string): JsonRecord[] {
  const records: JsonRecord[] = [];
  let line = 1;
  let depth = 0;
  let start = 0;
  let startLine = 1;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token === '\n') line++;
    else if (token === '[' || token === '{') {
      if (depth === 0) [start, startLine] = [index, line];
      depth++;
    } else if ((token === ']' || token === '}') && depth > 0) {
      depth--;
      if (depth > 0) continue;
      const source = text.slice(start, index + 1);
      const parsed = parse(source);
      if (!parsed) break;
      records.push({ line: startLine, value: parsed.value });
    } else if (depth === 0 && token !== ',') break;
    else continue;
    start = depth === 0 ? index + 1 : start;
  }
  // Behind the last value that could be read stands what could not.
  const rest = text.slice(start);
  if (records.length > 0 && rest.trim() === '') return records;
  const before = text.slice(0, start).split('\n').length - 1;
  const fault = faultOf(rest.replace(/^\s*,/, (comma) => comma.replace(',', ' ')));
  throw refuse(`${name}, line ${before + fault.line}: not valid JSON: ${placed(fault)}. Mend it there.`);
}

/** Where each child of the list or object at `path` begins, as line numbers. @param text valid JSON */
function linesAt(text: string, path: readonly string[]): number[] {
  const lines: number[] = [];
  const open: { isList: boolean; key: string; wantsKey: boolean }[] = [];
  let line = 1;
  const isThere = () => open.length === path.length + 1 && path.every((key, i) => open[i]?.key === key);
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '\n') {
      line++;
      continue;
    }
    const top = open.at(-1);
    if (token === ']' || token === '}') open.pop();
    else if (token === ',') {
      if (top) top.wantsKey = !top.isList;
    } else if (token === ':') continue;
    else {
      const isKey = top?.wantsKey === true;
      if (top && (isKey || top.isList) && isThere()) lines.push(line);
      if (isKey) [top.key, top.wantsKey] = [String(JSON.parse(token)), false];
      else if (token === '[' || token === '{')
        open.push({ isList: token === '[', key: '', wantsKey: token === '{' });
    }
  }
  return lines;
}

/** By jsonc-parser's names. */
const FAULTS: Readonly<Record<string, string>> = {
  InvalidNumberFormat: 'this is no number as JSON writes it',
  PropertyNameExpected: 'a name in double quotes is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing after a name',
  CommaExpected: 'a comma is missing between two values',
  CloseBraceExpected: 'an object is not closed by }',
  CloseBracketExpected: 'a list is not closed by ]',
  EndOfFileExpected: 'more text follows where the value has ended',
  InvalidCommentToken: 'a comment stands here, and JSON has none; take it out',
  UnexpectedEndOfComment: 'a comment stands here, and JSON has none; take it out',
  UnexpectedEndOfString: 'a text is not closed by a double quote on its line',
  UnexpectedEndOfNumber: 'a number breaks off',
  InvalidUnicode: '\\u stands without its four digits',
  InvalidEscapeCharacter: 'a backslash stands before a character that JSON does not escape; write \\\\',
  InvalidCharacter: 'a tab or another control character stands within a text; write \\t',
};

interface Fault {
  /** Both from 1, within the text. */
  line: number;
  column: number;
  problem: string;
}
const placed = ({ column, problem }: Fault) => `${problem} (column ${column})`;

/** The first fault of a text that is not valid JSON. */
function faultOf(text: string): Fault {
  const faults: Fault[] = [];
  const onError = (code: ParseErrorCode, offset: number, length: number, line: number, column: number) => {
    if (faults.length > 0) return;
    const found = text.slice(offset, offset + Math.min(length, 20));
    const kind = printParseErrorCode(code);
    const problem = kind === 'InvalidSymbol' ? strange(found) : (FAULTS[kind] ?? 'it cannot be parsed');
    faults.push({ line: line + 1, column: column + 1, problem });
  };
  try {
    visit(text, { onError }, { disallowComments: true, allowTrailingComma: true });
  } catch {
    return { line: 1, column: 1, problem: 'lists or objects are nested too deep' };
  }
  return faults[0] ?? { line: 1, column: 1, problem: 'it cannot be parsed' };
}

function strange(found: string): string {
  if (found.startsWith("'")) return 'a text stands in single quotes; JSON wants double ones (")';
  if (/^(None|True|False)/.test(found)) return `${found} is Python's; JSON writes null, true and false`;
  return `"${found}" is no JSON value; a text needs double quotes around it`;
}
