import { describe, expect, it } from 'vitest';
import type { Repetition } from './contestant.ts';
import { disagreement, page, ratiosOf, stepFlops, summarize, type Result } from './report.ts';
import { createWork, shapeOf } from './work.ts';

const repetition = (ms: number, steps = 2): Repetition => ({
  steps,
  ms,
  hostMs: [ms, 1, 2, 3],
  dispatches: 90,
  gpuBytes: 10 * ms,
});
const config = { ...shapeOf('nano'), batch_size: 8 };
const result = (ms: number): Result => summarize([repetition(2 * ms)], config, 'webgpu');

describe('the benchmark report', () => {
  it('gives medians per step, the highest memory, and tokens per second', () => {
    expect(summarize([repetition(10), repetition(1000), repetition(40, 4)], config, 'webgpu')).toEqual({
      ms_per_step: 10,
      host_ms_per_step: 2.5,
      dispatches_per_step: 45,
      gpu_bytes: 10_000,
      tokens_per_s: 102_400,
      gflops: stepFlops(config) / 10 / 1e6,
    });
  });

  it('counts the operations that a step needs', () => {
    // One layer, d = 2, d_inner = 8, vocabulary 3, one sequence of 4 positions, by hand: 48 + 6 weights, each used four
    // times per position (twice for a multiplication and addition, forward and back); q·k and p·v read 4 positions of
    // width 2 each, six times.
    const tiny = {
      ...config,
      n_layer: 1,
      n_embd: 2,
      n_inner: 8,
      vocab_size: 3,
      n_positions: 4,
      batch_size: 1,
    };
    expect(stepFlops(tiny)).toBe(4 * (4 * 54 + 6 * 16));
  });

  it('has no GPU figures on WASM', () => {
    expect(summarize([repetition(10)], config, 'wasm')).toMatchObject({
      host_ms_per_step: null,
      dispatches_per_step: null,
      gpu_bytes: null,
    });
  });

  it('counts no contestant whose loss after three steps is another', () => {
    const lab = [7, 6, 5, 4];
    expect(disagreement([0, 0, 0, 4.0009], lab)).toBeNull();
    expect(disagreement([7, 6, 5, 4.002], lab)).toContain('4.002');
    expect(disagreement([7, 6, 5, NaN], lab)).not.toBeNull();
    expect(disagreement([], lab)).not.toBeNull();
  });

  it('relates every contestant that has figures to the lab', () => {
    const results = {
      lab: result(2),
      lab_eager: result(3),
      stock_tfjs: result(20),
      jax_js: { reason: 'It is not here.' },
    };
    const ratios = ratiosOf(results);
    expect(ratios).toEqual({ 'lab_eager/lab': 1.5, 'stock_tfjs/lab': 10 });
    expect(ratiosOf({ ...results, lab: { reason: 'Lost.' } })).toEqual({});
    const device = {
      backend: 'webgpu',
      vendor: 'acme',
      architecture: '',
      description: '',
      software: true,
    } as const;
    const text = page({ device, cases: [{ name: 'nano', config, results, ratios }] });
    expect(text).toMatch(/^webgpu on acme \(software\)$/m);
    expect(text).toMatch(/stock_tfjs .*10\.00$/m);
    expect(text).toContain('It is not here.');
  });
});

describe("the benchmark's work", () => {
  it('is the same each time', () => {
    const [one, two] = [createWork('nano'), createWork('nano')];
    expect(one.weights).toEqual(two.weights);
    expect(one.batchAt(3)).toEqual(two.batchAt(3));
    expect(one.batchAt(3)).not.toEqual(one.batchAt(4));
    expect(one.batchAt(1).inputs).toHaveLength(8 * 128);
  });
});
