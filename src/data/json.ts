/**
 * JSON text as records, one for each row of data, in whatever it is wrapped: an array, lines, objects one after another, an
 * object around the rows, lists of lists, pandas' layouts. NaN, Infinity and trailing commas are read, too; comments and all
 * other faults are named with their line.
 */
import { createScanner, printParseErrorCode, visit, type ParseErrorCode } from 'jsonc-parser';
import { tellNobody, type Tell } from '../core/file-progress.ts';
import { MOST_ROWS, refuse, tooManyRows, type DroppedRow } from './pairs.ts';
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
export function readJson(name: string, text: string, tell: Tell = tellNobody): JsonRecords {
  // The browser's own parser says nothing before its end.
  tell('parsing');
  const whole = parse(text, tell);
  if (whole) {
    const { rows, path, leftOut } = findRows(name, whole.value);
    const lines = linesAt(whole.text, path, tell);
    const records = rows.map((value, i) => ({ line: lines[i] ?? lines[0] ?? 1, value }));
    return { records: rowRecords(records), leftOut };
  }
  return { records: rowRecords(jsonLines(name, text, tell) ?? valuesInTurn(name, text, tell)), leftOut: [] };
}

/** A mark of JSON, or one of its values. */
interface Token {
  /** Where it begins. */
  at: number;
  length: number;
  /** Of the text, from 0. */
  line: number;
  /** Its first character, which tells its kind. */
  first: string;
  /** A string without its quotes and escapes; anything else as it is written. */
  value: () => string;
}

/** Tokens one after another, without the space between, whether or not they make JSON. */
function* tokensOf(text: string, tell: Tell): Generator<Token> {
  const scanner = createScanner(text, true);
  for (;;) {
    scanner.scan();
    const at = scanner.getTokenOffset();
    if (at >= text.length) return;
    tell('parsing', at, text.length);
    yield {
      at,
      length: scanner.getTokenLength(),
      line: scanner.getTokenStartLine(),
      first: text.charAt(at),
      value: () => scanner.getTokenValue(),
    };
  }
}

/** The value of one JSON text; null where it is not valid, additions apart. `text` is what was parsed. */
function parse(text: string, tell: Tell): { value: unknown; text: string } | null {
  const attempt = (given: string) => {
    try {
      const value: unknown = JSON.parse(given);
      return { value, text: given };
    } catch {
      return null;
    }
  };
  const parsed = attempt(text);
  if (parsed || !/NaN|Infinity|,(?=\s*(?:[}\]]|$))/.test(text)) return parsed;
  return attempt(withoutAdditions(text, tell));
}

/** A text without what some writers add to JSON: NaN and Infinity, which become null, and a comma after the last value. */
function withoutAdditions(text: string, tell: Tell): string {
  const kept: string[] = [];
  let from = 0;
  const replace = (at: number, length: number, by: string) => {
    kept.push(text.slice(from, at), by);
    from = at + length;
  };
  /** The place of the token before, where that is a comma. */
  let comma: number | null = null;
  for (const { at, length, first } of tokensOf(text, tell)) {
    if (comma !== null && (first === '}' || first === ']')) replace(comma, 1, '');
    comma = first === ',' ? at : null;
    // The minus sign is a token of its own.
    if (first === '-' && length === 1 && /^(?:NaN|Infinity)/.test(text.slice(at + 1, at + 9)))
      replace(at, 1, '');
    else if (/^(?:NaN|Infinity)$/.test(text.slice(at, at + Math.min(length, 9)))) replace(at, length, 'null');
  }
  if (comma !== null) replace(comma, 1, '');
  return kept.join('') + text.slice(from);
}

/** So many faults are looked for and named; of further lines that cannot be read it is only told that. */
const NAMED_FAULTS = 100;

/** Text with one value a line; null where fewer than half of the lines hold a list or an object. */
function jsonLines(name: string, text: string, tell: Tell): JsonRecord[] | null {
  const records: JsonRecord[] = [];
  const bad: { record: JsonRecord; source: string }[] = [];
  let read = 0;
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    tell('parsing', index, lines.length);
    const source = line.trim();
    // A list with one object a line has its brackets on lines of their own.
    if (source === '' || source === '[' || /^\]\s*,?$/.test(source)) continue;
    const parsed = isClosed(source) ? parse(source, tellNobody) : null;
    const record: JsonRecord = { line: index + 1, value: parsed?.value ?? null };
    records.push(record);
    if (records.length > MOST_ROWS) throw tooManyRows(name);
    if (!parsed) bad.push({ record, source: line });
    else if (typeof parsed.value === 'object' && parsed.value !== null) read++;
  }
  if (read === 0 || read * 2 < records.length) return null;
  for (const [i, { record, source }] of bad.entries())
    record.problem = i < NAMED_FAULTS ? `not valid JSON: ${placed(faultOf(source))}` : 'not valid JSON';
  return records;
}

