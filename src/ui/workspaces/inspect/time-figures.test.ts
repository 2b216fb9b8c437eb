import { describe, expect, it } from 'vitest';
import { loraConfigSchema } from '../../../core/methods/lora-config.ts';
import { defaultMethod } from '../../../core/methods/methods.ts';
import type { RunRecord } from '../../../core/run-record.ts';
import { record, SITE_Q, SITE_V } from '../../charts/testing.ts';
import { chanceAngles, settledAt, timeLines, wentOnAt, whyNone, type TimeChart } from './time-figures.ts';

const close = (value: number) => expect.closeTo(value, 10) as number;
const run = (part: Partial<RunRecord> = {}) =>
  record({
    spectra: [
      {
        step: 0,
        sites: [
          { site: SITE_Q, singularValues: [0, 0], norms: { a: [5, 4], b: [0, 0] } },
          { site: SITE_V, singularValues: [0, 0], norms: { a: [3, 2], b: [0, 0] } },
        ],
      },
      {
        step: 2,
        sites: [
          { site: SITE_Q, singularValues: [4, 3], norms: { a: [6, 5], b: [2, 1] } },
          { site: SITE_V, singularValues: [1, 0], norms: { a: [4, 3], b: [4, 3] } },
        ],
      },
    ],
    alignments: [
      { step: 0, left: [null, null], right: [null, null] },
      { step: 1, left: [0.5, null], right: [0, 1] },
      { step: 2, left: [1, 1], right: [1, 1] },
    ],
    ...part,
  });
const valuesOf = (chart: TimeChart, matrix: '0.q' | 'mean', of = run()) =>
  Object.fromEntries(
    timeLines(of, chart, matrix).map(({ id, points }) => [id, points.map(({ x, value }) => [x, value])]),
  );

describe('the lines over time', () => {
  it('are those of one matrix', () => {
    expect(valuesOf('factors', '0.q')).toEqual({
      aFrobenius: [
        [0, 5],
        [2, 6],
      ],
      aSpectral: [
        [0, 4],
        [2, 5],
      ],
      bFrobenius: [
        [0, 0],
        [2, 2],
      ],
      bSpectral: [
        [0, 0],
        [2, 1],
      ],
    });
    expect(valuesOf('delta', '0.q')).toEqual({
      frobenius: [
        [0, 0],
        [2, 5],
      ],
      spectral: [
        [0, 0],
        [2, 4],
      ],
    });
    // A ΔW of zeros has no rank and no direction.
    expect(valuesOf('rank', '0.q').stable).toEqual([[2, close(25 / 16)]]);
    expect(valuesOf('angle', '0.q')).toEqual({
      right: [
        [1, close(90)],
        [2, 0],
      ],
      left: [
        [1, close(60)],
        [2, 0],
      ],
    });
  });

  it('are means over the matrices that have a value', () => {
    expect(valuesOf('factors', 'mean').bSpectral).toEqual([
      [0, 0],
      [2, 2],
    ]);
    expect(valuesOf('rank', 'mean').stable).toEqual([[2, close((25 / 16 + 1) / 2)]]);
    expect(valuesOf('angle', 'mean').right).toEqual([
      [1, close(45)],
      [2, 0],
    ]);
    expect(valuesOf('angle', 'mean').left).toEqual([
      [1, close(60)],
      [2, 0],
    ]);
  });

  it('settle at the step from which on all are there', () => {
    const points = [3, 9, 2, 1].map((value, x) => ({ x, value }));
    expect(settledAt(points, (value) => value < 5)).toBe(2);
    expect(settledAt(points, (value) => value < 10)).toBe(0);
    expect(settledAt(points, (value) => value > 1)).toBeNull();
  });
});

it('a random direction stands at arccos(1/√d), on each side in its own space', () => {
  const angle = (d: number) => close((Math.acos(1 / Math.sqrt(d)) * 180) / Math.PI);
  expect(chanceAngles(run(), '0.q')).toEqual({ right: angle(64), left: angle(64) });
  const wide = run({
    spectra: [{ step: 0, sites: [{ site: { layer: 0, projection: 'up' }, singularValues: [1] }] }],
  });
  expect(chanceAngles(wide, 'mean')).toEqual({ right: angle(64), left: angle(256) });
  // Of a file that names a model which is not here.
  expect(chanceAngles({ ...run(), config: { ...run().config, model: 'gone' } }, 'mean')).toBeNull();
});

describe('an empty chart', () => {
  const bare = (part: Partial<RunRecord> = {}) => record({ alignments: [], ...part });
  const whyOf = (chart: TimeChart, of: RunRecord) => whyNone(of, chart, timeLines(of, chart, 'mean'));
  const withMethod = (method: RunRecord['config']['method']) =>
    bare({ config: { ...bare().config, method } });

  it('says why, and what is there says nothing', () => {
    expect(whyOf('factors', run())).toBeNull();
    expect(whyOf('angle', run())).toBeNull();
    expect(whyOf('factors', bare())).toBe('older');
    expect(whyOf('angle', bare())).toBe('lost');
    expect(whyOf('angle', bare({ state: 'running' }))).toBe('live');
    expect(whyOf('angle', bare({ state: 'failed' }))).toBe('failed');
    expect(whyOf('factors', withMethod(defaultMethod('full')))).toBe('trainsW');
    const pissa = loraConfigSchema.parse({ init_lora_weights: 'pissa' });
    expect(whyOf('factors', withMethod(pissa))).toBe('sinceStart');
    expect(whyOf('delta', bare())).toBeNull();
  });

  it('is told apart from one that begins where the run went on', () => {
    expect(wentOnAt(run())).toBeNull();
    expect(wentOnAt(bare())).toBeNull();
    expect(wentOnAt(run({ alignments: [{ step: 2, left: [1, 1], right: [1, 1] }] }))).toBe(2);
  });
});
