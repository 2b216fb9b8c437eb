/** The merged model, written as a folder and read back, against the model with its method beside it. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { methodConfigSchema, slotsOf, type MethodConfig } from '../core/methods/methods.ts';
import { createRng } from '../core/rng.ts';
import { sizeOf, type NamedTensors } from '../core/tensors.ts';
import { foldsIntoWeights } from '../core/with-deltas.ts';
import { readBaseModel } from '../formats/base-model.ts';
import { parseJson } from '../formats/parse-json.ts';
import { readSafetensors } from '../formats/safetensors.ts';
import { float32Config, writeModel } from '../formats/write-model.ts';
import { uploadBatch } from './batch-tensors.ts';
import { measuredBatchFor } from './evaluate.ts';
import { mergedWeights } from './merged-weights.ts';
import { createMethod } from './methods/create.ts';
import type { Changes } from './methods/method.ts';
import { createBaseModel, type BaseModel } from './model/base-model.ts';
import { batchOfTexts } from './model/bert-testing.ts';
import { classLogits } from './model/bert.ts';
import bertConfig from './model/fixtures/bert/bert/config.json';
import bertExpected from './model/fixtures/bert/bert/expected.json';
import bertUrl from './model/fixtures/bert/bert/model.safetensors?url';
import robertaConfig from './model/fixtures/bert/roberta/config.json';
import robertaExpected from './model/fixtures/bert/roberta/expected.json';
import robertaUrl from './model/fixtures/bert/roberta/model.safetensors?url';
import goldenConfig from './model/fixtures/golden/config.json';
import goldenUrl from './model/fixtures/golden/model.safetensors?url';
import llamaConfig from './model/fixtures/llama/llama/config.json';
import llamaUrl from './model/fixtures/llama/llama/model.safetensors?url';
import qwen2Config from './model/fixtures/llama/qwen2/config.json';
import qwen2Url from './model/fixtures/llama/qwen2/model.safetensors?url';
import parallelConfig from './model/fixtures/neox/parallel/config.json';
import parallelUrl from './model/fixtures/neox/parallel/model.safetensors?url';
import sequentialConfig from './model/fixtures/neox/sequential/config.json';
import sequentialUrl from './model/fixtures/neox/sequential/model.safetensors?url';
import { forward, logits } from './model/transformer.ts';
import { expectClose, finish, onEveryBackend } from './testing.ts';

const MODELS = {
  golden: [goldenConfig, goldenUrl],
  llama: [llamaConfig, llamaUrl],
  qwen2: [qwen2Config, qwen2Url],
  parallel: [parallelConfig, parallelUrl],
  sequential: [sequentialConfig, sequentialUrl],
  bert: [bertConfig, bertUrl],
  roberta: [robertaConfig, robertaUrl],
  // Its config.json names other classes, and so its head is drawn.
  unnamed: [{ ...robertaConfig, id2label: { 0: 'LABEL_0', 1: 'LABEL_1', 2: 'LABEL_2' } }, robertaUrl],
} as const;
const ALL = ['q', 'k', 'v', 'o', 'up', 'down'];

const CASES: [name: string, model: keyof typeof MODELS, method: object][] = [
  ['LoRA of c_attn', 'golden', { type: 'lora', r: 3, target_modules: ['q', 'v'] }],
  ['rsLoRA with biases', 'golden', { type: 'lora', use_rslora: true, bias: 'all', target_modules: ALL }],
  ['DoRA', 'golden', { type: 'lora', use_dora: true, target_modules: ALL }],
  ['PiSSA', 'golden', { type: 'lora', init_lora_weights: 'pissa', target_modules: ALL }],
  ['OLoRA', 'golden', { type: 'lora', init_lora_weights: 'olora', target_modules: ['q', 'down'] }],
  ['VeRA', 'golden', { type: 'vera', r: 5, target_modules: ['o', 'down'] }],
  ['IA³', 'golden', { type: 'ia3', target_modules: ['k', 'v', 'down'] }],
  ['BitFit', 'golden', { type: 'bitfit' }],
  ['full fine-tuning', 'golden', { type: 'full' }],
  ['LoRA', 'llama', { type: 'lora', r: 2, target_modules: [...ALL, 'gate'] }],
  ['LoRA beside whole modules', 'golden', { type: 'lora', modules_to_save: ['wpe', 'lnF', '0.up'] }],
  ['LoRA beside the head', 'llama', { type: 'lora', modules_to_save: ['head'] }],
  ['LoRA beside the head', 'qwen2', { type: 'lora', modules_to_save: ['head'] }],
  ['LoRA beside the embedding', 'qwen2', { type: 'lora', modules_to_save: ['wte'] }],
  ['LoRA with biases', 'parallel', { type: 'lora', r: 2, bias: 'all', target_modules: ALL }],
  ['LoRA beside whole modules', 'parallel', { type: 'lora', modules_to_save: ['0.qkv', 'head', 'lnF'] }],
  ['LoRA beside the head', 'sequential', { type: 'lora', modules_to_save: ['head'] }],
  ['DoRA', 'sequential', { type: 'lora', use_dora: true, target_modules: ['q', 'k', 'v', 'down'] }],
  ['LoRA with biases', 'bert', { type: 'lora', bias: 'all', target_modules: ALL }],
  ['LoRA beside whole modules', 'bert', { type: 'lora', modules_to_save: ['lnE', 'dense', '0.up'] }],
  ['IA³', 'bert', { type: 'ia3', target_modules: ['k', 'v', 'down'] }],
  ['BitFit', 'roberta', { type: 'bitfit' }],
  ['DoRA', 'roberta', { type: 'lora', use_dora: true, target_modules: ['q', 'o', 'down'] }],
  ['LoRA', 'unnamed', { type: 'lora' }],
  ['DoRA', 'qwen2', { type: 'lora', use_dora: true, target_modules: ['q', 'v', 'down'] }],
];

/** The texts of the encoders' fixtures. */
const TEXTS = { bert: batchOfTexts(bertExpected), roberta: batchOfTexts(robertaExpected) };

