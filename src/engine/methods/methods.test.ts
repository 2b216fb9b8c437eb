/** What every method promises, on the golden model and every backend. A method joins with one row. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ia3ConfigSchema } from '../../core/methods/ia3.ts';
import { loraConfigSchema, type LoraConfig } from '../../core/methods/lora-config.ts';
import { METHOD_IDS, methodOf, type MethodConfig } from '../../core/methods/methods.ts';
import { veraConfigSchema } from '../../core/methods/vera.ts';
import { createRng } from '../../core/rng.ts';
import { defaultRunConfig } from '../../core/run-config.ts';
import { countBaseParameters } from '../../core/params.ts';
import { GPT2_PROJECTIONS } from '../../core/models/gpt2.ts';
import { sizeOf } from '../../core/tensors.ts';
import { DECODINGS } from '../../core/generation.ts';
import { generate } from '../generate.ts';
import { tensorsOf, uploadBatch } from '../batch-tensors.ts';
import { batchFor, batchLossSum, measuredBatchFor } from '../evaluate.ts';
import { baseTensor, type BaseModel } from '../model/base-model.ts';
import { GOLDEN_BATCH, GOLDEN_CONFIG, goldenModel } from '../model/golden.ts';
import { wholeTexts } from '../model/reading.ts';
import { forward, logits as headLogits } from '../model/transformer.ts';
import { expectClose, finish, onEveryBackend, countingDataset } from '../testing.ts';
import { createTrainer } from '../trainer.ts';
import { createMethod, startMethod } from './create.ts';
import { together } from './lora-prefix.ts';
import type { Method } from './method.ts';

interface Row {
  config: MethodConfig;
  /** Trained numbers on the golden model: 2 layers, d = 12, inner width 48. */
  parameters: number;
  learningRate: number;
  /** What is left of the first loss after some steps, at most. */
  left: number;
  /**
   * Training starts at the base model: bit for bit, or but for rounding where a trained copy of W is multiplied by another
   * kernel than the frozen one, or W is the sum of what is frozen and what is trained; false where virtual tokens are in sight from the start.
   */
  startsAsBase: 'exactly' | 'closely' | false;
  /** Tensors whose gradient leaves out a part by definition; none if absent. */
  detached?: RegExp;
}

const lora = (changes: Partial<LoraConfig>): LoraConfig =>
  loraConfigSchema.parse({ lora_alpha: 4, ...changes });
const { n_layer: L, n_embd: d, n_inner: inner } = GOLDEN_CONFIG;

