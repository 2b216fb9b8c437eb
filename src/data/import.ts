/**
 * A visitor's own file or paste as prompt/completion pairs: CSV, TSV, JSON Lines, a JSON array, or plain text.
 * The format is found from the file's ending (`.txt` is plain text), else from the content. Every row is either a pair or in `dropped`
 * with its line; a file that cannot be read is refused with the line and the remedy.
 */
import { LabError } from '../core/lab-error.ts';
import type { DatasetSummary } from '../core/run-record.ts';
import { previewDelimited, readDelimited, readJson, type Row, type Table } from './table.ts';
import type { Pair } from './tasks/task.ts';

/** A pair and the line of the file it begins on, from 1. An empty prompt marks plain text. */
export interface SourcePair extends Pair {
  line: number;
}

export type DropReason = DatasetSummary['dropped'][number]['reason'];
/** One row left out. */
export interface DroppedRow {
  reason: DropReason;
  line: number;
}

/** Which column is which, by name. */
export interface PairColumns {
  prompt: string;
  completion: string;
}

export interface ReadPairs {
  kind: 'pairs';
  pairs: SourcePair[];
  dropped: DroppedRow[];
}
/** `columns`: rows were read, but a person must say which two columns make the pairs. */
export type ReadResult = ReadPairs | { kind: 'columns'; columns: string[] };

/** Column names that are understood without asking, in any case. */
const KNOWN_COLUMNS = [
  ['mr', 'ref'],
  ['prompt', 'completion'],
  ['input', 'output'],
  ['question', 'answer'],
  ['instruction', 'output'],
] as const;

const refuse = (detail: string) => new LabError('data-format', detail);

/**
 * Cells are trimmed. A row without a prompt or completion is dropped. Plain text becomes pairs with an empty
 * prompt: one for each paragraph, or for each line where no blank line parts paragraphs.
 * @param own.columns the person's choice; null to find the columns by name
 * @throws LabError `data-format`
 */
export function readPairs(own: { name: string; text: string; columns: PairColumns | null }): ReadResult {
  const name = own.name.trim() || 'The data';
  const text = own.text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  if (text.trim() === '')
    throw refuse(`${name} is empty. Give it rows with a prompt and a completion, or plain text.`);
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    const line = text.slice(0, nul).split('\n').length;
    throw refuse(
      `${name} is not a text file: line ${line} has a zero byte. Save it as UTF-8 text (CSV, TSV, JSON Lines or plain).`,
    );
  }

  switch (findFormat(own.name, text)) {
    case 'delimited':
      return tablePairs(name, readDelimited(name, text), own.columns);
    case 'json':
      return tablePairs(name, readJson(name, text), own.columns);
    case 'text':
      return { kind: 'pairs', pairs: textPairs(text), dropped: [] };
  }
}

