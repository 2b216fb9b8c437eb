/** Files of bytes: packed, in Parquet, or none that can be read. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readOwn } from './import.ts';
import parquet from './parquet.fixture.json' with { type: 'json' };

const bytesOf = (text: string) => new TextEncoder().encode(text);
const read = (name: string, bytes: Uint8Array<ArrayBuffer>) =>
  readOwn({ name, bytes: new Blob([bytes]), encoding: null, columns: null });
const CSV = bytesOf('prompt,completion\nBox?,Red.\n');
const PAIRS = [{ prompt: 'Box?', completion: 'Red.', line: 2 }];

test('what a file is, is told beside its pairs', async () => {
  const { result, facts } = await read('a.csv', CSV);
  expect(result).toMatchObject({ kind: 'pairs', pairs: PAIRS });
  expect(facts).toEqual({
    kind: 'delimited',
    packing: null,
    encoding: 'utf-8',
    damaged: null,
    delimiter: ',',
    columns: ['prompt', 'completion'],
    rows: [['Box?', 'Red.']],
    used: { prompt: 'prompt', completion: 'completion' },
  });
});

test('plain text has no columns', async () => {
  const { facts } = await read('a.txt', bytesOf('one\ntwo\n'));
  expect(facts).toMatchObject({ kind: 'text', delimiter: null, columns: [], rows: [], used: null });
});

test('a file that is no table as it stands can be read as plain text', async () => {
  const bytes = new Blob(['[{"prompt": oops}]']);
  await expect(readOwn({ name: 'a.json', bytes, encoding: null, columns: null })).rejects.toThrow(
    /line 1: not valid JSON/,
  );
  const { result, facts } = await readOwn({
    name: 'a.json',
    bytes,
    encoding: null,
    columns: null,
    asText: true,
  });
  expect(result).toMatchObject({ pairs: [{ prompt: '', completion: '[{"prompt": oops}]' }] });
  expect(facts).toMatchObject({ kind: 'text', columns: [] });
});

test('a file that is no longer the one that was chosen is named with the remedy', async () => {
  const gone = Object.assign(new Blob(['x']), {
    stream: () =>
      new ReadableStream({ pull: () => Promise.reject(new DOMException('Gone.', 'NotReadableError')) }),
  });
  const reading = readOwn({ name: 'a.csv', bytes: gone, encoding: null, columns: null });
  await expect(reading).rejects.toMatchObject({
    code: 'file-unreadable',
    message: 'a.csv was changed, moved or deleted after it was chosen.',
  });
});

describe('packed files', () => {
  test.each(['a.csv.gz', 'a.tsv.gz', 'a.jsonl.gz'])('%s is read by the ending inside', async (name) => {
    const text = {
      csv: 'prompt,completion\nBox?,Red.\n',
      tsv: 'prompt\tcompletion\nBox?\tRed.\n',
      jsonl: '\n{"prompt": "Box?", "completion": "Red."}',
    };
    const ending = name.split('.')[1] as keyof typeof text;
    const { result, facts } = await read(name, new Uint8Array(gzipSync(text[ending])));
    expect(result).toMatchObject({ pairs: PAIRS });
    expect(facts.packing).toBe('gzip');
  });

  test('two gzip members in one file are one text', async () => {
    const members = [gzipSync('prompt,completion\n'), gzipSync('Box?,Red.\n')];
    const { result } = await read('a.csv.gz', new Uint8Array(Buffer.concat(members)));
    expect(result).toMatchObject({ pairs: PAIRS });
  });

  test('members of any size, with zeros behind the last, are read as zlib wrote them', async () => {
    const row = fc.stringMatching(/^[a-z ]{0,40}$/);
    const member = fc.oneof(
      fc.array(row, { maxLength: 5 }),
      fc.tuple(row, fc.integer({ min: 1, max: 40_000 })).map(([text, n]) => Array<string>(n).fill(text)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(member, { maxLength: 4 }), fc.nat(600), async (members, padding) => {
        const texts = ['start\n', ...members.map((rows) => rows.map((text) => `x${text}\n`).join(''))];
        const packed = [...texts.map((text) => gzipSync(text)), Buffer.alloc(padding)];
        const { result } = await read('a.txt.gz', new Uint8Array(Buffer.concat(packed)));
        const lines = texts.join('').trimEnd().split('\n');
        expect(result.kind === 'pairs' && result.pairs.map(({ completion }) => completion)).toEqual(
          lines.map((line) => line.trimEnd()),
        );
      }),
      { numRuns: 40 },
    );
  });

  const ROWS = bytesOf(
    `prompt,completion\n${Array.from({ length: 99 }, (_, i) => `Box ${i}?,Red ${i}.`).join('\n')}`,
  );
  const member = new Uint8Array(gzipSync(ROWS));
  const zipped = zipSync({ 'a.csv': ROWS });
  /** Of both, the bytes of data: behind the header, before the trailer or directory. */
  test.each([
    ['gzip', 'a.csv.gz', member, 10, member.length],
    [
      'the first of two gzip members',
      'a.csv.gz',
      new Uint8Array(Buffer.concat([member, member])),
      10,
      member.length,
    ],
    ['zip', 'a.zip', zipped, 35, zipped.indexOf(0x50, zipped.length - 80)],
    ['stored zip', 'a.zip', zipSync({ 'a.csv': [ROWS, { level: 0 }] }), 35, 35 + ROWS.length],
  ])('%s: no flipped bit of the data goes unseen', async (_name, file, bytes, from, to) => {
    expect(to).toBeGreaterThan(from + 100);
    await expect(read(file, bytes)).resolves.toBeDefined();
    for (let at = from; at < to; at += 7) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
      await expect(read(file, damaged), `byte ${at}`).rejects.toThrow(/damaged/);
    }
  });

  test('a second gzip member that is lost to zeros is missed', async () => {
    const lost = member.slice().fill(0, 14);
    await expect(read('a.csv.gz', new Uint8Array(Buffer.concat([member, lost])))).rejects.toThrow(/damaged/);
  });

  test('a large one is whole', async () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => `Box ${i}?,Red ${i * 7919}.`);
    const { result } = await read(
      'a.csv.gz',
      new Uint8Array(gzipSync(['prompt,completion', ...rows].join('\n'))),
    );
    expect(result.kind === 'pairs' && result.pairs.at(-1)).toEqual({
      prompt: 'Box 49999?',
      completion: `Red ${49_999 * 7919}.`,
      line: 50_001,
    });
  });

  test('a zip with one file of data', async () => {
    const zip = zipSync({
      'set/a.csv': CSV,
      'set/README.md': bytesOf('x'),
      '__MACOSX/._a.csv': bytesOf('x'),
    });
    const { result, facts } = await read('a.zip', zip);
    expect(result).toMatchObject({ pairs: PAIRS });
    expect(facts.packing).toBe('zip');
  });

  test.each([
    [
      'a zip with two',
      'a.zip',
      zipSync({ 'a.csv': CSV, 'b.csv': CSV }),
      /holds 2 files: a\.csv, b\.csv\. Unpack/,
    ],
    ['an empty zip', 'a.zip', zipSync({}), /holds no file/],
    ['a workbook', 'a.xlsx', zipSync({ 'xl/workbook.xml': CSV }), /Excel workbook\. Save the sheet as CSV/],
    ['a text document', 'a.docx', zipSync({ 'word/document.xml': CSV }), /Office document/],
    ['a zip cut short', 'a.zip', zipSync({ 'a.csv': CSV }).subarray(0, 40), /damaged or locked zip/],
    ['a gzip cut short', 'a.csv.gz', new Uint8Array(gzipSync(CSV)).subarray(0, 30), /damaged: its gzip/],
    ['a PDF', 'a.pdf', bytesOf('%PDF-1.7'), /is a PDF/],
    [
      'a picture',
      'a.png',
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a),
      /not a text file but a picture/,
    ],
    ['Zstandard', 'a.jsonl.zst', Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0), /packed by Zstandard/],
    ['Parquet cut short', 'a.parquet', bytesOf('PAR1....'), /a\.parquet is not whole/],
  ])('%s is refused with the remedy', async (_name, file, bytes, message) => {
    await expect(read(file, bytes)).rejects.toThrow(message);
    await expect(read(file, bytes)).rejects.toMatchObject({ code: 'data-format' });
  });

  test('what unpacks to more than the memory can hold is given up', async () => {
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(140e6, 'a,b\n')));
    await expect(read('a.csv.gz', bomb)).rejects.toThrow(/unpacks to more than 128 MB\. Cut it/);
  }, 30_000);
});

