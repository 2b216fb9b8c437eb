import { describe, expect, it } from 'vitest';
import { runConfigSchema } from '../../core/run-config.ts';
import type { StepPoint } from '../../core/run-record.ts';
import { bandReach } from './band.tsx';
import { lossCurves, lossLines, lossTable, placeOf, stepAt, type LossHeadings } from './loss-lines.ts';
import type { RunGroup } from './run-groups.ts';
import { record } from './testing.ts';

const step = (of: Partial<StepPoint> & Pick<StepPoint, 'step'>): StepPoint => ({
  loss: 1,
  gradNorm: 1,
  learningRate: 1,
  tokens: 0,
  elapsedMs: 0,
  ...of,
});

const look = { colour: 'red', faint: 'pink', dash: '' };
const group = (...records: ReturnType<typeof record>[]): RunGroup => {
  const [first = record(), ...others] = records;
  const shown = (each: typeof first) => ({ ...look, record: each, label: each.name });
  return { ...look, id: first.id, label: 'r 8', runs: [shown(first), ...others.map(shown)] };
};

describe('lossCurves', () => {
  it('keeps the raw values, finds the base, and without smoothing repeats the raw line', () => {
    const curves = lossCurves(record(), [0, 'step']);
    expect(curves.raw.map(({ value }) => value)).toEqual([4, 2, 3]);
    expect(curves.smoothed).toEqual(curves.raw);
    expect(curves.base).toBe(5);
    expect(curves.validation).toEqual([
      { step: 0, x: 0, value: 5 },
      { step: 2, x: 2, value: 2.5 },
    ]);
  });
  it('smooths by the weighted mean so far', () => {
    // (0.5·4 + 2) / 1.5 and (0.25·4 + 0.5·2 + 3) / 1.75
    const values = lossCurves(record(), [0.5, 'step']).smoothed.map(({ value }) => value);
    expect(values[0]).toBe(4);
    expect(values[1]).toBeCloseTo(8 / 3, 12);
    expect(values[2]).toBeCloseTo(20 / 7, 12);
  });
  it('has no base before it was measured', () => {
    expect(lossCurves(record({ evals: [] }), [0, 'step']).base).toBeNull();
  });
});

describe('places along the x axis', () => {
  const dataset = { ...record().dataset, train: 40 };
  const run = record({
    config: runConfigSchema.parse({ training: { batch_size: 8, max_train_samples: 16 } }),
    dataset,
    steps: [
      step({ step: 1, tokens: 100, elapsedMs: 500 }),
      step({ step: 2, tokens: 50, elapsedMs: 1500 }),
      step({ step: 4, tokens: 150, elapsedMs: 2000 }),
    ],
  });

  it('are passes over the pairs that are used, tokens so far, and seconds of training', () => {
    expect([0, 1, 2, 4].map((at) => placeOf(run, 'epoch', at))).toEqual([0, 0.5, 1, 2]);
    expect([0, 1, 2, 4].map((at) => placeOf(run, 'tokens', at))).toEqual([0, 100, 150, 300]);
    expect([0, 1, 2, 4].map((at) => placeOf(run, 'seconds', at))).toEqual([0, 0.5, 1.5, 2]);
  });
  it('lead back to the last step made there, and beyond the end at the mean pace', () => {
    expect([0, 99, 100, 160, 300].map((at) => stepAt(run, 'tokens', at))).toEqual([0, 0, 1, 2, 4]);
    expect(stepAt(run, 'tokens', 600)).toBe(8);
    expect(placeOf(run, 'tokens', 8)).toBe(600);
    expect(stepAt(run, 'step', 2.6)).toBe(3);
  });
  it('do without pairs and steps', () => {
    const empty = record({ steps: [] });
    expect(placeOf(empty, 'tokens', 0)).toBe(0);
    expect(Number.isFinite(placeOf(empty, 'epoch', 3))).toBe(true);
  });
});

const headings: LossHeadings = {
  run: 'Run',
  seeds: 'Seeds',
  step: 'Step',
  place: null,
  training: 'Training',
  smoothed: 'Smoothed',
  validation: 'Validation',
  deviation: '± sd',
};

describe('lossTable', () => {
  it('lists losses by step, with gaps where nothing was measured', () => {
    const { columns, rows } = lossTable(
      [{ label: 'r 8', lines: lossLines(group(record()), 0, 'step') }],
      headings,
    );
    expect(columns).toEqual(['Run', 'Step', 'Training', 'Smoothed', 'Validation']);
    expect(rows).toEqual([
      ['r 8', 0, null, null, 5],
      ['r 8', 1, 4, 4, null],
      ['r 8', 2, 2, 2, 2.5],
      ['r 8', 3, 3, 3, null],
    ]);
  });
  it('says of a mean of how many runs it is, how they spread, and where it stands', () => {
    const faster = record({
      evals: [
        { step: 0, loss: 5 },
        { step: 2, loss: 1.5 },
      ],
      steps: [step({ step: 1, loss: 6 })],
    });
    const waiting = record({ evals: [], steps: [] });
    const lines = lossLines(group(record(), faster, waiting), 0, 'tokens');
    expect(lines.n).toBe(2);
    const { columns, rows } = lossTable([{ label: 'r 8', lines }], { ...headings, place: 'Tokens' });
    expect(columns).toEqual([
      ...['Run', 'Seeds', 'Step', 'Tokens', 'Training', 'Smoothed', 'Smoothed ± sd'],
      ...['Validation', 'Validation ± sd'],
    ]);
    expect(rows).toEqual([
      ['r 8', 2, 0, 0, null, null, null, 5, 0],
      // One has read 1 token, the other none; the losses are 4 and 6.
      ['r 8', 2, 1, 0.5, null, 5, Math.SQRT2, null, null],
      ['r 8', 2, 2, expect.any(Number), null, null, null, 2, Math.SQRT1_2],
    ]);
    expect(bandReach(lines.validation, false)).toEqual([5, 5, 2 - Math.SQRT1_2, 2 + Math.SQRT1_2]);
  });
  it('is of a single run where the others have measured nothing', () => {
    const lines = lossLines(group(record({ evals: [], steps: [] }), record()), 0, 'step');
    expect(lines.n).toBe(1);
    expect(lines.raw).toHaveLength(3);
  });
});
