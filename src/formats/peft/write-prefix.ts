/** Prefix tuning in PEFT's files. */
import { prefixKvName, type PrefixKvConfig } from '../../core/methods/prefix-kv.ts';
import type { NamedTensors, TensorValues } from '../../core/tensors.ts';
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
