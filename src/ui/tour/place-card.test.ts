import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeCard } from './place-card.ts';

const CARD = { width: 300, height: 160 };
const WINDOW = { width: 1440, height: 900, narrow: 600 };

it('stands right of its target, else left, else below, else above', () => {
  const box = (left: number, top: number, width = 100, height = 40) => ({ left, top, width, height });
  expect(placeCard(box(20, 200), CARD, WINDOW)).toEqual({ left: 134, top: 200 });
  expect(placeCard(box(1300, 200), CARD, WINDOW)).toEqual({ left: 986, top: 200 });
  expect(placeCard(box(20, 100, 1400), CARD, WINDOW)).toEqual({ left: 20, top: 154 });
  expect(placeCard(box(20, 800, 1400), CARD, WINDOW)).toEqual({ left: 20, top: 626 });
});

it('stands at the foot of a narrow window, or at its head where the target is at the foot', () => {
  const phone = { width: 390, height: 844, narrow: 600 };
  expect(placeCard({ left: 10, top: 100, width: 50, height: 40 }, CARD, phone)).toEqual({
    left: 45,
    top: 676,
  });
  expect(placeCard({ left: 10, top: 700, width: 50, height: 100 }, CARD, phone).top).toBe(8);
  expect(placeCard(null, CARD, phone)).toEqual({ left: 45, top: 676 });
});

it('is always within the window', () => {
  const length = fc.integer({ min: -500, max: 2000 });
  fc.assert(
    fc.property(
      fc.record({ left: length, top: length, width: fc.nat(1500), height: fc.nat(1500) }),
      fc.integer({ min: 320, max: 2000 }),
      fc.integer({ min: 300, max: 1400 }),
      (target, width, height) => {
        const { left, top } = placeCard(target, CARD, { width, height, narrow: 600 });
        expect(left).toBeGreaterThanOrEqual(8);
        expect(left + CARD.width).toBeLessThanOrEqual(width - 8);
        expect(top).toBeGreaterThanOrEqual(8);
        expect(top + CARD.height).toBeLessThanOrEqual(height - 8);
      },
    ),
  );
});
