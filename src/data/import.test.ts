import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { LabError } from '../core/lab-error.ts';
import type { PairColumns } from './import.ts';
import { readPairs } from './readers/testing.ts';
import { readDelimited } from './table.ts';

const read = (name: string, text: string, columns: PairColumns | 'ask' | null = null) =>
  readPairs({ name, text, columns });
const pair = (prompt: string, completion: string, line: number) => ({ prompt, completion, line });

describe('delimited files', () => {
  test('a known header, with the delimiter inside quotes', () => {
    const csv = 'mr,ref\n"Kite, Thai",The Kite serves Thai food.\n"Oak, near Kite","Oak, by the Kite."\n';
    expect(read('devset.csv', csv)).toEqual({
      kind: 'pairs',
      pairs: [
        pair('Kite, Thai', 'The Kite serves Thai food.', 2),
        pair('Oak, near Kite', 'Oak, by the Kite.', 3),
      ],
      dropped: [],
    });
  });

  test('line numbers count lines inside quoted cells, blank lines, CRLF and a byte order mark', () => {
    const csv = '\uFEFFprompt,completion\r\n"one\r\ntwo",x\r\n\r\n"three ""3""","y\r\n\r\nz"\r\nfour,w';
    expect(read('a.csv', csv)).toEqual({
      kind: 'pairs',
      pairs: [pair('one\ntwo', 'x', 2), pair('three "3"', 'y\n\nz', 5), pair('four', 'w', 8)],
      dropped: [],
    });
  });

  test('no row is lost to the blank lines of a long file', () => {
    const { rows } = readDelimited('a.csv', 'prompt,completion\n' + 'one,two\n""\n\n'.repeat(400_000));
    expect(rows).toHaveLength(400_000);
    expect(rows.at(-1)?.line).toBe(1_199_999);
  });

  test('Excel’s line about the delimiter is no row', () => {
    expect(read('a.csv', 'sep=;\r\nprompt;completion\r\na, b;c\r\n')).toMatchObject({
      pairs: [pair('a, b', 'c', 3)],
    });
  });

  test('old Mac line ends', () => {
    expect(read('a.csv', 'input,output\ra,b\rc,d')).toMatchObject({
      pairs: [pair('a', 'b', 2), pair('c', 'd', 3)],
    });
  });

  test.each([
    ['tab', 'Question\tAnswer\na, b\tc; d\n'],
    ['semicolon', 'QUESTION;ANSWER\na, b;"c; d"\n'],
    ['bar', 'question | answer\na, b | c; d\n'],
  ])('%s as delimiter, names in any case', (_name, text) => {
    expect(read('a.csv', text)).toMatchObject({ pairs: [pair('a, b', 'c; d', 2)] });
  });

  test.each(['mr,ref', 'prompt,completion', 'input,output', 'question,answer', 'instruction,output'])(
    'columns %s are found',
    (header) => {
      expect(read('a.csv', `id,${header}\n1,a,b\n`)).toMatchObject({ pairs: [pair('a', 'b', 2)] });
    },
  );

  describe('quote marks between tabs', () => {
    const tsv = (...rows: string[]) => ['id\tprompt\tcompletion', ...rows].join('\n');
    const pairsOf = (text: string) => {
      const result = read('a.tsv', text);
      return result.kind === 'pairs'
        ? result.pairs.map(({ prompt, completion }) => [prompt, completion])
        : result;
    };

    test('a lone one is a character', () => {
      expect(pairsOf(tsv('0\t"Up, he said.\tyes', '1\tDown.\tno'))).toEqual([
        ['"Up, he said.', 'yes'],
        ['Down.', 'no'],
      ]);
    });

    test('two in different rows do not make one cell of the rows between', () => {
      expect(pairsOf(tsv('0\t"Up.\tyes', '1\tMid.\tno', '2\tand down."\tyes', '3\tEnd.\tno'))).toEqual([
        ['"Up.', 'yes'],
        ['Mid.', 'no'],
        ['and down."', 'yes'],
        ['End.', 'no'],
      ]);
      // Nor where a row between is uneven, so that the table is uneven without quoting.
      const uneven = tsv('0\t"Up.\tyes', '1\tMid.\tno', '2 cells\tonly', '3\tand down."\tyes', '4\tEnd.\tno');
      expect(pairsOf(uneven)).toEqual([
        ['"Up.', 'yes'],
        ['Mid.', 'no'],
        ['and down."', 'yes'],
        ['End.', 'no'],
      ]);
    });

    test('a cell that stands in quotes though it needs none keeps them', () => {
      expect(pairsOf(tsv('0\t"Never."\tyes', '1\tDown.\tno'))).toEqual([
        ['"Never."', 'yes'],
        ['Down.', 'no'],
      ]);
    });

    test('quoting is told by doubled marks where the header has none', () => {
      expect(pairsOf(tsv('0\t"Who?"\t"He said ""I""."', '1\t"Why?"\t"So."'))).toEqual([
        ['Who?', 'He said "I".'],
        ['Why?', 'So.'],
      ]);
    });

    test.each([
      ['where needed', false],
      ['everywhere', true],
    ])('quoting as a CSV writer sets it %s is taken off', (_where, quotes) => {
      const cell = fc.string({ unit: fc.constantFrom('a', '"', '\t', '\n', 'é', ' '), maxLength: 12 });
      fc.assert(
        fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), (rows) => {
          const written = rows.map(([prompt, completion], id) => ({
            id: `${id}`,
            prompt: `p${prompt}.`,
            completion: `c${completion}.`,
          }));
          // A cell with a tab and a line end can look like two even rows, which are never merged.
          fc.pre(written.every((row) => Object.values(row).every((text) => !/\t[^]*\n|\n[^]*\t/.test(text))));
          const text = Papa.unparse(written, { quotes, newline: '\n', delimiter: '\t' });
          expect(pairsOf(text)).toEqual(written.map(({ prompt, completion }) => [prompt, completion]));
        }),
      );
    });

    test('no row is lost or merged, whatever quote marks stand where', () => {
      const cell = fc.string({ unit: fc.constantFrom('a', '"', "'", ',', ' '), maxLength: 6 });
      fc.assert(
        fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 12 }), (cells) => {
          const text = tsv(...cells.map(([a, b], i) => `${i}\tp${a}\tc${b}`));
          expect(pairsOf(text)).toHaveLength(cells.length);
        }),
      );
    });
  });

  test('a CSV without quoting is read where its rows are even', () => {
    expect(read('a.csv', 'prompt,completion\n"Up he said.,yes\nDown.,no\n')).toMatchObject({
      pairs: [pair('"Up he said.', 'yes', 2), pair('Down.', 'no', 3)],
    });
  });

  test('quote marks after a backslash are within the cell', () => {
    expect(read('a.csv', 'prompt,completion\n"He said \\"no, no\\".",yes\n')).toMatchObject({
      pairs: [pair('He said "no, no".', 'yes', 2)],
    });
  });

  test('one column of texts, and what is known about them, is plain text', () => {
    const texts = [pair('', 'One.', 2), pair('', 'Two.', 3)];
    expect(read('a.csv', 'text\nOne.\nTwo.\n')).toMatchObject({ pairs: texts });
    expect(read('a.csv', 'id,url,content\n1,x,One.\n2,y,Two.\n')).toMatchObject({ pairs: texts });
    const picked = { prompt: '', completion: 'said' };
    expect(read('a.csv', 'who,said\nme,One.\nyou,Two.\n', picked)).toMatchObject({ pairs: texts });
  });

  test('a column of texts and one of labels make pairs, whatever else is there', () => {
    const pairs = [pair('One.', '1', 2), pair('Two.', '0', 3)];
    expect(read('a.csv', 'text,label\nOne.,1\nTwo.,0\n')).toMatchObject({ pairs });
    expect(read('a.csv', 'id,Sentence,Label\n7,One.,1\n8,Two.,0\n')).toMatchObject({ pairs });
    expect(read('a.csv', 'title,text,label\nOne,Two,1\n').kind).toBe('columns');
    expect(read('a.csv', 'text,summary,label\nOne.,1,x\nTwo.,0,y\n')).toMatchObject({ pairs });
  });

  test('two columns that a person picks are the two texts of a prompt', () => {
    const picked = { prompt: 'a', second: 'b', completion: 'c' };
    expect(read('a.csv', 'a,b,c\nOne.,Two.,x\n,Three.,y\n', picked)).toMatchObject({
      pairs: [pair('Text 1: One.\nText 2: Two.', 'x', 2)],
      dropped: [{ reason: 'empty-prompt', line: 3 }],
    });
    expect(() => read('a.csv', 'a,b\nOne.,Two.\n', { prompt: 'a', second: 'b', completion: 'b' })).toThrow(
      'Column "b" is picked twice',
    );
  });

  test('a person picks where no known columns are, or several', () => {
    expect(read('a.csv', 'english,french\nyes,oui\n')).toEqual({
      kind: 'columns',
      columns: ['english', 'french'],
    });
    expect(read('a.csv', 'question,answer,prompt,completion\na,b,c,d\n').kind).toBe('columns');
    const picked = { prompt: 'french', completion: 'english' };
    expect(read('a.csv', 'english,french\nyes,oui\n', picked)).toMatchObject({
      pairs: [pair('oui', 'yes', 2)],
    });
  });

  test('a person who asks is told the columns, whatever their names', () => {
    const columns = ['prompt', 'completion'];
    expect(read('a.csv', 'prompt,completion\na,b\n', 'ask')).toEqual({ kind: 'columns', columns });
    expect(read('a.jsonl', '{"prompt": "a", "completion": "b"}', 'ask')).toEqual({
      kind: 'columns',
      columns,
    });
    expect(read('a.csv', 'text\nhello\n', 'ask')).toEqual({ kind: 'columns', columns: ['text'] });
    expect(read('a.txt', 'prompt,completion', 'ask').kind).toBe('pairs');
  });

  test('unusable rows are left out with their line; the rest is read', () => {
    const csv = 'prompt,completion\na,b\nragged\nc,d,e\n,no prompt\nno completion,  \nf,g\n';
    expect(read('a.csv', csv)).toEqual({
      kind: 'pairs',
      pairs: [pair('a', 'b', 2), pair('f', 'g', 7)],
      dropped: [
        { reason: 'bad-row', line: 3 },
        { reason: 'bad-row', line: 4 },
        { reason: 'empty-prompt', line: 5 },
        { reason: 'empty-completion', line: 6 },
      ],
    });
  });

  test('whatever a CSV writer writes is read back, on the right line', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ';', 'é', ' '), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 12 }), (rows) => {
        const written = rows.map(([prompt, completion]) => ({
          prompt: `p${prompt}.`,
          completion: `c${completion}.`,
        }));
        const csv = Papa.unparse(written, { quotes: true, newline: '\n' });
        const result = read('a.csv', csv);
        if (result.kind !== 'pairs') throw new Error('expected pairs');
        expect(result.pairs.map(({ prompt, completion }) => ({ prompt, completion }))).toEqual(written);
        const lines = csv.split('\n');
        for (const { prompt, line } of result.pairs)
          expect(lines[line - 1]).toMatch(`"${prompt.split('\n')[0]?.replaceAll('"', '""') ?? ''}`);
      }),
    );
  });
});

