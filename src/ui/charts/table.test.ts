import Papa from 'papaparse';
import { expect, it } from 'vitest';
import { toCsv } from './table.ts';

it('survives a round trip through a CSV reader, with full precision and gaps', () => {
  const table = {
    columns: ['Run', 'σ1', 'note'],
    rows: [
      ['calm, "shy" otter', 0.1 + 0.2, null],
      ['two\nlines', -1e-12, 'x'],
    ],
  };
  const { data } = Papa.parse<string[]>(toCsv(table), { skipEmptyLines: true });
  expect(data[0]).toEqual(table.columns);
  expect(data[1]).toEqual(['calm, "shy" otter', '0.30000000000000004', '']);
  expect(data[2]?.[0]).toBe('two\nlines');
  expect(Number(data[2]?.[1])).toBe(-1e-12);
});

it('never lets a run’s name run as a formula, and leaves negative numbers numbers', () => {
  const lines = toCsv({ columns: ['Run', 'x'], rows: [['=HYPERLINK("evil")', -2]] }).split('\r\n');
  expect(lines[1]?.replace(/^"/, '').startsWith('=')).toBe(false);
  expect(lines[1]?.endsWith(',-2')).toBe(true);
});