/** Every tensor of the method at random, so that it changes the model. */
const drawn = ({ config: model }: BaseModel, config: MethodConfig): NamedTensors => {
  const rng = createRng(4, 'merge');
  return Object.fromEntries(
    slotsOf(model, config, 1).map(({ name, shape }) => [
      name,
      {
        shape: [...shape],
        values: Float32Array.from({ length: sizeOf(shape) }, () => 0.1 + 0.1 * rng.normal()),
      },
    ]),
  );
};

async function logitsOf(model: BaseModel, changes: Changes | null): Promise<Float32Array> {
  const found = tf.tidy(() => {
    if (model.family === 'bert') {
      const texts = TEXTS[model.config.isDenseTrained ? 'roberta' : 'bert'];
      return classLogits(model, changes, uploadBatch(measuredBatchFor(null, texts)), { training: false });
    }
    const ids = tf.tensor2d([1, 5, 2, 7, 3, 9, 4, 8], [2, 4], 'int32');
    return logits(model, changes, forward(model, changes, ids, { training: false }));
  });
  return found.data<'float32'>().finally(() => found.dispose());
}

onEveryBackend('the merged model', () => {
  it.each(CASES)('of %s on %s gives the same logits from its folder', async (_name, base, settings) => {
    const [configJson, url] = MODELS[base];
    const file = await (await fetch(url)).arrayBuffer();
    const before = tf.memory().numTensors;
    const model = createBaseModel(readBaseModel(configJson, () => readSafetensors(file)));
    const config = methodConfigSchema.parse(settings);
    expect(foldsIntoWeights(config)).toBe(true);
    const method = createMethod(config, model, { tensors: drawn(model, config) });
    const [wanted, unadapted] = [await logitsOf(model, method), await logitsOf(model, null)];
    const tensors = await finish(mergedWeights(model, method));
    const written = writeModel(model.config, tensors);
    const ownConfig = float32Config(
      new TextEncoder().encode(JSON.stringify(configJson)),
      'head' in tensors,
      model.config,
    );
    const merged = createBaseModel(
      readBaseModel(parseJson('config.json', ownConfig), () => readSafetensors(written.buffer)),
    );
    const found = await logitsOf(merged, null);
    expectClose(found, wanted, 1e-5, 1);
    expect(found.some((value, i) => Math.abs(value - (unadapted[i] ?? NaN)) > 1e-3)).toBe(true);
    for (const one of [merged, method, model]) one.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

it('leaves adapters and prefixes out, which no weights stand for', () => {
  for (const type of ['adapter-h', 'adapter-l', 'prefix-embed', 'prefix-layer', 'prefix-kv'] as const)
    expect(foldsIntoWeights({ type })).toBe(false);
});
