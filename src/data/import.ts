/**
 * A visitor's own data as prompt/completion pairs: a public format that a reader recognises, else a plain table (CSV, TSV,
 * JSON, Parquet) or plain text. Every row is either a pair or in `dropped` with its line; a file that cannot be read is
 * refused with the line and the remedy.
 */
import { tellNobody, type Tell } from '../core/file-progress.ts';
import { readBlob } from '../formats/read-blob.ts';
import { chooseColumns, type PairColumns } from './columns.ts';
import { decodeText, type Decoded } from './decode.ts';
import { isParquet, readParquet } from './parquet.ts';
import {
  badRow,
  collectPairs,
  MOST_COLUMNS,
  MOST_ROWS,
  pairOf,
  refuse,
  textOf,
  tooManyRows,
  type Found,
  type PairsAndDrops,
  type SourcePair,
} from './pairs.ts';
import type { Reader, Recognition } from './readers/reader.ts';
import { READERS } from './readers/readers.ts';
import { promptOf, TITLES } from './segments.ts';
import { parquetSource, textSource, type Source, type SourceKind } from './source.ts';
import type { Row, Table } from './table.ts';
import { unpack, type Unpacked } from './unpack.ts';

export type { PairColumns };

/** A file as it was given, of any kind. */
export interface OwnFile {
  name: string;
  bytes: Blob;
}

/** How a person wants a file to be read. */
export interface Wish {
  /**
   * Which columns of a plain table make the pairs; `ask` to be told the columns of one; null to recognise the format, or find
   * the columns by name.
   */
  columns: PairColumns | 'ask' | null;
  /** Every line or paragraph is a text, whatever it looks like. */
  asText?: boolean | undefined;
}

export interface ReadPairs extends PairsAndDrops {
  kind: 'pairs';
  /** The public format that the file is in, and by what it was recognised; absent for plain tables and text. */
  recognised?: Pick<Reader, 'id' | 'name' | 'metrics' | 'positiveLabel' | 'labels'> & Recognition;
}
/** `columns`: rows were read, but a person must say which two columns make the pairs. */
export type ReadResult = ReadPairs | { kind: 'columns'; columns: string[] };

/** What a file turned out to be before its rows were read. */
export interface FileFacts {
  kind: SourceKind;
  packing: Unpacked['packing'];
  /** Null for Parquet, which says its encoding itself. */
  encoding: string | null;
  damaged: Decoded['damaged'];
  delimiter: string | null;
  /** Names of the columns that a person can pick from; none in plain text. */
  columns: string[];
  /** The cells under them of the first rows. */
  rows: string[][];
  /** Which of them make the pairs; null for a public format, for plain text, and where a person must pick. */
  used: PairColumns | null;
}

/**
 * Unpacks, decodes and reads a file.
 * @param own.encoding a label of the WHATWG Encoding Standard; null to detect it
 * @param own.companions files given together with this one, for formats that lie in two
 * @param tell hears how far it is
 * @throws LabError `data-format`, `data-incomplete` where another file belongs to this one, or `file-unreadable`
 */
export async function readOwn(
  own: OwnFile & Wish & { encoding: string | null; companions?: readonly OwnFile[] | undefined },
  tell: Tell = tellNobody,
): Promise<{ result: ReadResult; facts: FileFacts }> {
  const { source, ...facts } = await openFile(own, own.encoding, tell);
  const others: Source[] = [];
  for (const file of own.companions ?? []) others.push((await openFile(file, own.encoding, tell)).source);
  const result = readSources([source, ...others], own);
  const kind = own.asText ? 'text' : source.kind;
  const isTable = kind !== 'text' && result.kind === 'pairs' && !result.recognised;
  const used = isTable ? chooseColumns(own.name, source.table.columns, own.columns) : null;
  return { result, facts: { ...facts, kind, delimiter: source.delimiter, ...tableFacts(source), used } };
}

async function openFile(file: OwnFile, encoding: string | null, tell: Tell) {
  const { name, bytes, packing } = unpack(file.name, await readBlob(file.name, file.bytes, tell), tell);
  if (isParquet(bytes))
    return {
      source: parquetSource(name, await readParquet(name, bytes, tell), tell),
      packing,
      encoding: null,
      damaged: null,
    };
  tell('decoding');
  const decoded = await decodeText(bytes, encoding);
  return {
    source: textSource(name, decoded.text, tell),
    packing,
    encoding: decoded.encoding,
    damaged: decoded.damaged,
  };
}

const SHOWN_ROWS = 3;

