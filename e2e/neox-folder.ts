/** A tiny GPT-NeoX model, drawn from a seed, as a folder in Hugging Face's layout. */
import { createRng } from '../src/core/rng.ts';
import { neoxTensors } from '../src/core/models/neox.ts';
import { sizeOf, type TensorValues } from '../src/core/tensors.ts';
import { tinyTokenizerJson } from '../src/data/tokenizer.fixture.ts';
import { parseNeoxConfig } from '../src/formats/neox.ts';
import { writeModel } from '../src/formats/write-model.ts';

const CONFIG = {
  model_type: 'gpt_neox',
  hidden_size: 32,
  intermediate_size: 48,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  vocab_size: 257,
  max_position_embeddings: 128,
  rotary_pct: 0.25,
  bos_token_id: 256,
  eos_token_id: 256,
};

/** With the normalizer that Pythia's tokenizer has. @param changes of config.json */
export function neoxFolder(changes: object = {}): Record<string, Uint8Array> {
  const config = { ...CONFIG, ...changes };
  const model = parseNeoxConfig(config);
  const rng = createRng(1, 'e2e/neox');
  const tensors = neoxTensors(model).map(({ name, shape }): [string, TensorValues] => {
    const isGain = shape.length === 1 && name.endsWith('.weight');
    const values = Float32Array.from({ length: sizeOf(shape) }, () => (isGain ? 1 : 0.15 * rng.normal()));
    return [name, { shape: [...shape], values }];
  });
  const json = (value: object) => new TextEncoder().encode(JSON.stringify(value));
  return {
    'config.json': json(config),
    'tokenizer.json': json({ ...tinyTokenizerJson(), normalizer: { type: 'NFC' } }),
    'model.safetensors': writeModel(model, Object.fromEntries(tensors)),
  };
}
