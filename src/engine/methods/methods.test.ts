/** What every method promises, on the golden model and every backend. A method joins with one row. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { methodOf, type MethodConfig } from '../../core/methods/methods.ts';
import { createRng } from '../../core/rng.ts';
import { defaultRunConfig, loraConfigSchema, type LoraConfig } from '../../core/run-config.ts';
import { sizeOf } from '../../core/tensors.ts';
import type { Dataset, Example } from '../../data/dataset.ts';
import { parseTransformerConfig, readGpt2Weights } from '../../formats/gpt2.ts';
import { readSafetensors } from '../../formats/safetensors.ts';
import { batchLossSum, uploadBatch } from '../evaluate.ts';
import { baseTensor, createBaseModel, type BaseModel } from '../model/base-model.ts';
import configJson from '../model/fixtures/golden/config.json';
import expected from '../model/fixtures/golden/expected.json';
import weightsUrl from '../model/fixtures/golden/model.safetensors?url';
import { forward, logits as headLogits } from '../model/transformer.ts';
import { expectClose, onEveryBackend } from '../testing.ts';
import { createTrainer } from '../trainer.ts';
import { createMethod } from './create.ts';
import type { Method } from './method.ts';

interface Row {
  config: MethodConfig;
  /** Trained numbers on the golden model: 2 layers, d = 12, inner width 48. */
  parameters: number;
  learningRate: number;
}

const lora = (changes: Partial<LoraConfig>): LoraConfig =>
  loraConfigSchema.parse({ lora_alpha: 4, ...changes });
const { n_layer: L, n_embd: d, n_inner: inner } = parseTransformerConfig(configJson);

const METHODS: Record<string, Row> = {
  'LoRA of q and v': {
    config: lora({ r: 2, target_modules: ['q', 'v'] }),
    parameters: L * 2 * 2 * (d + d),
    learningRate: 0.02,
  },
  'LoRA of all, dropout': {
    config: lora({ r: 3, target_modules: ['q', 'k', 'v', 'o', 'up', 'down'], lora_dropout: 0.1 }),
    parameters: L * 3 * (4 * 2 * d + 2 * (d + inner)),
    learningRate: 0.02,
  },
  BitFit: {
    config: { type: 'bitfit' },
    parameters: L * (2 * d + 3 * d + d + inner + d) + d,
    learningRate: 0.05,
  },
};

const { batch: B, length: T } = expected;
const batch = {
  size: B,
  length: T,
  inputs: Int32Array.from(expected.ids),
  targets: Int32Array.from(expected.targets),
  mask: Float32Array.from(expected.mask),
  tokens: B * T,
};

/** Sequences that count upwards: something to learn. */
const counting: Example[] = Array.from({ length: 16 }, (_, first) => ({
  prompt: String(first),
  completion: '',
  ids: Int32Array.from({ length: 9 }, (_, i) => first + i),
  completionStart: 2,
}));
const dataset: Dataset = {
  train: counting,
  validation: counting,
  test: counting,
  sequenceLength: 8,
  padId: 0,
  summary: {
    task: 'own',
    name: 'counting',
    train: 16,
    validation: 16,
    test: 16,
    prompts: 16,
    longestTokens: 9,
    truncated: 0,
    dropped: [],
    examples: [],
    fingerprint: '00000000',
    metrics: [],
  },
};

