import { describe, expect, it } from 'vitest';
import { readHubAddress } from './hub-address.ts';
import { ModelError } from './model-error.ts';

const faultOf = (text: string) => {
  try {
    return readHubAddress(text);
  } catch (error) {
    return error instanceof ModelError ? [error.fault, error.values] : error;
  }
};

describe('what a person types for a model on the Hub', () => {
  it.each([
    ['HuggingFaceTB/SmolLM2-135M', 'HuggingFaceTB/SmolLM2-135M', 'main'],
    ['  gpt2 ', 'gpt2', 'main'],
    ['owner/name@v1.0', 'owner/name', 'v1.0'],
    ['owner/name@refs/pr/3', 'owner/name', 'refs/pr/3'],
    ['https://huggingface.co/owner/name', 'owner/name', 'main'],
    ['https://huggingface.co/owner/name/', 'owner/name', 'main'],
    ['https://huggingface.co/gpt2', 'gpt2', 'main'],
    ['huggingface.co/owner/name/tree/dev?x=1#y', 'owner/name', 'dev'],
    ['https://hf.co/owner/name/blob/main/config.json', 'owner/name', 'main'],
    ['https://huggingface.co/owner/name/resolve/0123abc/model.safetensors', 'owner/name', '0123abc'],
    ['https://huggingface.co/owner/name/tree/refs%2Fpr%2F1', 'owner/name', 'refs/pr/1'],
    ['https://huggingface.co/owner/name/tree/refs/pr/1/folder', 'owner/name', 'refs/pr/1'],
    ['https://huggingface.co/owner/name/discussions/4', 'owner/name', 'main'],
  ])('%s', (text, id, revision) => expect(readHubAddress(text)).toEqual({ id, revision }));

  it.each([
    ['', 'no-id'],
    ['a b', 'no-id'],
    ['owner/name/more', 'no-id'],
    ['../name', 'no-id'],
    ['owner/name@', 'no-id'],
    ['owner/name@../../x', 'no-id'],
    ['https://huggingface.co/', 'no-id'],
    ['https://huggingface.co/%ff/name', 'no-id'],
    ['https://', 'no-id'],
  ])('refuses %j', (text, fault) => expect(faultOf(text)).toEqual([fault, { text }]));

  it('refuses other sites, and pages that are no models', () => {
    expect(faultOf('https://huggingface.co.evil.example/owner/name')).toEqual([
      'other-host',
      { host: 'huggingface.co.evil.example' },
    ]);
    expect(faultOf('https://huggingface.co/datasets/owner/name')).toEqual([
      'other-kind',
      { kind: 'datasets' },
    ]);
  });
});
