import { beforeAll, describe, expect, it } from 'vitest';
import type { Site } from '../../core/site.ts';
import {
  hasHiddenSpectra,
  lastStep,
  latestAt,
  MAX_POINTS,
  measuredRuns,
  measuredSites,
  rankFigures,
  sigmaOf,
  spectraAt,
  spectrumOverTime,
  spectrumReach,
  spectrumScale,
  spectrumTable,
  thin,
  type Headings,
} from './series.ts';
import { startStrings } from '../strings/index.ts';
import { record, SITE_Q, SITE_V } from './testing.ts';

beforeAll(async () => {
  await startStrings();
});

const [q, v] = [SITE_Q, SITE_V];

const headings: Headings = {
  run: 'Run',
  step: 'Step',
  matrix: 'Matrix',
  effectiveRank: 'Effective',
  stableRank: 'Stable',
  energyRank: 'Energy',
};

describe('latestAt', () => {
  const entries = [{ step: 0 }, { step: 20 }, { step: 40 }];
  it('takes the last at or before the cursor, or the latest of all', () => {
    expect(latestAt(entries, 39)).toEqual({ step: 20 });
    expect(latestAt(entries, 40)).toEqual({ step: 40 });
    expect(latestAt(entries, null)).toEqual({ step: 40 });
  });
  it('is null before the first', () => {
    expect(latestAt([{ step: 20 }], 19)).toBeNull();
    expect(latestAt([], null)).toBeNull();
  });
});

describe('lastStep', () => {
  it('is what an ended run reached, and what a live one plans', () => {
    expect(lastStep([record()])).toBe(3);
    expect(lastStep([record(), record({ state: 'paused' })])).toBe(record().config.training.max_steps);
  });
  it('leaves an axis even without runs', () => {
    expect(lastStep([])).toBe(1);
  });
});

describe('thin', () => {
  it('draws few points and keeps a spike', () => {
    const points = Array.from({ length: 10_000 }, (_, x) => ({ x, value: x === 4321 ? 99 : 1 }));
    const few = thin(points, false);
    expect(few.length).toBeLessThanOrEqual(MAX_POINTS);
    expect(few).toContainEqual({ x: 4321, value: 99 });
    expect(few.at(-1)).toEqual({ x: 9999, value: 1 });
  });
  it('leaves out what a logarithm cannot show', () => {
    expect(
      thin(
        [0, 1, -1].map((value, x) => ({ x, value })),
        true,
      ),
    ).toEqual([{ x: 1, value: 1 }]);
  });
});

describe('spectra', () => {
  it('finds a site’s values, and none where it was not measured', () => {
    const [first, second] = record().spectra;
    expect(first && sigmaOf(first, v)).toEqual([]);
    expect(second && sigmaOf(second, v)).toEqual([2, 2]);
    expect(measuredSites(record())).toEqual([q, v]);
  });
  it('draws one line per index', () => {
    expect(spectrumOverTime(record(), '0.q')).toEqual([
      [
        { x: 0, value: 0 },
        { x: 2, value: 3 },
      ],
      [
        { x: 0, value: 0 },
        { x: 2, value: 1 },
      ],
    ]);
  });
  it('reaches what any snapshot had, of a site or of all', () => {
    const run = record();
    expect(spectrumReach(run, '0.q')).toEqual([1, 3]);
    expect(spectrumReach(run, '1.v')).toEqual([2, 2]);
    expect(spectrumReach(run, 'all')).toEqual([1, 3]);
    expect(spectrumReach(record({ spectra: run.spectra.slice(0, 1) }), 'all')).toBeNull();
  });
  it('are drawn on a round scale that holds what is played, and what will be, and what is hidden', () => {
    const whole = record({
      spectra: [
        { step: 0, sites: [{ site: q, singularValues: [0, 0] }] },
        { step: 1, sites: [{ site: q, singularValues: [0.7, 0.03] }] },
        { step: 2, sites: [{ site: q, singularValues: [3.1, 1.2] }] },
      ],
    });
    const played = { ...whole, spectra: whole.spectra.slice(0, 2) };
    const hidden = { rank: 2, sigmaOf: () => 7 };
    expect(spectrumScale([{ record: played }], 'all', null)).toEqual([0.02, 1]);
    expect(spectrumScale([{ record: played, whole }], '0.q', null)).toEqual([0.02, 5]);
    expect(spectrumScale([{ record: played }], '0.q', hidden)).toEqual([0.02, 10]);
    expect(spectrumScale([{ record: played }], '1.v', hidden)).toBeNull();
    expect(spectrumScale([], 'all', null)).toBeNull();
  });
  it('counts directions in three ways', () => {
    // Two equal values: two directions by any count. 9 of 9 + 1 is exactly 90 % of the energy.
    expect(rankFigures([2, 2])).toEqual({ effective: expect.closeTo(2, 12) as number, stable: 2, energy: 2 });
    expect(rankFigures([3, 1])).toMatchObject({ stable: expect.closeTo(10 / 9, 12) as number, energy: 1 });
    // A matrix of zeros has no directions to count: by none of the definitions (0 / 0, no p, no energy).
    expect(rankFigures([0, 0])).toEqual({ effective: null, stable: null, energy: null });
  });
});

