import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutPlot, type Layout } from './layout.ts';
import { covered, placeReadout, readoutRoom } from './readout-place.ts';
import { fitReadout } from './readout.tsx';
import { stepAxis } from './ticks.ts';

const font = { size: 12, line: 16, width: (text: string) => 7 * text.length };

const layoutOf = (width: number, height: number, ends: readonly string[] = []): Layout =>
  layoutPlot(
    { width, height, font },
    {
      xAxis: (plotWidth, spacing) => stepAxis(100, plotWidth, spacing),
      longestX: '100',
      xName: 'step',
      values: [0, 4],
      log: false,
      legend: [{ text: 'training', colour: 'red' }],
      endLabels: ends.map((text) => ({ text, value: 1, colour: '', dash: '' })),
    },
  );

/** Falls fast, then lies low: as a loss does. */
const falling = Array.from({ length: 101 }, (_, x) => ({ x, value: 0.5 + 3.5 * Math.exp(-x / 10) }));

describe('covered', () => {
  const scales = { xAt: (x: number) => x, yAt: (y: number) => y };
  const box = { left: 10, top: 10, width: 10, height: 20 };
  const line = (...points: [number, number][]) => [points.map(([x, value]) => ({ x, value }))];

  it('is the length of the lines in the box, with their points in it or not', () => {
    expect(covered(box, line([0, 15], [100, 15]), scales)).toBeCloseTo(10);
    expect(covered(box, line([15, 0], [15, 15], [15, 16]), scales)).toBeCloseTo(6);
    expect(covered(box, line([0, 0], [100, 100]), scales)).toBeCloseTo(10 * Math.SQRT2);
    expect(covered(box, line([0, 5], [100, 5]), scales)).toBe(0);
    expect(covered(box, line([0, 30], [9, 9], [30, 0]), scales)).toBe(0);
  });
});

describe('placeReadout', () => {
  const layout = layoutOf(360, 200);
  const size = { width: 150, height: 40 };

  it.each([0, 3, 10, 50, 97, 100])('leaves a falling curve in sight at step %i', (step) => {
    const place = placeReadout(size, layout.xAt(step), [falling], layout);
    expect(covered(place, [falling], layout)).toBeLessThan(1);
  });

  it('goes below a curve that lies high', () => {
    const high = falling.map(({ x, value }) => ({ x, value: 4 - value / 4 }));
    const place = placeReadout(size, layout.xAt(50), [high], layout);
    expect(place.top).toBeGreaterThan(layout.yAt(2));
  });

  it('stands beside the cursor where nothing is in the way', () => {
    expect(placeReadout(size, layout.left + 20, [], layout).left).toBe(layout.left + 30);
    expect(placeReadout(size, layout.left + 300, [], layout).left).toBe(layout.left + 300 - 10 - size.width);
  });

  it('never covers the labels of an axis, however large it is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 120, max: 900 }),
        fc.integer({ min: 100, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        fc.constantFrom([], ['r 4'], ['a long name of a run']),
        (width, height, at, wide, high, ends) => {
          const drawn = layoutOf(width, height, ends);
          const room = readoutRoom(drawn);
          const large = { width: wide * room.width, height: high * room.height };
          const place = placeReadout(large, drawn.xAt(100 * at), [falling], drawn);
          expect(place.left).toBeGreaterThanOrEqual(drawn.left);
          expect(place.left + place.width).toBeLessThanOrEqual(width);
          expect(place.top).toBeGreaterThanOrEqual(-1e-9);
          expect(place.top + place.height).toBeLessThanOrEqual(height - drawn.bottom);
        },
      ),
    );
  });
});

describe('fitReadout', () => {
  const rows = (...labels: string[]) =>
    labels.map((label) => ({ label, colour: 'red', dash: '', values: ['1.234', '2.345', '3.456'] }));
  const table = { corner: 'step 5', headings: ['one', 'two', 'three'], spare: 1 };
  const roomy = { width: 400, height: 200 };

  it('shows all where there is room; one run needs no name', () => {
    const one = fitReadout({ ...table, rows: rows('r 4') }, roomy, font);
    expect(one).toMatchObject({ named: false, wraps: false, left: 0, headings: ['one', 'two', 'three'] });
    const several = fitReadout({ ...table, rows: rows('r 4', 'r 8') }, roomy, font);
    expect(several).toMatchObject({ named: true, wraps: false, left: 0 });
  });

  it('leaves out spare columns, then wraps names', () => {
    // 18 around, 22 + 8 for the swatch, 3 columns of 35 + 8, names of 70.
    const long = { ...table, rows: rows('ten letter', 'r 8') };
    expect(fitReadout(long, { ...roomy, width: 247 }, font).headings).toHaveLength(3);
    expect(fitReadout(long, { ...roomy, width: 246 }, font)).toMatchObject({
      headings: ['one', 'two'],
      rows: [{ values: ['1.234', '2.345'] }, {}],
      wraps: false,
    });
    expect(fitReadout(long, { ...roomy, width: 203 }, font).wraps).toBe(true);
  });

  it('says how many rows have no room', () => {
    const many = { ...table, rows: rows('1', '2', '3', '4', '5', '6') };
    // Ten around, and lines of 16: a heading and six rows, or four and the line that says so.
    expect(fitReadout(many, { ...roomy, height: 10 + 7 * 16 }, font)).toMatchObject({ left: 0 });
    const cut = fitReadout(many, { ...roomy, height: 10 + 6 * 16 }, font);
    expect(cut.rows.map(({ label }) => label)).toEqual(['1', '2', '3', '4']);
    expect(cut.left).toBe(2);
  });
});
