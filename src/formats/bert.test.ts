import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bertTensors } from '../core/models/bert.ts';
import { NLI_LABELS } from '../core/nli-labels.ts';
import { countBaseParameters } from '../core/params.ts';
import { sizeOf } from '../core/tensors.ts';
import { parseBertConfig, readBertWeights } from './bert.ts';
import { readSafetensors, type TensorEntry } from './safetensors.ts';

const fixture = (file: string) =>
  readFileSync(new URL(`../engine/model/fixtures/bert/${file}`, import.meta.url));
const configOf = (name: string) =>
  z.looseObject({}).parse(JSON.parse(fixture(`${name}/config.json`).toString()));
const tensorsOf = (name: string) =>
  readSafetensors(Uint8Array.from(fixture(`${name}/model.safetensors`)).buffer);
const BERT = configOf('bert');
const ROBERTA = configOf('roberta');
const ONE: TensorEntry = { dtype: 'F32', shape: [1], data: Float32Array.of(0) };
const read = (json: Record<string, unknown>, tensors: ReadonlyMap<string, TensorEntry>) =>
  readBertWeights(parseBertConfig(json, NLI_LABELS), tensors);

describe('config.json', () => {
  it('gives the dimensions, with the rows before RoBERTa’s first position apart', () => {
    expect(parseBertConfig(BERT, NLI_LABELS)).toMatchObject({
      n_layer: 2,
      n_head: 4,
      n_embd: 16,
      n_inner: 28,
      n_positions: 224,
      position_offset: 0,
      n_types: 2,
      activation: 'gelu',
      n_labels: 3,
      // Its config.json names contradiction, entailment, neutral.
      file_outputs: [1, 2, 0],
      isDenseTrained: false,
    });
    expect(parseBertConfig(ROBERTA, NLI_LABELS)).toMatchObject({
      n_positions: 224,
      position_offset: 2,
      n_types: 1,
      isDenseTrained: true,
    });
  });

  it.each([
    [{ hidden_act: 'silu' }, 'hidden_act: "silu" is not supported'],
    [{ position_embedding_type: 'relative_key' }, 'position_embedding_type'],
    [{ is_decoder: true }, 'is_decoder'],
    [{ num_attention_heads: 3 }, 'must be a multiple of num_attention_heads'],
    [{ hidden_size: undefined }, 'hidden_size'],
  ])('is refused with %j', (changed, said) => {
    expect(() => parseBertConfig({ ...BERT, ...changed }, NLI_LABELS)).toThrow(said);
  });
});

describe.each([
  ['bert', BERT],
  ['roberta', ROBERTA],
])('the weights of %s', (name, json) => {
  it('are as many as its tensors hold', () => {
    const config = parseBertConfig(json, NLI_LABELS);
    const held = [...tensorsOf(name).values()].reduce((sum, { data }) => sum + data.length, 0);
    expect(countBaseParameters(config)).toBe(held);
    expect(bertTensors(config).reduce((sum, { shape }) => sum + sizeOf(shape), 0)).toBe(held);
  });

  it('may begin without a prefix, and have the heads of pretraining', () => {
    const bare = new Map(
      [...tensorsOf(name)]
        .filter(([key]) => !key.startsWith('classifier'))
        .map(([key, tensor]) => [key.replace(/^(bert|roberta)\./, ''), tensor]),
    );
    bare.set('cls.predictions.bias', ONE);
    bare.set('lm_head.bias', ONE);
    expect(read(json, bare).layers[1]?.down).toEqual(read(json, tensorsOf(name)).layers[1]?.down);
  });

  it('may name gain and shift of norms as files from TensorFlow do', () => {
    const older = new Map(
      [...tensorsOf(name)].map(([key, tensor]) => [
        key.replace(/(LayerNorm)\.weight$/, '$1.gamma').replace(/(LayerNorm)\.bias$/, '$1.beta'),
        tensor,
      ]),
    );
    expect(read(json, older)).toEqual(read(json, tensorsOf(name)));
  });

  it('get a new classifier, the same at each reading, where the folder’s head tells other classes apart', () => {
    const other = { ...json, id2label: { 0: 'LABEL_0', 1: 'LABEL_1', 2: 'LABEL_2' } };
    const first = read(other, tensorsOf(name)).head.classifier;
    expect(first).toEqual(read(other, tensorsOf(name)).head.classifier);
    expect(first).not.toEqual(read(json, tensorsOf(name)).head.classifier);
    expect([...first.bias]).toEqual([0, 0, 0]);
    expect(read(json, tensorsOf(name)).drawn).toEqual([]);
    expect(read(other, tensorsOf(name)).drawn).toEqual(
      name === 'bert' ? ['classifier'] : ['dense', 'classifier'],
    );
    const deviation = Math.sqrt(
      first.weight.reduce((sum, value) => sum + value ** 2, 0) / first.weight.length,
    );
    expect(deviation).toBeGreaterThan(0.01);
    expect(deviation).toBeLessThan(0.03);
  });

  it('are refused with a tensor that is no part of it', () => {
    const strange = tensorsOf(name).set('bert.encoder.layer.7.odd', ONE);
    expect(() => read(json, strange)).toThrow(
      '"bert.encoder.layer.7.odd", which is not part of this BERT or RoBERTa model',
    );
  });
});

it('a BERT’s pooler is drawn where its folder has none, as that of a masked language model', () => {
  const bare = new Map([...tensorsOf('bert')].filter(([name]) => !name.includes('pooler')));
  expect(read(BERT, bare).drawn).toEqual(['dense']);
});

it.each([
  ['gelu', 'gelu'],
  ['gelu_new', 'gelu_new'],
  ['gelu_pytorch_tanh', 'gelu_new'],
  ['relu', 'relu'],
])('the activation %s is %s here', (hidden_act, activation) => {
  expect(parseBertConfig({ ...BERT, hidden_act }, NLI_LABELS)).toMatchObject({ activation });
});

it('RoBERTa’s positions begin after another padding id, too', () => {
  const config = parseBertConfig({ ...ROBERTA, pad_token_id: 5 }, NLI_LABELS);
  expect(config).toMatchObject({ position_offset: 6, n_positions: 220 });
  const wpe = readBertWeights(config, tensorsOf('roberta')).wpe;
  expect(wpe).toHaveLength(226 * 16);
});
