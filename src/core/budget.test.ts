import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { leastBudget, rankCosts, shareBudget, withinBudget } from './budget.ts';
import { atSite, loraConfigSchema, type LoraConfig } from './methods/lora-config.ts';
import { countTrainable, GPT3 } from './params.ts';
import { GPT2_PROJECTIONS } from './models/gpt2.ts';
import { sitesOf, type Projection, type TransformerConfig } from './site.ts';

const lora = (settings: Partial<LoraConfig>) => loraConfigSchema.parse(settings);

const NANO: TransformerConfig = {
  n_layer: 2,
  n_head: 2,
  n_embd: 64,
  n_inner: 256,
  n_positions: 128,
  vocab_size: 1024,
  layer_norm_epsilon: 1e-5,
};

/** Rank and weights of each matrix, counted from the tensors' shapes. */
const ranksOf = (model: TransformerConfig, method: LoraConfig) =>
  Object.fromEntries(
    sitesOf(model, method.target_modules, null).map((site) => [site.projection, atSite(method, site).r]),
  );

// LoRA paper, Table 5: GPT-3 175B at 18M trained weights.
test.each<[Projection[], number]>([
  [['q'], 8],
  [['k'], 8],
  [['v'], 8],
  [['o'], 8],
  [['q', 'k'], 4],
  [['q', 'v'], 4],
  [['q', 'k', 'v', 'o'], 2],
])('%j has rank %i at the budget of the paper’s Table 5', (target_modules, r) => {
  const method = withinBudget(GPT3, lora({ target_modules, r: 1 }), 18_874_368);
  expect(method).toMatchObject({ r, rank_pattern: {} });
  expect(method && countTrainable(GPT3, method)).toBe(18_874_368);
});

describe('a matrix that is moved', () => {
  const form = lora({ r: 4, target_modules: ['q', 'k', 'v', 'o'] });
  const budget = countTrainable(NANO, form);
  const move = (rank_pattern: LoraConfig['rank_pattern'], name: string) => {
    const method = withinBudget(NANO, { ...form, rank_pattern }, budget, name);
    if (!method) throw new Error('The budget is too small.');
    return method;
  };

  it('keeps its rank, and the others share the rest, the first getting what is over', () => {
    const method = move({ q: 8 }, 'q');
    expect(ranksOf(NANO, method)).toEqual({ q: 8, k: 3, v: 3, o: 2 });
    expect(method).toMatchObject({ r: 2, rank_pattern: { q: 8, k: 3, v: 3 } });
  });

  it('gets the most that leaves rank 1 to the others', () => {
    expect(ranksOf(NANO, move({ v: 64 }, 'v'))).toEqual({ q: 1, k: 1, v: 13, o: 1 });
  });

  it('may be that of one layer', () => {
    const method = move({ '0.q': 9 }, '0.q');
    expect(method.rank_pattern['0.q']).toBe(9);
    expect(countTrainable(NANO, method)).toBe(budget);
  });

  it('goes on having a rank of its own where that is the others’ too', () => {
    expect(move({ q: 4 }, 'q')).toMatchObject({ r: 4, rank_pattern: { q: 4 } });
  });
});

it('leaves what is trained beside A and B its weights', () => {
  const method = lora({ r: 8, target_modules: ['q', 'v'], bias: 'all', use_dora: true });
  // 4,096 weights of A and B, of which 256 go to the magnitudes of Wk and Wo; a rank of one matrix takes 256.
  const wider = withinBudget(
    NANO,
    { ...method, target_modules: ['q', 'k', 'v', 'o'] },
    countTrainable(NANO, method),
  );
  expect(wider).toMatchObject({ r: 3, rank_pattern: { q: 4, k: 4, v: 4 } });
});

it('says that a budget is too small, and from where on it is enough', () => {
  const form = lora({ target_modules: [...GPT2_PROJECTIONS] });
  const least = leastBudget(NANO, form);
  expect(withinBudget(NANO, form, least - 1)).toBeNull();
  expect(withinBudget(NANO, form, least)).toMatchObject({ r: 1, rank_pattern: {} });
});

const matrices = fc
  .array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 12 })
  .map((costs) => costs.map((cost, i) => ({ name: `m${i}`, cost })));

test('a budget is never exceeded, and no free matrix could have one more rank', () => {
  fc.assert(
    fc.property(
      matrices,
      fc.integer({ min: 0, max: 500_000 }),
      fc.option(fc.integer({ min: 1, max: 64 }), { nil: undefined }),
      (kinds, budget, rank) => {
        const fixed = rank === undefined ? undefined : { name: 'm0', rank };
        const shares = shareBudget(kinds, budget, fixed);
        const least = kinds.reduce((sum, { cost }) => sum + cost, 0);
        if (!shares) {
          expect(budget).toBeLessThan(least);
          return;
        }
        const rankOf = (name: string) => shares.ranks[name] ?? NaN;
        const spent = kinds.reduce((sum, { name, cost }) => sum + rankOf(name) * cost, 0);
        expect(spent + shares.unspent).toBe(budget);
        expect(shares.unspent).toBeGreaterThanOrEqual(0);
        for (const { name, cost } of kinds) {
          expect(rankOf(name)).toBeGreaterThanOrEqual(1);
          expect(rankOf(name)).toBeLessThanOrEqual(name === fixed?.name ? fixed.rank : 64);
          const couldGrow = rankOf(name) < (name === fixed?.name ? fixed.rank : 64);
          if (couldGrow && name !== fixed?.name) expect(cost).toBeGreaterThan(shares.unspent);
        }
      },
    ),
  );
});

test('equal matrices have ranks that differ by one at most, the earlier the higher', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 0, max: 100_000 }),
      (kinds, cost, budget) => {
        const shares = shareBudget(
          Array.from({ length: kinds }, (_, i) => ({ name: `m${i}`, cost })),
          budget,
        );
        const ranks = Object.values(shares?.ranks ?? {});
        expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
        expect((ranks[0] ?? 0) - (ranks.at(-1) ?? 0)).toBeLessThanOrEqual(1);
      },
    ),
  );
});

test('the costs of the matrices are what the tensors hold, whatever shapes, layers and ranks', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 96 }),
      fc.integer({ min: 1, max: 400 }),
      fc.subarray([...GPT2_PROJECTIONS], { minLength: 1 }),
      fc.integer({ min: 1, max: 64 }),
      fc.dictionary(fc.constantFrom('q', '0.q', '1.v', 'up', '0.down'), fc.integer({ min: 1, max: 64 })),
      (n_layer, n_embd, n_inner, target_modules, r, rank_pattern) => {
        const model = { ...NANO, n_layer, n_embd, n_inner };
        const method = lora({ r, target_modules, rank_pattern });
        const sum = rankCosts(model, method).reduce(
          (total, { name, cost }) =>
            total + (rank_pattern[name] ?? rank_pattern[name.split('.')[1] ?? ''] ?? r) * cost,
          0,
        );
        expect(sum).toBe(countTrainable(model, method));
      },
    ),
  );
});
