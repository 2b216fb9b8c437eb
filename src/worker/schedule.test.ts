import { describe, expect, it } from 'vitest';
import { nextRun, type Scheduled } from './schedule.ts';

const run = (step: number, settings: Partial<Scheduled> = {}): Scheduled => ({
  step,
  next: 'step',
  until: null,
  ...settings,
});

describe('nextRun', () => {
  it('takes the run that is furthest behind, of equal ones the first', () => {
    const runs = [run(3), run(2), run(2, { next: 'measure' })];
    expect(nextRun(runs, false)).toBe(runs[1]);
    expect(nextRun<Scheduled>([], false)).toBeUndefined();
  });

  it('takes none that must rest', () => {
    const runs = [run(0), run(1, { next: 'measure' })];
    expect(nextRun(runs, true)).toBeUndefined();
  });

  it('lets a run step as far as it is allowed, and measure there', () => {
    for (const [next, step, goesOn] of [
      ['step', 4, true],
      ['step', 5, false],
      ['measure', 5, true],
      ['measure', 6, false],
    ] as const) {
      const one = run(step, { next, until: 5 });
      expect(nextRun([run(0), one], true)).toBe(goesOn ? one : undefined);
    }
  });
});
