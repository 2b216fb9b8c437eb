import { describe, expect, it } from 'vitest';
import { defaultMethod, METHOD_IDS, methodOf } from '../src/core/methods/methods.ts';
import type { Repetition } from './contestant.ts';
import type { Race } from './race.ts';
import {
  disagreement,
  page,
  ratiosOf,
  stepFlops,
  summarize,
  type MethodReport,
  type Result,
} from './report.ts';
import { createWork, shapeOf } from './work.ts';

const repetition = (ms: number, steps = 2): Repetition => ({
  steps,
  ms,
  hostMs: [ms, 1, 2, 3],
  dispatches: 90,
  gpuBytes: 10 * ms,
  wasmBytes: 20 * ms,
});
const config = { ...shapeOf('nano'), batch_size: 8 };
const result = (ms: number): Result =>
  summarize([repetition(2 * ms), repetition(2 * ms + 1), repetition(2 * ms - 1)], config, 'webgpu');
const device = {
  backend: 'webgpu',
  vendor: 'acme',
  architecture: '',
  description: '',
  software: true,
} as const;

describe('the benchmark report', () => {
  it('gives medians per step with their range, the highest memory, and tokens per second', () => {
    expect(summarize([repetition(10), repetition(1000), repetition(40, 4)], config, 'webgpu')).toEqual({
      ms_per_step: 10,
      ms_per_step_range: [5, 500],
      host_ms_per_step: 2.5,
      dispatches_per_step: 45,
      gpu_bytes: 10_000,
      wasm_bytes: null,
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

  it('has no GPU figures on WASM, but the memory of WASM', () => {
    expect(summarize([repetition(10), repetition(30)], config, 'wasm')).toMatchObject({
      host_ms_per_step: null,
      dispatches_per_step: null,
      gpu_bytes: null,
      wasm_bytes: 600,
    });
    // A library that does not show its memory.
    const unknown = { ...repetition(10), wasmBytes: null };
    expect(summarize([unknown], config, 'wasm').wasm_bytes).toBeNull();
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
    const text = page({ device, cases: [{ name: 'nano', config, results, ratios }] });
    expect(text).toMatch(/^webgpu on acme \(software\)$/m);
    expect(text).toMatch(/^\| stock_tfjs \|.* 10\.00 \|$/m);
    expect(text).toContain('It is not here.');
  });

  it('relates every method to LoRA, and the plain way to write it to the lab', () => {
    const contest = (method: MethodReport['method'], results: MethodReport['results']): MethodReport => ({
      method,
      trained_parameters: 4096,
      results,
      ratios: ratiosOf(results),
    });
    const methods = [
      contest('lora', { lab: result(2), stock_tfjs: result(30) }),
      contest('full', { lab: result(3), stock_tfjs: result(27) }),
      contest('ia3', { lab: { reason: 'It did not learn.' } }),
    ];
    const text = page({ device, cases: [{ name: 'nano', config, methods }] });
    const rows = text.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    const cells = (name: string) => {
      const head = rows.find((row) => row[1] === 'nano') ?? [];
      const row = rows.find((own) => own[1] === name) ?? [];
      return Object.fromEntries(head.map((column, i) => [column, row[i]]));
    };
    expect(cells('LoRA')).toMatchObject({ trained: '4,096', 'ms/step': '2.0', '× LoRA': '1.00' });
    expect(cells('Full fine-tuning')).toMatchObject({
      'ms/step': '3.0',
      range: '2.5 – 3.5',
      '× LoRA': '1.50',
      '× lab': '1',
    });
    expect(cells('Full fine-tuning, stock_tfjs')).toMatchObject({ 'ms/step': '27.0', '× lab': '9.00' });
    expect(text).toContain('It did not learn.');
    // No figures at all without those of LoRA to relate them to, but those of the methods themselves.
    const alone = page({ device, cases: [{ name: 'nano', config, methods: methods.slice(1) }] });
    expect(alone).not.toContain('× LoRA');
    expect(alone).toContain('× lab');
  });

  it('relates a race to one run by its dispatches, and to the sum of all by its time', () => {
    const race: Race = {
      ranks: [1, 2],
      from_layer: 1,
      ms_one_by_one: 5,
      ms_together: 4,
      gpu: { dispatches_of_one: 40, dispatches_together: 50, bytes_of_one: 1e6, bytes_together: 3e6 },
    };
    const text = page({ device, cases: [{ name: 'nano', config, races: [race] }] });
    const cells = text.split('\n').at(-1)?.split('|');
    expect(cells?.map((cell) => cell.trim()).slice(1, -1)).toEqual([
      'r = 1, 2 from layer 1 on',
      ...['4.0', '5.0', '0.80'],
      ...['50', '40', '1.25'],
      ...['3.0', '1.0'],
    ]);
    const onWasm = { ...race, gpu: null };
    expect(page({ device, cases: [{ name: 'nano', config, races: [onWasm] }] })).not.toMatch(/dispatches|MB/);
  });

  it('leaves out of a table what no contestant has', () => {
    const onWasm = (ms: number) => summarize([repetition(ms)], config, 'wasm');
    const results = { lab: onWasm(2), stock_tfjs: onWasm(20) };
    const text = page({
      device: { ...device, backend: 'wasm' },
      cases: [{ name: 'nano', config, results, ratios: ratiosOf(results) }],
    });
    expect(text).toContain('ms/step');
    expect(text).not.toMatch(/dispatches|host ms/);
  });
});

describe("the benchmark's work", () => {
  const { weights: sameWeights } = createWork('nano');

  it('is the same each time', () => {
    const [one, two] = [createWork('nano'), createWork('nano')];
    expect(one.weights).toEqual(two.weights);
    expect(one.batchAt(3)).toEqual(two.batchAt(3));
    expect(one.batchAt(3)).not.toEqual(one.batchAt(4));
    expect(one.batchAt(1).inputs).toHaveLength(8 * 128);
  });

  it.each(METHOD_IDS)('trains by %s at its own settings on the same model', (type) => {
    const { config: model, weights, run, dataset } = createWork('nano', type);
    expect({ model, weights }).toEqual({ model: shapeOf('nano'), weights: sameWeights });
    expect(run.method).toEqual(defaultMethod(type));
    expect(run.training.learning_rate).toBe(methodOf({ type }).learningRate);
    // tf.train.adam has no weight decay.
    expect(run.training).toMatchObject({ weight_decay: 0, lr_scheduler_type: 'constant' });
    // Virtual tokens and text together fill the context.
    expect(dataset.sequenceLength).toBe(type.includes('prefix') ? 120 : 128);
  });
});