onEveryBackend('methods', (backend) => {
  let model: BaseModel;
  beforeAll(async () => {
    const config = parseTransformerConfig(configJson);
    const buffer = await (await fetch(weightsUrl)).arrayBuffer();
    model = createBaseModel(config, readGpt2Weights(config, readSafetensors(buffer)));
  });
  afterAll(() => model.dispose());

  const logits = async (method: Method | null): Promise<Float32Array> => {
    const result = tf.tidy(() => {
      const ids = tf.tensor2d(batch.inputs, [B, T], 'int32');
      return headLogits(model, forward(model, method, ids, { training: false }));
    });
    const values = await result.data<'float32'>();
    result.dispose();
    return values;
  };
  /** Moves every trained tensor away from where it starts. */
  const disturb = async (method: Method, size: number) => {
    const rng = createRng(4, 'disturb');
    const values = await method.parameters.read();
    method.parameters.write(values.map((tensor) => tensor.map((value) => value + size * rng.normal())));
  };

  describe.each(Object.entries(METHODS))('%s', (_name, { config, parameters, learningRate }) => {
    it('creates as many numbers as its slots and its formula say', () => {
      const method = createMethod(config, model, { seed: 1 });
      const slots = methodOf(config).slots(model.config, config, 1);
      expect(slots.reduce((sum, { shape }) => sum + sizeOf(shape), 0)).toBe(parameters);
      expect(method.parameters.variables.map(({ shape }) => shape)).toEqual(slots.map(({ shape }) => shape));
      expect(new Set(slots.map(({ name }) => name)).size).toBe(slots.length);
      method.dispose();
    });

    it('starts as the base model, bit for bit', async () => {
      const method = createMethod(config, model, { seed: 1 });
      expect(await logits(method)).toEqual(await logits(null));
      method.dispose();
    });

    it('gives the same logits from what it kept, and from a copy on the device', async () => {
      const before = tf.memory().numTensors;
      const method = createMethod(config, model, { seed: 1 });
      await disturb(method, 0.2);
      const written = await logits(method);
      expect(written).not.toEqual(await logits(null));
      const kept = createMethod(config, model, { tensors: await method.read() });
      const copy = createMethod(config, model, { method });
      method.dispose();
      expect(await logits(kept)).toEqual(written);
      expect(await logits(copy)).toEqual(written);
      kept.dispose();
      copy.dispose();
      expect(tf.memory().numTensors).toBe(before);
    });

    it('has the gradients of central differences', async () => {
      const method = createMethod(config, model, { seed: 1 });
      await disturb(method, 0.2);
      const tensors = uploadBatch(batch);
      const step = tf.tensor1d([3], 'int32');
      const loss = () => batchLossSum(model, method, tensors, { training: true, seed: 2, step });
      const { value, grads } = tf.variableGrads(loss, [...method.parameters.variables]);
      const at = async () => {
        const sum = tf.tidy(loss);
        const [result = NaN] = await sum.data();
        sum.dispose();
        return result;
      };
      const values = await method.parameters.read();
      const rng = createRng(6, 'direction');
      // Along a random direction within each tensor: all its entries count.
      for (const [i, variable] of method.parameters.variables.entries()) {
        const gradient = (await grads[variable.name]?.data<'float32'>()) ?? new Float32Array();
        const direction = gradient.map(() => rng.normal());
        const h = 2e-3;
        const moved = async (sign: number) => {
          const own = values[i] ?? new Float32Array();
          const there = own.map((x, j) => x + sign * h * (direction[j] ?? NaN));
          method.parameters.write(values.map((tensor, k) => (k === i ? there : tensor)));
          return at();
        };
        const slope = ((await moved(1)) - (await moved(-1))) / (2 * h);
        const along = gradient.reduce((sum, g, j) => sum + g * (direction[j] ?? NaN), 0);
        // Float32 losses of some tens differ by a few 1e-6 of themselves.
        expectClose([along], [slope], 0.02, 0.5);
      }
      tf.dispose([value, step, tensors, grads]);
      method.dispose();
    });

    it('learns, the same way twice, and leaves the base model alone', async () => {
      const { training } = defaultRunConfig();
      const frozen = await baseTensor(model, '0.ln1.bias').data();
      const run = async () => {
        const trainer = createTrainer(model, dataset, {
          method: config,
          seed: 5,
          training: { ...training, learning_rate: learningRate, batch_size: 8, max_steps: 40 },
        });
        for (let i = 0; i < (backend === 'webgpu' ? 12 : 25); i++) await trainer.next();
        await trainer.settle();
        const losses = trainer.take().map(({ loss }) => loss);
        const { sites } = await trainer.spectrum();
        trainer.dispose();
        return { losses, sites };
      };
      const { losses, sites } = await run();
      expect(losses.at(-1)).toBeLessThan(0.9 * (losses[0] ?? NaN));
      expect((await run()).losses).toEqual(losses);
      expect(sites.length > 0).toBe(config.type === 'lora');
      expect(await baseTensor(model, '0.ln1.bias').data()).toEqual(frozen);
    });
  });
});
