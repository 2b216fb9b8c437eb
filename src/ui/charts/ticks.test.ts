import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatLoss, formatValue, indexTicks, linearAxis, logAxis, stepAxis } from './ticks.ts';

const rising = (ticks: readonly number[]) =>
  ticks.every((tick, i) => i === 0 || tick > (ticks[i - 1] ?? Infinity));

describe('stepAxis', () => {
  it('puts round whole steps from 0 to the last', () => {
    expect(stepAxis(300, 400)).toEqual({ domain: [0, 300], ticks: [0, 50, 100, 150, 200, 250, 300] });
    expect(stepAxis(1, 400)).toEqual({ domain: [0, 1], ticks: [0, 1] });
  });

  it('has a length even before the first step', () => {
    expect(stepAxis(0, 400).domain).toEqual([0, 1]);
  });
});

describe('indexTicks', () => {
  it('labels every index while they fit, else round ones after 1', () => {
    expect(indexTicks(4, 400)).toEqual([1, 2, 3, 4]);
    expect(indexTicks(64, 300)).toEqual([1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60]);
  });
});

describe('linearAxis', () => {
  it('widens to round numbers', () => {
    expect(linearAxis([0.63, 4.9], 180)).toEqual({ domain: [0, 5], ticks: [0, 1, 2, 3, 4, 5] });
  });

  it('gives a constant some room', () => {
    const axis = linearAxis([3, 3], 180);
    expect(axis?.domain[0]).toBeLessThan(3);
    expect(axis?.domain[1]).toBeGreaterThan(3);
  });

  it('is null without a finite value', () => {
    expect(linearAxis([], 180)).toBeNull();
    expect(linearAxis([NaN, Infinity], 180)).toBeNull();
  });

  it('holds every value, and ticks within the domain', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 1000),
          { minLength: 1 },
        ),
        fc.integer({ min: 40, max: 1000 }),
        (values, height) => {
          const axis = linearAxis(values, height);
          if (!axis) throw new Error('an axis was due');
          const [low, high] = axis.domain;
          expect(low).toBeLessThan(high);
          for (const value of values) {
            expect(value).toBeGreaterThanOrEqual(low);
            expect(value).toBeLessThanOrEqual(high);
          }
          expect(rising(axis.ticks)).toBe(true);
        },
      ),
    );
  });
});

describe('logAxis', () => {
  it('stands at 1, 2 and 5 within a decade or two', () => {
    expect(logAxis([0.6, 5], 180)?.ticks).toEqual([1, 2, 5]);
    expect(logAxis([0.004, 0.6], 260)?.ticks).toEqual([0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5]);
  });

  it('thins to powers of ten over a wide range', () => {
    expect(logAxis([1e-6, 1], 180)?.ticks).toEqual([1e-6, 1e-4, 1e-2, 1]);
  });

  it('still has ticks within a narrow range', () => {
    expect(logAxis([2.1, 2.4], 180)?.ticks.length).toBeGreaterThanOrEqual(2);
  });

  it('passes over what a logarithm cannot show', () => {
    expect(logAxis([0, -3], 180)).toBeNull();
    expect(logAxis([0, 1, 10], 180)?.domain[0]).toBeCloseTo(1 / 1.15);
  });

  it('keeps its ticks positive, rising and within the domain', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), { minLength: 1 }),
        fc.integer({ min: 40, max: 1000 }),
        (values, height) => {
          const axis = logAxis(values, height);
          if (!axis) throw new Error('an axis was due');
          const [low, high] = axis.domain;
          expect(low).toBeGreaterThan(0);
          for (const tick of axis.ticks) expect(tick >= low && tick <= high).toBe(true);
          expect(rising(axis.ticks)).toBe(true);
        },
      ),
    );
  });
});

describe('labels', () => {
  it('writes losses to three decimals and values to three digits', () => {
    expect(formatLoss(0.64949)).toBe('0.649');
    expect(formatValue(12.3456)).toBe('12.3');
    expect(formatValue(0)).toBe('0');
    expect(formatValue(0.0000123)).toBe('1.2e-5');
    expect(formatValue(0.0001)).toBe('1e-4');
  });
});