const METHODS: Record<string, Row> = {
  'LoRA of q and v': {
    config: lora({ r: 2, target_modules: ['q', 'v'] }),
    parameters: L * 2 * 2 * (d + d),
    learningRate: 0.02,
    left: 0.9,
    startsAsBase: 'exactly',
  },
  'LoRA of all, dropout': {
    config: lora({ r: 3, target_modules: ['q', 'k', 'v', 'o', 'up', 'down'], lora_dropout: 0.1 }),
    parameters: L * 3 * (4 * 2 * d + 2 * (d + inner)),
    learningRate: 0.02,
    left: 0.9,
    startsAsBase: 'exactly',
  },
  'LoRA of ranks and alphas by matrix': {
    config: lora({
      r: 2,
      target_modules: ['q', 'k', 'v', 'down'],
      rank_pattern: { k: 3, '1.v': 1, '0.down': 4 },
      alpha_pattern: { q: 8, '0.v': 2 },
    }),
    parameters: L * (2 + 3) * 2 * d + (2 + 1) * 2 * d + (4 + 2) * (d + inner),
    learningRate: 0.02,
    left: 0.9,
    startsAsBase: 'exactly',
  },
  'LoRA with the biases of its maps': {
    config: lora({ r: 2, target_modules: ['v', 'up'], bias: 'lora_only', lora_dropout: 0.1 }),
    parameters: L * (2 * 2 * d + 2 * (d + inner) + 3 * d + inner),
    learningRate: 0.02,
    left: 0.9,
    startsAsBase: 'exactly',
  },
  'DoRA with all biases': {
    config: lora({ r: 2, target_modules: ['q', 'down'], bias: 'all', use_dora: true }),
    parameters: L * (2 * 2 * d + 2 * (d + inner) + 2 * d) + L * (2 * d + 3 * d + d + inner + d) + d,
    learningRate: 0.02,
    left: 0.9,
    startsAsBase: 'exactly',
    detached: /lora_[AB]$/,
  },
  'LoRA with whole modules': {
    config: lora({
      r: 2,
      target_modules: ['q', 'down'],
      modules_to_save: ['wte', 'head', '1.up', '0.ln2'],
      bias: 'lora_only',
    }),
    parameters:
      L * (2 * 2 * d + 2 * (d + inner) + 3 * d + d) +
      2 * GOLDEN_CONFIG.vocab_size * d +
      (d * inner + inner) +
      2 * d,
    learningRate: 0.01,
    left: 0.9,
    startsAsBase: 'closely',
  },
  'full fine-tuning': {
    config: { type: 'full', last_layers: 0 },
    parameters: countBaseParameters(GOLDEN_CONFIG),
    learningRate: 0.005,
    left: 0.9,
    startsAsBase: 'closely',
  },
  'the last block alone': {
    config: { type: 'full', last_layers: 1 },
    parameters: 4 * d + 4 * d * d + 4 * d + 2 * d * inner + inner + d,
    learningRate: 0.005,
    left: 0.95,
    startsAsBase: 'closely',
  },
  'LoRA+': {
    config: lora({ r: 2, target_modules: ['q', 'v'], loraplus_lr_ratio: 8 }),
    parameters: L * 2 * 2 * (d + d),
    learningRate: 0.01,
    left: 0.9,
    startsAsBase: 'exactly',
  },
  'DoRA of q and v': {
    config: lora({ r: 2, target_modules: ['q', 'v'], use_dora: true }),
    parameters: L * 2 * (2 * (d + d) + d),
    learningRate: 0.02,
    left: 0.9,
    startsAsBase: 'exactly',
    detached: /lora_[AB]$/,
  },
  'PiSSA of all, dropout': {
    config: lora({
      r: 3,
      target_modules: [...GPT2_PROJECTIONS],
      lora_dropout: 0.1,
      init_lora_weights: 'pissa',
    }),
    parameters: L * 3 * (4 * 2 * d + 2 * (d + inner)),
    learningRate: 0.01,
    left: 0.9,
    startsAsBase: 'closely',
  },
  'OLoRA of k and the MLP': {
    config: lora({ r: 2, target_modules: ['k', 'up', 'down'], init_lora_weights: 'olora' }),
    parameters: L * 2 * (2 * d + 2 * (d + inner)),
    learningRate: 0.02,
    left: 0.9,
    startsAsBase: 'closely',
  },
  'PiSSA with DoRA': {
    config: lora({ r: 2, target_modules: ['q', 'v'], init_lora_weights: 'pissa', use_dora: true }),
    parameters: L * 2 * (2 * (d + d) + d),
    learningRate: 0.02,
    left: 0.9,
    startsAsBase: 'closely',
    detached: /lora_[AB]$/,
  },
  'DoRA of all, dropout': {
    config: lora({ r: 3, target_modules: [...GPT2_PROJECTIONS], use_dora: true, lora_dropout: 0.1 }),
    parameters: L * (3 * (4 * 2 * d + 2 * (d + inner)) + 5 * d + inner),
    learningRate: 0.02,
    left: 0.9,
    startsAsBase: 'exactly',
    detached: /lora_[AB]$/,
  },
  BitFit: {
    config: { type: 'bitfit' },
    parameters: L * (2 * d + 3 * d + d + inner + d) + d,
    learningRate: 0.05,
    left: 0.9,
    startsAsBase: 'exactly',
  },
  IA3: {
    config: ia3ConfigSchema.parse({ type: 'ia3' }),
    parameters: L * (2 * d + inner),
    learningRate: 0.05,
    left: 0.9,
    startsAsBase: 'exactly',
  },
  'IA3 of all matrices': {
    config: ia3ConfigSchema.parse({ type: 'ia3', target_modules: GPT2_PROJECTIONS }),
    parameters: L * (4 * d + 2 * inner),
    learningRate: 0.05,
    left: 0.9,
    startsAsBase: 'exactly',
  },
  VeRA: {
    config: veraConfigSchema.parse({ type: 'vera', r: 5, target_modules: GPT2_PROJECTIONS }),
    parameters: L * (6 * 5 + 5 * d + inner),
    learningRate: 0.1,
    left: 0.9,
    startsAsBase: 'exactly',
  },
  'VeRA of the fused c_attn': {
    config: veraConfigSchema.parse({
      type: 'vera',
      r: 5,
      target_modules: ['q', 'k', 'v', 'o'],
      fused_qkv: true,
    }),
    parameters: L * (2 * 5 + 4 * d),
    learningRate: 0.1,
    left: 0.95,
    startsAsBase: 'exactly',
  },
  'prefix-embed, before the text': {
    config: { type: 'prefix-embed', prefix_tokens: 3, infix_tokens: 0, takes_positions: false },
    parameters: d * 3,
    learningRate: 0.2,
    left: 0.97,
    startsAsBase: false,
  },
  'prefix-embed, before the text and after the prompt': {
    config: { type: 'prefix-embed', prefix_tokens: 1, infix_tokens: 2, takes_positions: false },
    parameters: d * 3,
    learningRate: 0.2,
    left: 0.97,
    startsAsBase: false,
  },
  'prefix-embed, with positions': {
    config: { type: 'prefix-embed', prefix_tokens: 1, infix_tokens: 1, takes_positions: true },
    parameters: d * 2,
    learningRate: 0.2,
    left: 0.97,
    startsAsBase: false,
  },
  'prefix-layer, before the text': {
    config: { type: 'prefix-layer', prefix_tokens: 3, infix_tokens: 0 },
    parameters: L * d * 3,
    learningRate: 0.2,
    left: 0.97,
    startsAsBase: false,
  },
  'prefix-layer, before the text and after the prompt': {
    config: { type: 'prefix-layer', prefix_tokens: 2, infix_tokens: 1 },
    parameters: L * d * 3,
    learningRate: 0.2,
    left: 0.97,
    startsAsBase: false,
  },
  'prefix-kv': {
    config: { type: 'prefix-kv', prefix_tokens: 2 },
    parameters: L * 2 * 2 * d,
    learningRate: 0.2,
    left: 0.97,
    startsAsBase: false,
  },
  AdapterH: {
    config: { type: 'adapter-h', bottleneck: 3 },
    parameters: 2 * L * (2 * d * 3 + 3 + d),
    learningRate: 0.05,
    left: 0.9,
    startsAsBase: 'exactly',
  },
  AdapterL: {
    config: { type: 'adapter-l', bottleneck: 5 },
    parameters: L * (2 * d * 5 + 5 + d) + 2 * L * d,
    learningRate: 0.1,
    left: 0.9,
    startsAsBase: 'exactly',
  },
  'LoRA + PreEmbed': {
    config: {
      ...lora({ r: 2, target_modules: ['q', 'down'], lora_dropout: 0.1 }),
      type: 'lora-prefix-embed',
      prefix_tokens: 2,
      infix_tokens: 1,
    },
    parameters: L * 2 * (d + d + inner + d) + d * 3,
    learningRate: 0.02,
    left: 0.9,
    startsAsBase: false,
  },
  'OLoRA + PreEmbed': {
    config: {
      ...lora({ r: 2, target_modules: ['q', 'o'], init_lora_weights: 'olora' }),
      type: 'lora-prefix-embed',
      prefix_tokens: 1,
      infix_tokens: 1,
    },
    parameters: L * 2 * 2 * (d + d) + d * 2,
    learningRate: 0.02,
    left: 0.9,
    startsAsBase: false,
  },
  'LoRA + PreLayer': {
    config: {
      ...lora({ r: 1, target_modules: ['k', 'v'] }),
      type: 'lora-prefix-layer',
      prefix_tokens: 1,
      infix_tokens: 2,
    },
    parameters: L * 2 * (d + d) + L * d * 3,
    learningRate: 0.05,
    left: 0.9,
    startsAsBase: false,
  },
};

