import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  amountAxis,
  indexAxis,
  linearAxis,
  logAxis,
  logStepAxis,
  namesAxis,
  stepAxis,
  valueAxis,
  valuesAxis,
  type Axis,
} from './ticks.ts';
import { columnFormat, formatLoss, formatValue, tickLabels } from './values.ts';

const rising = (ticks: readonly number[]) =>
  ticks.every((tick, i) => i === 0 || tick > (ticks[i - 1] ?? Infinity));

describe('stepAxis', () => {
  it('puts round whole steps from 0 to the last', () => {
    expect(stepAxis(300, 400, 40)).toEqual({ domain: [0, 300], ticks: [0, 50, 100, 150, 200, 250, 300] });
    expect(stepAxis(1, 400, 40)).toEqual({ domain: [0, 1], ticks: [0, 1] });
  });

  it('has a length even before the first step', () => {
    expect(stepAxis(0, 400, 40).domain).toEqual([0, 1]);
  });
});

describe('axes of amounts, values and names', () => {
  it('an amount need not be whole', () => {
    expect(amountAxis(0.4, 400, 100)).toEqual({ domain: [0, 0.4], ticks: [0, 0.1, 0.2, 0.3, 0.4] });
    expect(amountAxis(0, 400, 100).domain).toEqual([0, 1]);
  });
  it('a logarithmic one begins at the first value above 0 and ends at the last', () => {
    const { domain, ticks } = logStepAxis([0, 1, 300], 400, 30);
    expect(domain).toEqual([1, 300]);
    expect(ticks).toEqual([1, 2, 5, 10, 20, 50, 100, 200]);
    expect(logStepAxis([], 400, 30).domain).toEqual([0, 1]);
  });
  it('values are labelled where they stand, as far as they have room', () => {
    const even = valuesAxis([1, 2, 4, 8, 16], true, 400, 40);
    expect(even.ticks).toEqual([1, 2, 4, 8, 16]);
    expect(even.domain[0]).toBeLessThan(1);
    expect(even.domain[1]).toBeGreaterThan(16);
    expect(valuesAxis([1, 2, 4, 8, 16], false, 400, 60).ticks).toEqual([1, 4, 8, 16]);
    const [low, high] = valuesAxis([0.005], true, 400, 40).domain;
    expect(low).toBeLessThan(0.005);
    expect(high).toBeGreaterThan(0.005);
  });
  it('names stand in the middle of slots', () => {
    expect(namesAxis(3)).toEqual({ domain: [-0.5, 2.5], ticks: [0, 1, 2] });
  });
});

describe('indexAxis', () => {
  it('labels every index while they fit, else round ones after 1', () => {
    expect(indexAxis(4, 400, 26)).toEqual({ domain: [0.5, 4.5], ticks: [1, 2, 3, 4] });
    expect(indexAxis(64, 300, 26).ticks).toEqual([1, 10, 20, 30, 40, 50, 60]);
  });

  it('leaves out no multiple of its round number where labels do not all fit', () => {
    expect(indexAxis(20, 120, 26).ticks).toEqual([1, 10, 20]);
    expect(indexAxis(64, 500, 26).ticks).toEqual([1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 60, max: 900 }),
        fc.integer({ min: 15, max: 50 }),
        (count, width, spacing) => {
          fc.pre(count * spacing > width);
          const { domain, ticks } = indexAxis(count, width, spacing);
          const [first, ...others] = ticks;
          expect(first).toBe(1);
          const places = ticks.map((tick) => along({ domain, ticks }, false, width, tick));
          places.slice(1).forEach((place, i) => {
            expect(place - (places[i] ?? 0)).toBeGreaterThanOrEqual(spacing * (1 - 1e-9));
          });
          const stride = others[0] ?? count;
          expect(others).toEqual(others.map((_, i) => (i + 1) * stride));
          expect((ticks.at(-1) ?? 0) + stride).toBeGreaterThan(count);
        },
      ),
    );
  });
});

