/** A batch of texts with adapters of their own, against each adapter alone. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DECODINGS } from '../../core/generation.ts';
import { canMix } from '../../core/mixed-batch.ts';
import { createRng } from '../../core/rng.ts';
import { runConfigSchema } from '../../core/run-config.ts';
import { createLawDecoder } from '../decoder.ts';
import { generate } from '../generate.ts';
import type { BaseModel } from '../model/base-model.ts';
import { GOLDEN_CONFIG, goldenModel } from '../model/golden.ts';
import { expectClose, finish, onEveryBackend } from '../testing.ts';
import { startMethod } from './create.ts';
import type { Method } from './method.ts';
import { mixedChanges } from './mixed.ts';

const ADAPTERS = [
  { r: 2, target_modules: ['q', 'v', 'down'] },
  { r: 3, use_rslora: true, rank_pattern: { k: 1 }, target_modules: ['q', 'k', 'up'] },
  { r: 1, target_modules: ['o'], layers_to_transform: [0] },
];

onEveryBackend('a mixed batch', () => {
  let model: BaseModel;
  const methods: Method[] = [];

  beforeAll(async () => {
    model = await goldenModel();
    for (const [i, settings] of ADAPTERS.entries()) {
      const { method: config } = runConfigSchema.parse({ method: settings });
      expect(canMix(config)).toBe(true);
      const method = await finish(startMethod(config, model, i));
      const rng = createRng(i, 'adapter');
      method.parameters.write(
        method.parameters.variables.map(({ size }) =>
          Float32Array.from({ length: size }, () => 0.3 * rng.normal()),
        ),
      );
      methods.push(method);
    }
  });
  afterAll(() => {
    for (const method of methods) method.dispose();
    model.dispose();
  });

  // The first adapter has two texts side by side, and one apart from them.
  const adapters = () => [0, 0, null, 1, 2, 0].map((i) => (i === null ? null : (methods[i] ?? null)));
  const prompts = [[5], [17, 8, 11], [1, 2], [28, 3, 3, 9], [4, 9], [7, 7, 7]];
  const NEVER = { endOfTextId: -1 };

  it('gives each text the logits of its own adapter, after texts have left it, too', async () => {
    const before = tf.memory().numTensors;
    const own = adapters();
    const mixed = createLawDecoder(model, mixedChanges(own), { prompts, width: 1 });
    const alone = own.map((method, i) =>
      createLawDecoder(model, method, { prompts: [prompts[i] ?? []], width: 1 }),
    );
    const compare = async (
      laws: Float32Array[],
      texts: number[],
      next: (text: number) => Promise<Float32Array[]>,
    ) => {
      expect(laws).toHaveLength(texts.length);
      for (const [row, text] of texts.entries()) {
        const [law = []] = await next(text);
        expectClose(laws[row] ?? [], law, own[text] ? 1e-5 : 1e-6);
      }
    };
    const texts = [...prompts.keys()];
    const read = async (text: number) => (await alone[text]?.read()) ?? [];
    await compare(await mixed.read(), texts, read);
    const step = (token: number) => async (text: number) => (await alone[text]?.step([token + text])) ?? [];
    await compare(await mixed.step(texts.map((text) => 3 + text)), texts, step(3));
    mixed.keep([1, 2, 4]);
    for (const token of [5, 6])
      await compare(await mixed.step([1, 2, 4].map((text) => token + text)), [1, 2, 4], step(token));
    for (const decoder of [mixed, ...alone]) decoder.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('writes what each adapter writes alone, greedily and with beams', async () => {
    const before = tf.memory().numTensors;
    const own = adapters();
    for (const decoding of [DECODINGS.greedy, { ...DECODINGS.greedy, num_beams: 3 }]) {
      const generation = { ...decoding, max_new_tokens: GOLDEN_CONFIG.n_positions };
      const alone: number[][] = [];
      for (const [i, method] of own.entries())
        alone.push(...(await finish(generate(model, method, NEVER, [prompts[i] ?? []], generation))));
      expect(await finish(generate(model, mixedChanges(own), NEVER, prompts, generation))).toEqual(alone);
    }
    expect(tf.memory().numTensors).toBe(before);
  });
});

it('leaves out adapters that change more than W by s·BA', () => {
  for (const settings of [
    { use_dora: true },
    { bias: 'lora_only' },
    { init_lora_weights: 'pissa' },
    { type: 'ia3' },
  ])
    expect(canMix(runConfigSchema.parse({ method: settings }).method), JSON.stringify(settings)).toBe(false);
});
