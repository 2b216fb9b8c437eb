import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rotaryFrequencies } from '../core/models/llama.ts';
import { countBaseParameters } from '../core/params.ts';
import { FormatError } from './format-error.ts';
import { parseLlamaConfig, readLlamaWeights } from './llama.ts';
import { modelTensors } from './model-tensors.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

/** The config.json of SmolLM2-135M, as Hugging Face serves it. */
const smol = {
  architectures: ['LlamaForCausalLM'],
  attention_bias: false,
  attention_dropout: 0.0,
  bos_token_id: 0,
  eos_token_id: 0,
  hidden_act: 'silu',
  hidden_size: 576,
  initializer_range: 0.041666666666666664,
  intermediate_size: 1536,
  is_llama_config: true,
  max_position_embeddings: 8192,
  model_type: 'llama',
  num_attention_heads: 9,
  num_hidden_layers: 30,
  num_key_value_heads: 3,
  pretraining_tp: 1,
  rms_norm_eps: 1e-5,
  rope_interleaved: false,
  rope_scaling: null,
  rope_theta: 100000,
  tie_word_embeddings: true,
  torch_dtype: 'bfloat16',
  use_cache: true,
  vocab_size: 49152,
};
const llama3 = {
  rope_type: 'llama3',
  factor: 32,
  low_freq_factor: 1,
  high_freq_factor: 4,
  original_max_position_embeddings: 8192,
};

describe('parseLlamaConfig', () => {
  test('SmolLM2-135M, of as many weights as it is known to have', () => {
    const config = parseLlamaConfig(smol);
    expect(config).toEqual({
      n_layer: 30,
      n_head: 9,
      n_kv_head: 3,
      head_dim: 64,
      n_embd: 576,
      n_positions: 8192,
      n_inner: 1536,
      vocab_size: 49152,
      layer_norm_epsilon: 1e-5,
      rope: { theta: 100000, scaling: null },
      isTied: true,
      biased: [],
    });
    expect(countBaseParameters(config)).toBe(134_515_008);
  });

  test('Qwen2 has biases of q, k and v; θ may stand in rope_parameters', () => {
    const config = parseLlamaConfig({
      ...smol,
      model_type: 'qwen2',
      rope_theta: undefined,
      rope_parameters: { rope_type: 'default', rope_theta: 1e6 },
    });
    expect(config).toMatchObject({ biased: ['q', 'k', 'v'], rope: { theta: 1e6, scaling: null } });
  });

  test('attention_bias and mlp_bias are of all their matrices', () => {
    const { biased } = parseLlamaConfig({ ...smol, attention_bias: true, mlp_bias: true });
    expect(biased).toEqual(['q', 'k', 'v', 'o', 'gate', 'up', 'down']);
  });

  test('what is absent is what Hugging Face takes for granted', () => {
    const { num_key_value_heads, rope_theta, rope_scaling, tie_word_embeddings, ...bare } = smol;
    expect([num_key_value_heads, rope_theta, rope_scaling, tie_word_embeddings]).toHaveLength(4);
    expect(parseLlamaConfig(bare)).toMatchObject({
      n_kv_head: 9,
      rope: { theta: 10_000, scaling: null },
      isTied: false,
    });
  });

  test.each([
    [{ model_type: 'gpt2' }, 'model_type: "gpt2" is not supported, only "llama" and "qwen2"'],
    [{ hidden_act: 'gelu' }, 'hidden_act: "gelu" is not supported, only "silu"'],
    [{ rope_scaling: { type: 'yarn', factor: 4 } }, 'rope_scaling: "yarn" is not supported'],
    [{ rope_scaling: { ...llama3, factor: undefined } }, 'rope_scaling: "llama3" needs factor'],
    [{ rope_interleaved: true }, 'rope_interleaved: true is not supported'],
    [{ use_sliding_window: true }, 'use_sliding_window: true is not supported'],
    [{ num_key_value_heads: 2 }, 'num_key_value_heads: must divide num_attention_heads'],
    [{ head_dim: 7 }, 'head_dim: must be an even number'],
    [{ hidden_size: undefined }, 'hidden_size: '],
  ])('%j is refused by name', (change, message) => {
    expect(() => parseLlamaConfig({ ...smol, ...change })).toThrow(FormatError);
    expect(() => parseLlamaConfig({ ...smol, ...change })).toThrow(message);
  });

  test.each([null, [], 'llama', 3])('%j is no config', (json) => {
    expect(() => parseLlamaConfig(json)).toThrow(FormatError);
  });
});

test("llama3's scaling leaves short waves, stretches long ones, and blends those between", () => {
  const { rope } = parseLlamaConfig({ ...smol, rope_theta: 500000, rope_scaling: llama3 });
  const plain = rotaryFrequencies({ head_dim: 64, rope: { ...rope, scaling: null } });
  const ratios = rotaryFrequencies({ head_dim: 64, rope }).map((f, i) => f / (plain[i] ?? NaN));
  expect(ratios[0]).toBe(1);
  expect(ratios.at(-1)).toBeCloseTo(1 / 32, 12);
  const between = ratios.filter((ratio) => ratio < 1 && ratio > 1.001 / 32);
  expect(between.length).toBeGreaterThan(0);
  expect(ratios).toEqual([...ratios].sort((a, b) => b - a));
});

const folder = (name: string) => new URL(`../engine/model/fixtures/llama/${name}/`, import.meta.url);
const bufferOf = (name: string, file: string): ArrayBuffer =>
  Uint8Array.from(readFileSync(new URL(file, folder(name)))).buffer;
const configOf = (name: string) =>
  parseLlamaConfig(JSON.parse(readFileSync(new URL('config.json', folder(name)), 'utf8')));
