/** Prefix tuning and prompt tuning in PEFT's files. */
import { prefixName, type PrefixEmbedConfig } from '../../core/methods/prefix.ts';
import { prefixKvName, type PrefixKvConfig } from '../../core/methods/prefix-kv.ts';
import type { NamedTensors, TensorValues } from '../../core/tensors.ts';
import { FormatError } from '../format-error.ts';
import { PROMPT } from './read-prefix.ts';
import type { Written } from './writing.ts';

/** A row holds a token's keys, then its values, of layer after layer. */
export function writePrefix({ prefix_tokens }: PrefixKvConfig, tensors: NamedTensors): Written {
  const layers: TensorValues[] = [];
  for (let tensor; (tensor = tensors[prefixKvName(layers.length)]);) layers.push(tensor);
  const width = layers[0]?.shape[1] ?? 0;
  const row = layers.length * width;
  const data = new Float32Array(prefix_tokens * row);
  layers.forEach(({ values }, layer) => {
    for (let token = 0; token < prefix_tokens; token++)
      data.set(values.subarray(token * width, (token + 1) * width), token * row + layer * width);
  });
  return {
    settings: {
      peft_type: 'PREFIX_TUNING',
      num_virtual_tokens: prefix_tokens,
      num_layers: layers.length,
      token_dim: width / 2,
      prefix_projection: false,
    },
    tensors: [{ name: PROMPT, shape: [prefix_tokens, row], data }],
  };
}

/** @throws FormatError where the virtual tokens take no positions, or stand in the text, which PEFT's do not */
export function writePrompt(
  { prefix_tokens, infix_tokens, takes_positions }: PrefixEmbedConfig,
  tensors: NamedTensors,
): Written {
  const rows = tensors[prefixName(0)];
  if (!rows || !takes_positions || infix_tokens > 0)
    throw new FormatError(
      'PEFT’s prompt tuning has virtual tokens before the text alone, and they take its first positions.',
    );
  return {
    settings: {
      peft_type: 'PROMPT_TUNING',
      prompt_tuning_init: 'RANDOM',
      num_virtual_tokens: prefix_tokens,
      token_dim: rows.shape[1],
      num_transformer_submodules: 1,
    },
    tensors: [{ name: PROMPT, shape: rows.shape, data: rows.values }],
  };
}
