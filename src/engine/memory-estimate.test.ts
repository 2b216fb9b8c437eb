/** What core estimates that training takes, against what the engine measures. */
import { describe, expect, it } from 'vitest';
import { estimateMemory } from '../core/memory-estimate.ts';
import { BERT_PROJECTIONS, type BertConfig } from '../core/models/bert.ts';
import { GPT2_PROJECTIONS } from '../core/models/gpt2.ts';
import { llamaShape, LLAMA_PROJECTIONS, type LlamaConfig } from '../core/models/llama.ts';
import type { NeoxConfig } from '../core/models/neox.ts';
import { SHIPPED } from '../core/models/shipped.ts';
import { createRng } from '../core/rng.ts';
import { runConfigSchema, type TrainingConfig } from '../core/run-config.ts';
import type { ReadModel } from '../formats/base-model.ts';
import type { Affine } from '../formats/gpt2.ts';
import type { LlamaLayer } from '../formats/llama.ts';
import { pickDevice } from './device.ts';
import { createBaseModel } from './model/base-model.ts';
import { finish, smallDataset } from './testing.ts';
import { createTrainer } from './trainer.ts';

const rng = createRng(1, 'memory');
const draw = (n: number) => Float32Array.from({ length: n }, () => 0.05 * rng.normal());
const ones = (n: number) => new Float32Array(n).fill(1);

function gpt2Weights() {
  const { n_embd: d, n_inner, n_positions, vocab_size, n_layer } = SHIPPED.nano;
  const map = (dIn: number, dOut: number): Affine => ({ weight: draw(dIn * dOut), bias: draw(dOut) });
  const norm = (): Affine => ({ weight: ones(d), bias: draw(d) });
  const layers = Array.from({ length: n_layer }, () => ({
    ...{ ln1: norm(), ln2: norm(), q: map(d, d), k: map(d, d), v: map(d, d), o: map(d, d) },
    ...{ up: map(d, n_inner), down: map(n_inner, d) },
  }));
  const embeddings = { wte: draw(vocab_size * d), wpe: draw(n_positions * d) };
  return { ...embeddings, layers, lnF: norm() };
}

const gpt2 = (): ReadModel => ({ family: 'gpt2', config: SHIPPED.nano, weights: gpt2Weights() });

function neox(): ReadModel {
  const config: NeoxConfig = {
    ...SHIPPED.nano,
    ...{ isParallel: true, isTied: false, isBiased: true, activation: 'gelu' },
    rotary: { theta: 10_000, width: 8 },
  };
  const { wte, layers, lnF } = gpt2Weights();
  return { family: 'neox', config, weights: { wte, layers, lnF, head: wte.slice() } };
}

function llama(): ReadModel {
  const config: LlamaConfig = {
    ...SHIPPED.nano,
    ...{ n_head: 4, n_kv_head: 2, head_dim: 16, n_inner: 172, isTied: true, biased: [] },
    rope: { theta: 10_000, scaling: null },
  };
  const { n_embd: d, vocab_size, n_layer } = config;
  const matrices = () =>
    Object.fromEntries(
      LLAMA_PROJECTIONS.map((projection) => {
        const { dIn, dOut } = llamaShape(config, projection);
        return [projection, { weight: draw(dIn * dOut), bias: null }];
      }),
    ) as Omit<LlamaLayer, 'ln1' | 'ln2'>;
  const layers = Array.from({ length: n_layer }, () => ({ ln1: ones(d), ln2: ones(d), ...matrices() }));
  return {
    family: 'llama',
    config,
    weights: { wte: draw(vocab_size * d), layers, lnF: ones(d), head: null },
  };
}

function bert(activation: BertConfig['activation'] = 'gelu'): ReadModel {
  const config: BertConfig = {
    ...{ ...SHIPPED.nano, n_layer: 4 },
    ...{
      n_types: 2,
      position_offset: 0,
      activation,
      n_labels: 3,
      labels: ['a', 'b', 'c'],
      file_outputs: null,
      isDenseTrained: false,
    },
  };
  const { n_embd: d, n_inner, n_positions, vocab_size, n_layer } = config;
  const map = (dIn: number, dOut: number): Affine => ({ weight: draw(dIn * dOut), bias: draw(dOut) });
  const norm = (): Affine => ({ weight: ones(d), bias: draw(d) });
  const layers = Array.from({ length: n_layer }, () => ({
    ...{ ln1: norm(), ln2: norm(), q: map(d, d), k: map(d, d), v: map(d, d), o: map(d, d) },
    ...{ up: map(d, n_inner), down: map(n_inner, d) },
  }));
  const embeddings = { wte: draw(vocab_size * d), wpe: draw(n_positions * d), wtt: draw(2 * d), lnE: norm() };
  const head = { head: { dense: map(d, d), classifier: map(d, 3) }, drawn: [] };
  const weights = { ...embeddings, layers, ...head };
  return { family: 'bert', config, weights, headFor: () => ({ config, ...head }) };
}