/** Whether a line can be a value by itself: most lines of an object that is written over several cannot. */
function isClosed(source: string): boolean {
  const end = source.endsWith(',') ? source.slice(0, -1).trimEnd() : source;
  if (source.startsWith('{')) return end.endsWith('}');
  if (source.startsWith('[')) return end.endsWith(']');
  return source.startsWith('"') ? end.endsWith('"') : !/[{[\]}]$/.test(end);
}

/** Values that stand one after another, over several lines each, with or without commas between. */
function valuesInTurn(name: string, text: string, tell: Tell): JsonRecord[] {
  const records: JsonRecord[] = [];
  let depth = 0;
  let start = 0;
  let startLine = 0;
  for (const { at, first, line } of tokensOf(text, tell)) {
    if (first === '[' || first === '{') {
      if (depth === 0) [start, startLine] = [at, line];
      depth++;
    } else if ((first === ']' || first === '}') && depth > 0) {
      depth--;
      if (depth > 0) continue;
      const parsed = parse(text.slice(start, at + 1), tellNobody);
      if (!parsed) break;
      records.push({ line: startLine + 1, value: parsed.value });
      if (records.length > MOST_ROWS) throw tooManyRows(name);
    } else if (depth > 0) continue;
    else if (first !== ',') break;
    start = depth === 0 ? at + 1 : start;
  }
  // Behind the last value that could be read stands what could not.
  const rest = text.slice(start);
  if (records.length > 0 && rest.trim() === '') return records;
  const before = text.slice(0, start).split('\n').length - 1;
  const fault = faultOf(rest.replace(/^\s*,/, (comma) => comma.replace(',', ' ')));
  throw refuse(`${name}, line ${before + fault.line}: not valid JSON: ${placed(fault)}. Mend it there.`);
}

/** Where each child of the list or object at `path` begins, as line numbers. @param text valid JSON */
function linesAt(text: string, path: readonly string[], tell: Tell): number[] {
  // Written on one line, as most programs do.
  const body = text.trimStart();
  if (!body.trimEnd().includes('\n')) return [text.slice(0, text.length - body.length).split('\n').length];
  const lines: number[] = [];
  const open: { isList: boolean; key: string; wantsKey: boolean }[] = [];
  const isThere = () => open.length === path.length + 1 && path.every((key, i) => open[i]?.key === key);
  for (const { first, line, value } of tokensOf(text, tell)) {
    const top = open.at(-1);
    if (first === ']' || first === '}') open.pop();
    else if (first === ',') {
      if (top) top.wantsKey = !top.isList;
    } else if (first === ':') continue;
    else {
      const isKey = top?.wantsKey === true;
      if (top && (isKey || top.isList) && isThere()) lines.push(line + 1);
      if (isKey) [top.key, top.wantsKey] = [value(), false];
      else if (first === '[' || first === '{')
        open.push({ isList: first === '[', key: '', wantsKey: first === '{' });
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
  let fault: Fault = { line: 1, column: 1, problem: 'lists or objects are nested too deep' };
  const onError = (code: ParseErrorCode, offset: number, length: number, line: number, column: number) => {
    const found = text.slice(offset, offset + Math.min(length, 20));
    const kind = printParseErrorCode(code);
    const problem = kind === 'InvalidSymbol' ? strange(found) : (FAULTS[kind] ?? 'it cannot be parsed');
    fault = { line: line + 1, column: column + 1, problem };
    // Stops at the first fault: there may be millions more.
    throw new Error(problem);
  };
  try {
    visit(text, { onError }, { disallowComments: true, allowTrailingComma: true });
  } catch {
    return fault;
  }
  return { line: 1, column: 1, problem: 'it cannot be parsed' };
}

function strange(found: string): string {
  if (found.startsWith("'")) return 'a text stands in single quotes; JSON wants double ones (")';
  if (/^(None|True|False)/.test(found)) return `${found} is Python's; JSON writes null, true and false`;
  return `"${found}" is no JSON value; a text needs double quotes around it`;
}
