import { describe, expect, it } from 'vitest';
import { dequantise, packBytes, quantise } from './int8.ts';
import { createRng } from './rng.ts';

describe('int8 weights', () => {
  it('have the values and scales that were computed by hand', () => {
    // Outputs are columns: the largest of the first is 1.27, of the second 254, and the third is zero.
    const { values, scales } = quantise(Float32Array.of(1.27, -254, 0, -0.014, 3, 0), 3);
    expect([...values]).toEqual([127, -127, 0, -1, 2, 0]);
    expect([...scales]).toEqual([Math.fround(Math.fround(1.27) / 127), 2, 0]);
  });

  it('are off by half a step at most, of each output', () => {
    const rng = createRng(1, 'int8');
    const dOut = 5;
    const weight = Float32Array.from({ length: 40 * dOut }, (_, i) => rng.normal() * 10 ** (i % dOut));
    const quantised = quantise(weight, dOut);
    dequantise(quantised).forEach((value, i) => {
      const step = quantised.scales[i % dOut] ?? NaN;
      expect(Math.abs(value - (weight[i] ?? NaN))).toBeLessThanOrEqual(0.5001 * step);
    });
    // The largest of each output is held exactly by ±127.
    for (let j = 0; j < dOut; j++)
      expect(Math.max(...quantised.values.filter((_, i) => i % dOut === j).map(Math.abs))).toBe(127);
  });

  it('keep subnormal weights finite', () => {
    expect([...dequantise(quantise(Float32Array.of(1e-45, -1e-45), 1))].map(Math.abs)).toEqual([0, 0]);
  });

  it('are packed four to a word, the first in the lowest byte', () => {
    const words = packBytes(Int8Array.of(1, -1, 127, -127, 0, 0, 0, 5));
    expect([...new Int8Array(words.buffer)]).toEqual([1, -1, 127, -127, 0, 0, 0, 5]);
  });
});
