/**
 * The sql task, after WikiSQL (Zhong et al. 2017): a table's name and columns and a question about it to the query
 * that answers it, one column with or without an aggregate and up to three conditions. The tables are our own.
 */
import { createRng, type Rng } from '../../core/rng.ts';
import { article, capitalise, enumerate, phrase } from './phrase.ts';
import { TABLE_KINDS, type Column, type NumberColumn, type TableKind } from './sql-tables.ts';
import type { SqlTable } from '../../core/sql-table.ts';
import type { Pair, Task } from './task.ts';

const AGGREGATES = ['MAX', 'MIN', 'COUNT', 'SUM', 'AVG'] as const;
type Aggregate = (typeof AGGREGATES)[number];

/** A column as one table has it: under which header, and which cell of a row it is. */
type Headed = Column & { header: string; at: number };
type Cell = string | number;

interface Table {
  kind: TableKind;
  /** Its name, the noun for one row, and for many. */
  names: readonly [string, string, string];
  /** The header of the first column. */
  key: string;
  /** All but the key. */
  columns: Headed[];
  rows: Cell[][];
}

interface Condition {
  header: string;
  operator: '=' | '>' | '<';
  value: Cell;
  /** As a verb phrase with a plural subject. */
  said: string;
}

/** Characters. */
const LONGEST = 190;
/** How often a question is about one row, found by its key. */
const LOOKUPS = 0.3;
/** How often a question about several rows asks for an aggregate. */
const AGGREGATED = 0.65;
/** How many conditions, each as likely as it is frequent here. */
const CONDITIONS = [0, 1, 1, 2, 2, 2, 3, 3, 3];
/** How often a cell repeats one above it, so that a condition can hold for several rows. */
const REPEATED = 0.4;
/** How often a condition on a number asks for the very number. */
const EXACT = 0.3;

function drawTable(rng: Rng): Table {
  const kind = rng.pick(TABLE_KINDS);
  const key = rng.pick(kind.key.headers);
  const columns = rng
    .shuffle(kind.columns)
    .slice(0, 2 + rng.int(3))
    .map((column, i) => ({ ...column, header: rng.pick(column.headers), at: i + 1 }));
  const keys = new Set<string>();
  const size = 3 + rng.int(4);
  while (keys.size < size) keys.add(kind.key.value(rng));
  const rows: Cell[][] = [];
  for (const name of keys) {
    const cells = columns.map((column) => {
      const above = rows.length > 0 && rng.uniform() < REPEATED ? rng.pick(rows)[column.at] : undefined;
      return above ?? column.value(rng);
    });
    rows.push([name, ...cells]);
  }
  return { kind, names: rng.pick(kind.names), key, columns, rows };
}

/** A condition that the row meets. */
function drawCondition(column: Headed, row: readonly Cell[], rng: Rng): Condition {
  const { header } = column;
  const cell = row[column.at] ?? '';
  if (column.type === 'number' && typeof cell === 'number' && rng.uniform() >= EXACT) {
    const value = column.value(rng);
    if (value < cell)
      return { header, operator: '>', value, said: phrase(column.over, { v: `${value}` }, rng) };
    if (value > cell)
      return { header, operator: '<', value, said: phrase(column.under, { v: `${value}` }, rng) };
  }
  const v = String(cell);
  return {
    header,
    operator: '=',
    value: cell,
    said: phrase(column.is, { v, av: `${article(v)} ${v}` }, rng),
  };
}

/** A text in SQL's quotes, or a number. */
const literal = (value: Cell): string =>
  typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;

/** The query in WikiSQL's form. */
function writeQuery(
  table: string,
  column: string,
  aggregate: Aggregate | null,
  conditions: readonly Pick<Condition, 'header' | 'operator' | 'value'>[],
): string {
  const where = conditions.map(({ header, operator, value }) => `${header} ${operator} ${literal(value)}`);
  return [
    `SELECT ${aggregate ? `${aggregate}(${column})` : column} FROM ${table}`,
    ...(where.length > 0 ? [`WHERE ${where.join(' AND ')}`] : []),
  ].join(' ');
}

/** Conditions as they follow a noun: "with 3 beds that cost £8". */
function postmodifier([first, ...rest]: readonly string[], who: string): string {
  if (first === undefined) return '';
  const short = first
    .replace(/^have /, 'with ')
    .replace(
      /^are (?=(in|on|at|from|by|for|above|below|over|under|served|made|cooked|kept|run|owned|taken|sold|written|taught|given|built) )/,
      '',
    );
  if (short === first) return ` ${who} ${enumerate([first, ...rest])}`;
  return ` ${short}${rest.length > 0 ? ` ${who} ${enumerate(rest)}` : ''}`;
}

/**
 * Questions about the rows of a table that meet the conditions. {S} is those rows, {are} what is said of them; {c},
 * {most}, {least} and {ask} are the column's own words.
 */
