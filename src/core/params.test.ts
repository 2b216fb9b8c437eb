import { describe, expect, test } from 'vitest';
import { loraConfigSchema } from './methods/lora-config.ts';
import {
  breakEvenRank,
  countBaseParameters,
  countSiteParameters,
  countTrainable,
  GPT3,
  GPT3_PARAMETERS,
  optimizerBytes,
  outweighed,
  weightBytes,
} from './params.ts';
import { siteShape, type Projection, type TransformerConfig } from './site.ts';

const gpt2 = (n_layer: number, n_embd: number): TransformerConfig => ({
  n_layer,
  n_head: n_embd / 64,
  n_embd,
  n_inner: 4 * n_embd,
  n_positions: 1024,
  vocab_size: 50_257,
  layer_norm_epsilon: 1e-5,
});

// The sizes that Hugging Face reports for the released checkpoints.
test.each([
  ['distilgpt2', gpt2(6, 768), 81_912_576],
  ['gpt2', gpt2(12, 768), 124_439_808],
  ['gpt2-medium', gpt2(24, 1024), 354_823_168],
  ['gpt2-large', gpt2(36, 1280), 774_030_080],
  ['gpt2-xl', gpt2(48, 1600), 1_557_611_200],
])('base parameters of %s', (_, model, parameters) => {
  expect(countBaseParameters(model)).toBe(parameters);
});

describe('LoRA parameters', () => {
  const count = (
    model: TransformerConfig,
    target_modules: Projection[],
    r: number,
    layers_to_transform: number[] | null = null,
  ) => countTrainable(model, loraConfigSchema.parse({ r, target_modules, layers_to_transform }));

  // The LoRA paper's tables, where they agree with its own formula.
  test('RoBERTa base and large, q and v, r = 8', () => {
    expect(count(gpt2(12, 768), ['q', 'v'], 8)).toBe(294_912);
    expect(count(gpt2(24, 1024), ['q', 'v'], 8)).toBe(786_432);
  });

  test.each<[Projection[], number, number]>([
    [['q', 'v'], 1, 4_718_592],
    [['v'], 2, 4_718_592],
    [['q', 'v'], 4, 18_874_368],
    [['q'], 8, 18_874_368],
    [['q', 'k', 'v', 'o'], 2, 18_874_368],
    [['q', 'v'], 8, 37_748_736],
    [['q', 'k', 'v', 'o'], 4, 37_748_736],
    [['q', 'v'], 64, 301_989_888],
    [['q', 'k', 'v', 'o'], 64, 603_979_776],
  ])('GPT-3 175B %j r=%i', (targets, r, parameters) => {
    expect(count(GPT3, targets, r)).toBe(parameters);
  });

  test('the MLP’s matrices are not square', () => {
    expect(countSiteParameters(gpt2(12, 768), 'up', 1)).toBe(768 + 3072);
    expect(countSiteParameters(gpt2(12, 768), 'down', 4)).toBe(4 * (768 + 3072));
  });

  test('matrices of a rank of their own', () => {
    const rank_pattern = { v: 2, '3.v': 16, '99.q': 64, o: 64 };
    const config = loraConfigSchema.parse({ r: 8, target_modules: ['q', 'v'], rank_pattern });
    // 12 matrices at rank 8, 11 at 2 and one at 16.
    expect(countTrainable(gpt2(12, 768), config)).toBe((12 * 8 + 11 * 2 + 16) * 2 * 768);
  });

  test('only the chosen layers count', () => {
    expect(count(gpt2(12, 768), ['q', 'v'], 8, [0, 11])).toBe(294_912 / 6);
    expect(count(gpt2(12, 768), ['q', 'v'], 8, [99])).toBe(0);
  });
});

