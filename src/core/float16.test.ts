import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areHalves, fromHalf, packHalves, toHalf } from './float16.ts';

describe('float16', () => {
  // From IEEE 754-2019 and the tables of "Half-precision floating-point format".
  it.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [-1023 * 2 ** -24, 0x83ff],
    [0.333251953125, 0x3555],
    [Infinity, 0x7c00],
    [-Infinity, 0xfc00],
  ])('holds %d as bits %i', (value, bits) => {
    expect(toHalf(value)).toBe(bits);
    expect(fromHalf(bits)).toBe(value);
  });

  it('returns every number it can hold', () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      const value = fromHalf(bits);
      if (Number.isNaN(value)) expect(fromHalf(toHalf(value))).toBeNaN();
      else expect(toHalf(value)).toBe(bits);
    }
  });

  it('rounds to the nearest, ties to even, and beyond the range to infinity', () => {
    expect(fromHalf(toHalf(2049))).toBe(2048);
    expect(fromHalf(toHalf(2051))).toBe(2052);
    expect(fromHalf(toHalf(65519))).toBe(65504);
    expect(fromHalf(toHalf(65520))).toBe(Infinity);
    expect(fromHalf(toHalf(2 ** -25))).toBe(0);
    expect(fromHalf(toHalf(3 * 2 ** -25))).toBe(2 ** -23);
    fc.assert(
      fc.property(fc.float({ min: -65000, max: 65000, noNaN: true }), (value) => {
        // Half a step: 11 significant bits, and never finer than 2⁻²⁴.
        const step = Math.max(2 ** -24, 2 ** (Math.floor(Math.log2(Math.abs(value) || 1)) - 10));
        expect(Math.abs(fromHalf(toHalf(value)) - value)).toBeLessThanOrEqual(step / 2);
      }),
    );
  });

  it('tells whether numbers survive, and packs them low half first', () => {
    expect(areHalves(Float32Array.of(0, 0.5, -1.25))).toBe(true);
    expect(areHalves(Float32Array.of(0.5, 0.1))).toBe(false);
    expect([...packHalves(Float32Array.of(1, -2))]).toEqual([0xc0003c00 | 0]);
  });
});
