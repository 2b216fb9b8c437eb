import { describe, expect, test } from 'vitest';
import { readKnown, readPlain } from './testing.ts';

const CSV = [
  'mr,ref',
  '"name[The Kite], food[Thai]","The Kite, by the river, serves Thai food."',
  '"name[The Kite], food[Thai]",The Kite is Thai.',
  '"name[Oak Inn], near[The ""Kite""]","They call it ""Oak""."',
].join('\r\n');

describe('E2E NLG', () => {
  test('is recognised by its columns and its slots; each sentence is a pair', () => {
    const { recognised, pairs, dropped } = readKnown({ name: 'devset.csv', text: CSV });
    expect(recognised).toEqual({
      id: 'e2e',
      name: 'E2E NLG',
      metrics: ['bleu', 'bleu-lc', 'rouge-l', 'slot-error-rate'],
      sure: true,
      evidence: 'columns mr and ref, meanings such as name[The Kite]',
    });
    expect(pairs).toEqual([
      {
        prompt: 'name[The Kite], food[Thai]',
        completion: 'The Kite, by the river, serves Thai food.',
        line: 2,
      },
      { prompt: 'name[The Kite], food[Thai]', completion: 'The Kite is Thai.', line: 3 },
      { prompt: 'name[Oak Inn], near[The "Kite"]', completion: 'They call it "Oak".', line: 4 },
    ]);
    expect(dropped).toEqual([]);
  });

  test('has its columns in capitals and in any order, as in the test set with references', () => {
    const text = 'REF,MR\nThe Kite.,name[The Kite]\n';
    expect(readKnown({ name: 'x', text }).pairs).toEqual([
      { prompt: 'name[The Kite]', completion: 'The Kite.', line: 2 },
    ]);
  });

  test('leaves partial rows out with their lines', () => {
    const text = `mr,ref\nname[A],A.\nname[B]\nname[C],\n,D.\nname[E],E,E.\n`;
    const { pairs, dropped } = readKnown({ name: 'x.csv', text });
    expect(pairs.map(({ line }) => line)).toEqual([2]);
    expect(dropped).toEqual([
      { reason: 'bad-row', line: 3 },
      { reason: 'empty-completion', line: 4 },
      { reason: 'empty-prompt', line: 5 },
      { reason: 'bad-row', line: 6 },
    ]);
  });

  test('is nothing else with the same header', () => {
    expect(readPlain({ name: 'x.csv', text: 'mr,ref\nMister,referee\n' })).toMatchObject({
      pairs: [{ prompt: 'Mister', completion: 'referee' }],
    });
  });

  test('can be declined: the columns are asked for, and then read as picked', () => {
    const file = { name: 'devset.csv', text: CSV };
    expect(readPlain({ ...file, columns: 'ask' })).toEqual({ kind: 'columns', columns: ['mr', 'ref'] });
    expect(readPlain({ ...file, columns: { prompt: 'ref', completion: 'mr' } })).toMatchObject({
      pairs: [{ line: 2 }, { prompt: 'The Kite is Thai.' }, { line: 4 }],
    });
  });

  test('leaves out what is no meaning, since it could not be judged', () => {
    const rows = [
      '"name[Oak Inn], near[]",Near nothing.',
      '"food[Thai]; area[harbour]",Thai.',
      'name[Oak Inn],Oak.',
    ];
    const { pairs, dropped } = readKnown({ name: 'x.csv', text: ['mr,ref', ...rows].join('\n') });
    expect(pairs).toEqual([{ prompt: 'name[Oak Inn]', completion: 'Oak.', line: 4 }]);
    expect(dropped).toMatchObject([{ line: 2 }, { line: 3 }]);
  });

  test('ten thousand rows: each is there, and each has its line', () => {
    const rows = Array.from(
      { length: 10_000 },
      (_, i) => `"name[Inn ${i >> 3}], area[harbour]",Inn number ${i}.`,
    );
    const { pairs, dropped } = readKnown({ name: 'big.csv', text: ['mr,ref', ...rows].join('\n') });
    expect(dropped).toEqual([]);
    expect(pairs.map(({ line }) => line)).toEqual(rows.map((_, i) => i + 2));
    expect(new Set(pairs.map(({ prompt }) => prompt)).size).toBe(1250);
  });
});