describe('JSON', () => {
  test('lines with known keys; blank lines count, bad ones are each named', () => {
    const jsonl = [
      '{"prompt": "a", "completion": "b"}',
      '',
      '{"prompt": "cut off", ',
      '["not", "an object"]',
      '{"prompt": "c"}',
      '{"prompt": "d", "completion": 4}',
      '{"prompt": "e", "completion": ["list"]}',
    ].join('\n');
    expect(read('a.jsonl', jsonl)).toEqual({
      kind: 'pairs',
      pairs: [pair('a', 'b', 1), pair('d', '4', 6)],
      dropped: [3, 4, 5, 7].map((line) => ({ reason: 'bad-row', line })),
    });
  });

  test('an array, with the line of each item', () => {
    const json = `[
  {"question": "a [1, 2]",
   "answer": "b \\" }"},
  7, {"question": "c", "answer": "d",
      "extra": {"deep": [1, {"x": 2}]}},

  {"question": "e", "answer": "f"}
]`;
    expect(read('a.json', json)).toEqual({
      kind: 'pairs',
      pairs: [pair('a [1, 2]', 'b " }', 2), pair('c', 'd', 4), pair('e', 'f', 7)],
      dropped: [{ reason: 'bad-row', line: 4 }],
    });
  });

  test('keys that an object is born with are ordinary columns', () => {
    const jsonl = '{"__proto__": "a", "constructor": "b"}\n';
    expect(read('a.jsonl', jsonl, { prompt: '__proto__', completion: 'constructor' })).toMatchObject({
      pairs: [pair('a', 'b', 1)],
    });
  });

  test('translations as the Hub has them are columns by language', () => {
    expect(read('a.jsonl', '{"id": "0", "translation": {"de": "ja", "en": "yes"}}')).toEqual({
      kind: 'columns',
      columns: ['id', 'de', 'en'],
    });
  });

  test('unknown keys are asked about', () => {
    expect(read('a.jsonl', '{"de": "ja"}\n{"de": "nein", "en": "no"}')).toEqual({
      kind: 'columns',
      columns: ['de', 'en'],
    });
  });
});

