import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { countBaseParameters } from '../core/params.ts';
import { readModelConfig, UnknownFamily } from './base-model.ts';
import { FormatError } from './format-error.ts';
import { byHead, byMatrix, parseNeoxConfig, readNeoxWeights } from './neox.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

/** The config.json of pythia-70m, as Hugging Face serves it. */
const pythia = {
  architectures: ['GPTNeoXForCausalLM'],
  bos_token_id: 0,
  eos_token_id: 0,
  hidden_act: 'gelu',
  hidden_size: 512,
  initializer_range: 0.02,
  intermediate_size: 2048,
  layer_norm_eps: 1e-5,
  max_position_embeddings: 2048,
  model_type: 'gpt_neox',
  num_attention_heads: 8,
  num_hidden_layers: 6,
  rotary_emb_base: 10000,
  rotary_pct: 0.25,
  tie_word_embeddings: false,
  torch_dtype: 'float16',
  transformers_version: '4.24.0',
  use_cache: true,
  use_parallel_residual: true,
  vocab_size: 50304,
};

describe('parseNeoxConfig', () => {
  test('Pythia-70m', () => {
    expect(parseNeoxConfig(pythia)).toEqual({
      n_layer: 6,
      n_head: 8,
      n_embd: 512,
      n_positions: 2048,
      n_inner: 2048,
      vocab_size: 50304,
      layer_norm_epsilon: 1e-5,
      rotary: { theta: 10000, width: 16 },
      isParallel: true,
      isTied: false,
      isBiased: true,
      activation: 'gelu',
    });
  });

  test.each([
    [{ hidden_size: 128, num_hidden_layers: 6, num_attention_heads: 4, intermediate_size: 512 }, 14_067_712],
    [{}, 70_426_624],
    [
      { hidden_size: 768, num_hidden_layers: 12, num_attention_heads: 12, intermediate_size: 3072 },
      162_322_944,
    ],
  ])('Pythia of %j has as many weights as it is known to have', (size, count) => {
    expect(countBaseParameters(parseNeoxConfig({ ...pythia, ...size }))).toBe(count);
  });

  test('θ and the share of a head that turns may stand in rope_parameters', () => {
    const { rotary_emb_base, rotary_pct, ...rest } = pythia;
    expect([rotary_emb_base, rotary_pct]).toHaveLength(2);
    const rope_parameters = { rope_type: 'default', rope_theta: 500, partial_rotary_factor: 0.5 };
    expect(parseNeoxConfig({ ...rest, rope_parameters }).rotary).toEqual({ theta: 500, width: 32 });
    // What transformers takes for granted.
    expect(parseNeoxConfig(rest).rotary).toEqual({ theta: 10_000, width: 16 });
  });

  test.each([
    ['gelu', 'gelu'],
    ['gelu_new', 'gelu_new'],
    ['gelu_fast', 'gelu_new'],
    ['gelu_pytorch_tanh', 'gelu_new'],
  ])('%s is computed as %s', (hidden_act, activation) => {
    expect(parseNeoxConfig({ ...pythia, hidden_act })).toMatchObject({ activation });
  });

  test.each([
    [{ model_type: 'llama' }, 'model_type: "llama" is not supported, only "gpt_neox"'],
    [{ hidden_act: 'relu' }, 'hidden_act: "relu" is not supported, only gelu, gelu_new'],
    [{ rope_scaling: { type: 'linear', factor: 2 } }, 'rope_scaling: "linear" is not supported'],
    [{ rope_parameters: { rope_type: 'yarn' } }, 'rope_parameters: "yarn" is not supported'],
    [{ num_attention_heads: 7 }, 'hidden_size: must be a multiple of num_attention_heads'],
    [{ rotary_pct: 0.05 }, 'rotary_pct: 0.05 of a head’s 64 dimensions would turn'],
    [{ rotary_pct: 2 }, 'rotary_pct: 2 of a head’s 64 dimensions would turn'],
    [{ hidden_size: undefined }, 'hidden_size: '],
  ])('%j is refused by name', (change, message) => {
    expect(() => parseNeoxConfig({ ...pythia, ...change })).toThrow(FormatError);
    expect(() => parseNeoxConfig({ ...pythia, ...change })).toThrow(message);
  });

  test.each(['deberta-v2', 'gpt_neox_japanese', 'gptj', 't5'])('%s is no known family', (model_type) => {
    const read = () => readModelConfig({ ...pythia, model_type });
    expect(read).toThrow(UnknownFamily);
    expect(read).toThrow(
      `"${model_type}"; models of gpt2, llama, qwen2, gpt_neox, bert, roberta can be run here`,
    );
  });
});