describe('linearAxis', () => {
  it('widens to round numbers', () => {
    expect(linearAxis([0.63, 4.9], 180, 30)).toEqual({ domain: [0, 5], ticks: [0, 1, 2, 3, 4, 5] });
  });

  it('gives a constant some room', () => {
    const axis = linearAxis([3, 3], 180, 30);
    expect(axis?.domain[0]).toBeLessThan(3);
    expect(axis?.domain[1]).toBeGreaterThan(3);
  });

  it('is null without a finite value', () => {
    // A matrix of zeros: nothing stands below zero.
    expect(linearAxis([0], 180, 30)).toEqual({ domain: [0, 1], ticks: [0] });
    expect(linearAxis([], 180, 30)).toBeNull();
    expect(linearAxis([NaN, Infinity], 180, 30)).toBeNull();
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
          const axis = linearAxis(values, height, 30);
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
    expect(logAxis([0.6, 5], 180, 30)?.ticks).toEqual([1, 2, 5]);
    expect(logAxis([0.004, 0.6], 260, 30)?.ticks).toEqual([0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5]);
  });

  it('has more of them within less than a decade, as many as have room', () => {
    expect(logAxis([0.6, 3.5], 260, 30)?.ticks).toEqual([0.7, 1, 1.5, 2, 3]);
    expect(logAxis([0.6, 3.5], 180, 30)?.ticks).toEqual([0.6, 1, 2, 3]);
  });

  it('thins to powers of ten over a wide range', () => {
    expect(logAxis([1e-6, 1], 180, 30)?.ticks).toEqual([1e-6, 1e-4, 1e-2, 1]);
  });

  it('still has ticks within a narrow range', () => {
    expect(logAxis([2.1, 2.4], 180, 30)?.ticks.length).toBeGreaterThanOrEqual(2);
  });

  it('passes over what a logarithm cannot show', () => {
    expect(logAxis([0, -3], 180, 30)).toBeNull();
    expect(logAxis([0, 1, 10], 180, 30)?.domain[0]).toBeCloseTo(1 / 1.15);
  });

  it('keeps its ticks positive, rising and within the domain', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), { minLength: 1 }),
        fc.integer({ min: 40, max: 1000 }),
        (values, height) => {
          const axis = logAxis(values, height, 30);
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

/** Where a value stands along an axis, in CSS pixels. */
const along = ({ domain: [low, high] }: Axis, log: boolean, length: number, value: number): number =>
  log ? (Math.log(value / low) / Math.log(high / low)) * length : ((value - low) / (high - low)) * length;

describe('every axis', () => {
  it('has its labels clear of each other, no two alike, and as exact as its ticks', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc
            .tuple(fc.double({ min: 1, max: 10, noNaN: true }), fc.integer({ min: -6, max: 6 }))
            .map(([mantissa, power]) => mantissa * 10 ** power),
          { minLength: 2, maxLength: 20 },
        ),
        fc.boolean(),
        fc.integer({ min: 60, max: 900 }),
        fc.integer({ min: 20, max: 50 }),
        (values, log, length, spacing) => {
          const axis = valueAxis(values, log, length, spacing);
          const labels = tickLabels(axis.ticks);
          expect(new Set(labels).size).toBe(labels.length);
          const places = axis.ticks.map((tick) => along(axis, log, length, tick));
          // Two labels, at the ends of what there is, are never too many.
          if (places.length > 2)
            places.slice(1).forEach((place, i) => {
              expect(place - (places[i] ?? 0)).toBeGreaterThan(spacing * 0.7);
            });
          axis.ticks.forEach((tick, i) => {
            const written = Number(labels[i]?.replaceAll(',', ''));
            expect(Math.abs(written - tick)).toBeLessThanOrEqual(1e-9 * Math.abs(tick));
          });
        },
      ),
    );
  });

  it('numbers whole steps and indices only', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 60, max: 900 }), (last, width) => {
        for (const { ticks } of [stepAxis(last, width, 40), indexAxis(last, width, 20)]) {
          expect(ticks.every(Number.isInteger)).toBe(true);
          expect(rising(ticks)).toBe(true);
        }
      }),
    );
  });
});

describe('labels', () => {
  it('have one number of decimals on an even axis', () => {
    expect(tickLabels([0, 0.5, 1])).toEqual(['0.0', '0.5', '1.0']);
    expect(tickLabels([2.342, 2.344, 2.346])).toEqual(['2.342', '2.344', '2.346']);
    expect(tickLabels([0, 500_000, 1_000_000])).toEqual(['0', '5e5', '1e6']);
    expect(tickLabels([0, 5e-7, 1e-6])).toEqual(['0', '5e-7', '1e-6']);
    expect(tickLabels([0.001, 0.1, 10, 1000])).toEqual(['0.001', '0.1', '10', '1,000']);
  });

  it('are in one notation', () => {
    expect(tickLabels([100, 10_000, 1_000_000])).toEqual(['100', '10,000', '1,000,000']);
    expect(tickLabels([1000, 100_000, 10_000_000])).toEqual(['1e3', '1e5', '1e7']);
    expect(tickLabels([1e-4, 0.01, 1])).toEqual(['1e-4', '1e-2', '1e0']);
  });

  it('writes losses to three decimals and values to three digits', () => {
    expect(formatLoss(0.64949)).toBe('0.649');
    expect(formatLoss(0)).toBe('0.000');
    expect(formatLoss(0.0000123)).toBe('1.2e-5');
    expect(formatValue(12.3456)).toBe('12.3');
    expect(formatValue(0)).toBe('0');
    expect(formatValue(0.0000123)).toBe('1.2e-5');
    expect(formatValue(0.0001)).toBe('1e-4');
    expect(formatValue(1_234_567)).toBe('1.23e6');
  });

  it('have one number of decimals in a column of a table', () => {
    const column = (numbers: number[]) => numbers.map(columnFormat(numbers));
    expect(column([1, 20, 3000])).toEqual(['1', '20', '3,000']);
    expect(column([4.92341, 2, 0.7])).toEqual(['4.923', '2.000', '0.700']);
    expect(column([0.00754, 1])).toEqual(['0.0075', '1.0000']);
    expect(column([0, 0.0000123, 12.3456])).toEqual(['0.000', '1.2e-5', '12.346']);
  });
});

it('round ends of an axis stay as they are, however high it is', () => {
  for (const height of [40, 60, 90, 120, 200, 400])
    for (const top of [0.05, 0.5, 1, 2, 5, 10])
      expect(valueAxis([0, top], false, height, 26).domain, `${top} in ${height}`).toEqual([0, top]);
});
