/** Continues a text one token at a time, with a cache of keys and values. Sampling happens on the host, seeded. */
import * as tf from '@tensorflow/tfjs-core';
import { createRng } from '../core/rng.ts';
import type { Tokenizer } from '../data/tokenizer.ts';
import type { Method } from './methods/method.ts';
import type { BaseModel } from './model/base-model.ts';
import { forward, type ForwardResult } from './model/transformer.ts';

export interface GenerateOptions {
  /** The most tokens to write; the model's n_positions bounds prompt and text together. */
  maxTokens: number;
  /** 0 takes the likeliest token each time. */
  temperature: number;
  seed: number;
}

/** Draws an index from softmax(logits / temperature), or the largest if temperature is 0. */
export function sampleToken(logits: Float32Array, temperature: number, uniform: () => number): number {
  let best = 0;
  for (let i = 1; i < logits.length; i++) if ((logits[i] ?? 0) > (logits[best] ?? 0)) best = i;
  if (temperature === 0) return best;
  const top = logits[best] ?? 0;
  const weights = Float64Array.from(logits, (logit) => Math.exp((logit - top) / temperature));
  let rest = uniform() * weights.reduce((sum, w) => sum + w, 0);
  for (const [i, weight] of weights.entries()) {
    rest -= weight;
    if (rest < 0) return i;
  }
  return best;
}

/**
 * Writes on from token ids until the end mark, `maxTokens` or the context's end. Yields between tokens, so that
 * the caller can pause or give up (by `return()`, which frees the cache).
 * @param ids at least one token; only the last n_positions − 1 are read if there are more
 * @returns the new ids, end mark excluded
 */
export async function* generate(
  model: BaseModel,
  method: Method | null,
  tokenizer: Pick<Tokenizer, 'endOfTextId'>,
  ids: readonly number[],
  { maxTokens, temperature, seed }: GenerateOptions,
): AsyncGenerator<undefined, number[]> {
  const rng = createRng(seed, 'generate');
  const { n_positions } = model.config;
  const written: number[] = [];
  let next = ids.slice(-(n_positions - 1));
  let length = next.length;
  let cache: tf.Tensor3D[] = [];
  try {
    while (written.length < maxTokens && length <= n_positions) {
      const { logits, cache: grown } = tf.tidy((): ForwardResult => {
        const input = tf.tensor2d(next, [1, next.length], 'int32');
        const result = forward(model, method, input, { training: false }, cache);
        const last = tf.slice<tf.Rank.R2, tf.Tensor2D>(result.logits, [next.length - 1, 0], [1, -1]);
        return { ...result, logits: last };
      });
      tf.dispose(cache);
      cache = grown;
      const scores = await logits.data<'float32'>();
      logits.dispose();
      const token = sampleToken(scores, temperature, rng.uniform);
      if (token === tokenizer.endOfTextId) break;
      written.push(token);
      next = [token];
      length++;
      yield;
    }
  } finally {
    tf.dispose(cache);
  }
  return written;
}
