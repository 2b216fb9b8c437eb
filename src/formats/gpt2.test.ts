import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FormatError } from './format-error.ts';
import { parseTransformerConfig, readGpt2Weights } from './gpt2.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

/** The config.json of the released gpt2, as Hugging Face serves it. */
const released = {
  activation_function: 'gelu_new',
  architectures: ['GPT2LMHeadModel'],
  attn_pdrop: 0.1,
  bos_token_id: 50256,
  embd_pdrop: 0.1,
  eos_token_id: 50256,
  initializer_range: 0.02,
  layer_norm_epsilon: 1e-5,
  model_type: 'gpt2',
  n_ctx: 1024,
  n_embd: 768,
  n_head: 12,
  n_layer: 12,
  n_positions: 1024,
  resid_pdrop: 0.1,
  summary_activation: null,
  summary_first_dropout: 0.1,
  summary_proj_to_labels: true,
  summary_type: 'cls_index',
  summary_use_proj: true,
  task_specific_params: { 'text-generation': { do_sample: true, max_length: 50 } },
  vocab_size: 50257,
};

describe('parseTransformerConfig', () => {
  test('the released gpt2', () => {
    expect(parseTransformerConfig(released)).toEqual({
      n_layer: 12,
      n_head: 12,
      n_embd: 768,
      n_positions: 1024,
      n_inner: 3072,
      vocab_size: 50257,
      layer_norm_epsilon: 1e-5,
    });
  });

  test('n_inner may be null or its own', () => {
    expect(parseTransformerConfig({ ...released, n_inner: null }).n_inner).toBe(3072);
    expect(parseTransformerConfig({ ...released, n_inner: 1000 }).n_inner).toBe(1000);
  });

  test.each([
    [{ model_type: 'llama' }, 'model_type: "llama" is not supported, only "gpt2"'],
    [{ activation_function: 'relu' }, 'activation_function: "relu" is not supported, only "gelu_new"'],
    [{ tie_word_embeddings: false }, 'tie_word_embeddings: false is not supported'],
    [{ scale_attn_by_inverse_layer_idx: true }, 'scale_attn_by_inverse_layer_idx: true is not supported'],
    [{ n_head: 5 }, 'n_embd: must be a multiple of n_head'],
    [{ n_layer: undefined }, 'n_layer: '],
    [{ vocab_size: 'many' }, 'vocab_size: '],
    [{ n_embd: 0 }, 'n_embd: '],
  ])('%j is refused by name', (change, message) => {
    expect(() => parseTransformerConfig({ ...released, ...change })).toThrow(FormatError);
    expect(() => parseTransformerConfig({ ...released, ...change })).toThrow(message);
  });

  test.each([null, [], 'gpt2', 3])('%j is no config', (json) => {
    expect(() => parseTransformerConfig(json)).toThrow(FormatError);
  });
});

