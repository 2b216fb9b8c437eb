/** Methods against PEFT's own, on the golden model: logits, loss and gradients (tools/fixtures/peft_methods.py). */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, it } from 'vitest';
import type { MethodConfig } from '../../core/methods/methods.ts';
import { ia3ConfigSchema } from '../../core/methods/ia3.ts';
import { loraConfigSchema } from '../../core/methods/lora-config.ts';
import { methodOf } from '../../core/methods/methods.ts';
import { veraConfigSchema } from '../../core/methods/vera.ts';
import { GPT2_PROJECTIONS } from '../../core/models/gpt2.ts';
import { sizeOf } from '../../core/tensors.ts';
import { tensorsOf, uploadBatch } from '../batch-tensors.ts';
import { batchFor, batchLossSum, countTargets } from '../evaluate.ts';
import type { BaseModel } from '../model/base-model.ts';
import fixture from '../model/fixtures/golden/peft.json';
import { GOLDEN_BATCH, goldenModel } from '../model/golden.ts';
import { wholeTexts } from '../model/reading.ts';
import { forward, logits as headLogits } from '../model/transformer.ts';
import { expectClose, onEveryBackend } from '../testing.ts';
import { createMethod } from './create.ts';

const METHODS: Record<keyof typeof fixture, MethodConfig> = {
  dora: loraConfigSchema.parse({ r: 3, lora_alpha: 6, target_modules: GPT2_PROJECTIONS, use_dora: true }),
  patterns: loraConfigSchema.parse({
    r: 3,
    lora_alpha: 6,
    target_modules: GPT2_PROJECTIONS,
    rank_pattern: { q: 2, k: 2, v: 2, '1.down': 5 },
    alpha_pattern: { up: 9, '1.down': 4 },
  }),
  'bias-all': loraConfigSchema.parse({ r: 3, lora_alpha: 6, target_modules: ['o', 'up'], bias: 'all' }),
  'bias-lora-only': loraConfigSchema.parse({
    r: 3,
    lora_alpha: 6,
    target_modules: GPT2_PROJECTIONS,
    bias: 'lora_only',
  }),
  ia3: ia3ConfigSchema.parse({ type: 'ia3', target_modules: ['q', 'k', 'v', 'down'] }),
  vera: veraConfigSchema.parse({ type: 'vera', r: 5, target_modules: ['o', 'up', 'down'] }),
  'prefix-kv': { type: 'prefix-kv', prefix_tokens: 2 },
};
const ids = Object.keys(METHODS) as (keyof typeof fixture)[];

onEveryBackend('as PEFT', () => {
  let model: BaseModel;
  beforeAll(async () => {
    model = await goldenModel();
  });
  afterAll(() => model.dispose());

  it.each(ids)('%s', async (id) => {
    const config = METHODS[id];
    const { parts, logits, loss } = fixture[id];
    // PEFT's tensors of the fused c_attn, one for each of its matrices: the same A for all, or each its own rows.
    const tensors = Object.fromEntries(
      methodOf(config)
        .slots(model.config, config, 1)
        .map(({ name, shape }) => {
          const part = parts.find(({ names }) => names.includes(name));
          if (!part) throw new Error(`the fixture lacks ${name}`);
          const size = sizeOf(shape);
          const from = part.shared ? 0 : size * part.names.indexOf(name);
          return [
            name,
            { shape: [...shape], values: Float32Array.from(part.values.slice(from, from + size)) },
          ];
        }),
    );
    const method = createMethod(config, model, { tensors });
    const read = batchFor(method, GOLDEN_BATCH);
    const batch = uploadBatch(read);
    /** The places of the text. */
    const places = [...read.inputs.keys()].filter((place) => (read.virtual?.which[place] ?? -1) < 0);
    const step = tf.tensor1d([1], 'int32');

    const ours = tf.tidy(() => {
      const reading = wholeTexts(model, batch);
      const hidden = forward(model, method, batch.ids, { training: false }, reading);
      return headLogits(model, method, tf.gather(hidden, tf.tensor1d(places, 'int32')));
    });
    expectClose(await ours.data(), logits, 1e-4);

    const variables = [...method.parameters.variables];
    const { value, grads } = tf.variableGrads(
      () =>
        tf.div<tf.Scalar>(
          batchLossSum(model, method, batch, { training: true, seed: 0, step }),
          countTargets(GOLDEN_BATCH),
        ),
      variables,
    );
    expectClose(await value.data(), [loss], 1e-5);
    const gradientOf = async (name: string): Promise<number[]> => {
      const variable = variables[method.slots.findIndex((slot) => slot.name === name)];
      return Array.from((await grads[variable?.name ?? '']?.data<'float32'>()) ?? []);
    };
    for (const { names, shared, gradient } of parts) {
      // Frozen.
      if (!gradient) continue;
      const own = await Promise.all(names.map(gradientOf));
      const whole = shared
        ? gradient.map((_, i) => own.reduce((sum, values) => sum + (values[i] ?? NaN), 0))
        : own.flat();
      expectClose(whole, gradient, 1e-4, 0.01);
    }
    tf.dispose([ours, value, step, grads, ...tensorsOf(batch)]);
    method.dispose();
  });
});
