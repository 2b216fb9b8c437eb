/** The estimate itself is held against measured steps in src/engine. */
import { describe, expect, it } from 'vitest';
import {
  estimateMemory,
  fittingSettings,
  largestBindingBytes,
  largestMatrixBytes,
  methodOn,
  MOST_WASM_BYTES,
  shortages,
} from './memory-estimate.ts';
import { asLora } from './methods/lora-config.ts';
import { defaultMethod } from './methods/methods.ts';
import type { LlamaConfig } from './models/llama.ts';
import { runConfigSchema, type BaseDtype } from './run-config.ts';
import type { TransformerConfig } from './site.ts';

const GPT2: TransformerConfig = {
  ...{ n_layer: 12, n_head: 12, n_embd: 768, n_inner: 3072, n_positions: 1024, vocab_size: 50_257 },
  layer_norm_epsilon: 1e-5,
};
const SMOLLM2: LlamaConfig = {
  ...{ n_layer: 30, n_head: 9, n_kv_head: 3, head_dim: 64, n_embd: 576, n_inner: 1536, n_positions: 1024 },
  ...{ vocab_size: 49_152, layer_norm_epsilon: 1e-5, isTied: true, biased: [] },
  rope: { theta: 1e5, scaling: null },
};
const config = runConfigSchema.parse({});

