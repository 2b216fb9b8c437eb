/** Gradient checkpointing gives what a step gives that keeps everything, in less memory; neither computes a gradient that nothing needs. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { METHOD_IDS } from '../core/methods/methods.ts';
import { runConfigSchema, type RunConfig } from '../core/run-config.ts';
import { lossesOf } from './model/family-testing.ts';
import type { Gpt2Model } from './model/gpt2.ts';
import { finish, onEveryBackend, smallModel, smallTexts } from './testing.ts';
import { createTrainer } from './trainer.ts';

onEveryBackend('gradient checkpointing', (backend) => {
  let model: Gpt2Model;
  const dataset = smallTexts();
  beforeAll(() => {
    model = smallModel(4);
  });
  afterAll(() => model.dispose());

  const both = (method: object, training: object = {}): [RunConfig, RunConfig] => {
    const of = (gradient_checkpointing: boolean) =>
      runConfigSchema.parse({
        method,
        training: { max_steps: 4, warmup_steps: 0, batch_size: 4, ...training, gradient_checkpointing },
      });
    return [of(false), of(true)];
  };

  it.each([
    ...METHOD_IDS.map((type) => ({ type })),
    // Dropout leaves out the same when the layer is computed again.
    { type: 'lora', lora_dropout: 0.3, target_modules: ['q', 'v', 'up', 'down'], use_dora: true },
    { type: 'lora', bias: 'all', modules_to_save: ['wte'] },
    // Nothing is trained in the lowest two layers.
    { type: 'lora', layers_to_transform: [2] },
    { type: 'lora', layers_to_transform: [3] },
    { type: 'lora', layers_to_transform: [0] },
    { type: 'lora', layers_to_transform: [3], modules_to_save: ['lnF'] },
  ])('gives the same losses, and leaves no tensor behind: %o', async (method) => {
    const [plain, checkpointed] = both(method);
    const losses = await lossesOf(model, dataset, plain, true);
    const before = tf.memory().numTensors;
    expectNear(await lossesOf(model, dataset, checkpointed, true), losses);
    expectNear(await lossesOf(model, dataset, checkpointed, false), losses);
    expect(tf.memory().numTensors).toBe(before);
  });

  const expectNear = (found: readonly number[], losses: readonly number[]) => {
    expect(found).toHaveLength(4);
    for (const [step, loss] of found.entries()) expect(loss / (losses[step] ?? NaN)).toBeCloseTo(1, 5);
  };

  it('computes nothing backward below the lowest trained layer, checkpointed or not', async () => {
    const nextId = () => tf.tidy(() => tf.scalar(0).id);
    // How many tensors a step makes, forward and backward.
    const made = async (method: object, isCheckpointed: boolean) => {
      const [plain, checkpointed] = both(method);
      const config = isCheckpointed ? checkpointed : plain;
      const trainer = await finish(createTrainer(model, dataset, config, { captured: false }));
      await trainer.next();
      await trainer.settle();
      const before = nextId();
      await trainer.next();
      await trainer.settle();
      const count = nextId() - before;
      trainer.dispose();
      return count;
    };
    const [all, last] = [{ type: 'lora' }, { type: 'lora', layers_to_transform: [3] }];
    const [plain, checkpointed] = [await made(last, false), await made(last, true)];
    expect(plain).toBeLessThan(0.75 * (await made(all, false)));
    expect(checkpointed).toBeLessThan(0.45 * (await made(all, true)));
    // Nothing is computed again: no layer lies between the lowest that is trained and the last.
    expect(checkpointed).toBeLessThanOrEqual(plain);
  });

  if (backend !== 'cpu')
    it('holds less than half of what a step of eight layers holds', async () => {
      const deep = smallModel(8);
      const [plain, checkpointed] = await Promise.all(
        both({ type: 'lora' }, { batch_size: 16 }).map(async (config) => {
          const trainer = await finish(createTrainer(deep, dataset, config));
          for (let step = 0; step < 3; step++) await trainer.next();
          await trainer.settle();
          const { memory } = trainer;
          trainer.dispose();
          return memory?.step ?? NaN;
        }),
      );
      deep.dispose();
      expect(checkpointed).toBeLessThan(0.5 * (plain ?? NaN));
    });
});
