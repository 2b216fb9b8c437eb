import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readModelFolder } from './model-folder.ts';

const FOLDER = new URL('../engine/model/fixtures/llama/llama/', import.meta.url);
const config = readFileSync(new URL('config.json', FOLDER), 'utf8');
const weights = readFileSync(new URL('model.safetensors', FOLDER));
const tokenizer = JSON.stringify({
  added_tokens: [
    { id: 1, content: '<s>' },
    { id: 2, content: '</s>' },
  ],
});

/** A folder as it should be, with other or no content for some of its files. */
const folder = (changes: Record<string, string | Uint8Array<ArrayBuffer> | null> = {}) =>
  Object.entries({
    'config.json': config,
    'tokenizer.json': tokenizer,
    'model.safetensors': Uint8Array.from(weights),
    'README.md': '# A model',
    ...changes,
  }).flatMap(([name, content]) => (content ? [{ name, bytes: new Blob([content]) }] : []));
const read = (changes?: Parameters<typeof folder>[0]) => readModelFolder(folder(changes), undefined);
const withConfig = (changes: object) => ({
  'config.json': JSON.stringify({ ...(JSON.parse(config) as object), ...changes }),
});

describe('a model folder that a person brings', () => {
  it('is read with its family, and tells the bytes of its weights', async () => {
    const heard: [number, number][] = [];
    const found = await readModelFolder(folder(), (...progress) => heard.push(progress));
    expect(found.read).toMatchObject({ family: 'llama', config: { n_kv_head: 2 } });
    expect(found.weights).toMatch(/^[0-9a-f]{64}$/);
    expect(heard.at(-1)).toEqual([weights.length, weights.length]);
  });

  it.each([
    ['tokenizer_config.json', { 'tokenizer_config.json': '{"eos_token":"</s>","bos_token":"<s>"}' }],
    [
      'its objects',
      { 'tokenizer_config.json': '{"eos_token":{"content":"</s>"},"bos_token":{"content":"<s>"}}' },
    ],
    ['config.json', withConfig({ eos_token_id: 2, bos_token_id: 1 })],
    ['the first of several ends', withConfig({ eos_token_id: [2, 1], bos_token_id: 1 })],
  ])('takes the marks of a text from %s', async (_from, changes) => {
    expect((await read(changes)).marks).toEqual({ end: '</s>', start: '<s>' });
  });

  it('begins a text with its end mark where it has no start', async () => {
    const changes = {
      'tokenizer_config.json': '{"eos_token":"</s>","bos_token":null}',
      ...withConfig({ bos_token_id: 1 }),
    };
    expect((await read(changes)).marks).toEqual({ end: '</s>', start: '</s>' });
  });

  it('of a GPT-2 may have vocab.json and merges.txt in place of tokenizer.json', async () => {
    const older = {
      'tokenizer.json': null,
      'vocab.json': '{"a":0,"b":1,"<|endoftext|>":2}',
      'merges.txt': 'a b\n',
    };
    const gpt2 = withConfig({ model_type: 'gpt2' });
    await expect(read({ ...older, ...gpt2 })).rejects.toThrow(
      'merges.txt, line 1: vocab.json has no token "ab"',
    );
    await expect(read({ ...older, ...gpt2, 'merges.txt': null })).rejects.toThrow('has no merges.txt');
    await expect(read(older)).rejects.toThrow('The folder has no tokenizer.json');
  });

  it('has no more positions than a run can read', async () => {
    const { read: found } = await read(withConfig({ max_position_embeddings: 131_072 }));
    expect(found.config.n_positions).toBe(1024);
  });

  it.each<[string, Parameters<typeof folder>[0], string]>([
    ['no config.json', { 'config.json': null }, 'The folder has no config.json.'],
    ['no tokenizer.json', { 'tokenizer.json': null }, 'The folder has no tokenizer.json.'],
    [
      'no weights',
      { 'model.safetensors': null },
      'neither model.safetensors nor model.safetensors.index.json',
    ],
    ['a config.json that is no JSON', { 'config.json': '{' }, 'config.json is not JSON.'],
    ['another family', withConfig({ model_type: 'mistral' }), 'model_type "mistral"'],
    ['no family', withConfig({ model_type: undefined }), 'model_type is missing'],
    ['too many layers', withConfig({ num_hidden_layers: 2_000_000_000 }), '2000000000 layers'],
    ['cut weights', { 'model.safetensors': Uint8Array.from(weights.subarray(0, 2000)) }, 'model.safetensors'],
  ])('is refused with %s', async (_fault, changes, message) => {
    await expect(read(changes)).rejects.toThrow(message);
  });
});