describe('the memory that training would take', () => {
  it('has the weights of GPT-2 once on a GPU, its embedding twice on WASM, and its matrices twice on the CPU', () => {
    expect(estimateMemory(GPT2, config, 'webgpu').model).toBe(4 * 124_439_808);
    const blocks = 12 * 12 * 768 * 768;
    expect(estimateMemory(GPT2, config, 'wasm').model).toBe(4 * (124_439_808 + 50_257 * 768));
    expect(estimateMemory(GPT2, config, 'cpu').model).toBe(4 * (124_439_808 + blocks + 50_257 * 768));
  });

  it('has the matrices of blocks at two bytes a weight, or at one and a scale for each output', () => {
    const blocks = 12 * 12 * 768 * 768;
    const modelAt = (base_dtype: BaseDtype, backend: 'webgpu' | 'cpu' = 'webgpu') =>
      estimateMemory(GPT2, runConfigSchema.parse({ training: { base_dtype } }), backend).model;
    expect(modelAt('float16')).toBe(4 * 124_439_808 - 2 * blocks);
    expect(modelAt('int8')).toBe(4 * 124_439_808 - 3 * blocks + 4 * 12 * 9 * 768);
    // There the rounded weights are kept in float32.
    expect(modelAt('int8', 'cpu')).toBe(modelAt('stored', 'cpu'));
  });

  it('fits by gradient checkpointing, then by rounding the base weights, before it cuts the batch', () => {
    const small = runConfigSchema.parse({ training: { batch_size: 4 } });
    type Saving = Partial<Pick<typeof small.training, 'base_dtype' | 'gradient_checkpointing'>>;
    const bytesOf = (saving: Saving) => {
      const training = { ...small.training, ...saving };
      const { model, state, step } = estimateMemory(GPT2, { ...small, training }, 'webgpu');
      return model + state + step;
    };
    const within = (memory: number, training: Saving = {}, method = small.method) =>
      fittingSettings(
        GPT2,
        { method, training: { ...small.training, ...training } },
        { backend: 'webgpu', memory, buffer: null, binding: null },
      );
    const whole = { batch_size: 4, max_length: 128 };
    const saved = { gradient_checkpointing: true };
    expect(bytesOf(saved)).toBeLessThan(bytesOf({ base_dtype: 'float16' }));
    expect(within(bytesOf({}))).toEqual(whole);
    expect(within(bytesOf({}) - 1)).toEqual({ ...whole, ...saved });
    expect(within(bytesOf(saved) - 1)).toEqual({ ...whole, ...saved, base_dtype: 'float16' });
    expect(within(bytesOf({ ...saved, base_dtype: 'float16' }) - 1)).toEqual({
      ...whole,
      ...saved,
      base_dtype: 'int8',
    });
    expect(within(bytesOf({ ...saved, base_dtype: 'int8' }), { ...saved, base_dtype: 'int8' })).toEqual(
      whole,
    );
    expect(within(bytesOf({ ...saved, base_dtype: 'int8' }) - 1)).toMatchObject({ batch_size: 2 });
    // Full fine-tuning cannot start from int8.
    expect(within(2.2e9, {}, defaultMethod('full'))?.base_dtype).not.toBe('int8');
  });

  // As tools/large-model/train.ts measured them.
  it.each([
    [1, 182_180_176],
    [4, 532_067_612],
  ])(
    'is within a tenth of what GPT-2 124M took on WASM with batches of %i texts of 128 tokens',
    (batch_size, step) => {
      const method = { type: 'lora', r: 8, target_modules: ['q', 'v'] };
      const estimated = estimateMemory(
        GPT2,
        runConfigSchema.parse({ method, training: { batch_size } }),
        'wasm',
      );
      expect(estimated.state).toBe(3_538_944);
      expect(Math.abs(estimated.step / step - 1)).toBeLessThan(0.1);
    },
  );

  it('grows with batch, length and trained weights', () => {
    const stepOf = (training: object) =>
      estimateMemory(SMOLLM2, runConfigSchema.parse({ training }), 'webgpu').step;
    expect(stepOf({ batch_size: 16 })).toBeGreaterThan(1.8 * stepOf({ batch_size: 8 }));
    expect(stepOf({ max_length: 256 })).toBeGreaterThan(1.8 * stepOf({ max_length: 128 }));
    const full = runConfigSchema.parse({ method: { type: 'full' } });
    expect(estimateMemory(GPT2, full, 'wasm').state).toBe(3 * 4 * 124_439_808);
  });

  it('is of the method that the model can be adapted with', () => {
    expect(methodOn(SMOLLM2, defaultMethod('bitfit')).type).toBe('lora');
    const gate = { ...asLora(defaultMethod('lora')), target_modules: ['gate' as const] };
    expect(methodOn(GPT2, gate)).toMatchObject({ target_modules: ['q', 'v'] });
    expect(methodOn(SMOLLM2, gate)).toEqual(gate);
  });

  it('is held against what the device has room for', () => {
    const small = runConfigSchema.parse({ training: { batch_size: 2 } });
    const unknown = { memory: null, buffer: null, binding: null };
    expect(shortages(SMOLLM2, small, { backend: 'wasm', ...unknown })).toEqual([]);
    const large = runConfigSchema.parse({ training: { batch_size: 64, max_length: 1024 } });
    const { model, state, step } = estimateMemory(SMOLLM2, large, 'wasm');
    const needed = model + state + step;
    expect(shortages(SMOLLM2, large, { ...unknown, backend: 'wasm', memory: 4 * 2 ** 30 })).toEqual([
      { limit: 'wasm', needed, room: MOST_WASM_BYTES },
      { limit: 'memory', needed, room: 4 * 2 ** 30 },
    ]);
    const buffer = 2 ** 27;
    expect(shortages(GPT2, small, { ...unknown, backend: 'webgpu', buffer })).toEqual([
      { limit: 'buffer', needed: largestMatrixBytes(GPT2), room: buffer },
    ]);
    expect(largestMatrixBytes(GPT2)).toBe(4 * 50_257 * 768);
  });

  it('fits GPT-2 124M to the limits that every GPU of WebGPU has, by its batch first, then by its length', () => {
    const plain = { backend: 'webgpu', memory: null, buffer: 2 ** 28, binding: 2 ** 27 } as const;
    expect(shortages(GPT2, config, plain)).toEqual([]);
    const wide = runConfigSchema.parse({ training: { batch_size: 16, max_length: 1024 } });
    // What the MLP's first map gives for 16 · 1024 positions, 3072 numbers each.
    expect(shortages(GPT2, wide, plain)).toEqual([
      { limit: 'binding', needed: 4 * 16 * 1024 * 3072, room: 2 ** 27 },
    ]);
    expect(fittingSettings(GPT2, wide, plain)).toEqual({ batch_size: 8, max_length: 1024 });
    const narrow = { ...plain, binding: 4 * 512 * 3072 };
    expect(largestBindingBytes(GPT2, runConfigSchema.parse({ training: { batch_size: 1 } }))).toBe(
      4 * 128 * 50_257,
    );
    expect(fittingSettings({ ...GPT2, vocab_size: 1000 }, wide, narrow)).toEqual({
      batch_size: 1,
      max_length: 512,
    });
    const full = runConfigSchema.parse({ method: { type: 'full' } });
    expect(shortages(GPT2, full, plain)).toEqual([
      { limit: 'binding', needed: 4 * 124_439_808, room: 2 ** 27 },
    ]);
    expect(fittingSettings(GPT2, full, plain)).toBeNull();
  });
});
