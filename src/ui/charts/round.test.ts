import { describe, expect, it } from 'vitest';
import { roundOutwards } from './round.ts';

describe('roundOutwards', () => {
  it('gives the nearest 1, 2 or 5 · 10^k around', () => {
    expect(roundOutwards([0.0037, 3.1])).toEqual([0.002, 5]);
    expect(roundOutwards([1e-6, 1e6])).toEqual([1e-6, 1e6]);
    expect(roundOutwards([7, 8])).toEqual([5, 10]);
  });
});
