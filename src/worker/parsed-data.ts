/** Own data on its way from the parser to the lab: sent in pieces, and put together again. */
import type { SqlTable } from '../core/sql-table.ts';
import type { readOwn } from '../data/import.ts';
import type { DroppedRow, SourcePair } from '../data/pairs.ts';
import { runParser, type Listener } from './parser-client.ts';
import type { ParserEvent, SentPair } from './parser-protocol.ts';
import type { OwnData } from './protocol.ts';

type ParsedData = Awaited<ReturnType<typeof readOwn>>;

/** A piece is about so long, in characters: some milliseconds of work for who receives it … */
const PIECE = 1e6;
/** … where a pair or a row counts as so many more than it has. */
const FRAME = 100;

function* inPieces<T>(items: readonly T[], charactersOf: (item: T) => number): Generator<T[]> {
  let piece: T[] = [];
  let length = 0;
  for (const item of items) {
    piece.push(item);
    length += FRAME + charactersOf(item);
    if (length < PIECE) continue;
    yield piece;
    piece = [];
    length = 0;
  }
  if (piece.length > 0) yield piece;
}

export function postData({ result, facts }: ParsedData, post: (event: ParserEvent) => void): void {
  if (result.kind === 'columns') {
    post({ type: 'data', facts, result });
    return;
  }
  const { pairs, dropped, ...rest } = result;
  const numbers = new Map<SqlTable, number>();
  for (const piece of inPieces(pairs, ({ prompt, completion }) => prompt.length + completion.length)) {
    const tables: SqlTable[] = [];
    const sent = piece.map(({ table, ...pair }): SentPair => {
      if (!table) return pair;
      const number = numbers.get(table) ?? numbers.size;
      if (number === numbers.size) tables.push(table);
      numbers.set(table, number);
      return { ...pair, table: number };
    });
    post({ type: 'pairs', pairs: sent, tables });
  }
  for (const piece of inPieces(dropped, () => 0)) post({ type: 'dropped', dropped: piece });
  post({ type: 'data', facts, result: rest });
}

/**
 * `readOwn` in a parser. Rejects as it does; with `abandoned` where the listener's signal ends it.
 * @throws LabError
 */
export function readDataApart(own: OwnData, listener: Listener): Promise<ParsedData> {
  const pairs: SourcePair[] = [];
  const dropped: DroppedRow[] = [];
  const tables: SqlTable[] = [];
  return runParser({ type: 'readData', own }, listener, (event) => {
    if (event.type === 'pairs') {
      tables.push(...event.tables);
      for (const { table: number, ...pair } of event.pairs) {
        const table = number === undefined ? undefined : tables[number];
        pairs.push(table ? { ...pair, table } : pair);
      }
    } else if (event.type === 'dropped') dropped.push(...event.dropped);
    if (event.type !== 'data') return null;
    const { facts, result } = event;
    return { facts, result: result.kind === 'pairs' ? { ...result, pairs, dropped } : result };
  });
}
