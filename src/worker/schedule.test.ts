import { describe, expect, it } from 'vitest';
import { nextRuns, type Scheduled } from './schedule.ts';

const run = (step: number, settings: Partial<Scheduled> = {}): Scheduled => ({
  step,
  next: 'step',
  until: null,
  together: null,
  ...settings,
});

/** What runs share that step together. */
const [x, y] = [{}, {}];

describe('nextRuns', () => {
  it('takes the run that is furthest behind, of equal ones one that measures, and else the first', () => {
    const runs = [run(3), run(2), run(2, { next: 'measure' })];
    expect(nextRuns(runs, false)).toEqual([runs[2]]);
    expect(nextRuns(runs.slice(0, 2), false)).toEqual([runs[1]]);
    expect(nextRuns([run(2, { until: 9 }), run(2)], false)).toHaveLength(1);
    expect(nextRuns<Scheduled>([], false)).toEqual([]);
  });

  it('takes all at once that step together, once each of them has measured', () => {
    const [a, b, other] = [run(2, { together: x }), run(2, { together: x }), run(2, { together: y })];
    expect(nextRuns([a, other, b, run(3, { together: x })], false)).toEqual([a, b]);
    const measuring = run(2, { together: x, next: 'measure' });
    expect(nextRuns([a, measuring, b], false)).toEqual([measuring]);
  });

  it('takes none that must rest', () => {
    const runs = [run(0, { together: x }), run(1, { next: 'measure' })];
    expect(nextRuns(runs, true)).toEqual([]);
  });

  it('lets a run step as far as it is allowed, and measure there', () => {
    for (const [next, step, goesOn] of [
      ['step', 4, true],
      ['step', 5, false],
      ['measure', 5, true],
      ['measure', 6, false],
    ] as const) {
      const one = run(step, { next, until: 5 });
      expect(nextRuns([run(0), one], true)).toEqual(goesOn ? [one] : []);
    }
  });
});
