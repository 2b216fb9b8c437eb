/**
 * The work that every contestant does: the shapes, and from a seed the same weights, batches and settings for all.
 * Weights and texts are random: there is nothing to learn but the texts themselves.
 */
import { fromHalf, toHalf } from '../src/core/float16.ts';
import type { MethodId } from '../src/core/methods/methods.ts';
import { createRng } from '../src/core/rng.ts';
import { runConfigSchema, textLength, withMethod, type RunConfig } from '../src/core/run-config.ts';
import type { TransformerConfig } from '../src/core/site.ts';
import { createBatcher, type Batch } from '../src/data/batches.ts';
import type { Dataset, Example } from '../src/data/dataset.ts';
import type { BaseWeights, LayerWeights } from '../src/formats/gpt2.ts';

/** Layers, width, heads, vocabulary and positions of each case. */
const SHAPES = {
  nano: [2, 64, 2, 1024, 128],
  micro: [4, 128, 4, 1024, 128],
  mini: [6, 256, 8, 2048, 128],
  /** For hosts with a GPU. */
  'gpt2-124m': [12, 768, 12, 50_257, 128],
} as const;

export type CaseName = keyof typeof SHAPES;
export const CASES = Object.keys(SHAPES) as CaseName[];

const SEED = 1;
const BATCH_SIZE = 8;
/** One batch, so that the loss falls with every step by what was learned: whoever trains something else is found out. */
const EXAMPLES = BATCH_SIZE;

/** LoRA on Wq and Wv at r = 4, α = 32; AdamW at a constant rate, clipping, no weight decay: tf.train.adam has none. */
const RUN: RunConfig = runConfigSchema.parse({
  seed: SEED,
  method: { r: 4, lora_alpha: 32, target_modules: ['q', 'v'] },
  training: {
    batch_size: BATCH_SIZE,
    max_steps: 10_000,
    lr_scheduler_type: 'constant',
    warmup_steps: 0,
    weight_decay: 0,
  },
});

export interface Work {
  config: TransformerConfig;
  weights: BaseWeights;
  dataset: Dataset;
  run: RunConfig;
  /** The batch of a step, from 1: what the trainer takes from `dataset`. */
  batchAt: (step: number) => Batch;
}

export function shapeOf(name: CaseName): TransformerConfig {
  const [n_layer, n_embd, n_head, vocab_size, n_positions] = SHAPES[name];
  return { n_layer, n_embd, n_head, vocab_size, n_positions, n_inner: 4 * n_embd, layer_norm_epsilon: 1e-5 };
}

/** GPT-2's initial weights as far as the spread goes, each a number that float16 holds, as in the files we ship. */
function createWeights({
  n_layer,
  n_embd: d,
  n_inner,
  vocab_size,
  n_positions,
}: TransformerConfig): BaseWeights {
  const rng = createRng(SEED, 'bench/weights');
  const draw = (size: number) =>
    Float32Array.from({ length: size }, () => fromHalf(toHalf(0.02 * rng.normal())));
  const map = (dIn: number, dOut: number) => ({ weight: draw(dIn * dOut), bias: draw(dOut) });
  const norm = () => ({ weight: new Float32Array(d).fill(1), bias: new Float32Array(d) });
  const layer = (): LayerWeights => ({
    ln1: norm(),
    ln2: norm(),
    q: map(d, d),
    k: map(d, d),
    v: map(d, d),
    o: map(d, d),
    up: map(d, n_inner),
    down: map(n_inner, d),
  });
  return {
    wte: draw(vocab_size * d),
    wpe: draw(n_positions * d),
    layers: Array.from({ length: n_layer }, layer),
    lnF: norm(),
  };
}

/** @param method trains at its own default settings */
export function createWork(name: CaseName, method: MethodId = 'lora'): Work {
  const config = shapeOf(name);
  const run = method === 'lora' ? RUN : withMethod(RUN, method);
  const length = textLength(run, config);
  const rng = createRng(SEED, 'bench/text');
  const train = Array.from({ length: EXAMPLES }, (): Example => ({
    prompt: '',
    completion: '',
    ids: Int32Array.from({ length: length + 1 }, () => rng.int(config.vocab_size)),
    completionStart: length / 4,
  }));
  const dataset: Dataset = {
    train,
    validation: [],
    test: [],
    sequenceLength: length,
    padId: 0,
    summary: {
      task: 'bench',
      name: 'bench',
      train: EXAMPLES,
      validation: 0,
      test: 0,
      prompts: EXAMPLES,
      longestTokens: length + 1,
      truncated: 0,
      dropped: [],
      examples: [],
      fingerprint: '00000000',
      metrics: [],
    },
  };
  const batchAt = createBatcher(train, { batchSize: BATCH_SIZE, length, padId: 0, seed: SEED });
  return { config, weights: createWeights(config), dataset, run, batchAt };
}
