import { expect, it } from 'vitest';
import { isModelFile, modelFoldersIn, modelIdOf } from './model-folder.ts';
import { idSchema } from './run-config.ts';

it.each([
  [['config.json', 'model.safetensors', 'tokenizer.json'], ['']],
  [['model-00001-of-00002.safetensors', 'notes.txt'], ['']],
  [['pytorch_model.bin'], ['']],
  [['llama.Q4_K_M.gguf'], ['']],
  [['pairs.json', 'data.csv'], []],
  [['adapter_model.safetensors', 'adapter_config.json'], []],
  [['tiny/config.json', 'tiny/model.safetensors', 'tiny/notes/a.txt'], ['tiny']],
  [
    ['models/a/config.json', 'models/a/model.safetensors', 'models/a/old/config.json', 'models/readme.txt'],
    ['models/a'],
  ],
  [
    [
      ...['all/a/config.json', 'all/a/model.safetensors'],
      ...['all/b/config.json', 'all/b/model-00001-of-00002.safetensors'],
    ],
    ['all/a', 'all/b'],
  ],
  // A config.json in a folder within another is of anything.
  [['data/pairs.csv', 'data/site/config.json'], []],
  [[], []],
])('finds the models among %j', (paths, expected) => {
  expect(modelFoldersIn(paths)).toEqual(expected);
});

it.each([
  ['config.json', true],
  ['generation_config.json', true],
  ['model-00001-of-00002.safetensors', true],
  ['model.safetensors.index.json', true],
  ['LICENSE', true],
  ['README.md', true],
  ['vocab.txt', true],
  ['golden.json', false],
  ['pytorch_model.bin', false],
])('tells whether %s belongs to a model', (name, expected) => {
  expect(isModelFile(name)).toBe(expected);
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
