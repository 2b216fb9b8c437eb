/** Models of the Llama family against Hugging Face transformers: see tools/fixtures/llama.py. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LLAMA_PROJECTIONS, type LlamaProjection } from '../../core/models/llama.ts';
import { parseLlamaConfig, readLlamaWeights } from '../../formats/llama.ts';
import { modelTensors } from '../../formats/model-tensors.ts';
import { uploadBatch } from '../batch-tensors.ts';
import { createLlamaLora, type LlamaLora } from '../methods/llama-lora.ts';
import { createCache } from '../ops/cached-attention.ts';
import { attention } from '../ops/attention.ts';
import { headLoss } from '../ops/head-loss.ts';
import { linear } from '../ops/linear.ts';
import { expectClose, onEveryBackend } from '../testing.ts';
import llamaConfig from './fixtures/llama/llama/config.json';
import llamaExpected from './fixtures/llama/llama/expected.json';
import llamaUrl from './fixtures/llama/llama/model.safetensors?url';
import qwen2Config from './fixtures/llama/qwen2/config.json';
import qwen2Expected from './fixtures/llama/qwen2/expected.json';
import qwen2Url from './fixtures/llama/qwen2/model.safetensors?url';
import { createLlamaModel, llamaForward, type LlamaChanges, type LlamaModel } from './llama.ts';

interface Pair {
  a: number[];
  b: number[];
}
interface Expected extends Omit<typeof llamaExpected, 'adapters' | 'gradients'> {
  adapters: Record<string, Pair>;
  gradients: Record<string, Pair>;
}
const MODELS: [string, unknown, Expected, string][] = [
  ['llama', llamaConfig, llamaExpected, llamaUrl],
  ['qwen2', qwen2Config, qwen2Expected, qwen2Url],
];

/** A and B of some matrices as the fixture has them, in the order in which LoRA lists its variables. */
const inOrder = (pairs: Record<string, Pair>, targets: readonly LlamaProjection[] = LLAMA_PROJECTIONS) =>
  Object.entries(pairs).flatMap(([id, { a, b }]) =>
    targets.some((projection) => id.endsWith(`.${projection}`)) ? [a, b] : [],
  );

/** Writes on greedily from prompts of one length, with keys and values kept. */
async function write(model: LlamaModel, prompts: tf.Tensor2D, count: number): Promise<number[][]> {
  const { n_head: heads, head_dim, n_layer, n_positions: length } = model.config;
  const [texts, read] = prompts.shape;
  const shape = { rows: texts, length, heads, d: heads * head_dim };
  const caches = Array.from({ length: n_layer }, () => createCache(shape));
  const written: number[][] = Array.from({ length: texts }, () => []);
  /** The likeliest token after each row of a pass. */
  const nextOf = async (pass: () => tf.Tensor2D): Promise<Int32Array> => {
    const likeliest = tf.tidy(() => tf.argMax<tf.Tensor1D>(linear(pass(), model.head), 1));
    const next = await likeliest.data<'int32'>().finally(() => likeliest.dispose());
    next.forEach((token, text) => written[text]?.push(token));
    return next;
  };
  const last = Array.from({ length: texts }, (_, text) => text * read + read - 1);
  let next = await nextOf(() =>
    llamaForward(model, null, prompts, {
      positions: null,
      counted: tf.tensor1d(last, 'int32'),
      attend(layer, qkv) {
        caches[layer]?.fill(qkv, texts, 1);
        return attention(qkv, { batch: texts, heads });
      },
    }),
  );
  const rows = Array.from({ length: texts * length }, (_, i) => Math.floor(i / length));
  for (let at = read; at < read + count - 1; at++) {
    const ids = next;
    next = await nextOf(() => {
      const slots = tf.tensor1d(
        Array.from(ids, () => at),
        'int32',
      );
      const origins = tf.tensor2d(rows, [texts, length], 'int32');
      return llamaForward(model, null, tf.tensor2d(ids, [texts, 1], 'int32'), {
        positions: slots,
        counted: null,
        attend: (layer, qkv) => caches[layer]?.attend(qkv, { slots, origins }) ?? qkv,
      });
    });
  }
  for (const cache of caches) cache.dispose();
  return written;
}

onEveryBackend('the Llama family', () => {
  describe.each(MODELS)('%s', (_name, configJson, expected, url) => {
    let model: LlamaModel;
    let lora: LlamaLora;
    const { r, lora_alpha, batch: size, length } = expected;
    const shape: [number, number] = [size, length];

    beforeAll(async () => {
      const config = parseLlamaConfig(configJson);
      const file = await (await fetch(url)).arrayBuffer();
      model = createLlamaModel(
        config,
        readLlamaWeights(config, modelTensors(new Map([['model.safetensors', file]]))),
      );
      lora = createLlamaLora({ r, lora_alpha, target_modules: LLAMA_PROJECTIONS }, model, 0);
    });
    afterAll(() => {
      lora.dispose();
      model.dispose();
    });

    const logits = async (method: LlamaChanges | null) => {
      const result = tf.tidy(() =>
        linear(llamaForward(model, method, tf.tensor2d(expected.ids, shape, 'int32')), model.head),
      );
      return await result.data<'float32'>().finally(() => result.dispose());
    };
    const setAdapters = () =>
      lora.parameters.write(inOrder(expected.adapters).map((values) => Float32Array.from(values)));

    it('gives the base logits, bit for bit with B = 0', async () => {
      const base = await logits(null);
      expectClose(base, expected.baseLogits, 1e-4);
      expect(await logits(lora)).toEqual(base);
    });

    it('writes greedily what transformers writes', async () => {
      const prompts = tf.slice(tf.tensor2d(expected.ids, shape, 'int32'), [0, 0], [size, expected.prompt]);
      expect(await write(model, prompts, expected.written[0]?.length ?? NaN)).toEqual(expected.written);
    });

    it('gives the adapted logits, loss and gradients of all seven matrices', async () => {
      setAdapters();
      expectClose(await logits(lora), expected.logits, 1e-4);
      const tensors = uploadBatch({
        size,
        length,
        inputs: Int32Array.from(expected.ids),
        targets: Int32Array.from(expected.targets),
        mask: Float32Array.from(expected.mask),
        tokens: size * length,
      });
      const loss = () =>
        tf.div<tf.Scalar>(
          headLoss(
            llamaForward(model, lora, tensors.ids),
            { frozen: model.head, trained: null },
            tensors.targets,
            tensors.mask,
          ),
          expected.mask.reduce((sum, m) => sum + m, 0),
        );
      const { value, grads } = tf.variableGrads(loss, [...lora.parameters.variables]);
      expectClose(await value.data(), [expected.loss], 1e-5);
      for (const [i, variable] of lora.parameters.variables.entries())
        expectClose(
          (await grads[variable.name]?.data()) ?? [],
          inOrder(expected.gradients)[i] ?? [],
          1e-4,
          1e-3,
        );
      tf.dispose([value, tensors.ids, tensors.targets, tensors.mask]);
      tf.dispose(grads);
    });
  });
});
