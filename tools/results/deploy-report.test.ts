/** The tables of Deploy are made from the page's own files. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deployReport, LATENCY_FILES, mergedVerdict } from './deploy-report.ts';
import { readRuns, type Row } from './experiments-report.ts';

const merged = (low: number, share: number, high: number): Row => ({
  Way: 'LoRA, merged',
  'Over the base model, %': String(share),
  'Low, %': String(low),
  'High, %': String(high),
});

describe('the report on Deploy', () => {
  it('tells whether merged LoRA is apart from the base model', () => {
    expect(mergedVerdict([merged(-2, 1, 3), merged(-4, -1, 2)])).toBe(
      'Merged LoRA’s time lies within the base model’s spread in all 2 measurements: its median is from −1 to +1 % over the base model’s, and the widest 99 % interval spans 6 percentage points.',
    );
    expect(mergedVerdict([merged(-2, 1, 3), merged(1, 2, 3)])).toContain('in 1 of 2 measurements');
  });

  it('has a number in every cell, of every file that is there', () => {
    const rowsOf = (id: string) => {
      const file = `docs/deploy/${id}.csv`;
      return existsSync(file) ? readRuns(readFileSync(file, 'utf8')).reverse() : [];
    };
    expect(LATENCY_FILES.flatMap(({ id }) => rowsOf(id)).length).toBeGreaterThan(0);
    for (const row of deployReport(rowsOf).split('\n'))
      if (/^\| [^-]/.test(row)) expect(row).not.toMatch(/\|\s*\||NaN/);
  });
});
