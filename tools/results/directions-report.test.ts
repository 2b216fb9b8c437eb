/** The tables and pictures on ΔW and W0 are made from the page's own files, all of them. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FILES, PAIRS, RUNS } from './directions-plan.ts';
import { directionsReport } from './directions-report.ts';
import { readRows } from './experiments-report.ts';

const read = (file: string) => readRows(readFileSync(`docs/directions/${file}`, 'utf8'));

const row7 = (seed: number, layer: number, factor: number) =>
  Object.entries({
    ...{ 'r of the run': 4, seed, Figures: `r 4 · seed ${seed} · Wq · layer ${layer}`, r: 4 },
    ...{ 'ΔW’s': 1, 'W₀’s own': 2, Random: 0.5, '‖ΔW‖F': factor, '‖W₀‖F': 3 },
    ...{ Amplification: factor, 'By chance': 8 },
  }).reduce((row, [heading, value]) => ({ ...row, [heading]: String(value) }), {});

describe('the report on ΔW and W0', () => {
  it('gives the middle layer, and means over layers, with the standard deviation over seeds', () => {
    const table7 = [row7(1, 1, 10), row7(1, 2, 20), row7(2, 1, 20), row7(2, 2, 40)];
    const lines = directionsReport({ table7, pairs: [], base: [] }).split('\n');
    const [middle, all] = lines.filter((line) => line.startsWith('| Wq, run of r = 4 '));
    expect(middle).toContain('| 30.0 ± 14.1 | 8.0 ± 0.0 |');
    expect(all).toContain('| 22.5 ± 10.6 | 8.0 ± 0.0 |');
  });

  it('has every run and every pair in the files, a number in every cell, and every picture', () => {
    const files = { table7: read(FILES.table7), pairs: read(FILES.pairs), base: read(FILES.base) };
    const runs = new Set(files.table7.map((row) => `${row['r of the run'] ?? ''} ${row['seed'] ?? ''}`));
    expect(runs).toEqual(new Set(RUNS.map(({ r, seed }) => `${r} ${seed}`)));
    const pairs = new Set(files.pairs.map((row) => [row['figure'], row['run'], row['other run']].join()));
    expect(pairs.size).toBe(PAIRS.flatMap((figure) => figure.pairs).length);
    const report = directionsReport(files);
    const cells = report.split('\n').filter((line) => /^\| [^-]/.test(line) && !line.startsWith('|  |'));
    expect(cells.length).toBeGreaterThan(20);
    for (const line of cells) expect(line).not.toMatch(/\|\s*\||NaN/);
    for (const [, picture] of report.matchAll(/\((directions\/[^)]+)\)/g))
      expect(existsSync(`docs/${picture ?? ''}`)).toBe(true);
  });
});
