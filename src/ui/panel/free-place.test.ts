import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freePlace, type Span } from './free-place.ts';

const within: Span = { start: 0, end: 200 };

describe('the place of a text beside the form', () => {
  it('is the wanted one where nothing is taken', () => expect(freePlace(40, 30, [], within)).toBe(40));

  it('is moved just past what can be pressed, the shorter way', () => {
    expect(freePlace(50, 30, [{ start: 60, end: 90 }], within)).toBe(30);
    expect(freePlace(70, 30, [{ start: 60, end: 90 }], within)).toBe(90);
  });

  it('stays where nothing is free', () =>
    expect(freePlace(50, 150, [{ start: 60, end: 140 }], within)).toBe(50));

  it('is the nearest of all free places', () => {
    const spans = fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 199 }), fc.integer({ min: 1, max: 60 }))
        .map(([start, length]) => ({ start, end: start + length })),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 1, max: 80 }),
        spans,
        (wanted, length, taken) => {
          const free = Array.from({ length: 201 }, (_, start) => start).filter(
            (start) =>
              start + length <= 200 && !taken.some((span) => span.start < start + length && start < span.end),
          );
          const place = freePlace(wanted, length, taken, within);
          if (free.length === 0) expect(place).toBe(wanted);
          else {
            expect(free).toContain(place);
            expect(Math.abs(place - wanted)).toBe(Math.min(...free.map((start) => Math.abs(start - wanted))));
          }
        },
      ),
    );
  });
});