describe('readGpt2Weights', () => {
  const config = {
    n_layer: 2,
    n_head: 1,
    n_embd: 2,
    n_positions: 3,
    n_inner: 3,
    vocab_size: 4,
    layer_norm_epsilon: 1e-5,
  };
  const d = 2;
  const shapes: Record<string, number[]> = {
    'wte.weight': [4, d],
    'wpe.weight': [3, d],
    'ln_f.weight': [d],
    'ln_f.bias': [d],
  };
  for (const h of ['h.0', 'h.1'])
    Object.assign(shapes, {
      [`${h}.ln_1.weight`]: [d],
      [`${h}.ln_1.bias`]: [d],
      [`${h}.attn.c_attn.weight`]: [d, 3 * d],
      [`${h}.attn.c_attn.bias`]: [3 * d],
      [`${h}.attn.c_proj.weight`]: [d, d],
      [`${h}.attn.c_proj.bias`]: [d],
      [`${h}.ln_2.weight`]: [d],
      [`${h}.ln_2.bias`]: [d],
      [`${h}.mlp.c_fc.weight`]: [d, 3],
      [`${h}.mlp.c_fc.bias`]: [3],
      [`${h}.mlp.c_proj.weight`]: [3, d],
      [`${h}.mlp.c_proj.bias`]: [d],
    });

  /** Tensors whose values count on from 100 times their place, so that each value is known by where it came from. */
  const tensorsOf = (changes: Record<string, number[] | null> = {}, prefix = '') =>
    Object.entries({ ...shapes, ...changes }).flatMap(([name, shape], i) => {
      if (!shape) return [];
      const length = shape.reduce((size, n) => size * n, 1);
      const data = Float32Array.from({ length }, (_, j) => 100 * i + j);
      return [{ name: prefix + name, shape, data }];
    });
  const read = (tensors: ReturnType<typeof tensorsOf>) =>
    readGpt2Weights(config, readSafetensors(writeSafetensors(tensors, {}).buffer));

  test('every tensor finds its place, and c_attn is split by columns', () => {
    const weights = read(tensorsOf());
    expect([...weights.wte]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...weights.wpe]).toEqual([100, 101, 102, 103, 104, 105]);
    expect([...weights.lnF.bias]).toEqual([300, 301]);
    expect(weights.layers).toHaveLength(2);
    const [first, second] = weights.layers;
    // c_attn is the seventh tensor: [[600, 601 | 602, 603 | 604, 605], [606, 607 | 608, 609 | 610, 611]].
    expect(first?.q).toEqual({
      weight: Float32Array.of(600, 601, 606, 607),
      bias: Float32Array.of(700, 701),
    });
    expect(first?.k).toEqual({
      weight: Float32Array.of(602, 603, 608, 609),
      bias: Float32Array.of(702, 703),
    });
    expect(first?.v).toEqual({
      weight: Float32Array.of(604, 605, 610, 611),
      bias: Float32Array.of(704, 705),
    });
    expect(first?.o.bias[0]).toBe(900);
    expect(first?.ln2.weight[0]).toBe(1000);
    expect(first?.up.weight).toEqual(Float32Array.of(1200, 1201, 1202, 1203, 1204, 1205));
    expect(first?.down.bias).toEqual(Float32Array.of(1500, 1501));
    expect(second?.ln1.weight[0]).toBe(1600);
    expect(second?.down.bias[0]).toBe(2700);
  });

  test('names with the prefix `transformer.` and a tied head give the same weights', () => {
    const tensors = tensorsOf({}, 'transformer.');
    const wte = tensors[0]?.data ?? new Float32Array();
    expect(read([...tensors, { name: 'lm_head.weight', shape: [4, d], data: wte }])).toEqual(
      read(tensorsOf()),
    );
  });

  test('masks are passed over', () => {
    const masks = { 'h.0.attn.bias': [1, 1, 3, 3], 'h.1.attn.masked_bias': [] };
    expect(read(tensorsOf(masks))).toEqual(read(tensorsOf()));
  });

  test.each<[Record<string, number[] | null>, string]>([
    [{ 'h.1.mlp.c_fc.bias': null }, 'no tensor "h.1.mlp.c_fc.bias"'],
    [{ 'wpe.weight': [5, 2] }, 'Tensor "wpe.weight" is [5, 2]; config.json makes it [3, 2]'],
    [
      { 'h.0.attn.c_attn.weight': [6, 2] },
      'Tensor "h.0.attn.c_attn.weight" is [6, 2]; config.json makes it [2, 6]',
    ],
    [{ 'h.2.ln_1.weight': [2] }, '"h.2.ln_1.weight", which is not part'],
    [{ 'lm_head.weight': [4, 2] }, 'only a tied head'],
    [{ 'lm_head.weight': [1] }, 'only a tied head'],
  ])('%j is refused by name', (changes, message) => {
    expect(() => read(tensorsOf(changes))).toThrow(FormatError);
    expect(() => read(tensorsOf(changes))).toThrow(message);
  });

  test('a weight that is no finite number is refused by its tensor and place, wherever it stands', () => {
    const tensors = tensorsOf();
    fc.assert(
      fc.property(
        fc.nat(tensors.length - 1),
        fc.nat(),
        fc.constantFrom(NaN, Infinity, -Infinity),
        (at, drawn, value) => {
          const broken = tensors.map(({ data, ...rest }) => ({ ...rest, data: data.slice() }));
          const { name = '', data = new Float32Array() } = broken[at] ?? {};
          const place = drawn % data.length;
          data[place] = value;
          expect(() => read(broken)).toThrow(FormatError);
          expect(() => read(broken)).toThrow(`Tensor "${name}" holds ${value} at place ${place}:`);
        },
      ),
      { numRuns: 300 },
    );
  });
});
