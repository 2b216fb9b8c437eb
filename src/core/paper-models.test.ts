/** Counts against those that the LoRA paper, and for Llama “LoRA Without Regret”, print. */
import { describe, expect, it } from 'vitest';
import { methodConfigSchema } from './methods/methods.ts';
import { countPaperModel, PAPER_MODELS, paperMatrices, type PaperModelId } from './paper-models.ts';
import { countTrainable } from './params.ts';
import type { Projection } from './site.ts';

const lora = (model: PaperModelId, r: number, ...matrices: Projection[]) =>
  countPaperModel(PAPER_MODELS[model], { type: 'lora', r, matrices, head: false });
const ATTENTION = ['q', 'k', 'v', 'o'] as const;
const MLP = ['gate', 'up', 'down'] as const;

describe('LoRA', () => {
  it.each([
    ['roberta-base', 8, ['q', 'v'], 294_912],
    ['roberta-large', 8, ['q', 'v'], 786_432],
    ['gpt3', 1, ['q', 'v'], 4_718_592],
    ['gpt3', 2, ['v'], 4_718_592],
    ['gpt3', 4, ['q', 'v'], 18_874_368],
    ['gpt3', 8, ['q'], 18_874_368],
    ['gpt3', 2, ATTENTION, 18_874_368],
    ['gpt3', 8, ['q', 'v'], 37_748_736],
    ['gpt3', 4, ATTENTION, 37_748_736],
    ['gpt3', 64, ['q', 'v'], 301_989_888],
    ['gpt3', 64, ATTENTION, 603_979_776],
    // The paper prints 0.35M, 0.77M and 4.7M here, which its own formula does not give.
    ['gpt2-medium', 4, ['q', 'v'], 393_216],
    ['gpt2-large', 4, ['q', 'v'], 737_280],
    ['deberta-xxl', 16, ['q', 'v'], 4_718_592],
  ] as const)('of %s at r = %d', (model, r, matrices, count) => {
    expect(lora(model, r, ...matrices)).toBe(count);
  });

  it.each([
    [256, MLP, 0.49],
    [256, ATTENTION, 0.25],
    [256, [...ATTENTION, ...MLP], 0.7],
    [128, MLP, 0.24],
  ] as const)('of Llama-3.1-8B at r = %d, with the map to the vocabulary', (r, matrices, billions) => {
    const model = PAPER_MODELS['llama-3.1-8b'];
    const count = countPaperModel(model, { type: 'lora', r, matrices, head: true });
    // Printed with two digits: 0.70 B is 0.705.
    expect(Math.abs(count / 1e9 - billions)).toBeLessThan(0.0055);
    expect(lora('llama-3.1-8b', r, ...matrices)).toBe(count - r * (4096 + 128_256));
  });

  it('adapts the matrices that a model has', () => {
    expect(paperMatrices(PAPER_MODELS.gpt3)).toEqual(['q', 'k', 'v', 'o', 'up', 'down']);
    expect(paperMatrices(PAPER_MODELS['llama-3.1-8b'])).toContain('gate');
  });
});

describe('the methods beside it, in GPT-3', () => {
  const { gpt3 } = PAPER_MODELS;

  it.each([
    [1, 7_078_080],
    [4, 21_234_432],
    [8, 40_109_568],
    [16, 77_859_840],
    [64, 304_361_472],
  ])('AdapterH of width %d', (bottleneck, count) => {
    expect(countPaperModel(gpt3, { type: 'adapter-h', bottleneck })).toBe(count);
  });

  it('PreEmbed, and full fine-tuning as the paper prints it', () => {
    expect(countPaperModel(gpt3, { type: 'prefix-embed', before: 256, after: 8 })).toBe(3_244_032);
    // The paper prints 20.2M, which its own formula does not give.
    expect(countPaperModel(gpt3, { type: 'prefix-layer', before: 8, after: 8 })).toBe(18_874_368);
    expect(countPaperModel(gpt3, { type: 'full' })).toBe(175_255.8e6);
  });

  it('BitFit, IA³, VeRA, prefixes of keys and values, and LoRA with a prefix', () => {
    const matrices = ['q', 'v'] as const;
    // 11 d for each layer and d of the last norm. The paper prints 14.2M, which is 12 d for each layer.
    expect(countPaperModel(gpt3, { type: 'bitfit' })).toBe(96 * 11 * 12_288 + 12_288);
    expect(countPaperModel(PAPER_MODELS['llama-3.1-8b'], { type: 'bitfit' })).toBe(0);
    expect(countPaperModel(gpt3, { type: 'ia3', matrices: ['k', 'v', 'down'] })).toBe(96 * 6 * 12_288);
    expect(countPaperModel(gpt3, { type: 'vera', r: 256, matrices })).toBe(192 * (12_288 + 256));
    expect(countPaperModel(gpt3, { type: 'prefix-kv', before: 8 })).toBe(8 * 96 * 2 * 12_288);
    const lora = { r: 8, matrices, head: false, before: 8, after: 4 };
    expect(countPaperModel(gpt3, { type: 'lora-prefix-embed', ...lora })).toBe(37_748_736 + 12 * 12_288);
    expect(countPaperModel(gpt3, { type: 'lora-prefix-layer', ...lora })).toBe(37_748_736 + 12 * 96 * 12_288);
  });

  it('BitFit, IA³ and VeRA as the lab trains them in a model of that shape', () => {
    const model = { name: '', layers: 3, d: 8, kv: 8, inner: 32, vocab: 50, parameters: 0, hasGate: false };
    const own = {
      n_layer: 3,
      n_head: 2,
      n_embd: 8,
      n_inner: 32,
      n_positions: 16,
      vocab_size: 50,
      layer_norm_epsilon: 1e-5,
    };
    const target_modules = ['q', 'v', 'down'] as const;
    const lab = (settings: object) => countTrainable(own, methodConfigSchema.parse(settings));
    const matrices = target_modules;
    expect(countPaperModel(model, { type: 'bitfit' })).toBe(lab({ type: 'bitfit' }));
    expect(countPaperModel(model, { type: 'ia3', matrices })).toBe(lab({ type: 'ia3', target_modules }));
    expect(countPaperModel(model, { type: 'vera', r: 4, matrices })).toBe(
      lab({ type: 'vera', r: 4, target_modules }),
    );
  });

  it('AdapterL as the lab’s own count of a model of that shape', () => {
    const model = PAPER_MODELS['gpt2-medium'];
    // 24·(2·1024·8 + 8 + 1024) + 2·24·1024
    expect(countPaperModel(model, { type: 'adapter-l', bottleneck: 8 })).toBe(467_136);
  });
});
