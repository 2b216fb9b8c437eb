/** Prefix tuning and prompt tuning from PEFT's files. */
import { prefixEmbedConfigSchema, prefixName } from '../../core/methods/prefix.ts';
import { prefixKvConfigSchema, prefixKvName } from '../../core/methods/prefix-kv.ts';
import type { TransformerConfig } from '../../core/site.ts';
import type { TensorValues } from '../../core/tensors.ts';
import { checked, type Read } from './reading.ts';
import type { SettingsOf } from './settings.ts';
import type { TensorFile } from './tensor-file.ts';

/** What the one tensor is called. */
export const PROMPT = 'prompt_embeddings';

/**
 * A row holds a token's keys, then its values, of layer after layer. Where a network made them from fewer numbers in training
 * (`prefix_projection`), the file has what it made.
 * @throws FormatError where the files do not fit each other or the model
 */
export function readPrefix(
  { num_virtual_tokens: tokens }: SettingsOf<'PREFIX_TUNING'>,
  file: TensorFile,
  { n_layer, n_embd }: TransformerConfig,
): Read {
  const values = file.take(PROMPT, [tokens, n_layer * 2 * n_embd]);
  const layers = Array.from({ length: n_layer }, (_, layer): [string, TensorValues] => [
    prefixKvName(layer),
    {
      shape: [tokens, 2 * n_embd],
      values: values.filter((_, i) => Math.floor(i / (2 * n_embd)) % n_layer === layer),
    },
  ]);
  return {
    method: checked(prefixKvConfigSchema, { type: 'prefix-kv', prefix_tokens: tokens }),
    tensors: Object.fromEntries(layers),
  };
}

/**
 * A row is a token's embedding; the tokens have the first positions.
 * @throws FormatError where the files do not fit each other or the model
 */
export function readPrompt(
  { num_virtual_tokens: tokens }: SettingsOf<'PROMPT_TUNING'>,
  file: TensorFile,
  { n_embd }: TransformerConfig,
): Read {
  const shape = [tokens, n_embd];
  return {
    method: checked(prefixEmbedConfigSchema, {
      type: 'prefix-embed',
      prefix_tokens: tokens,
      takes_positions: true,
    }),
    tensors: { [prefixName(0)]: { shape, values: file.take(PROMPT, shape) } },
  };
}
