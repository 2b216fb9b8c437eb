import { describe, expect, it } from 'vitest';
import { runConfigSchema } from '../../../core/run-config.ts';
import { record } from '../../../state/testing.ts';
import { againstTrained, cutRanks, differInRankAlone, enough } from './cut-figures.ts';

const cuts = (...losses: number[]) => losses.map((loss, k) => ({ k, loss }));

describe('runs cut to fewer directions', () => {
  it('are cut to each rank at first, then to ever fewer, and to all', () => {
    expect(cutRanks(1)).toEqual([0, 1]);
    expect(cutRanks(4)).toEqual([0, 1, 2, 3, 4]);
    expect(cutRanks(16)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16]);
    expect(cutRanks(20).slice(-3)).toEqual([12, 16, 20]);
  });

  it('need the directions that keep nearly all of the gain', () => {
    expect(enough(cuts(3, 2, 1.1, 1.05, 1))).toBe(2);
    expect(enough(cuts(3, 2.5, 2, 1))).toBe(3);
    // Some directions may do harm.
    expect(enough(cuts(3, 0.9, 1))).toBe(1);
    expect(enough(cuts(3, 3.5))).toBeNull();
    expect(enough([{ k: 2, loss: 1 }])).toBeNull();
  });

  it('stand beside the runs that were trained at their ranks', () => {
    const run = (rank: number, loss: number, ...own: number[]) => ({ rank, loss, cuts: cuts(...own) });
    const wide = run(4, 1, 3, 2, 1.1, 1.05, 1);
    // Within a twentieth of what ΔW gains, 0.1, none is worse.
    const [one, two] = [run(1, 1.8, 3, 1.8), run(2, 1.05, 3, 2, 1.05)];
    expect(againstTrained([two, wide, one])).toEqual({ cut: wide, worse: [1], asGood: [2] });
    expect(againstTrained([wide])).toBeNull();
    expect(againstTrained([wide, run(4, 1.3)])).toBeNull();
  });

  it('are compared where nothing but the rank differs', () => {
    const first = record('a');
    const { config } = first;
    const of = (method: object, seed = config.seed) =>
      record('b', {
        config: runConfigSchema.parse({ ...config, seed, method: { ...config.method, ...method } }),
      });
    expect(differInRankAlone([first, of({ r: 8, lora_alpha: 64 })])).toBe(true);
    expect(differInRankAlone([first, of({ r: 8, lora_alpha: 8, alpha_ratio: null })])).toBe(false);
    expect(differInRankAlone([first, of({ r: 8, target_modules: ['q'] })])).toBe(false);
    expect(differInRankAlone([first, of({ r: 8 }, 7)])).toBe(false);
  });
});
