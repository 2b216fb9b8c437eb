/**
 * A visitor's own data as prompt/completion pairs: a public format that a reader recognises, else CSV, TSV, JSON
 * Lines, a JSON array, or plain text. The kind of file is found from its ending (`.txt` is plain text), else from the
 * content. Every row is either a pair or in `dropped` with its line; a file that cannot be read is refused with the
 * line and the remedy.
 */
import {
  badRow,
  collectPairs,
  pairOf,
  refuse,
  type Found,
  type PairsAndDrops,
  type SourcePair,
} from './pairs.ts';
import type { Reader, Recognition, Source } from './readers/reader.ts';
import { READERS } from './readers/readers.ts';
import { jsonRecords, jsonTable, previewDelimited, readDelimited, type Row, type Table } from './table.ts';

/** Which column is which, by name. */
export interface PairColumns {
  prompt: string;
  completion: string;
}

/** A file as it was given. */
export interface OwnFile {
  name: string;
  text: string;
}

export interface ReadPairs extends PairsAndDrops {
  kind: 'pairs';
  /** The public format that the file is in, and by what it was recognised; absent for plain tables and text. */
  recognised?: Pick<Reader, 'id' | 'name' | 'metrics' | 'positiveLabel'> & Recognition;
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

/**
 * Cells are trimmed. A row without a prompt or completion is dropped. Plain text becomes pairs with an empty
 * prompt: one for each paragraph, or for each line where no blank line parts paragraphs.
 * @param own.columns the person's choice, which reads the file as a plain table; `ask` to be told the columns of one;
 *   null to recognise the format, or find the columns by name
 * @param own.companions files given together with this one, for formats that lie in two
 * @throws LabError `data-format`, or `data-incomplete` where another file belongs to this one
 */
export function readPairs(
  own: OwnFile & { columns: PairColumns | 'ask' | null; companions?: readonly OwnFile[] | undefined },
): ReadResult {
  const source = openSource(own);
  if (own.columns === null) {
    const known = readKnown([source, ...(own.companions ?? []).map(openSource)]);
    if (known) return known;
  }
  switch (source.kind) {
    case 'delimited':
      return tablePairs(source.name, readDelimited(source.name, source.text), own.columns);
    case 'json':
      return tablePairs(source.name, jsonTable(source.records), own.columns);
    case 'text':
      return { kind: 'pairs', pairs: textPairs(source.text), dropped: [] };
  }
}

type Kind = 'delimited' | 'json' | 'text';

function openSource(file: OwnFile): Source & { kind: Kind } {
  const name = file.name.trim() || 'The data';
  const text = file.text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
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
  const kind = findKind(file.name, text);
  return { name, text, kind, records: kind === 'json' ? jsonRecords(name, text) : [] };
}

/** The pairs of a public format; null where the one file given is in none. */
function readKnown(sources: readonly Source[]): ReadPairs | null {
  const [source, other] = sources;
  for (const reader of READERS) {
    if (!source || sources.length > (reader.twoFiles ? 2 : 1)) continue;
    const recognitions = sources.map((each) => (isPlainText(each.name) ? null : reader.recognise(each)));
    const [recognition] = recognitions;
    if (!recognition || recognitions.includes(null)) continue;
    const { id, name, metrics, positiveLabel } = reader;
    return {
      kind: 'pairs',
      ...reader.read(source, other),
      recognised: { id, name, metrics, ...(positiveLabel && { positiveLabel }), ...recognition },
    };
  }
  if (!other) return null;
  throw refuse(
    `${sources.map(({ name }) => name).join(' and ')} do not belong together in any format that is known here. ` +
      'Give one file at a time; WikiSQL alone comes in two, questions and tables.',
  );
}

const isPlainText = (name: string) => /\.txt$/i.test(name.trim());

function findKind(name: string, text: string): Kind {
  const ending = /\.(\w+)$/.exec(name.trim().toLowerCase())?.[1];
  if (ending === 'csv' || ending === 'tsv') return 'delimited';
  if (ending === 'json' || ending === 'jsonl' || ending === 'ndjson') return 'json';
  if (isPlainText(name)) return 'text';
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

function tablePairs(name: string, { columns, rows }: Table, picked: PairColumns | 'ask' | null): ReadResult {
  // Where no row can be read, that is the complaint, whatever the columns are.
  if (rows.every((row) => 'problem' in row)) collectPairs(name, rows, ({ problem }) => badRow(problem));
  const chosen = chooseColumns(name, columns, picked);
  if (!chosen) return { kind: 'columns', columns };
  return { kind: 'pairs', ...collectPairs(name, rows, (row) => readRow(row, chosen)) };
}

/** The picked columns if the file has them, else those known by name; null if a person must pick. */
function chooseColumns(
  name: string,
  columns: readonly string[],
  picked: PairColumns | 'ask' | null,
): PairColumns | null {
  const list = columns.map((column) => `"${column}"`).join(', ');
  const lower = columns.map((column) => column.toLowerCase());
  const twin = columns.find((_, i) => lower.indexOf(lower[i] ?? '') !== i);
  if (twin !== undefined) throw refuse(`${name} has two columns called "${twin}". Rename one of them.`);
  if (columns.length < 2)
    throw refuse(
      `${name} has too few columns: ${list || 'none'}. Pairs need two, a prompt and a completion. To train on plain text, use a .txt file.`,
    );
  if (picked === 'ask') return null;
  if (!picked) return findColumns(columns);
  const missing = [picked.prompt, picked.completion].find((column) => !columns.includes(column));
  if (missing !== undefined) throw refuse(`${name} has no column "${missing}". Pick from ${list}.`);
  if (picked.prompt === picked.completion)
    throw refuse(
      `Column "${picked.prompt}" is picked as prompt and as completion. Pick two different columns.`,
    );
  return picked;
}

function readRow(row: Row, columns: PairColumns): Found {
  if ('problem' in row) return badRow(row.problem);
  const prompt = row.cells.get(columns.prompt);
  const completion = row.cells.get(columns.completion);
  if (prompt === undefined) return badRow(`there is no text under "${columns.prompt}"`);
  if (completion === undefined) return badRow(`there is no text under "${columns.completion}"`);
  return pairOf(prompt, completion);
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
