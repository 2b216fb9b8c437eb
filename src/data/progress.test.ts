/** What is told while a file is read: stages in their order, with numbers that grow to the file's own and are never more. */
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { STAGES, type FileProgress, type Tell } from '../core/file-progress.ts';
import { readOwn } from './import.ts';
import parquet from './parquet.fixture.json' with { type: 'json' };

const ROWS = 5000;
const bytesOf = (text: string) => new TextEncoder().encode(text);
const rows = Array.from({ length: ROWS }, (_, i) => ({ prompt: `Inn ${i}?`, completion: 'At the harbour.' }));
const CSV = bytesOf(
  `prompt,completion\n${rows.map(({ prompt, completion }) => `${prompt},"${completion}"`).join('\n')}`,
);
const line = (row: object) => JSON.stringify(row);
const chat = ({ prompt, completion }: (typeof rows)[number]) => ({
  messages: [
    { role: 'user', content: prompt },
    { role: 'assistant', content: completion },
  ],
});

/** Each stage that was told, in order, with its numbers; a stage that is told anew begins a new entry. */
async function told(name: string, bytes: Uint8Array<ArrayBuffer>) {
  const stages: { stage: FileProgress['stage']; amounts: { done: number; total: number }[] }[] = [];
  const tell: Tell = (stage, done, total) => {
    if (stages.at(-1)?.stage !== stage) stages.push({ stage, amounts: [] });
    if (done !== undefined && total !== undefined) stages.at(-1)?.amounts.push({ done, total });
  };
  const { result } = await readOwn({ name, bytes: new Blob([bytes]), encoding: null, columns: null }, tell);
  expect(result.kind === 'pairs' && result.pairs.length).toBeGreaterThan(0);
  return stages;
}

const packed = new Uint8Array(gzipSync(CSV));
const ALL = ['reading', 'decoding', 'parsing', 'pairing'];
test.each<[what: string, name: string, bytes: Uint8Array<ArrayBuffer>, stages: string[]]>([
  ['a table', 'a.csv', CSV, ALL],
  ['JSON Lines', 'a.jsonl', bytesOf(rows.map(line).join('\n')), ALL],
  ['chats', 'a.jsonl', bytesOf(rows.map((row) => line(chat(row))).join('\n')), ALL],
  ['a JSON list', 'a.json', bytesOf(JSON.stringify(rows, null, 1)), ALL],
  ['a list with NaN', 'a.json', bytesOf(`[\n${rows.map(line).join(',\n')},\nNaN]`), ALL],
  ['values in turn', 'a.json', bytesOf(rows.map((row) => JSON.stringify(row, null, 1)).join('\n')), ALL],
  [
    'GLUE',
    'a.tsv',
    bytesOf(`sentence\tlabel\n${'It is good .\t1\n'.repeat(ROWS)}`),
    ['reading', 'decoding', 'parsing', 'pairing'],
  ],
  ['text', 'a.txt', bytesOf('A line.\n'.repeat(ROWS)), ['reading', 'decoding', 'pairing']],
  ['gzip', 'a.csv.gz', packed, ['reading', 'unpacking', 'decoding', 'parsing', 'pairing']],
  [
    'zip',
    'a.zip',
    Uint8Array.from(zipSync({ 'a.csv': CSV })),
    ['reading', 'unpacking', 'decoding', 'parsing', 'pairing'],
  ],
  [
    'Parquet',
    'a.parquet',
    Uint8Array.from(Buffer.from(parquet.files.chats, 'base64')),
    ['reading', 'parsing', 'pairing'],
  ],
])('of %s', async (what, name, bytes, expected) => {
  const stages = await told(name, bytes);
  // A reader may look at the rows before they are parsed into records, as that of GLUE does.
  const once = stages.map(({ stage }) => stage).filter((stage, i, all) => all.indexOf(stage) === i);
  expect(once).toEqual(expected);
  expect(once).toEqual(STAGES.filter((stage) => once.includes(stage)));
  for (const { stage, amounts } of stages) {
    expect(amounts.filter(({ done, total }) => done > total)).toEqual([]);
    // Text may be gone through more than once; each time the numbers grow.
    const falls = amounts.filter(({ done }, i) => i > 0 && done < (amounts[i - 1]?.done ?? 0));
    expect(falls.length).toBeLessThanOrEqual(stage === 'parsing' ? 2 : 0);
  }
  const last = (stage: string) => stages.findLast((each) => each.stage === stage)?.amounts.at(-1);
  expect(last('reading')).toEqual({ done: bytes.length, total: bytes.length });
  if (what === 'gzip') expect(last('unpacking')?.total).toBe(packed.length);
  if (what === 'a table') expect(last('pairing')).toEqual({ done: ROWS - 1, total: ROWS });
  if (what !== 'Parquet') expect(last('pairing')?.total).toBeGreaterThanOrEqual(ROWS);
});