const shapesOf = (name: string) =>
  [...readSafetensors(bufferOf(name, 'model.safetensors'))].map(([tensor, { shape, data }]) => ({
    name: tensor,
    shape,
    data,
  }));

describe('readLlamaWeights', () => {
  const config = configOf('llama');
  const tensors = shapesOf('llama');
  const filesOf = (list: typeof tensors) =>
    new Map([['model.safetensors', writeSafetensors(list, {}).buffer]]);
  const change = (name: string, changed: Partial<(typeof tensors)[number]> | null) =>
    tensors.flatMap((one) => (one.name === name ? (changed ? [{ ...one, ...changed }] : []) : [one]));

  test.each(['llama', 'qwen2'])('takes every tensor of %s, and counts as many weights', (name) => {
    const files = new Map([['model.safetensors', bufferOf(name, 'model.safetensors')]]);
    const weights = readLlamaWeights(configOf(name), modelTensors(files));
    expect(weights.layers).toHaveLength(2);
    const inFile = shapesOf(name).reduce((sum, { data }) => sum + data.length, 0);
    expect(countBaseParameters(configOf(name))).toBe(inFile);
    const [first] = weights.layers;
    expect(first?.gate.bias === null).toBe(name === 'qwen2');
    expect(weights.head === null).toBe(name === 'qwen2');
    const up = shapesOf(name).find((one) => one.name === 'model.layers.0.mlp.up_proj.weight');
    // Row 1, column 0 of [dOut, dIn] is row 0, column 1 here.
    expect(first?.up.weight[1]).toBe(up?.data[up.shape[1] ?? NaN]);
  });

  test.each([
    [change('model.layers.1.mlp.gate_proj.weight', null), 'no tensor "model.layers.1.mlp.gate_proj.weight"'],
    [change('lm_head.weight', null), 'no tensor "lm_head.weight"'],
    [
      change('model.norm.weight', { shape: [3, 4] }),
      'Tensor "model.norm.weight" in model.safetensors is [3, 4]; config.json makes it [12]',
    ],
    [
      change('model.norm.weight', { data: new Float32Array(12).fill(NaN) }),
      'Tensor "model.norm.weight" in model.safetensors holds NaN at place 0',
    ],
    [
      [...tensors, { name: 'model.layers.2.mlp.x', shape: [1], data: Float32Array.of(1) }],
      'holds "model.layers.2.mlp.x", which is not part of this Llama model',
    ],
  ])('a wrong tensor is refused by name', (list, message) => {
    const read = () => readLlamaWeights(config, modelTensors(filesOf(list)));
    expect(read).toThrow(FormatError);
    expect(read).toThrow(message);
  });

  test('a tied head may stand in the file, if it is the embedding', () => {
    const tied = { ...config, isTied: true };
    const embedding = tensors.find(({ name }) => name === 'model.embed_tokens.weight');
    expect(() => readLlamaWeights(tied, modelTensors(filesOf(tensors)))).toThrow(
      'differs from the embedding',
    );
    const same = filesOf(change('lm_head.weight', { data: embedding?.data ?? new Float32Array() }));
    expect(readLlamaWeights(tied, modelTensors(same)).head).toBeNull();
  });

  test('rotary tables of old checkpoints are passed over', () => {
    const name = 'model.layers.0.self_attn.rotary_emb.inv_freq';
    const old = filesOf([...tensors, { name, shape: [2], data: Float32Array.of(1, 2) }]);
    expect(() => readLlamaWeights(config, modelTensors(old))).not.toThrow();
  });

  describe('shards', () => {
    const [half, rest] = [tensors.slice(0, 9), tensors.slice(9)];
    const weight_map = Object.fromEntries(
      tensors.map(({ name }, i) => [name, i < 9 ? 'model-1.safetensors' : 'model-2.safetensors']),
    );
    const bytes = (json: unknown) => new TextEncoder().encode(JSON.stringify(json)).buffer;
    const shards = (index: unknown = { metadata: {}, weight_map }) =>
      new Map([
        ['model.safetensors.index.json', bytes(index)],
        ['model-1.safetensors', writeSafetensors(half, {}).buffer],
        ['model-2.safetensors', writeSafetensors(rest, {}).buffer],
      ]);
    const without = (file: string) => new Map([...shards()].filter(([name]) => name !== file));

    test('give the same weights as one file', () => {
      const whole = readLlamaWeights(config, modelTensors(filesOf(tensors)));
      expect(readLlamaWeights(config, modelTensors(shards()))).toEqual(whole);
    });

    test.each<[string, Map<string, ArrayBuffer>, string]>([
      ['no weights at all', new Map(), 'neither model.safetensors nor model.safetensors.index.json'],
      [
        'a missing shard',
        without('model-2.safetensors'),
        'names model-2.safetensors, which the folder has not',
      ],
      [
        'a shard that is cut short',
        new Map([...shards(), ['model-2.safetensors', writeSafetensors(rest, {}).buffer.slice(0, -4)]]),
        'model-2.safetensors: The tensors take',
      ],
      ['an index without a map', shards({}), 'has no weight_map'],
      [
        'an index that is not JSON',
        new Map([['model.safetensors.index.json', new ArrayBuffer(3)]]),
        'is not JSON',
      ],
      [
        'a tensor that its shard has not',
        shards({ weight_map: { ...weight_map, extra: 'model-1.safetensors' } }),
        'looks for tensor "extra" in model-1.safetensors',
      ],
      [
        'a tensor that the index does not name',
        shards({ weight_map: Object.fromEntries(Object.entries(weight_map).slice(0, -1)) }),
        'model-2.safetensors holds tensor',
      ],
    ])('%s is refused by name', (_name, files, message) => {
      expect(() => modelTensors(files)).toThrow(FormatError);
      expect(() => modelTensors(files)).toThrow(message);
    });
  });
});
