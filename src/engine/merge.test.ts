/** Merging against the product on the host, and against the unmerged method, on the golden model. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deltaMatrix } from '../core/directions.ts';
import { loraConfigSchema } from '../core/methods/lora-config.ts';
import { methodOf, type MethodConfig } from '../core/methods/methods.ts';
import { veraConfigSchema } from '../core/methods/vera.ts';
import { createRng } from '../core/rng.ts';
import { transpose } from '../core/svd.ts';
import { sizeOf, type NamedTensors } from '../core/tensors.ts';
import { measureMerge } from './merge.ts';
import { createMethod } from './methods/create.ts';
import { mergedChanges } from './methods/merged.ts';
import { baseTensor, type BaseModel } from './model/base-model.ts';
import { GOLDEN_BATCH, goldenModel } from './model/golden.ts';
import { expectClose, finish, onEveryBackend } from './testing.ts';

const lora = loraConfigSchema.parse({ r: 3, lora_alpha: 6, target_modules: ['o', 'down'] });
const METHODS: Record<string, MethodConfig> = {
  lora,
  'lora with biases': { ...lora, bias: 'all' },
  dora: { ...lora, use_dora: true },
  vera: veraConfigSchema.parse({ type: 'vera', r: 5, target_modules: ['o', 'down'] }),
};

/** Every tensor of the method at random, so that ΔW is not 0. */
const drawn = (model: BaseModel, config: MethodConfig): NamedTensors => {
  const rng = createRng(4, 'merge');
  return Object.fromEntries(
    methodOf(config)
      .slots(model.config, config, 1)
      .map(({ name, shape }) => [
        name,
        {
          shape: [...shape],
          values: Float32Array.from({ length: sizeOf(shape) }, () => 0.2 + 0.2 * rng.normal()),
        },
      ]),
  );
};

onEveryBackend('merging', () => {
  let model: BaseModel;
  beforeAll(async () => {
    model = await goldenModel();
  });
  afterAll(() => model.dispose());

  it('makes W0 + ΔW of every adapted matrix, as the host computes it', async () => {
    const tensors = drawn(model, lora);
    const method = createMethod(lora, model, { tensors });
    const merged = await mergedChanges(model, method);
    for (const delta of methodOf(lora).deltas(lora, tensors, {}, model.config)) {
      const { layer, projection } = delta.site;
      if (projection !== 'o' && projection !== 'down') throw new Error('another matrix');
      const base = await baseTensor(model, `${layer}.${projection}.weight`).data();
      const change = transpose(deltaMatrix(delta)).values;
      const own = await merged.frozen?.(layer, projection)?.weight?.data();
      expectClose(
        own ?? [],
        Array.from(base, (value, i) => value + (change[i] ?? NaN)),
        1e-6,
      );
    }
    merged.dispose();
    method.dispose();
  });

  it('asks a merged LoRA for nothing more, and one with biases for those alone', async () => {
    const asked = async (config: MethodConfig) => {
      const method = createMethod(config, model, { tensors: drawn(model, config) });
      const merged = await mergedChanges(model, method);
      merged.dispose();
      method.dispose();
      return ['linear' in merged, 'norm' in merged];
    };
    expect(await asked(lora)).toEqual([false, false]);
    expect(await asked({ ...lora, bias: 'all' })).toEqual([true, true]);
    expect(await asked({ ...lora, bias: 'lora_only' })).toEqual([false, false]);
  });

  it.each(Object.entries(METHODS))('changes no logit of %s but by rounding', async (name, config) => {
    const before = tf.memory().numTensors;
    const method = createMethod(config, model, { tensors: drawn(model, config) });
    const figures = await finish(measureMerge(model, method, [GOLDEN_BATCH]));
    expect(figures.logits.largest).toBeGreaterThan(0.1);
    expect(figures.logits.difference).toBeLessThan(2e-5 * Math.max(1, figures.logits.largest));
    expect(figures.matrices).toBe(2 * model.config.n_layer);
    const counted = GOLDEN_BATCH.mask.filter((m) => m > 0).length;
    expect([figures.places, figures.sameToken]).toEqual([counted, counted]);
    if (name === 'dora') expect(figures.roundTrip).toBeNull();
    else {
      const { difference = NaN, largest = NaN } = figures.roundTrip ?? {};
      // Adding and subtracting rounds twice, to float32's 24 bits; ΔW is at most a few in size.
      expect(difference).toBeLessThan(1e-5);
      expect(largest).toBeGreaterThan(difference);
    }
    method.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('frees its tensors where it is given up between two parts', async () => {
    const before = tf.memory().numTensors;
    const method = createMethod(lora, model, { tensors: drawn(model, lora) });
    const pieces = measureMerge(model, method, [GOLDEN_BATCH]);
    await pieces.next();
    await pieces.next();
    await expect(pieces.throw(new Error('given up'))).rejects.toThrow('given up');
    method.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
