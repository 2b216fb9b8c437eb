import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../core/run-record.ts';
import { groupEnergies, groupSpectra } from './mean-spectra.ts';
import type { RunGroup } from './run-groups.ts';
import { columnsFor, topOf } from './grid.ts';
import { record, SITE_Q, SITE_V } from './testing.ts';

const look = { colour: 'red', faint: 'pink', dash: '' };

/** A group of runs with these singular values of Wq and Wv after step 2, and with zeros before. */
const group = (...spectra: { q: number[]; v: number[] }[]): RunGroup => {
  const runs = spectra.map(({ q, v }, i) => {
    const part: Partial<RunRecord> = {
      id: `${i}`,
      spectra: [
        { step: 0, sites: [{ site: SITE_Q, singularValues: q.map(() => 0) }] },
        {
          step: 2,
          sites: [
            { site: SITE_Q, singularValues: q },
            { site: SITE_V, singularValues: v },
          ],
        },
      ],
    };
    return { ...look, record: record(part), label: `${i}` };
  });
  const [first, ...others] = runs;
  if (!first) throw new Error('A group has a run.');
  return { ...look, id: 'group', label: 'r 2', runs: [first, ...others] };
};

describe('spectra', () => {
  const seeds = group({ q: [4, 2], v: [2] }, { q: [6, 2], v: [4] });

  it('are means over seeds, of one matrix or over all; a matrix of lower rank has zeros', () => {
    expect(groupSpectra([seeds], '0.q', null)[0]?.sigma).toEqual([5, 2]);
    expect(groupSpectra([seeds], 'mean', null)[0]).toMatchObject({ sigma: [4, 1], n: 2, step: 2 });
  });
  it('are those at the cursor, and none of a matrix that was not measured', () => {
    expect(groupSpectra([seeds], 'mean', 1)[0]).toMatchObject({ sigma: [0, 0], step: 0 });
    expect(groupSpectra([seeds], '3.up', null)).toEqual([]);
  });
});

describe('energies', () => {
  it('rise to 1, and k90 is the least k that holds nine tenths', () => {
    const [found] = groupEnergies([group({ q: [3, 1], v: [] })], '0.q', null, 0.9);
    // 9 of 9 + 1 is exactly 90 % of the energy.
    expect(found?.points).toEqual([
      { step: 1, x: 1, value: expect.closeTo(0.9, 12) as number, deviation: null },
      { step: 2, x: 2, value: 1, deviation: null },
    ]);
    expect(found?.k90).toBe(1);
  });
  it('are means over matrices and seeds, with their spread; beyond its rank a matrix holds all', () => {
    // Shares of the first value: (0.5 + 1) / 2 and (0.8 + 1) / 2.
    const [found] = groupEnergies([group({ q: [2, 2], v: [5] }, { q: [4, 2], v: [7] })], 'mean', null, 0.9);
    const [one, two] = found?.points ?? [];
    expect(one?.value).toBeCloseTo(0.825, 12);
    expect(one?.deviation).toBeCloseTo(0.15 / Math.SQRT2, 12);
    expect(two).toMatchObject({ value: 1, deviation: 0 });
    expect(found?.k90).toBe(2);
  });
  it('are none while ΔW is zero', () => {
    expect(groupEnergies([group({ q: [1], v: [1] })], 'mean', 0, 0.9)).toEqual([]);
  });
});

describe('small multiples', () => {
  it('stand in columns that leave each about its shape', () => {
    expect(columnsFor(1, 600, 400)).toBe(1);
    expect(columnsFor(6, 900, 400)).toBe(3);
    expect(columnsFor(6, 300, 800)).toBe(1);
    // Names above low cells take so much of the height that more of them stand side by side.
    expect([columnsFor(12, 350, 480), columnsFor(12, 350, 480, 40)]).toEqual([2, 3]);
  });
  it('have a scale that ends at a round number above the largest', () => {
    expect(topOf(2.3)).toBe(2.5);
    expect(topOf(0.0101)).toBeCloseTo(0.015, 12);
    expect(topOf(5)).toBe(5);
    expect(topOf(0)).toBe(0);
  });
});
