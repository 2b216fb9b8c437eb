/**
 * Writes a model folder of GPT-2's layout with random weights, for trying how large a model the page can train:
 *
 *   npx tsx tools/large-model/write.ts --vocabulary DIR --out DIR [--width 768] [--layers 12] [--heads 12]
 *     [--context 1024] [--dtype F32|F16] [--seed 1]
 *
 * The default shape is that of GPT-2 124M, 498 MB in F32. `--vocabulary` is a folder with GPT-2's vocab.json and merges.txt,
 * which are copied. Weights are drawn as GPT-2 starts: N(0, 0.02²), those of the maps that end a sublayer divided by √(2 · layers).
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gpt2Tensors } from '../../src/core/models/gpt2.ts';
import { createRng } from '../../src/core/rng.ts';
import type { NamedTensors } from '../../src/core/tensors.ts';
import { VOCABULARY_FILES } from '../../src/formats/gpt2-vocabulary.ts';
import { parseTransformerConfig } from '../../src/formats/gpt2.ts';
import { writeModel } from '../../src/formats/write-model.ts';

const { values } = parseArgs({
  options: {
    vocabulary: { type: 'string' },
    out: { type: 'string' },
    width: { type: 'string', default: '768' },
    layers: { type: 'string', default: '12' },
    heads: { type: 'string', default: '12' },
    context: { type: 'string', default: '1024' },
    dtype: { type: 'string', default: 'F32' },
    seed: { type: 'string', default: '1' },
  },
});
const { vocabulary, out, dtype } = values;
if (!vocabulary || !out || (dtype !== 'F32' && dtype !== 'F16'))
  throw new Error('Usage: tsx tools/large-model/write.ts --vocabulary DIR --out DIR [--dtype F32|F16] …');

const tokens = JSON.parse(readFileSync(join(vocabulary, 'vocab.json'), 'utf8')) as Record<string, number>;
const settings = {
  model_type: 'gpt2',
  architectures: ['GPT2LMHeadModel'],
  n_layer: Number(values.layers),
  n_head: Number(values.heads),
  n_embd: Number(values.width),
  n_positions: Number(values.context),
  vocab_size: Object.keys(tokens).length,
  activation_function: 'gelu_new',
  layer_norm_epsilon: 1e-5,
  bos_token_id: tokens['<|endoftext|>'],
  eos_token_id: tokens['<|endoftext|>'],
};
const config = parseTransformerConfig(settings);

const draw = (name: string, size: number): Float32Array<ArrayBuffer> => {
  const array = new Float32Array(size);
  if (name.endsWith('.bias')) return array;
  if (/ln\w\.weight$/.test(name)) return array.fill(1);
  const { normal } = createRng(Number(values.seed), name);
  const sd = /\.(o|down)\.weight$/.test(name) ? 0.02 / Math.sqrt(2 * config.n_layer) : 0.02;
  for (let i = 0; i < size; i++) array[i] = sd * normal();
  return array;
};
const tensors: NamedTensors = Object.fromEntries(
  gpt2Tensors(config).map(({ name, shape }) => [
    name,
    {
      shape: [...shape],
      values: draw(
        name,
        shape.reduce((size, n) => size * n, 1),
      ),
    },
  ]),
);

mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'config.json'), `${JSON.stringify(settings, null, 2)}\n`);
for (const file of VOCABULARY_FILES) copyFileSync(join(vocabulary, file), join(out, file));
const bytes = writeModel(config, tensors, dtype);
writeFileSync(join(out, 'model.safetensors'), bytes);
console.log(`${out}: ${(bytes.length / 1e6).toFixed(0)} MB of weights`);