describe('plain text', () => {
  test.each([
    ['a table', 'prompt,completion\na,b', ['prompt,completion', 'a,b']],
    ['JSON lines', '{"prompt": "a", "completion": "b"}', ['{"prompt": "a", "completion": "b"}']],
    ['verse with even commas', 'Hello, sun\nGoodbye, moon', ['Hello, sun', 'Goodbye, moon']],
  ])('.txt is never anything else: %s', (_name, text, lines) => {
    expect(read('poem.TXT', text)).toEqual({
      kind: 'pairs',
      pairs: lines.map((line, i) => pair('', line, i + 1)),
      dropped: [],
    });
  });

  test('each line where nothing parts paragraphs', () => {
    expect(read('poem.txt', '\none line\n  another  \n')).toEqual({
      kind: 'pairs',
      pairs: [pair('', 'one line', 2), pair('', '  another', 3)],
      dropped: [],
    });
  });

  test('each paragraph where blank lines part them', () => {
    expect(read('story.txt', 'one\ntwo\n\n \nthree\nfour\n')).toEqual({
      kind: 'pairs',
      pairs: [pair('', 'one\ntwo', 1), pair('', 'three\nfour', 5)],
      dropped: [],
    });
  });
});

test('anything can be read as plain text', () => {
  const text = '{"prompt": "a", "completion": "b"}';
  expect(readPairs({ name: 'a.jsonl', text, columns: null, asText: true })).toEqual({
    kind: 'pairs',
    pairs: [pair('', text, 1)],
    dropped: [],
  });
});

