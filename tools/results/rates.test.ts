import { describe, expect, it } from 'vitest';
import { METHOD_IDS } from '../../src/core/methods/methods.ts';
import { THOROUGH } from '../../src/core/run-config.ts';
import { app } from '../../src/ui/strings/en/app.ts';
import { entry } from './fixture.ts';
import type { Job, RateEntry } from './log.ts';
import { bestRate, jobsOf, measuredRates, nextRate, RATES, rateReport, SWEPT, sweptMethod } from './rates.ts';

const subjects = ['restaurant', 'sql', 'nli'].map((task) => ({
  model: 'micro',
  task,
  weights: 'aa',
  fingerprint: task,
}));
const bitfit = sweptMethod('bitfit');

/** A run's line with this loss after its last step; null for one that diverged. */
function line(job: Job, loss: number | null): RateEntry {
  const { evals, device, browser, at } = entry(job);
  const final = { ...evals.final, loss: loss ?? NaN };
  return { ...job, evals: loss === null ? null : { ...evals, final }, device, browser, at };
}

/** Walks until nothing is left to measure. @param lossAt the loss of each task at a rate */
function walk(start: number, lossAt: (rate: number) => number[]) {
  const measured: { rate: number; losses: number[] }[] = [];
  for (let rate = nextRate(start, measured); rate !== null; rate = nextRate(start, measured))
    measured.push({ rate, losses: lossAt(rate) });
  return measured;
}

describe('the walk over learning rates', () => {
  it('ends at the lowest loss with a worse one on either side, wherever it began', () => {
    const lossAt = (rate: number) => [1 + Math.log10(rate / 0.02) ** 2];
    for (const start of RATES) {
      const measured = walk(start, lossAt);
      expect(bestRate(measured)).toBe(0.02);
      const rates = measured.map(({ rate }) => rate);
      expect(rates).toEqual(expect.arrayContaining([0.01, 0.02, 0.05]));
      expect(new Set(rates).size).toBe(rates.length);
    }
  });

  it('turns back where runs diverge, and stops at the end of the grid', () => {
    expect(bestRate(walk(0.5, (rate) => [rate > 0.01 ? Infinity : 1 / rate]))).toBe(0.01);
    expect(walk(0.5, (rate) => [1 / rate]).map(({ rate }) => rate)).toEqual([0.5, 0.2, 1]);
  });

  it('lets each task count alike, however large its losses are', () => {
    const measured = [
      { rate: 0.01, losses: [10, 0.2] },
      { rate: 0.02, losses: [9, 0.5] },
    ];
    expect(bestRate(measured)).toBe(0.01);
  });
});

describe('the sweep', () => {
  it('covers every method, and starts at the rate in use', () => {
    expect(new Set(SWEPT.map(({ method }) => method.type))).toEqual(new Set(METHOD_IDS));
    for (const swept of SWEPT) {
      expect(RATES).toContain(swept.rate);
      for (const { config } of jobsOf(swept, swept.rate, subjects))
        expect(config.method).toEqual(swept.method);
    }
  });

  it('trains on two tasks of one model alone, at the rate that is asked', () => {
    const configs = jobsOf(bitfit, 0.02, subjects).map(({ config }) => config);
    expect(configs.map(({ task }) => task)).toEqual(['restaurant', 'sql']);
    expect(configs.map(({ training }) => training.learning_rate)).toEqual([0.02, 0.02]);
  });

  it('tries the longest settings on the tasks that the page proposes them for', () => {
    const longest = SWEPT.find(({ max_steps }) => max_steps === THOROUGH.training.max_steps);
    const tasks = longest && jobsOf(longest, longest.rate, subjects).map(({ config }) => config.task);
    expect(tasks?.toSorted()).toEqual(Object.keys(app.panel.taskNeeds).toSorted());
  });

  it('counts a rate once all of its tasks are measured, on the data of today', () => {
    const [first, second] = jobsOf(bitfit, 0.02, subjects);
    if (!first || !second) throw new Error('The sweep is empty.');
    expect(measuredRates(bitfit, [line(first, 0.5)], subjects)).toEqual([]);
    const both = [line(first, 0.5), line(second, null)];
    expect(measuredRates(bitfit, both, subjects)).toEqual([{ rate: 0.02, losses: [0.5, Infinity] }]);
    expect(
      measuredRates(bitfit, [{ ...both[0], weights: 'ab' } as RateEntry, line(second, 1)], subjects),
    ).toEqual([]);
    expect(rateReport(both, subjects)).toContain('| BitFit | **0.500 · diverged** |');
  });
});
