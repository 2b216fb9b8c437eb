/** Encoders of the BERT family against Hugging Face transformers: see tools/fixtures/bert.py. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkpointSchema, type Checkpoint } from '../../core/checkpoint.ts';
import { loraConfigSchema } from '../../core/methods/lora-config.ts';
import { BERT_PROJECTIONS, HEAD_MAPS, type BertProjection } from '../../core/models/bert.ts';
import { NLI_LABELS } from '../../core/nli-labels.ts';
import { runConfigSchema } from '../../core/run-config.ts';
import { evaluationBatches } from '../../data/batches.ts';
import { readBaseModel } from '../../formats/base-model.ts';
import { modelTensors } from '../../formats/model-tensors.ts';
import { uploadBatch } from '../batch-tensors.ts';
import { evaluateLoss, measuredBatchFor } from '../evaluate.ts';
import { startMethod } from '../methods/create.ts';
import type { Method } from '../methods/method.ts';
import { expectClose, finish, onEveryBackend, smallDataset } from '../testing.ts';
import { createTrainer, type Trainer } from '../trainer.ts';
import { createBaseModel } from './base-model.ts';
import { examplesOf } from './bert-testing.ts';
import { classLogits, type BertModel } from './bert.ts';
import { lossAndGradients, lossesOf } from './family-testing.ts';
import bertConfig from './fixtures/bert/bert/config.json';
import bertExpected from './fixtures/bert/bert/expected.json';
import bertUrl from './fixtures/bert/bert/model.safetensors?url';
import robertaConfig from './fixtures/bert/roberta/config.json';
import robertaExpected from './fixtures/bert/roberta/expected.json';
import robertaUrl from './fixtures/bert/roberta/model.safetensors?url';
import { forward } from './transformer.ts';

interface Pair {
  a: number[];
  b: number[];
}
interface Expected extends Omit<typeof bertExpected, 'adapters' | 'gradients' | 'head'> {
  adapters: Record<string, Pair>;
  gradients: Record<string, Pair>;
  head: Record<string, number[]>;
}
const MODELS: [string, unknown, Expected, string][] = [
  ['bert', bertConfig, bertExpected, bertUrl],
  ['roberta', robertaConfig, robertaExpected, robertaUrl],
];

/** A and B of some matrices as the fixture has them, in the order in which LoRA lists its variables. */
const inOrder = (pairs: Record<string, Pair>, targets: readonly BertProjection[] = BERT_PROJECTIONS) =>
  Object.entries(pairs).flatMap(([id, { a, b }]) =>
    targets.some((projection) => id.endsWith(`.${projection}`)) ? [a, b] : [],
  );

/** The head's trained tensors as the fixture has them, in the order of the slots. */
const headInOrder = (head: Record<string, number[]>) =>
  HEAD_MAPS.flatMap((map) => {
    const names = map === 'dense' ? ['classifier.dense'] : ['classifier', 'classifier.out_proj'];
    return names.flatMap((name) => {
      const [weight, bias] = [head[`${name}.weight`], head[`${name}.bias`]];
      return weight && bias ? [weight, bias] : [];
    });
  });

/** LoRA on some matrices of every layer. */
const loraOf = ({ r, lora_alpha }: Expected, target_modules: readonly BertProjection[]) =>
  loraConfigSchema.parse({ r, lora_alpha, target_modules });