describe('parameters of other methods', () => {
  const { n_layer: L, n_embd: d } = GPT3;

  // Of a block: two norms, q, k and v, Wo, and an MLP of four times the width, 2 + 3 + 1 + 4 + 1; and the last norm's.
  test.each([
    ['gpt2', gpt2(12, 768), 102_144],
    ['GPT-3 175B', GPT3, (11 * L + 1) * d],
  ])('BitFit trains all bias vectors of %s', (_, model, parameters) => {
    expect(countTrainable(model, { type: 'bitfit' })).toBe(parameters);
  });

  // L_Adpt·(2·d·m + m + d), two adapter layers a block (§5.1), as Tables 4 and 15 have it.
  test.each([
    [1, 7_078_080],
    [4, 21_234_432],
    [8, 40_109_568],
    [16, 77_859_840],
    [64, 304_361_472],
  ])('AdapterH on GPT-3 175B, m = %i', (bottleneck, parameters) => {
    expect(countTrainable(GPT3, { type: 'adapter-h', bottleneck })).toBe(parameters);
  });

  // L_Adpt·(2·d·m + m + d) + 2·L_LN·d, one adapter layer and one norm a block: the paper's Table 3 has 0.37M, 11.09M, 0.88M.
  test.each([
    ['gpt2-medium', gpt2(24, 1024), 6, 368_784],
    ['gpt2-medium', gpt2(24, 1024), 224, 11_089_152],
    ['gpt2-large', gpt2(36, 1280), 8, 875_808],
  ])('AdapterL on %s', (_, model, bottleneck, parameters) => {
    expect(countTrainable(model, { type: 'adapter-l', bottleneck })).toBe(parameters);
  });

  // d·(l_p + l_i) (§5.1), at the l_p and l_i of the paper's Table 15.
  test.each([
    [32, 8, 491_520],
    [256, 8, 3_244_032],
    [512, 8, 6_389_760],
  ])(
    'prefix-embedding tuning of GPT-3 175B, l_p = %i, l_i = %i',
    (prefix_tokens, infix_tokens, parameters) => {
      const method = { type: 'prefix-embed', prefix_tokens, infix_tokens, takes_positions: false } as const;
      expect(countTrainable(GPT3, method)).toBe(parameters);
    },
  );

  // The paper's formula L·d·(l_p + l_i) (§5.1), at the l_p and l_i of its Table 15, whose own counts are some percent higher.
  test.each([
    [2, 2, 4_718_592],
    [8, 0, 9_437_184],
    [8, 8, 18_874_368],
    [32, 4, 42_467_328],
    [0, 0, 0],
  ])('prefix-layer tuning of GPT-3 175B, l_p = %i, l_i = %i', (prefix_tokens, infix_tokens, parameters) => {
    expect(countTrainable(GPT3, { type: 'prefix-layer', prefix_tokens, infix_tokens })).toBe(parameters);
  });

  // l·L·2·d: a key and a value for each virtual token in each layer, as PEFT 0.21 counts them.
  test.each([
    ['gpt2', gpt2(12, 768), 20, 368_640],
    ['GPT-3 175B', GPT3, 8, 18_874_368],
  ])('prefix tuning of keys and values of %s, l = %i', (_, model, prefix_tokens, parameters) => {
    expect(countTrainable(model, { type: 'prefix-kv', prefix_tokens })).toBe(parameters);
  });

  // The sums of both parts. The paper's Table 15 has 37.8M for LoRA q = v = 8 with PreEmbed (8, 4), and 52.8M with PreLayer,
  // whose own count there is some percent above its formula.
  test.each([
    ['lora-prefix-embed', 37_748_736 + 147_456],
    ['lora-prefix-layer', 37_748_736 + 14_155_776],
  ] as const)('%s of GPT-3 175B', (type, parameters) => {
    const settings = { ...loraConfigSchema.parse({ r: 8 }), prefix_tokens: 8, infix_tokens: 4 };
    expect(countTrainable(GPT3, { ...settings, type })).toBe(parameters);
  });
});

describe('A and B against their matrix', () => {
  const nano = { n_layer: 2, n_embd: 64, n_inner: 256 };

  test('as many weights at the break-even rank, more above it', () => {
    expect(breakEvenRank({ dIn: 64, dOut: 64 })).toBe(32);
    expect(breakEvenRank({ dIn: 64, dOut: 256 })).toBeCloseTo(51.2, 9);
    for (const projection of ['q', 'up', 'down'] as const) {
      const { dIn, dOut } = siteShape(nano, projection);
      const rank = breakEvenRank({ dIn, dOut });
      expect(countSiteParameters(nano, projection, rank)).toBeCloseTo(dIn * dOut, 6);
    }
  });

  test('the matrices that are outweighed, by their break-even rank', () => {
    const at = (r: number, rank_pattern = {}) =>
      outweighed(nano, loraConfigSchema.parse({ r, target_modules: ['up', 'v', 'q'], rank_pattern }));
    expect(at(32)).toEqual([]);
    expect(at(33)).toEqual([{ projections: ['q', 'v'], rank: 32 }]);
    expect(at(64)).toEqual([
      { projections: ['q', 'v'], rank: 32 },
      { projections: ['up'], rank: 51.2 },
    ]);
    expect(at(64, { q: 8, '1.up': 8, '0.up': 4 })).toEqual([{ projections: ['v'], rank: 32 }]);
    expect(at(4, { '1.v': 33 })).toEqual([{ projections: ['v'], rank: 32 }]);
  });
});

test('bytes', () => {
  // GPT-3, q and v, r = 4: a ten-thousandth of the model (paper §4.2).
  expect(GPT3_PARAMETERS / 18_874_368).toBeCloseTo(9272, 0);
  expect(weightBytes(18_874_368)).toBe(75_497_472);
  expect(optimizerBytes(124_439_808)).toBe(995_518_464);
});
