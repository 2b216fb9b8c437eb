import { expect, it } from 'vitest';
import { isModelFolder, modelIdOf } from './model-folder.ts';
import { idSchema } from './run-config.ts';

it.each([
  [['config.json', 'model.safetensors', 'tokenizer.json'], true],
  [['model-00001-of-00002.safetensors', 'notes.txt'], true],
  [['pairs.json', 'data.csv'], false],
  [['adapter_model.safetensors', 'adapter_config.json'], false],
])('tells whether %j is a model', (names, expected) => {
  expect(isModelFolder(names)).toBe(expected);
});

it.each([
  ['stories260k', 'stories260k'],
  ['my model (2)', 'my-model-2-'],
  ['../nano', 'nano-own'],
  ['모델', 'own-model'],
  ['', 'own-model'],
])('makes an id of %j', (folder, id) => {
  expect(modelIdOf(folder, ['nano', 'micro'])).toBe(id);
  expect(idSchema.parse(id)).toBe(id);
});