describe('Parquet, as pyarrow writes it', () => {
  const file = (name: keyof typeof parquet.files) =>
    new Uint8Array(Buffer.from(parquet.files[name], 'base64'));

  test.each(['NONE', 'SNAPPY', 'GZIP', 'BROTLI', 'ZSTD', 'LZ4'] as const)('packed by %s', async (packing) => {
    const { result, facts } = await readOwn({
      name: 'train.parquet',
      bytes: new Blob([file(`plain ${packing}`)]),
      encoding: null,
      // Its label column would make it feedback data.
      columns: { prompt: 'prompt', completion: 'completion' },
    });
    expect(result).toMatchObject({
      pairs: [
        { prompt: 'Où est la boîte ?', completion: 'Là.', line: 1 },
        { prompt: '箱は？', completion: 'ここ。', line: 3 },
      ],
      dropped: [{ reason: 'bad-row', line: 2 }],
    });
    expect(facts).toMatchObject({
      kind: 'parquet',
      encoding: null,
      columns: ['id', 'prompt', 'completion', 'label', 'score', 'day'],
    });
    expect(facts.rows[0]).toEqual([
      '1',
      'Où est la boîte ?',
      'Là.',
      'true',
      '0.5',
      '2026-01-02T00:00:00.000Z',
    ]);
    expect(facts.rows[1]?.[0]).toBe('9007199254740994');
  });

  test('its lists of messages are a chat', async () => {
    const { result } = await read('train.parquet', file('chats'));
    expect(result).toMatchObject({
      recognised: { id: 'messages' },
      pairs: [
        { prompt: 'User: Box 0?', completion: 'Red 0.' },
        { prompt: 'User: Box 1?', completion: 'Red 1.' },
      ],
    });
  });

  test('numbers of labels are the words that the Hub’s metadata give them', async () => {
    const { result } = await read('train.parquet', file('labels'));
    const prompt = 'Sentence 1: A.\nSentence 2: B.';
    expect(result).toMatchObject({
      recognised: { id: 'sentence-pairs', sure: true },
      pairs: [
        { prompt, completion: 'entailment' },
        { prompt, completion: 'not_entailment' },
      ],
      dropped: [
        { reason: 'no-label', line: 3 },
        { reason: 'no-label', line: 4 },
      ],
    });
  });
});
