/** Every table of the experiments is made from the page's own files. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXPERIMENTS, SEEDS } from './experiments-plan.ts';
import { experimentsReport, figureByBoth, readRuns } from './experiments-report.ts';

const CSV = ['Run,Method,Pairs,Final val. loss', 'c,LoRA,all,0.3', 'b,LoRA,30,1.5', 'a,LoRA,30,0.5'].join(
  '\n',
);
const LOSS = { heading: 'validation loss', inFile: 'Final val. loss', digits: 2 };

describe('the report on the experiments', () => {
  it('has a row and a column for each value, with mean and standard deviation over seeds', () => {
    const lines = figureByBoth(readRuns(CSV), ['Method', 'Pairs'], LOSS, 2).split('\n');
    expect(lines[0]).toBe('| Method (validation loss) | 30 | all |');
    expect(lines[2]).toBe('| LoRA | 1.00 ± 0.71 | 0.30 (n = 1) |');
  });

  it('names a column that a file does not have', () => {
    expect(() => figureByBoth(readRuns(CSV), ['Method', 'Training pairs'], LOSS, 2)).toThrow(
      'The file has no column “Training pairs”.',
    );
  });

  it('has a number in every cell, of every file that is there', () => {
    const runsOf = (id: string) => {
      const file = `docs/experiments/${id}.csv`;
      return existsSync(file) ? readRuns(readFileSync(file, 'utf8')) : [];
    };
    const rows = experimentsReport(runsOf, SEEDS.length)
      .split('\n')
      .filter((line) => /^\| [^-]/.test(line));
    expect(Object.keys(EXPERIMENTS).flatMap(runsOf).length).toBeGreaterThan(0);
    for (const row of rows) expect(row).not.toMatch(/\|\s*\|/);
  });
});