describe('a paste, or an ending that says nothing, is told by its content', () => {
  test.each([
    ['JSON lines', '{"prompt": "a", "completion": "b"}', [pair('a', 'b', 1)]],
    ['a JSON array', '[ {"prompt": "a", "completion": "b"} ]', [pair('a', 'b', 1)]],
    ['a known header', 'prompt,completion\na,b\nragged', [pair('a', 'b', 2)]],
    [
      'prose',
      'Well, well, well.\nIt rains, he said.',
      [pair('', 'Well, well, well.', 1), pair('', 'It rains, he said.', 2)],
    ],
    ['a stage direction', '[Enter Ann]', [pair('', '[Enter Ann]', 1)]],
  ])('%s', (_name, text, pairs) => {
    expect(read('paste', text)).toMatchObject({ kind: 'pairs', pairs });
  });

  test('even rows under an unknown header', () => {
    expect(read('paste', 'en\tfr\nyes\toui\nno\tnon')).toEqual({ kind: 'columns', columns: ['en', 'fr'] });
    expect(read('Pasted text', 'en,fr\nyes,oui')).toEqual({ kind: 'columns', columns: ['en', 'fr'] });
  });
});

describe('hostile input is refused with the place and the remedy', () => {
  test.each([
    ['an empty file', 'a.csv', '', /a\.csv is empty.*rows/],
    ['only a byte order mark and blanks', 'a.txt', '\uFEFF \r\n\t', /a\.txt is empty/],
    ['a header only', 'a.csv', 'prompt,completion\n', /no rows/],
    ['an empty array', 'a.json', '[]', /no rows/],
    ['a zero byte', 'a.csv', 'mr,ref\nab\0c,d', /a\.csv is not a text file: line 2.*UTF-8/],
    ['a picture', 'a.png', '\uFFFDPNG\r\n\x1a\n\0\0\0\rIHDR', /a\.png is not a text file: line 3/],
    ['an archive under a name of text', 'a.txt', 'PK\x03\x04\x14\0', /a\.txt is not a text file: line 1/],
    [
      'a quote that is never closed',
      'a.csv',
      'mr,ref\n"a\nb",c\n"name[B],d\ne,f\n',
      /line 4: a quote mark.*not closed/,
    ],
    ['a quote that swallows the next row', 'a.csv', 'mr,ref\n"a",b\n"c,d\n"e",f\n', /line 3: a quote mark/],
    ['two columns of one name', 'a.csv', 'Text,text,mr\na,b,c\n', /two columns called "text".*Rename/],
    ['one column', 'a.csv', 'name\nhello\n', /too few columns: "name"\. .*\.txt/],
    [
      'no row of the right width',
      'a.csv',
      'mr,ref\n\na\nb\n',
      /line 3: .*its cells: 1, the header's: 2\); put quote/,
    ],
    ['no row with both', 'a.csv', 'mr,ref\n,b\n', /line 2: the prompt is empty/],
    [
      'a broken array',
      'a.json',
      '[\n{"prompt": "a"\n"b": 1}]',
      /a\.json, line 3: not valid JSON: a comma is missing/,
    ],
    ['a list of numbers', 'a.json', '[1, 2]', /line 1: there is no JSON object/],
    ['objects without any text', 'a.jsonl', '{}\n{"a": null}', /no columns of text/],
    ['JSON that is no list', 'a.json', '12', /line 1: there is no JSON object/],
  ])('%s', (_name, file, text, message) => {
    expect(() => read(file, text)).toThrow(message);
    expect(() => read(file, text)).toThrow(expect.objectContaining({ code: 'data-format' }));
  });

  test('a picked column that is not there, or picked twice', () => {
    const csv = 'en,fr\nyes,oui\n';
    expect(() => read('a.csv', csv, { prompt: 'en', completion: 'de' })).toThrow(
      'a.csv has no column "de". Pick from "en", "fr".',
    );
    expect(() => read('a.csv', csv, { prompt: 'en', completion: 'en' })).toThrow(/two different columns/);
  });

  test('one line of 5 MB', () => {
    const long = 'lorem '.repeat(900_000);
    expect(read('a.txt', long)).toMatchObject({ pairs: [{ line: 1 }] });
    expect(() => read('a.csv', long)).toThrow(/no rows/);
    expect(() => read('a.jsonl', long)).toThrow(/line 1: not valid JSON: "lorem" is no JSON value/);
    expect(() => read('a.csv', `mr,ref\n"${long}`)).toThrow(/line 2: a quote mark/);
    const json = JSON.stringify([{ prompt: long, completion: '"\\'.repeat(1_000_000) }]);
    expect(read('a.json', json)).toMatchObject({ pairs: [{ line: 1 }] });
  });

  test('any text gives a result or a LabError, and every pair has both sides', () => {
    const piece = fc.constantFrom(
      'mr',
      'ref',
      ',',
      '\t',
      '"',
      '\n',
      '\r',
      '{',
      '}',
      '[',
      ']',
      '"a":',
      '1',
      ' ',
      'é',
      '\0',
    );
    fc.assert(
      fc.property(
        fc.constantFrom('a.csv', 'a.tsv', 'a.json', 'a.jsonl', 'a.txt', 'paste'),
        fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
        (name, text) => {
          try {
            const result = read(name, text);
            if (result.kind === 'pairs')
              for (const { completion, line } of result.pairs) {
                expect(completion.trim()).not.toBe('');
                expect(line).toBeGreaterThanOrEqual(1);
                expect(line).toBeLessThanOrEqual(text.split(/\r\n?|\n/).length);
              }
          } catch (error) {
            expect(error).toBeInstanceOf(LabError);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
