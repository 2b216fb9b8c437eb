import { expect, test } from 'vitest';
import bertConfig from '../../engine/model/fixtures/bert/bert/config.json';
import robertaConfig from '../../engine/model/fixtures/bert/roberta/config.json';
import { runConfigSchema } from '../../core/run-config.ts';
import { slotsOf } from '../../core/methods/methods.ts';
import type { BertConfig, HeadMap } from '../../core/models/bert.ts';
import { NLI_LABELS } from '../../core/nli-labels.ts';
import { adapterFileBytes, hasPeftForm } from '../../core/peft-form.ts';
import { sizeOf } from '../../core/tensors.ts';
import { drawnHeadMap, parseBertConfig } from '../bert.ts';
import { readSafetensors } from '../safetensors.ts';
import { readPeftAdapter } from './read.ts';
import { writePeftAdapter } from './write.ts';

const BERT = parseBertConfig(bertConfig, NLI_LABELS);
const ROBERTA = parseBertConfig(robertaConfig, NLI_LABELS);

function written(settings: object, model: BertConfig = BERT, drawn: readonly HeadMap[] = []) {
  const { method } = runConfigSchema.parse({ method: { type: 'lora', ...settings } });
  const tensors = Object.fromEntries(
    slotsOf(model, method, 1).map(({ name, shape }, n) => [
      name,
      {
        shape: [...shape],
        values: Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(1 + i + n)),
      },
    ]),
  );
  const files = writePeftAdapter({ method, tensors, model: 'tiny', shape: model, drawn });
  const json: unknown = JSON.parse(new TextDecoder().decode(files['adapter_config.json']));
  const file = readSafetensors(files['adapter_model.safetensors'].buffer);
  return { method, tensors, files, json, file };
}

test('the adapter is one of sequence classification, with the head beside A and B', () => {
  const { json, file } = written({ r: 2, target_modules: ['q', 'v'] });
  expect(json).toMatchObject({
    task_type: 'SEQ_CLS',
    target_modules: ['query', 'value'],
    modules_to_save: ['classifier', 'score'],
    fan_in_fan_out: false,
  });
  expect(file.get('base_model.model.bert.encoder.layer.1.attention.self.value.lora_A.weight')?.shape).toEqual(
    [2, 16],
  );
  expect(file.get('base_model.model.classifier.weight')?.shape).toEqual([3, 16]);
  expect(file.has('base_model.model.classifier.dense.weight')).toBe(false);
});

test('RoBERTa’s head has two maps', () => {
  const { file } = written({ target_modules: ['q'] }, ROBERTA);
  const heads = [...file.keys()].filter((name) => name.includes('classifier')).sort();
  expect(heads).toEqual(
    ['dense.bias', 'dense.weight', 'out_proj.bias', 'out_proj.weight'].map(
      (name) => `base_model.model.classifier.${name}`,
    ),
  );
});

test('the classifier’s rows are in the order in which config.json names the classes', () => {
  const { tensors, file } = written({ target_modules: ['q'] });
  const ours = tensors['classifier.bias']?.values ?? [];
  // contradiction, entailment, neutral
  expect([...(file.get('base_model.model.classifier.bias')?.data ?? [])]).toEqual([
    ours[2],
    ours[0],
    ours[1],
  ]);
  const unnamed = written({ target_modules: ['q'] }, { ...BERT, file_outputs: null });
  const own = unnamed.file.get('base_model.model.classifier.bias')?.data;
  expect(own).toEqual(unnamed.tensors['classifier.bias']?.values);
});

test('the head of own classes, of whichever number, comes back as it was', () => {
  for (const model of [BERT, ROBERTA]) {
    const own = { ...model, n_labels: 5, labels: ['a', 'b', 'c', 'd', 'e'], file_outputs: null };
    const { tensors, file, json } = written({ target_modules: ['q'] }, own);
    expect(
      file.get('base_model.model.classifier' + (model.isDenseTrained ? '.out_proj' : '') + '.bias')?.shape,
    ).toEqual([5]);
    expect(json).toMatchObject({ modules_to_save: ['classifier', 'score'] });
    expect(tensors['classifier.weight']?.shape).toEqual([own.n_embd, 5]);
  }
});