function findFormat(name: string, text: string): 'delimited' | 'json' | 'text' {
  const ending = /\.(\w+)$/.exec(name.trim().toLowerCase())?.[1];
  if (ending === 'csv' || ending === 'tsv') return 'delimited';
  if (ending === 'json' || ending === 'jsonl' || ending === 'ndjson') return 'json';
  if (ending === 'txt') return 'text';
  if (/^\s*(\[\s*)?\{\s*"/.test(text)) return 'json';
  return looksDelimited(text) ? 'delimited' : 'text';
}

/** Whether there is a header that is understood, or the first rows all have the same number of cells, above one. */
function looksDelimited(text: string): boolean {
  const [header = [], ...rows] = previewDelimited(text);
  if (header.length < 2 || rows.length === 0) return false;
  return findColumns(header) !== null || rows.every((row) => row.length === header.length);
}

/** The columns that are known by name; null where none or several pairs of them are. */
function findColumns(columns: readonly string[]): PairColumns | null {
  const find = (known: string) => columns.find((column) => column.trim().toLowerCase() === known);
  const found = KNOWN_COLUMNS.flatMap((known) => {
    const [prompt, completion] = known.map(find);
    return prompt !== undefined && completion !== undefined ? [{ prompt, completion }] : [];
  });
  const [only, ...others] = found;
  return only && others.length === 0 ? only : null;
}

function tablePairs(name: string, { columns, rows }: Table, picked: PairColumns | null): ReadResult {
  const unusable = (line: number, problem: string) =>
    refuse(`No row of ${name} can be used. The first, on line ${line}: ${problem}.`);

  const [first] = rows;
  if (!first) throw refuse(`${name} has no rows of data. Each row needs a prompt and a completion.`);
  if ('problem' in first && rows.every((row) => 'problem' in row)) throw unusable(first.line, first.problem);
  const chosen = chooseColumns(name, columns, picked);
  if (!chosen) return { kind: 'columns', columns };

  const pairs: SourcePair[] = [];
  const dropped: (DroppedRow & { problem: string })[] = [];
  for (const row of rows) {
    const { line } = row;
    const read = readRow(row, chosen);
    if ('reason' in read) dropped.push({ line, ...read });
    else pairs.push({ line, ...read });
  }
  const [firstDropped] = dropped;
  if (pairs.length === 0 && firstDropped) throw unusable(firstDropped.line, firstDropped.problem);
  return { kind: 'pairs', pairs, dropped: dropped.map(({ reason, line }) => ({ reason, line })) };
}

/** The picked columns if the file has them, else those known by name; null if a person must pick. */
function chooseColumns(
  name: string,
  columns: readonly string[],
  picked: PairColumns | null,
): PairColumns | null {
  const list = columns.map((column) => `"${column}"`).join(', ');
  const lower = columns.map((column) => column.toLowerCase());
  const twin = columns.find((_, i) => lower.indexOf(lower[i] ?? '') !== i);
  if (twin !== undefined) throw refuse(`${name} has two columns called "${twin}". Rename one of them.`);
  if (columns.length < 2)
    throw refuse(
      `${name} has too few columns: ${list || 'none'}. Pairs need two, a prompt and a completion. To train on plain text, use a .txt file.`,
    );
  if (!picked) return findColumns(columns);
  const missing = [picked.prompt, picked.completion].find((column) => !columns.includes(column));
  if (missing !== undefined) throw refuse(`${name} has no column "${missing}". Pick from ${list}.`);
  if (picked.prompt === picked.completion)
    throw refuse(
      `Column "${picked.prompt}" is picked as prompt and as completion. Pick two different columns.`,
    );
  return picked;
}

function readRow(row: Row, columns: PairColumns): Pair | { reason: DropReason; problem: string } {
  if ('problem' in row) return { reason: 'bad-row', problem: row.problem };
  const prompt = row.cells.get(columns.prompt)?.trim();
  const completion = row.cells.get(columns.completion)?.trim();
  if (prompt === undefined)
    return { reason: 'bad-row', problem: `there is no text under "${columns.prompt}"` };
  if (completion === undefined)
    return { reason: 'bad-row', problem: `there is no text under "${columns.completion}"` };
  if (prompt === '') return { reason: 'empty-prompt', problem: 'the prompt is empty' };
  if (completion === '') return { reason: 'empty-completion', problem: 'the completion is empty' };
  return { prompt, completion };
}

function textPairs(text: string): SourcePair[] {
  const byParagraph = /\n[^\S\n]*\n/.test(text.trim());
  const pairs: SourcePair[] = [];
  let previousBlank = true;
  for (const [index, line] of text.split('\n').entries()) {
    const blank = line.trim() === '';
    const last = pairs.at(-1);
    if (!blank && last && byParagraph && !previousBlank) last.completion += `\n${line.trimEnd()}`;
    else if (!blank) pairs.push({ prompt: '', completion: line.trimEnd(), line: index + 1 });
    previousBlank = blank;
  }
  return pairs;
}