onEveryBackend('the BERT family', () => {
  describe.each(MODELS)('%s', (_name, configJson, expected, url) => {
    let model: BertModel;
    let lora: Method;
    const examples = examplesOf(expected);
    const longest = Math.max(...examples.map(({ ids }) => ids.length));
    // Longer than any text, and with a row to spare.
    const shape = { batchSize: examples.length + 1, length: longest + 3, padId: 1, limit: Infinity };
    const [plain] = evaluationBatches(examples, shape);
    if (!plain) throw new Error('There is no batch.');

    beforeAll(async () => {
      const file = await (await fetch(url)).arrayBuffer();
      const read = readBaseModel(configJson, () => modelTensors(new Map([['model.safetensors', file]])));
      const created = createBaseModel(read);
      if (created.family !== 'bert') throw new Error('This test needs an encoder.');
      model = created;
      lora = await finish(startMethod(loraOf(expected, BERT_PROJECTIONS), model, 0));
    });
    afterAll(() => {
      lora.dispose();
      model.dispose();
    });

    const logitsOf = async (method: Method | null) => {
      const result = tf.tidy(() => {
        const tensors = uploadBatch(measuredBatchFor(method, plain));
        return classLogits(model, method, tensors, { training: false });
      });
      const values = await result.data<'float32'>().finally(() => result.dispose());
      return values.subarray(0, examples.length * NLI_LABELS.length);
    };
    const setAdapters = async () => {
      const own = inOrder(expected.adapters).map((values) => Float32Array.from(values));
      const before = await lora.parameters.read();
      lora.parameters.write([...own, ...before.slice(own.length)]);
    };

    it('goes on from a checkpoint to the same bits, its head and moments with it', async () => {
      const data = {
        ...smallDataset({ train: examples, validation: [], test: [] }),
        sequenceLength: longest,
      };
      const config = runConfigSchema.parse({
        method: loraOf(expected, ['q', 'v']),
        training: { batch_size: 2, max_steps: 20, learning_rate: 0.02 },
      });
      const begin = (from?: Checkpoint) => finish(createTrainer(model, data, config, { from }));
      const trained = async (trainer: Trainer, steps: number) => {
        for (let step = 0; step < steps; step++) await trainer.next();
        await trainer.settle();
        return trainer.take().map(({ loss }) => loss);
      };
      const whole = await begin();
      const losses = await trained(whole, 7);
      const learned = await whole.method.read();
      whole.dispose();
      const cut = await begin();
      const early = await trained(cut, 3);
      const kept = checkpointSchema.parse(structuredClone(await cut.checkpoint()));
      cut.dispose();
      const gone = await begin(kept);
      expect([...early, ...(await trained(gone, 4))]).toEqual(losses);
      expect(await gone.method.read()).toEqual(learned);
      expect(Object.keys(learned)).toContain('classifier.weight');
      gone.dispose();
    });

    it('gives the base logits by the head of its folder, bit for bit with B = 0', async () => {
      const base = await logitsOf(null);
      expectClose(base, expected.baseLogits, 1e-4);
      expect(await logitsOf(lora)).toEqual(base);
    });

    it('gives the adapted logits, loss and gradients of all matrices and of the head', async () => {
      await setAdapters();
      expectClose(await logitsOf(lora), expected.logits, 1e-4);
      const { loss, gradients } = await lossAndGradients(model, lora, plain);
      expectClose([loss], [expected.loss], 1e-5);
      const wanted = [...inOrder(expected.gradients), ...headInOrder(expected.head)];
      expect(gradients).toHaveLength(wanted.length);
      for (const [i, gradient] of gradients.entries())
        expectClose(gradient ?? [], wanted[i] ?? [], 1e-4, 1e-3);
    });

    it('measures the mean loss of the texts, each of which counts once', async () => {
      await setAdapters();
      const { loss, tokens, examples: own } = await finish(evaluateLoss(model, lora, [plain]));
      expectClose([loss], [expected.loss], 1e-5);
      expect([tokens, own.length]).toEqual([examples.length, examples.length]);
    });

    it('learns, in recorded steps as in those run as they are written, and leaves no tensor behind', async () => {
      const dataset = {
        ...smallDataset({ train: examples, validation: examples, test: examples }),
        sequenceLength: longest,
      };
      const config = runConfigSchema.parse({
        method: loraOf(expected, ['q', 'v']),
        training: { learning_rate: 0.02, batch_size: examples.length, max_steps: 6 },
      });
      const before = tf.memory().numTensors;
      const losses = await lossesOf(model, dataset, config, true);
      expect(losses[5]).toBeLessThan((losses[0] ?? 0) - 0.05);
      expectClose(await lossesOf(model, dataset, config, false), losses, 1e-5);
      const training = { ...config.training, gradient_checkpointing: true };
      expectClose(await lossesOf(model, dataset, { ...config, training }, true), losses, 1e-5);
      expect(tf.memory().numTensors).toBe(before);
    });

    it.each([
      { type: 'lora', use_dora: true },
      { type: 'lora', init_lora_weights: 'pissa' },
      { type: 'lora', bias: 'all', modules_to_save: ['0.ln1', 'lnE'] },
      { type: 'bitfit' },
      { type: 'ia3' },
    ])('starts at the base model with %j, and every tensor has a gradient', async (settings) => {
      const { method } = runConfigSchema.parse({ method: { target_modules: ['q', 'v'], ...settings } });
      const started = await finish(startMethod(method, model, 0));
      expectClose(await logitsOf(started), expected.baseLogits, 1e-4);
      const { gradients } = await lossAndGradients(model, started, plain);
      expect(gradients).toHaveLength(started.parameters.variables.length);
      expect(gradients).not.toContain(undefined);
      started.dispose();
    });

    it('says that it writes no text', () => {
      const ids = tf.tensor2d([[1, 2]], [1, 2], 'int32');
      expect(() => forward(model, null, ids, { training: false })).toThrow(/encoder writes no text/);
      ids.dispose();
    });
  });
});
