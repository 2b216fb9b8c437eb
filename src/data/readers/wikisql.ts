/**
 * WikiSQL (Zhong et al. 2017): questions in one file (`dev.jsonl`), the tables they are asked of in another
 * (`dev.tables.jsonl`). The prompt is the table's columns and the question, the completion the query as SQLite's SQL;
 * the table goes with the pair. A condition that WikiSQL leaves open (operator 3) makes no SQL and is left out.
 */
import { z } from 'zod';
import { LabError } from '../../core/lab-error.ts';
import type { SqlTable } from '../../core/sql-table.ts';
import { badRow, collectPairs, drop, pairOf } from '../pairs.ts';
import { badRecord, hasShape, type Reader, type Source } from './reader.ts';

const AGGREGATES = ['', 'MAX', 'MIN', 'COUNT', 'SUM', 'AVG'];
const OPERATORS = ['=', '>', '<'];

const index = z.number().int().min(0);
const querySchema = z.object({
  sel: index,
  agg: index,
  conds: z.array(z.tuple([index, index, z.union([z.string(), z.number()])])),
});
type Query = z.infer<typeof querySchema>;

const questionSchema = z.object({ table_id: z.string(), question: z.string(), sql: querySchema });
const tableSchema = z
  .object({
    id: z.string(),
    header: z.array(z.string()).min(1),
    types: z.array(z.string()),
    rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
  })
  .refine(({ header, rows }) => rows.every(({ length }) => length === header.length));

/** Column names that SQLite takes side by side: none empty, none twice in any case. */
function distinctNames(header: readonly string[]): string[] {
  const taken = new Set<string>();
  return header.map((cell, i) => {
    const wanted = cell.trim().replace(/\s+/g, ' ') || `column ${i + 1}`;
    let name = wanted;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${wanted} (${n})`;
    taken.add(name.toLowerCase());
    return name;
  });
}

function readTables({ records }: Source): Map<string, SqlTable> {
  const tables = new Map<string, SqlTable>();
  for (const { value } of records) {
    const { data } = tableSchema.safeParse(value);
    if (!data) continue;
    const columns = distinctNames(data.header);
    const types = columns.map((_, i) => (data.types[i] === 'real' ? 'real' : 'text'));
    tables.set(data.id, { columns, types, rows: data.rows });
  }
  return tables;
}

const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** A number where the column holds numbers and the value is one, with or without thousands' commas; else text. */
function literal(value: string | number, type: SqlTable['types'][number] | undefined): string {
  const text = String(value).trim();
  const digits = text.replace(/,(?=\d{3}(?!\d))/g, '');
  const number = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(digits) ? Number(digits) : NaN;
  return type === 'real' && Number.isFinite(number) ? String(number) : `'${text.replaceAll("'", "''")}'`;
}

/** The query as SQL; a problem where it names what is not there. */
function sqlOf(
  { sel, agg, conds }: Query,
  { columns, types }: SqlTable,
): { sql: string } | { problem: string } {
  const missing = [sel, ...conds.map(([column]) => column)].find((column) => column >= columns.length);
  if (missing !== undefined)
    return { problem: `the query names column ${missing}, the table has ${columns.length}` };
  const name = (column: number) => identifier(columns[column] ?? '');

  const aggregate = AGGREGATES[agg];
  if (aggregate === undefined) return { problem: `the query has an unknown aggregate, ${agg}` };
  const selected = aggregate === '' ? name(sel) : `${aggregate}(${name(sel)})`;

  const conditions: string[] = [];
  for (const [column, operator, value] of conds) {
    const sign = OPERATORS[operator];
    if (sign === undefined) return { problem: `the query has an unknown operator, ${operator}` };
    conditions.push(`${name(column)} ${sign} ${literal(value, types[column])}`);
  }
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  return { sql: `SELECT ${selected} FROM "table"${where}` };
}

/** The two files by what they hold. */
function sortOut(source: Source, other: Source | undefined): { questions: Source; tables: Source } {
  const isTables = hasShape(source, tableSchema);
  if (other && hasShape(other, tableSchema) !== isTables)
    return isTables ? { questions: other, tables: source } : { questions: source, tables: other };
  const stem = source.name.replace(/(\.tables)?(\.\w+)?$/, '');
  const [has, lacks, partner] = isTables
    ? ['tables', 'the questions about them', `${stem}.jsonl`]
    : ['questions', 'the tables they are asked of', `${stem}.tables.jsonl`];
  throw new LabError(
    'data-incomplete',
    `${source.name} holds WikiSQL's ${has}; ${lacks} are in another file, usually ${partner}. ` +
      'Give that file too, now or both together.',
  );
}

export const wikisql: Reader = {
  id: 'wikisql',
  name: 'WikiSQL',
  metrics: ['execution-accuracy', 'exact-match'],
  twoFiles: true,
  recognise(source) {
    if (hasShape(source, questionSchema))
      return { sure: true, evidence: 'questions with table_id and sql (sel, agg, conds)' };
    if (hasShape(source, tableSchema))
      return { sure: true, evidence: 'tables with id, header, types and rows' };
    return null;
  },
  read(source, other) {
    const { questions, tables } = sortOut(source, other);
    const known = readTables(tables);
    return collectPairs(questions, questions.records, (record) => {
      const { data, error } = questionSchema.safeParse(record.value);
      if (!data) return badRecord(record, error);
      const table = known.get(data.table_id);
      if (!table) return drop('no-table', `${tables.name} has no whole table "${data.table_id}"`);
      const query = sqlOf(data.sql, table);
      if ('problem' in query) return badRow(query.problem);
      return data.question.trim() === ''
        ? pairOf('', query.sql)
        : pairOf(`${table.columns.join(' | ')}\n${data.question}`, query.sql, { table });
    });
  },
};