/** With the activation of the encoder that the page ships. */
const encoder = (): ReadModel => bert('gelu_new');

const LENGTH = 64;
const DATASET = {
  ...smallDataset({
    train: Array.from({ length: 16 }, (_, first) => ({
      prompt: String(first),
      completion: '',
      ids: Int32Array.from({ length: LENGTH }, (_, i) => (31 * first + 7 * i) % 1024),
      completionStart: 1,
    })),
    validation: [],
    test: [],
  }),
  sequenceLength: LENGTH,
};

/** The same texts with a class each. */
const CLASSIFIED = {
  ...DATASET,
  train: DATASET.train.map((example, i) => ({
    ...example,
    text: { label: i % 3, types: new Int32Array(LENGTH) },
  })),
};

type Saving = Partial<Pick<TrainingConfig, 'base_dtype' | 'gradient_checkpointing'>>;
const SAVED = { gradient_checkpointing: true };
const CASES: [name: string, read: () => ReadModel, method: object, saving?: Saving][] = [
  ['a GPT-2 with LoRA', gpt2, { type: 'lora' }],
  ['a GPT-2 in full', gpt2, { type: 'full' }],
  ['a GPT-NeoX with LoRA', neox, { type: 'lora' }],
  ['a GPT-NeoX with LoRA on all matrices', neox, { type: 'lora', target_modules: [...GPT2_PROJECTIONS] }],
  ['a Llama with LoRA', llama, { type: 'lora' }],
  ['a Llama with LoRA on all matrices', llama, { type: 'lora', target_modules: [...LLAMA_PROJECTIONS] }],
  ['a BERT with LoRA', bert, { type: 'lora' }],
  ['a BERT with LoRA on all matrices', bert, { type: 'lora', target_modules: [...BERT_PROJECTIONS] }],
  ['a GPT-2 with LoRA on all matrices', gpt2, { type: 'lora', target_modules: [...GPT2_PROJECTIONS] }],
  ['an encoder with LoRA', encoder, { type: 'lora' }],
  ['an encoder with LoRA on all matrices', encoder, { type: 'lora', target_modules: [...BERT_PROJECTIONS] }],
  ['an encoder, checkpointed', encoder, { type: 'lora' }, SAVED],
  ['a GPT-2 at float16', gpt2, { type: 'lora' }, { base_dtype: 'float16' }],
  ['a GPT-2 at int8', gpt2, { type: 'lora' }, { base_dtype: 'int8' }],
  ['a Llama at int8', llama, { type: 'lora' }, { base_dtype: 'int8' }],
  ['a BERT at int8', bert, { type: 'lora' }, { base_dtype: 'int8' }],
  ['a GPT-2, checkpointed', gpt2, { type: 'lora' }, SAVED],
  ['a GPT-2 in full, checkpointed', gpt2, { type: 'full' }, SAVED],
  ['a GPT-NeoX, checkpointed', neox, { type: 'lora' }, SAVED],
  ['a Llama, checkpointed', llama, { type: 'lora' }, SAVED],
  ['a BERT, checkpointed', bert, { type: 'lora' }, SAVED],
  ['a GPT-2 on all, checkpointed', gpt2, { type: 'lora', target_modules: [...GPT2_PROJECTIONS] }, SAVED],
  ['a GPT-NeoX on all, checkpointed', neox, { type: 'lora', target_modules: [...GPT2_PROJECTIONS] }, SAVED],
  ['a Llama on all, checkpointed', llama, { type: 'lora', target_modules: [...LLAMA_PROJECTIONS] }, SAVED],
  ['a BERT on all, checkpointed', bert, { type: 'lora', target_modules: [...BERT_PROJECTIONS] }, SAVED],
];

describe.each(['wasm', 'webgpu'] as const)('the estimate on %s', (backend) => {
  it.each(CASES)('of %s is near what is measured', async (_model, read, method, saving = {}) => {
    await pickDevice(backend);
    const model = createBaseModel(read(), saving.base_dtype);
    const training = { batch_size: 8, max_steps: 5, max_length: LENGTH, warmup_steps: 0, ...saving };
    const config = runConfigSchema.parse({ method, training });
    const trainer = await finish(
      createTrainer(model, model.family === 'bert' ? CLASSIFIED : DATASET, config),
    );
    for (let step = 0; step < 3; step++) await trainer.next();
    await trainer.settle();
    const { memory: measured } = trainer;
    const estimated = estimateMemory(model.config, config, backend);
    trainer.dispose();
    model.dispose();
    if (!measured) throw new Error('Nothing was measured.');
    expect(estimated.model).toBe(measured.model);
    expect(estimated.state / measured.state).toBeCloseTo(1, 1);
    expect(estimated.step / measured.step).toBeGreaterThan(0.9);
    expect(estimated.step / measured.step).toBeLessThan(1.1);
  });
});