const ASKED = {
  none: [
    '(what is|give me|tell me|show me|find|I want to know) the {c} of {S}',
    '(what is|list|look up) the {c} of {S}',
    'for {S}, what is the {c}',
  ],
  MAX: ['(what is|give me|tell me|find|show me) the {most} of {S}', '(among|of) {S}, what is the {most}'],
  MIN: ['(what is|give me|tell me|find|show me) the {least} of {S}', '(among|of) {S}, what is the {least}'],
  SUM: [
    '(what is|give me|tell me|find) the (total|combined|sum of the) {c} of {S}',
    'what is the {c} of {S} (in all|in total|taken together)',
    'add up the {c} of {S}',
  ],
  AVG: ['(what is|give me|tell me|find) the (average|mean) {c} of {S}', 'what is the {c} of {S} on average'],
  COUNT: [
    'how many {many}{where} are there',
    'how many {many} {are}',
    '(count|what is the number of|tell me the number of) {S}',
  ],
  key: [
    'which {many} {are}',
    '(list|name|show me|find|give me) {S}',
    '(what|which) are the {many}{where}',
    'what are the {key}s of {S}',
  ],
} as const;

/** What `ask` becomes with an aggregate. */
const ASKED_IN_ALL: Readonly<Partial<Record<Aggregate | 'none', string>>> = {
  none: '{ask}',
  SUM: '{ask} (in all|in total|altogether)',
  AVG: '(on average, {ask}|{ask} on average)',
};

const SINGULAR = { do: 'does', is: 'is', was: 'was' };
const PLURAL = { do: 'do', is: 'are', was: 'were' };

function sentence(text: string): string {
  return (
    capitalise(text) + (/^(list|name|show|find|give|tell|count|I want|look|add) /.test(text) ? '.' : '?')
  );
}

/** A template with the column's own words in the places left for them. */
function inWords(template: string, column: Column): string {
  const { most, least } = column.type === 'number' ? column : { most: '', least: '' };
  return template
    .replace('{c}', column.called)
    .replace('{most}', most)
    .replace('{least}', least)
    .replaceAll('{ask}', column.ask ?? '');
}

/** One row's cell, the row found by its key. */
function askOneRow({ kind, names: [name, one], key, columns, rows }: Table, rng: Rng) {
  const column = rng.pick(columns);
  const v = String(rng.pick(rows)[0]);
  const s = phrase(kind.key.said, { v, one }, rng);
  const questions = [
    '(what is|give me|tell me|show me|find|I want to know) the {c} of {s}',
    '(what is|look up) the {c} (of|for) {s}',
    ...(s.endsWith('s') ? [] : ["what is {s}'s {c}"]),
    ...(column.ask ? [column.ask, column.ask] : []),
  ];
  return {
    question: phrase(inWords(rng.pick(questions), column), { s, ...SINGULAR }, rng),
    query: writeQuery(name, column.header, null, [{ header: key, operator: '=', value: v }]),
  };
}

/** A column of all rows that meet the conditions, or an aggregate of it. */
function askManyRows({ kind, names: [name, , many], key, columns, rows }: Table, rng: Rng) {
  const wanted = rng.uniform() < AGGREGATED ? rng.pick(AGGREGATES) : null;
  const fits = (column: NumberColumn): boolean =>
    wanted === 'SUM' ? column.totals === 'sum' : wanted === 'AVG' ? column.totals !== 'none' : true;
  const numbers = columns.filter(
    (column): column is NumberColumn & Headed => column.type === 'number' && fits(column),
  );
  // Without a number to aggregate, rows can still be counted.
  const aggregate = wanted && numbers.length === 0 ? 'COUNT' : wanted;
  const column =
    aggregate === 'COUNT' || (aggregate === null && rng.uniform() < 0.5)
      ? null
      : rng.pick(aggregate ? numbers : columns);

  const row = rng.pick(rows);
  const conditions = rng
    .shuffle(columns.filter((other) => other !== column))
    .slice(0, rng.pick(CONDITIONS))
    .map((other) => drawCondition(other, row, rng));
  const said = conditions.map((condition) => condition.said);
  const where = postmodifier(said, kind.people ? 'who' : 'that');
  const S = where ? `the ${many}${where}` : rng.pick([`the ${many}`, `all the ${many}`]);

  const asked = aggregate ?? (column ? 'none' : 'key');
  const inAll = aggregate === 'COUNT' || !column?.ask ? undefined : ASKED_IN_ALL[aggregate ?? 'none'];
  const templates: string[] = [...ASKED[asked]];
  if (inAll) templates.push(inAll, inAll);
  const values = { many, S, s: S, where, key, are: enumerate(said) || 'are there', ...PLURAL };
  const template = rng.pick(templates);
  const question = phrase(column ? inWords(template, column) : template, values, rng);
  return { question, query: writeQuery(name, column?.header ?? key, aggregate, conditions) };
}

function sqlTable({ names: [name], key, columns, rows }: Table): SqlTable & { name: string } {
  return {
    name,
    columns: [key, ...columns.map(({ header }) => header)],
    types: ['text', ...columns.map(({ type }) => (type === 'number' ? ('real' as const) : type))],
    rows,
  };
}

function drawPair(rng: Rng): Pair {
  const drawn = drawTable(rng);
  const { question, query } = rng.uniform() < LOOKUPS ? askOneRow(drawn, rng) : askManyRows(drawn, rng);
  const table = sqlTable(drawn);
  const header = `${table.name}(${table.columns.join(', ')})`;
  return { prompt: `${header}\n${sentence(question)}`, completion: query, table };
}

export const sql: Task = {
  id: 'sql',
  metrics: ['execution-accuracy', 'exact-match'],
  fingerprint: '31f13d6c',
  longest: LONGEST,
  draw(seed) {
    const rng = createRng(seed, 'task/sql');
    return () => drawPair(rng);
  },
};