describe('tables', () => {
  it('lists spectra as wide as the widest run', () => {
    const narrow = record({
      name: 'shy elk',
      spectra: [{ step: 2, sites: [{ site: q, singularValues: [7] }] }],
    });
    const { columns, rows } = spectrumTable(
      [record(), narrow].map((run) => ({ label: run.name, snapshots: run.spectra.slice(-1), sites: [q] })),
      headings,
      true,
    );
    expect(columns).toEqual(['Run', 'Step', 'Matrix', 'Effective', 'Stable', 'Energy', 'σ1', 'σ2']);
    expect(rows.map((row) => row.slice(-2))).toEqual([
      [3, 1],
      [7, null],
    ]);
    expect(rows[1]?.slice(0, 6)).toEqual(['shy elk', 2, 'Wq · layer 1', 1, 1, 1]);
  });
  it('leave the energy rank out where it would answer for a person', () => {
    const run = record();
    const { columns, rows } = spectrumTable(
      [{ label: run.name, snapshots: run.spectra.slice(-1), sites: [q] }],
      headings,
      false,
    );
    expect(columns).not.toContain('Energy');
    expect(rows[0]?.length).toBe(columns.length);
  });
});

describe('spectraAt', () => {
  const site: Site = { layer: 0, projection: 'q' };
  const snapshot = (step: number) => ({ step, sites: [{ site, singularValues: [step] }] });
  const lora = { record: { spectra: [snapshot(0), snapshot(3)] } };
  const later = { record: { spectra: [snapshot(0), snapshot(3), snapshot(6)] } };
  const bitfit = { record: { spectra: [] } };

  it('has each run at the step of its own numbers, and no run without any', () => {
    const steps = (step: number | null) =>
      spectraAt([bitfit, lora, later], site, step).map(({ snapshot: at, sigma }) => [at.step, ...sigma]);
    expect(steps(null)).toEqual([
      [3, 3],
      [6, 6],
    ]);
    expect(steps(4)).toEqual([
      [3, 3],
      [3, 3],
    ]);
    expect(spectraAt([lora], { layer: 1, projection: 'q' }, null)).toEqual([]);
  });

  it('draws those of the first run, with the others that have any beside it', () => {
    expect(measuredRuns([later, bitfit, lora])).toEqual([later, lora]);
    expect(measuredRuns([])).toEqual([]);
  });

  it('draws none where the first run has none, and knows that others have some', () => {
    expect(measuredRuns([bitfit, later, lora])).toEqual([]);
    expect(hasHiddenSpectra([bitfit, later, lora])).toBe(true);
    expect(hasHiddenSpectra([bitfit])).toBe(false);
    expect(hasHiddenSpectra([later, bitfit])).toBe(false);
  });
});
