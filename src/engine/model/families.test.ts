/** Models of the Llama and GPT-NeoX families against Hugging Face transformers: see llama.py and neox.py in tools/fixtures. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DECODINGS } from '../../core/generation.ts';
import { loraConfigSchema } from '../../core/methods/lora-config.ts';
import { runConfigSchema } from '../../core/run-config.ts';
import { projectionsOf } from '../../core/site.ts';
import type { Batch } from '../../data/batches.ts';
import { readBaseModel } from '../../formats/base-model.ts';
import { modelTensors } from '../../formats/model-tensors.ts';
import { generate } from '../generate.ts';
import { startMethod } from '../methods/create.ts';
import type { Method } from '../methods/method.ts';
import { expectClose, finish, onEveryBackend, smallDataset } from '../testing.ts';
import { createBaseModel, type BaseModel } from './base-model.ts';
import { lossAndGradients, lossesOf } from './family-testing.ts';
import llamaConfig from './fixtures/llama/llama/config.json';
import llamaExpected from './fixtures/llama/llama/expected.json';
import llamaUrl from './fixtures/llama/llama/model.safetensors?url';
import qwen2Config from './fixtures/llama/qwen2/config.json';
import qwen2Expected from './fixtures/llama/qwen2/expected.json';
import qwen2Url from './fixtures/llama/qwen2/model.safetensors?url';
import parallelConfig from './fixtures/neox/parallel/config.json';
import parallelExpected from './fixtures/neox/parallel/expected.json';
import parallelUrl from './fixtures/neox/parallel/model.safetensors?url';
import sequentialConfig from './fixtures/neox/sequential/config.json';
import sequentialExpected from './fixtures/neox/sequential/expected.json';
import sequentialUrl from './fixtures/neox/sequential/model.safetensors?url';
import { forward, logits } from './transformer.ts';

interface Pair {
  a: number[];
  b: number[];
}
interface Expected extends Omit<typeof llamaExpected, 'adapters' | 'gradients'> {
  adapters: Record<string, Pair>;
  gradients: Record<string, Pair>;
}
const MODELS: [string, unknown, Expected, string][] = [
  ['Llama', llamaConfig, llamaExpected, llamaUrl],
  ['Qwen2', qwen2Config, qwen2Expected, qwen2Url],
  ['GPT-NeoX, parallel', parallelConfig, parallelExpected, parallelUrl],
  ['GPT-NeoX, sequential', sequentialConfig, sequentialExpected, sequentialUrl],
];

/** A and B of all matrices as the fixture has them, in the order in which LoRA lists its variables. */
const inOrder = (pairs: Record<string, Pair>) => Object.values(pairs).flatMap(({ a, b }) => [a, b]);

/** LoRA on all matrices of every layer. */
const loraOf = ({ r, lora_alpha }: Expected, { config }: BaseModel) =>
  loraConfigSchema.parse({ r, lora_alpha, target_modules: projectionsOf(config) });

onEveryBackend('a model of another family', () => {
  describe.each(MODELS)('%s', (_name, configJson, expected, url) => {
    let model: BaseModel;
    let lora: Method;
    const { batch: size, length } = expected;
    const shape: [number, number] = [size, length];

    beforeAll(async () => {
      const file = await (await fetch(url)).arrayBuffer();
      model = createBaseModel(
        readBaseModel(configJson, () => modelTensors(new Map([['model.safetensors', file]]))),
      );
      lora = await finish(startMethod(loraOf(expected, model), model, 0));
    });
    afterAll(() => {
      lora.dispose();
      model.dispose();
    });

    const logitsOf = async (method: Method | null) => {
      const result = tf.tidy(() => {
        const ids = tf.tensor2d(expected.ids, shape, 'int32');
        return logits(model, method, forward(model, method, ids, { training: false }));
      });
      return await result.data<'float32'>().finally(() => result.dispose());
    };
    const setAdapters = () =>
      lora.parameters.write(inOrder(expected.adapters).map((values) => Float32Array.from(values)));

    it('gives the base logits, bit for bit with B = 0', async () => {
      const base = await logitsOf(null);
      expectClose(base, expected.baseLogits, 1e-4);
      expect(await logitsOf(lora)).toEqual(base);
    });

    it('writes greedily what transformers writes', async () => {
      const prompts = Array.from({ length: size }, (_, text) =>
        expected.ids.slice(text * length, text * length + expected.prompt),
      );
      const generation = { ...DECODINGS.greedy, max_new_tokens: expected.written[0]?.length ?? NaN };
      const written = await finish(generate(model, null, { endOfTextId: -1 }, prompts, generation));
      expect(written).toEqual(expected.written);
    });

    it('writes texts of several lengths side by side as it writes each alone', async () => {
      const prompts = [5, 2, 7].map((count, text) =>
        expected.ids.slice(text * length, text * length + count),
      );
      const generation = { ...DECODINGS.greedy, max_new_tokens: 6 };
      const writtenFor = (texts: number[][]) =>
        finish(generate(model, null, { endOfTextId: -1 }, texts, generation));
      const alone: number[][] = [];
      for (const prompt of prompts) alone.push(...(await writtenFor([prompt])));
      expect(await writtenFor(prompts)).toEqual(alone);
    });

    it('gives the adapted logits, loss and gradients of all matrices', async () => {
      setAdapters();
      expectClose(await logitsOf(lora), expected.logits, 1e-4);
      const plain: Batch = {
        size,
        length,
        inputs: Int32Array.from(expected.ids),
        targets: Int32Array.from(expected.targets),
        mask: Float32Array.from(expected.mask),
        tokens: size * length,
      };
      const { loss, gradients } = await lossAndGradients(model, lora, plain);
      expectClose([loss], [expected.loss], 1e-5);
      for (const [i, gradient] of gradients.entries())
        expectClose(gradient ?? [], inOrder(expected.gradients)[i] ?? [], 1e-4, 1e-3);
    });

    it('learns, in recorded steps as in those run as they are written, and leaves no tensor behind', async () => {
      const rows = Array.from({ length: size }, (_, text) => ({
        prompt: '',
        completion: '',
        ids: Int32Array.from(expected.ids.slice(text * length, (text + 1) * length)),
        completionStart: 1,
      }));
      const dataset = smallDataset({ train: rows, validation: rows, test: rows });
      const config = runConfigSchema.parse({
        method: loraOf(expected, model),
        training: { learning_rate: 0.02, batch_size: size, max_steps: 6 },
      });
      const before = tf.memory().numTensors;
      const losses = await lossesOf(model, dataset, config, true);
      expect(losses[5]).toBeLessThan((losses[0] ?? 0) - 0.05);
      expectClose(await lossesOf(model, dataset, config, false), losses, 1e-5);
      const training = { ...config.training, gradient_checkpointing: true };
      expectClose(await lossesOf(model, dataset, { ...config, training }, true), losses, 1e-5);
      expect(tf.memory().numTensors).toBe(before);
    });

    it.each([{ use_dora: true }, { init_lora_weights: 'pissa' }, { init_lora_weights: 'olora' }])(
      'starts at the base model with %j',
      async (settings) => {
        const method = loraConfigSchema.parse({
          ...{ r: 2, target_modules: projectionsOf(model.config) },
          ...settings,
        });
        const started = await finish(startMethod(method, model, 0));
        expectClose(await logitsOf(started), expected.baseLogits, 1e-4);
        started.dispose();
      },
    );
  });
});