test('W2 alone is named by paths, since its name is the end of Wo’s, too', () => {
  const paths = [0, 1].map((layer) => `encoder.layer.${layer}.output.dense`);
  expect(written({ target_modules: ['down'] }).json).toMatchObject({
    target_modules: paths,
    layers_to_transform: null,
  });
  expect(written({ type: 'ia3', target_modules: ['k', 'down'] }).json).toMatchObject({
    feedforward_modules: paths,
  });
  expect(written({ target_modules: ['o', 'down'], rank_pattern: { down: 3 } }).json).toMatchObject({
    target_modules: ['attention.output.dense', 'output.dense'],
    rank_pattern: Object.fromEntries(paths.map((path) => [path, 3])),
  });
});

test('a pooler that was drawn is saved whole, since each load would draw another', () => {
  const { json, file, files, tensors } = written({ target_modules: ['q'] }, BERT, ['dense', 'classifier']);
  expect(json).toMatchObject({ modules_to_save: ['bert.pooler.dense', 'classifier', 'score'] });
  const { weight, bias } = drawnHeadMap(BERT, 'dense');
  const d = BERT.n_embd;
  // PyTorch's Linear has its weight as [dOut, dIn].
  const turned = Float32Array.from(weight, (_, i) => weight[(i % d) * d + Math.floor(i / d)] ?? NaN);
  expect(file.get('base_model.model.bert.pooler.dense.weight')?.data).toEqual(turned);
  expect(file.get('base_model.model.bert.pooler.dense.bias')?.data).toEqual(bias);
  const read = readPeftAdapter(files, BERT);
  expect(read.method).toMatchObject({ modules_to_save: ['dense'] });
  expect(read.tensors).toMatchObject({ ...tensors, 'dense.weight': { shape: [d, d], values: weight } });
});

test('a pooler that was drawn is saved with its bias where all biases are trained', () => {
  const { json, file, files, tensors } = written({ target_modules: ['q'], bias: 'all' }, BERT, ['dense']);
  expect(json).toMatchObject({
    bias: 'all',
    modules_to_save: ['bert.pooler.dense', 'classifier', 'score'],
  });
  expect(file.has('base_model.model.bert.pooler.dense.weight')).toBe(true);
  const trained = tensors['dense.bias']?.values;
  expect(file.get('base_model.model.bert.pooler.dense.bias')?.data).toEqual(trained);
  const { weight } = drawnHeadMap(BERT, 'dense');
  const read = readPeftAdapter(files, BERT);
  expect(read.method).toMatchObject({ bias: 'all', modules_to_save: ['dense'] });
  expect(read.tensors).toEqual({
    ...tensors,
    'dense.weight': { shape: [BERT.n_embd, BERT.n_embd], values: weight },
  });
});

test.each([
  ['of its folder', { target_modules: ['q'] }, BERT, ['classifier']],
  ['trained whole', { target_modules: ['q'], modules_to_save: ['dense'] }, BERT, ['dense']],
  [
    'of a RoBERTa, whose head is trained with it',
    { target_modules: ['q'] },
    ROBERTA,
    ['dense', 'classifier'],
  ],
] as const)('a pooler %s is not written beside', (_, settings, model, drawn) => {
  const names = (own: ReturnType<typeof written>) => [...own.file.keys()];
  expect(names(written(settings, model, drawn))).toEqual(names(written(settings, model)));
});

const SETTINGS = [
  {},
  { target_modules: ['q', 'k', 'v', 'o', 'up', 'down'], use_rslora: true, rank_pattern: { '1.down': 2 } },
  { target_modules: ['o', 'down'], rank_pattern: { down: 3 }, alpha_pattern: { o: 2 } },
  { target_modules: ['q', 'down'], layers_to_transform: [1] },
  { target_modules: ['q', 'up'], use_dora: true },
  { target_modules: ['down'], bias: 'all' },
  { target_modules: ['down'], modules_to_save: ['lnE', '0.ln2', 'dense'] },
  { target_modules: ['q'], modules_to_save: ['lnE', 'dense'], bias: 'all' },
  { type: 'ia3' },
  { type: 'ia3', target_modules: ['q', 'o', 'down'] },
];
test.each(SETTINGS.flatMap((settings) => [BERT, ROBERTA].map((model) => [settings, model] as const)))(
  '%j is read as it was written, and is as large as was said',
  (settings, model) => {
    const { method, tensors, files, file } = written(settings, model);
    expect(readPeftAdapter(files, model).tensors).toEqual(tensors);
    const inFile = [...file.values()].reduce((sum, { data }) => sum + 4 * data.length, 0);
    expect(hasPeftForm(method, model) && adapterFileBytes(model, method)).toBe(inFile);
  },
);

test('BitFit has no form in PEFT', () => {
  expect(hasPeftForm({ type: 'bitfit' }, BERT)).toBe(false);
});
