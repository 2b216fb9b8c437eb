import { describe, expect, it } from 'vitest';
import { onBaseSpectrum } from '../../../core/amplification.ts';
import { dense, svd } from '../../../core/svd.ts';
import { TABLE_7 } from '../../../core/table-7.ts';
import {
  alignmentOf,
  chanceFactor,
  chanceShares,
  directionShares,
  energyShares,
  halfOf,
  judged,
  mostInTop,
} from './base-figures.ts';

describe('what ΔW’s directions are to W0', () => {
  it('is in the paper what W0 has but does not emphasise', () => {
    expect(TABLE_7.map(alignmentOf)).toEqual(['more', 'more']);
    // 6.91 / 0.32 and 3.57 / 1.90, as the text says: 21.5 and around 2.
    for (const { deltaNorm, overlap, factor } of TABLE_7)
      expect(deltaNorm / overlap / factor).toBeCloseTo(1, 1);
    expect(TABLE_7.map(chanceFactor).map((factor) => Math.round(factor ?? NaN))).toEqual([346, 11]);
  });

  it('is told from chance, from W0’s strong ones and from its weak ones', () => {
    const kind = (overlap: number, r = 8) => alignmentOf({ r, overlap, own: 8, random: 2 });
    expect([1, 1.9, 3.5, 4.5].map((overlap) => kind(overlap))).toEqual(['less', 'chance', 'more', 'top']);
    // Of one direction chance decides much.
    expect([kind(0.5, 1), kind(4.5, 1), kind(5, 1)]).toEqual(['chance', 'chance', 'top']);
  });
});

it('judges a matrix by all of ΔW’s directions, and by the first ones where all would span the space', () => {
  const figures = (ranks: readonly number[]) => ({
    amplifications: ranks.map((r) => ({
      r,
      overlap: 1,
      own: 1,
      random: 1,
      sampled: 1,
      deltaNorm: 1,
      baseNorm: 1,
      factor: 1,
    })),
    baseSigma: new Float64Array(64),
  });
  expect(judged(figures([1, 2, 4]))?.r).toBe(4);
  expect(judged(figures([1, 2, 4, 8, 16, 32, 64]))?.r).toBe(16);
  expect(judged({ ...figures([1, 2]), baseSigma: new Float64Array(2) })?.r).toBe(1);
  expect(judged(figures([]))).toBeUndefined();
});

describe('where directions lie on W0’s spectrum', () => {
  const w0 = dense(3, 3, [3, 0, 0, 0, 2, 0, 0, 0, 1]);
  const base = svd(w0);
  const values = (points: readonly { value: number }[]) => points.map(({ value }) => Math.round(value));

  it('adds up along its singular directions, the strongest first', () => {
    const half = Math.SQRT1_2;
    const directions = dense(2, 3, [0, 1, 0, half, 0, half]);
    const [second, both] = directionShares(onBaseSpectrum(directions, base.left));
    expect(values(second ?? [])).toEqual([0, 100, 100]);
    expect(values(both ?? [])).toEqual([50, 50, 100]);
    expect([halfOf(second ?? []), halfOf([{ x: 1, value: 20 }])]).toEqual([2, null]);
    // 9 and 13 of 14.
    expect(values(energyShares(base.sigma))).toEqual([64, 93, 100]);
    expect(values(chanceShares(3, 6))).toEqual([17, 33, 50]);
  });
});

it('Figure 8 asks for the most that ΔW’s first four directions share with the first tenth of W0’s', () => {
  const phi = dense(5, 6, [
    ...[0.1, 0.2, 0.9, 0, 0, 0],
    ...[0.9, 0.3, 0.9, 0, 0, 0],
    ...[0, 0, 0, 0, 0, 0],
    ...[0, 0, 0, 0, 0, 0],
    ...[1, 1, 1, 1, 1, 1],
  ]);
  // A tenth of 20 is two; the second direction is not asked of the first of W0 alone.
  expect(mostInTop(phi, 20)).toEqual({ i: 2, j: 2, phi: 0.3 });
  expect(mostInTop(phi, 3)).toEqual({ i: 1, j: 1, phi: 0.1 });
  expect(mostInTop(dense(0, 6, []), 20)).toBeNull();
});
