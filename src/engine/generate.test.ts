/** Writing, against Hugging Face's `generate` (tools/fixtures/generation.py) and against the model read whole. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DECODINGS, generationSchema, type Generation } from '../core/generation.ts';
import { createRng } from '../core/rng.ts';
import { runConfigSchema } from '../core/run-config.ts';
import { labWebGPU } from './backend/current.ts';
import { createDecoder, createLawDecoder } from './decoder.ts';
import { generate, sampleToken } from './generate.ts';
import { startMethod } from './methods/create.ts';
import type { Method } from './methods/method.ts';
import type { BaseModel } from './model/base-model.ts';
import { GOLDEN_CONFIG, goldenModel } from './model/golden.ts';
import golden from './model/fixtures/golden/generation.json';
import { forward, logits } from './model/transformer.ts';
import { expectClose, finish, onEveryBackend } from './testing.ts';

const tokenizer = { endOfTextId: golden.end };
const NEVER = { endOfTextId: -1 };

onEveryBackend('writing', () => {
  const config = GOLDEN_CONFIG;
  let model: BaseModel;
  let method: Method;

  beforeAll(async () => {
    model = await goldenModel();
    const settings = { r: 2, target_modules: ['q', 'v', 'down'] };
    method = await finish(startMethod(runConfigSchema.parse({ method: settings }).method, model, 1));
    const rng = createRng(1, 'adapter');
    method.parameters.write(
      method.parameters.variables.map(({ size }) =>
        Float32Array.from({ length: size }, () => 0.3 * rng.normal()),
      ),
    );
  });
  afterAll(() => {
    method.dispose();
    model.dispose();
  });

  const write = (
    prompts: readonly (readonly number[])[],
    generation: Generation,
    { adapter = null as Method | null, marks = tokenizer } = {},
  ): Promise<number[][]> => finish(generate(model, adapter, marks, prompts, generation));

  it('writes what Hugging Face writes, greedily and with beams', async () => {
    for (const { prompt, written, ...settings } of golden.cases) {
      const max_new_tokens = config.n_positions - prompt.length;
      const generation = generationSchema.parse({ ...settings, max_new_tokens });
      expect(await write([prompt], generation), JSON.stringify({ prompt, ...settings })).toEqual([written]);
    }
  });

  it('writes the same for a prompt alone and beside others of other lengths', async () => {
    const prompts = [[5], [17, 8, 11], [1, 2], [28, 3, 3, 9]];
    // Where no text ends by itself, each fills the context and leaves the batch in its turn, the shortest prompt last.
    for (const settings of [{}, { num_beams: 3 }])
      for (const marks of [tokenizer, NEVER]) {
        const generation = generationSchema.parse({ ...settings, max_new_tokens: config.n_positions });
        const options = { adapter: method, marks };
        const alone: number[][] = [];
        for (const prompt of prompts) alone.push(...(await write([prompt], generation, options)));
        expect(await write(prompts, generation, options)).toEqual(alone);
      }
  });

  it('knows after each token what the model knows that reads the text whole', async () => {
    const prompts = [[4, 9], [7]];
    const decoder = createDecoder(model, method, { prompts, width: 1, top: config.vocab_size });
    const lawDecoder = createLawDecoder(model, method, { prompts, width: 1 });
    let next = await decoder.read();
    let laws = await lawDecoder.read();
    const texts = prompts.map((prompt) => [...prompt]);
    for (let step = 0; step < 6; step++) {
      for (const [i, text] of texts.entries()) {
        const whole = tf.tidy(() => {
          const ids = tf.tensor2d(text, [1, text.length], 'int32');
          const all = tf.logSoftmax(logits(model, method, forward(model, method, ids, { training: false })));
          return tf.slice(all, [text.length - 1, 0], [1, -1]);
        });
        const law = tf.tidy(() => tf.logSoftmax(tf.tensor1d(laws[i] ?? new Float32Array())));
        expectClose(await law.data(), await whole.data(), 1e-4);
        law.dispose();
        const { ids = [], logProbabilities = [] } = next[i] ?? {};
        const byId = new Float32Array(config.vocab_size);
        for (const [place, id] of ids.entries()) byId[id] = logProbabilities[place] ?? NaN;
        expectClose(byId, await whole.data(), 1e-4);
        whole.dispose();
      }
      const tokens = texts.map((_, i) => (step * 5 + i * 3) % config.vocab_size);
      for (const [i, text] of texts.entries()) text.push(tokens[i] ?? NaN);
      next = await decoder.step(tokens);
      laws = await lawDecoder.step(tokens);
    }
    decoder.dispose();
    lawDecoder.dispose();
  });

  it('fills the context to its end and no further', async () => {
    const prompt = [1, 2, 3];
    const [written = []] = await write([prompt], DECODINGS.greedy, { marks: NEVER });
    // The last token written is not read again.
    expect(written).toHaveLength(config.n_positions - prompt.length + 1);
    const [more = []] = await write([Array<number>(50).fill(1)], DECODINGS.greedy, { marks: NEVER });
    expect(more).toHaveLength(2);
    const [one = []] = await write([prompt], { ...DECODINGS.beams, max_new_tokens: 1 }, { marks: NEVER });
    expect(one).toHaveLength(1);
  });

  it('samples the same from the same seed, and others from another', async () => {
    const sample = (seed: number) =>
      write([[5], [5]], { ...DECODINGS.sampling, temperature: 2, seed }, { marks: NEVER });
    const first = await sample(1);
    expect(await sample(1)).toEqual(first);
    expect(await sample(2)).not.toEqual(first);
    expect(first[0]).not.toEqual(first[1]);
    const greedy = await write([[5]], DECODINGS.greedy, { marks: NEVER });
    expect(await write([[5]], { ...DECODINGS.sampling, top_k: 1 }, { marks: NEVER })).toEqual(greedy);
  });

  it('says so when the model has diverged', async () => {
    const start = await method.parameters.read();
    method.parameters.write(start.map((values) => values.map(() => 1e30)));
    for (const generation of [DECODINGS.greedy, DECODINGS.beams])
      await expect(write([[5]], generation, { adapter: method })).rejects.toMatchObject({
        code: 'non-finite',
      });
    method.parameters.write(start);
  });

  it('gives all memory back, also when given up halfway', async () => {
    const held = () => {
      labWebGPU()?.flush();
      return { tensors: tf.memory().numTensors, bytes: labWebGPU()?.memory().numBytesInGPU };
    };
    const before = held();
    await write([[5], [1, 2]], DECODINGS.beams);
    const pieces = generate(model, method, tokenizer, [[5]], DECODINGS.greedy);
    await pieces.next();
    await pieces.next();
    expect(held().tensors).toBeGreaterThanOrEqual(before.tensors);
    await pieces.return([]);
    expect(held()).toEqual(before);
  });
});

describe('sampling a token', () => {
  const next = { ids: [7, 3, 5], logProbabilities: [0.5, 0.3, 0.2].map(Math.log) };

  it('draws by probability', () => {
    const at = (uniform: number) => sampleToken(next, 1, () => uniform);
    expect([0, 0.49, 0.51, 0.79, 0.81, 0.999].map(at)).toEqual([7, 7, 3, 3, 5, 5]);
  });

  it('is the likeliest at temperature 0, and nearly uniform at a high one', () => {
    expect(sampleToken(next, 0, () => 0.999)).toBe(7);
    expect([0.32, 0.34, 0.65, 0.68].map((uniform) => sampleToken(next, 1e6, () => uniform))).toEqual([
      7, 3, 3, 5,
    ]);
  });
});