const batch = GOLDEN_BATCH;

const dataset = countingDataset();

it('every method has a row', () => {
  expect(new Set(Object.values(METHODS).map(({ config }) => config.type))).toEqual(new Set(METHOD_IDS));
});

it('two methods combine where they change different things, and are refused where both change one', () => {
  const linear = () => null;
  const virtual = { before: 1, after: 0 };
  expect(together({ linear }, { virtual })).toEqual({ linear, virtual });
  expect(() => together({ linear, virtual }, { linear: () => null })).toThrow('"linear"');
});

onEveryBackend('methods', (backend) => {
  let model: BaseModel;
  beforeAll(async () => {
    model = await goldenModel();
  });
  afterAll(() => model.dispose());

  const logits = async (method: Method | null): Promise<Float32Array> => {
    const result = tf.tidy(() => {
      const tensors = uploadBatch(batchFor(method, batch));
      const { ids } = tensors;
      const reading = wholeTexts(model, tensors);
      return headLogits(model, method, forward(model, method, ids, { training: false }, reading));
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

  describe.each(Object.entries(METHODS))('%s', (_name, row) => {
    const { config, parameters, learningRate, left, startsAsBase, detached } = row;

    it('creates as many numbers as its slots and its formula say', async () => {
      const method = await finish(startMethod(config, model, 1));
      const slots = methodOf(config)
        .slots(model.config, config, 1)
        .filter(({ isFrozen }) => !isFrozen);
      expect(slots.reduce((sum, { shape }) => sum + sizeOf(shape), 0)).toBe(parameters);
      expect(method.parameters.variables.map(({ shape }) => shape)).toEqual(slots.map(({ shape }) => shape));
      expect(new Set(slots.map(({ name }) => name)).size).toBe(slots.length);
      method.dispose();
    });

    if (startsAsBase)
      it('starts as the base model', async () => {
        const method = await finish(startMethod(config, model, 1));
        const base = await logits(null);
        if (startsAsBase === 'exactly') expect(await logits(method)).toEqual(base);
        else expectClose(await logits(method), base, 1e-5);
        method.dispose();
      });

    it('writes with kept keys and values what it writes when it reads the whole text each time', async () => {
      const method = await finish(startMethod(config, model, 1));
      await disturb(method, 0.3);
      const prompts = [
        [0, 5, 9],
        [0, 3],
      ];
      const settings = { ...DECODINGS.greedy, max_new_tokens: 4 };
      const written = await finish(generate(model, method, { endOfTextId: -1 }, prompts, settings));
      for (const [text, prompt] of prompts.entries()) {
        const ids = [...prompt];
        for (let i = 0; i < settings.max_new_tokens; i++) {
          const inputs = Int32Array.from(ids);
          // The prompt ends where the first target counts.
          const mask = Float32Array.from(ids, (_, place) => (place >= prompt.length - 1 ? 1 : 0));
          const whole = { size: 1, length: ids.length, inputs, targets: inputs, mask, tokens: ids.length };
          const next = tf.tidy(() => {
            const tensors = uploadBatch(batchFor(method, whole));
            const { ids: read } = tensors;
            const reading = wholeTexts(model, tensors);
            const hidden = forward(model, method, read, { training: false }, reading);
            return tf.argMax(
              headLogits(model, method, tf.slice(hidden, [hidden.shape[0] - 1, 0], [1, -1])),
              1,
            );
          });
          ids.push((await next.data())[0] ?? NaN);
          next.dispose();
        }
        expect(written[text]).toEqual(ids.slice(prompt.length));
      }
      method.dispose();
    });

    it('gives the same logits from what it kept, and from a copy on the device', async () => {
      const before = tf.memory().numTensors;
      const method = await finish(startMethod(config, model, 1));
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

    if (backend === 'wasm')
      it('has the loss and the gradients of a grid where texts lie without padding', async () => {
        const settings = 'lora_dropout' in config ? { ...config, lora_dropout: 0 } : config;
        const method = await finish(startMethod(settings, model, 1));
        await disturb(method, 0.2);
        const step = tf.tensor1d([3], 'int32');
        const pass = { training: true, seed: 2, step } as const;
        // Texts of different lengths.
        const mask = batch.mask.map((m, place) =>
          place % batch.length < batch.length - 2 * Math.floor(place / batch.length) ? m : 0,
        );
        const grid = batchFor(method, { ...batch, mask });
        const packed = measuredBatchFor(method, { ...batch, mask });
        expect(packed.length).toBeLessThan(grid.size * grid.length);
        const [there, here] = [grid, packed].map((own) => {
          const tensors = uploadBatch(own);
          const found = tf.variableGrads(
            () => batchLossSum(model, method, tensors, pass),
            [...method.parameters.variables],
          );
          tf.dispose(tensorsOf(tensors));
          return found;
        });
        if (!there || !here) throw new Error('Nothing was computed.');
        expectClose(await here.value.data(), await there.value.data(), 1e-6);
        for (const { name } of method.parameters.variables) {
          const own = await here.grads[name]?.data<'float32'>();
          const other = await there.grads[name]?.data<'float32'>();
          expectClose(own ?? [], other ?? [NaN], 1e-5);
        }
        tf.dispose([here, there, step]);
        method.dispose();
      });

    it('has the gradients of central differences', async () => {
      const method = await finish(startMethod(config, model, 1));
      await disturb(method, 0.2);
      const tensors = uploadBatch(batchFor(method, batch));
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
        if (detached?.test(method.slots[i]?.name ?? '')) continue;
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
      tf.dispose([value, step, ...tensorsOf(tensors), grads]);
      method.dispose();
    });

    it('learns, the same way twice, and leaves the base model alone', async () => {
      const { training } = defaultRunConfig();
      const frozen = await baseTensor(model, '0.ln1.bias').data();
      const run = async () => {
        const trainer = await finish(
          createTrainer(model, dataset, {
            method: config,
            seed: 5,
            training: { ...training, learning_rate: learningRate, batch_size: 8, max_steps: 40 },
          }),
        );
        for (let i = 0; i < (backend === 'webgpu' ? 12 : 25); i++) await trainer.next();
        await trainer.settle();
        const losses = trainer.take().map(({ loss }) => loss);
        const snapshot = await (await trainer.spectrum())?.taken;
        trainer.dispose();
        return { losses, sites: snapshot?.sites ?? null };
      };
      const { losses, sites } = await run();
      // Two batches are all pairs, so that no choice of pairs counts.
      const sum = (batches: readonly number[]) => batches.reduce((total, loss) => total + loss, 0);
      expect(sum(losses.slice(-2))).toBeLessThan(left * sum(losses.slice(0, 2)));
      expect((await run()).losses).toEqual(losses);
      expect(sites !== null && sites.length > 0).toBe(methodOf(config).noSpectrum === null);
      expect(await baseTensor(model, '0.ln1.bias').data()).toEqual(frozen);
    });
  });
});
