/** Writes a model's weights as a Hugging Face folder has them: the other way round from base-model.ts. */
import { isMapName } from '../core/models/gpt2.ts';
import { isLlama, LLAMA_PROJECTIONS } from '../core/models/llama.ts';
import type { TransformerConfig } from '../core/site.ts';
import type { NamedTensors, TensorValues } from '../core/tensors.ts';
import { FormatError } from './format-error.ts';
import { LLAMA_MODULES, transposed } from './llama.ts';
import { parseJson } from './parse-json.ts';
import { MODULES } from './peft/modules.ts';
import { writeSafetensors } from './safetensors.ts';

/** Where Hugging Face keeps what lies in no block, by the base model's names (`BaseTensor`). */
const GPT2_ROOT: Readonly<Record<string, string>> = {
  wte: 'transformer.wte.weight',
  wpe: 'transformer.wpe.weight',
  head: 'lm_head.weight',
  'lnF.weight': 'transformer.ln_f.weight',
  'lnF.bias': 'transformer.ln_f.bias',
};
const LLAMA_ROOT: Readonly<Record<string, string>> = {
  wte: 'model.embed_tokens.weight',
  head: 'lm_head.weight',
  'lnF.weight': 'model.norm.weight',
};
const GPT2_NORMS: Readonly<Record<string, string>> = { ln1: 'ln_1', ln2: 'ln_2' };
const LLAMA_NORMS: Readonly<Record<string, string>> = {
  ln1: 'input_layernorm',
  ln2: 'post_attention_layernorm',
};

function gpt2Entry(name: string, tensor: TensorValues): [name: string, tensor: TensorValues] {
  const [layer = '', part = '', kind = ''] = name.split('.');
  const module = isMapName(part) ? MODULES[part] : GPT2_NORMS[part];
  return [GPT2_ROOT[name] ?? `transformer.h.${layer}.${module}.${kind}`, tensor];
}

/** PyTorch's Linear has its weight as [out, in]. */
function llamaEntry(name: string, tensor: TensorValues): [name: string, tensor: TensorValues] {
  const [layer = '', part = '', kind = ''] = name.split('.');
  const projection = LLAMA_PROJECTIONS.find((own) => own === part);
  const [dIn, dOut] = tensor.shape;
  const isMatrix = projection && kind === 'weight' && dIn !== undefined && dOut !== undefined;
  const module = projection ? LLAMA_MODULES[projection] : LLAMA_NORMS[part];
  return [
    LLAMA_ROOT[name] ?? `model.layers.${layer}.${module}.${kind}`,
    isMatrix ? { shape: [dOut, dIn], values: transposed(tensor.values, dIn, dOut) } : tensor,
  ];
}

/**
 * The bytes of model.safetensors, in float32.
 * @param model the dimensions
 * @param tensors all of the base model's, by its names for them (`BaseTensor`)
 */
export function writeModel(model: TransformerConfig, tensors: NamedTensors): Uint8Array<ArrayBuffer> {
  const entry = isLlama(model) ? llamaEntry : gpt2Entry;
  const entries = Object.entries(tensors).map(([name, tensor]) => entry(name, tensor));
  return writeSafetensors(
    entries.map(([name, { shape, values }]) => ({ name, shape, data: values })),
    { format: 'pt' },
  );
}

/**
 * A model's config.json for weights in float32, which `from_pretrained` else would round to the type that it names.
 * @param bytes config.json of the base model
 * @param hasHead whether the weights have a head of their own
 * @throws FormatError where it is no JSON object
 */
export function float32Config(bytes: Uint8Array, hasHead: boolean): Uint8Array<ArrayBuffer> {
  const json = parseJson('config.json', bytes);
  if (typeof json !== 'object' || json === null) throw new FormatError('config.json is not a JSON object.');
  const types = ['dtype', 'torch_dtype'].filter((key) => key in json);
  const own = {
    ...json,
    ...Object.fromEntries(types.map((key) => [key, 'float32'])),
    ...(hasHead && { tie_word_embeddings: false }),
  };
  return new TextEncoder().encode(`${JSON.stringify(own, null, 2)}\n`);
}