test('rows that lie head by head are put in the order of q, k and v, and back', () => {
  // Two heads of two dimensions, two columns each.
  const rows = ['q0', 'q1', 'k0', 'k1', 'v0', 'v1', 'q2', 'q3', 'k2', 'k3', 'v2', 'v3'];
  const order = ['q0', 'q1', 'q2', 'q3', 'k0', 'k1', 'k2', 'k3', 'v0', 'v1', 'v2', 'v3'];
  const values = Float32Array.from({ length: 24 }, (_, i) => i);
  const sorted = byMatrix(values, 2);
  expect(Array.from({ length: 12 }, (_, row) => rows[(sorted[2 * row] ?? NaN) / 2])).toEqual(order);
  expect(byHead(sorted, 2)).toEqual(values);
});

const folder = (name: string) => new URL(`../engine/model/fixtures/neox/${name}/`, import.meta.url);
const configOf = (name: string) =>
  parseNeoxConfig(JSON.parse(readFileSync(new URL('config.json', folder(name)), 'utf8')));
const tensorsOf = (name: string) => {
  const { buffer } = Uint8Array.from(readFileSync(new URL('model.safetensors', folder(name))));
  return [...readSafetensors(buffer)].map(([tensor, { shape, data }]) => ({ name: tensor, shape, data }));
};
type Tensors = ReturnType<typeof tensorsOf>;
const entriesOf = (list: Tensors) => readSafetensors(writeSafetensors(list, {}).buffer);

describe('readNeoxWeights', () => {
  const config = configOf('parallel');
  const tensors = tensorsOf('parallel');
  const change = (name: string, changed: Partial<Tensors[number]> | null) =>
    tensors.flatMap((one) => (one.name === name ? (changed ? [{ ...one, ...changed }] : []) : [one]));

  test.each(['parallel', 'sequential'])('takes every tensor of %s, and counts as many weights', (name) => {
    const weights = readNeoxWeights(configOf(name), entriesOf(tensorsOf(name)));
    expect(weights.layers).toHaveLength(2);
    const inFile = tensorsOf(name).reduce((sum, { data }) => sum + data.length, 0);
    expect(countBaseParameters(configOf(name))).toBe(inFile);
    expect(weights.head === null).toBe(name === 'sequential');
    expect(weights.layers[0]?.q.bias.every((value) => value === 0)).toBe(name === 'sequential');
  });

  test('takes q, k and v apart, head by head', () => {
    const [first] = readNeoxWeights(config, entriesOf(tensors)).layers;
    const fused = tensors.find(({ name }) => name === 'gpt_neox.layers.0.attention.query_key_value.weight');
    const [d, head] = [32, 16];
    // The second head's first key: after all of the first head, and the second head's queries.
    const row = 3 * head + head;
    expect(first?.k.weight[head]).toBe(fused?.data[row * d]);
    // Column 1 of it is row 1 here.
    expect(first?.k.weight[d + head]).toBe(fused?.data[row * d + 1]);
  });

  test.each([
    [
      change('gpt_neox.layers.1.mlp.dense_h_to_4h.weight', null),
      'no tensor "gpt_neox.layers.1.mlp.dense_h_to_4h.weight"',
    ],
    [change('embed_out.weight', null), 'no tensor "embed_out.weight"'],
    [
      change('gpt_neox.final_layer_norm.weight', { shape: [4, 8] }),
      'Tensor "gpt_neox.final_layer_norm.weight" is [4, 8]; config.json makes it [32]',
    ],
    [
      [...tensors, { name: 'gpt_neox.layers.2.mlp.x', shape: [1], data: Float32Array.of(1) }],
      'holds "gpt_neox.layers.2.mlp.x", which is not part of this GPT-NeoX model',
    ],
  ])('a wrong tensor is refused by name', (list, message) => {
    expect(() => readNeoxWeights(config, entriesOf(list))).toThrow(FormatError);
    expect(() => readNeoxWeights(config, entriesOf(list))).toThrow(message);
  });

  test('a tied head may stand in the file, if it is the embedding', () => {
    const tied = { ...config, isTied: true };
    const embedding = tensors.find(({ name }) => name === 'gpt_neox.embed_in.weight');
    expect(() => readNeoxWeights(tied, entriesOf(tensors))).toThrow('differs from the embedding');
    const same = entriesOf(change('embed_out.weight', { data: embedding?.data ?? new Float32Array() }));
    expect(readNeoxWeights(tied, same).head).toBeNull();
  });

  test('masks and tables of old checkpoints are passed over', () => {
    const data = Float32Array.of(1);
    const old = ['bias', 'masked_bias', 'rotary_emb.inv_freq'].map((name) => ({
      ...{ name: `gpt_neox.layers.0.attention.${name}`, shape: [1], data },
    }));
    expect(() => readNeoxWeights(config, entriesOf([...tensors, ...old]))).not.toThrow();
  });

  test('a model without its head in the names is read', () => {
    const bare = tensors.map((one) => ({ ...one, name: one.name.replace('gpt_neox.', '') }));
    expect(readNeoxWeights(config, entriesOf(bare))).toEqual(readNeoxWeights(config, entriesOf(tensors)));
  });
});
