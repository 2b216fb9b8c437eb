import { describe, expect, it } from 'vitest';
import { drawSecret } from './draw-secret.ts';
import { SECRET_RANKS, secretRank } from './secret.ts';
import { singularValues } from './singular-values.ts';

const MODEL = { n_layer: 2, n_embd: 64, n_inner: 256 };

describe('the secret', () => {
  it('has the rank that was chosen, or one that its seed draws, each about as often', () => {
    expect(secretRank({ seed: 1, rank: 2 })).toBe(2);
    const drawn = Array.from({ length: 600 }, (_, seed) => secretRank({ seed, rank: null }));
    for (const rank of SECRET_RANKS) {
      const times = drawn.filter((k) => k === rank).length;
      expect(times).toBeGreaterThan(70);
      expect(times).toBeLessThan(130);
    }
    expect(secretRank({ seed: 7, rank: null })).toBe(drawn[7]);
  });

  it('has k equal singular values at Wq and Wv of every layer', () => {
    const pairs = drawSecret(MODEL, { seed: 3, rank: 4 });
    expect(pairs.map(({ site }) => `${site.layer}.${site.projection}`)).toEqual(['0.q', '0.v', '1.q', '1.v']);
    for (const { a, b } of pairs) {
      const sigma = singularValues({ a, b, r: 4, dIn: 64, dOut: 64 }, 1);
      for (const value of sigma) expect(value).toBeCloseTo(1, 6);
    }
  });

  it('is another for another seed, site and matrix, and the same for the same', () => {
    const pairs = drawSecret(MODEL, { seed: 3, rank: 2 });
    expect(drawSecret(MODEL, { seed: 3, rank: 2 })).toEqual(pairs);
    const seen = new Set([...pairs, ...drawSecret(MODEL, { seed: 4, rank: 2 })].map(({ a }) => String(a)));
    expect(seen.size).toBe(8);
    expect(pairs[0]?.a).not.toEqual(pairs[0]?.b);
  });
});