/** The columns to pick from; none where the file was read otherwise and is no table. */
function tableFacts(source: Source): Pick<FileFacts, 'columns' | 'rows'> {
  const { columns, rows } = tableOf(source) ?? { columns: [], rows: [] };
  const first = rows.flatMap((row) => ('cells' in row ? [row.cells] : [])).slice(0, SHOWN_ROWS);
  return { columns, rows: first.map((cells) => columns.map((column) => cells.get(column) ?? '')) };
}

function tableOf(source: Source): Table | null {
  try {
    const table = source.kind === 'text' ? null : source.table;
    return table && table.columns.length <= MOST_COLUMNS ? table : null;
  } catch {
    return null;
  }
}

/**
 * Reads opened files. Cells are trimmed. A row without a prompt or completion is dropped. Plain text becomes pairs with an
 * empty prompt: one for each paragraph, or for each line where no blank line parts paragraphs.
 * @param sources the file, then its companions
 * @throws LabError `data-format`, or `data-incomplete` where another file belongs to this one
 */
export function readSources(sources: readonly [Source, ...Source[]], { columns, asText }: Wish): ReadResult {
  const [source] = sources;
  if (asText && source.text !== '') return { kind: 'pairs', pairs: textPairs(source), dropped: [] };
  const result = (columns === null ? readKnown(sources) : null) ?? readPlain(source, columns);
  return result.kind === 'pairs' && source.leftOut.length > 0
    ? { ...result, dropped: [...result.dropped, ...source.leftOut] }
    : result;
}

const readPlain = (source: Source, columns: Wish['columns']): ReadResult =>
  source.kind === 'text'
    ? { kind: 'pairs', pairs: textPairs(source), dropped: [] }
    : tablePairs(source, columns);

/** The pairs of a public format; null where the one file given is in none. */
function readKnown(sources: readonly Source[]): ReadPairs | null {
  const [source, other] = sources;
  for (const reader of READERS) {
    if (!source || sources.length > (reader.twoFiles ? 2 : 1)) continue;
    const recognitions = sources.map((each) =>
      each.kind === 'text' && !reader.inText ? null : reader.recognise(each),
    );
    const [recognition] = recognitions;
    if (!recognition || recognitions.includes(null)) continue;
    const { id, name, metrics, positiveLabel, labels } = reader;
    return {
      kind: 'pairs',
      ...reader.read(source, other),
      recognised: {
        id,
        name,
        metrics,
        ...(positiveLabel && { positiveLabel }),
        ...(labels && { labels }),
        ...recognition,
      },
    };
  }
  if (!other) return null;
  throw refuse(
    `${sources.map(({ name }) => name).join(' and ')} do not belong together in any format that is known here. ` +
      'Give one file at a time; WikiSQL alone comes in two, questions and tables.',
  );
}

function tablePairs(source: Source, picked: Wish['columns']): ReadResult {
  const { columns, rows } = source.table;
  // Where no row can be read, that is the complaint, whatever the columns are.
  if (rows.every((row) => 'problem' in row)) collectPairs(source, rows, ({ problem }) => badRow(problem));
  const chosen = chooseColumns(source.name, columns, picked);
  if (!chosen) return { kind: 'columns', columns };
  return { kind: 'pairs', ...collectPairs(source, rows, (row) => readRow(row, chosen)) };
}

function readRow(row: Row, columns: PairColumns): Found {
  if ('problem' in row) return badRow(row.problem);
  const completion = row.cells.get(columns.completion);
  if (completion === undefined) return badRow(`there is no text under "${columns.completion}"`);
  if (columns.prompt === '') return textOf(completion);
  const prompt = row.cells.get(columns.prompt);
  if (prompt === undefined) return badRow(`there is no text under "${columns.prompt}"`);
  if (columns.second === undefined) return pairOf(prompt, completion);
  const second = row.cells.get(columns.second);
  if (second === undefined) return badRow(`there is no text under "${columns.second}"`);
  return pairOf(promptOf([prompt.trim(), second.trim()], TITLES.texts), completion);
}

function textPairs({ name, text, tell }: Source): SourcePair[] {
  const byParagraph = /\n[^\S\n]*\n/.test(text.trim());
  const pairs: SourcePair[] = [];
  let previousBlank = true;
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    tell('pairing', index, lines.length);
    const blank = line.trim() === '';
    const last = pairs.at(-1);
    if (!blank && last && byParagraph && !previousBlank) last.completion += `\n${line.trimEnd()}`;
    else if (!blank) pairs.push({ prompt: '', completion: line.trimEnd(), line: index + 1 });
    previousBlank = blank;
  }
  if (pairs.length > MOST_ROWS) throw tooManyRows(name);
  return pairs;
}
