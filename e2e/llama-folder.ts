/** A tiny model of the Llama family, drawn from a seed, as a folder in Hugging Face's layout. */
import { createRng } from '../src/core/rng.ts';
import { llamaTensors } from '../src/core/models/llama.ts';
import { tinyTokenizerJson } from '../src/data/tokenizer.fixture.ts';
import { LLAMA_MODULES, parseLlamaConfig } from '../src/formats/llama.ts';
import { writeSafetensors } from '../src/formats/safetensors.ts';

const CONFIG = {
  model_type: 'llama',
  hidden_size: 32,
  intermediate_size: 48,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  vocab_size: 257,
  max_position_embeddings: 128,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: true,
  bos_token_id: 256,
  eos_token_id: 256,
};

/** Where a tensor of the model stands in its file. */
function nameInFile(name: string): string {
  const [layer = '', part = '', kind = ''] = name.split('.');
  if (name === 'wte') return 'model.embed_tokens.weight';
  if (name === 'lnF.weight') return 'model.norm.weight';
  const norms: Record<string, string> = { ln1: 'input_layernorm', ln2: 'post_attention_layernorm' };
  const modules: Record<string, string> = { ...norms, ...LLAMA_MODULES };
  return `model.layers.${layer}.${modules[part] ?? part}.${kind}`;
}

/** @param changes of config.json */
export function llamaFolder(changes: object = {}): Record<string, Uint8Array> {
  const rng = createRng(1, 'e2e/llama');
  const tensors = llamaTensors(parseLlamaConfig(CONFIG)).map(({ name, shape }) => {
    const [rows = 0, columns = 0] = shape;
    const isNorm = shape.length === 1;
    // Files have matrices as [out, in].
    const inFile = name === 'wte' || isNorm ? shape : [columns, rows];
    const size = isNorm ? rows : rows * columns;
    return {
      name: nameInFile(name),
      shape: inFile,
      data: Float32Array.from({ length: size }, () => (isNorm ? 1 : 0.15 * rng.normal())),
    };
  });
  const json = (value: object) => new TextEncoder().encode(JSON.stringify(value));
  return {
    'config.json': json({ ...CONFIG, ...changes }),
    'tokenizer.json': json(tinyTokenizerJson()),
    'model.safetensors': writeSafetensors(tensors, { format: 'pt' }),
  };
}
