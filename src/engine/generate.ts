/**
 * Writes on from prompts: greedily, by sampling, or by beam search. Choices are made on the host, seeded, from the
 * likeliest tokens alone.
 */
import { countVirtual } from '../core/methods/method.ts';
import type { Generation } from '../core/generation.ts';
import { createRng } from '../core/rng.ts';
import type { Tokenizer } from '../data/tokenizer.ts';
import { createBeamSearch, withoutRepeats, type Writer } from './beam.ts';
import { createDecoder, type NextTokens } from './decoder.ts';
import type { Method } from './methods/method.ts';
import type { BaseModel } from './model/base-model.ts';

/** How many of the likeliest tokens a ban on repetition may take; more would need a text much longer than ours. */
const SPARE = 32;

/** Draws from softmax(log p / temperature) over the tokens listed, or takes the likeliest if temperature is 0. */
export function sampleToken(
  { ids, logProbabilities }: NextTokens,
  temperature: number,
  uniform: () => number,
): number {
  const [best = 0] = ids;
  if (temperature === 0) return best;
  const [most = 0] = logProbabilities;
  const weights = logProbabilities.map((score) => Math.exp((score - most) / temperature));
  let rest = uniform() * weights.reduce((sum, w) => sum + w, 0);
  for (const [i, weight] of weights.entries()) {
    rest -= weight;
    if (rest < 0) return ids[i] ?? best;
  }
  return best;
}

/**
 * Writes on from each prompt until the end mark, `max_new_tokens` or the context's end. Yields between tokens, so that
 * the caller can pause or give up (by `return()`, which frees the cache).
 * @param prompts token ids, at least one each; only the last n_positions − 1, less the virtual tokens, are read if there are more
 * @returns the new ids of each, end mark excluded
 */
export async function* generate(
  model: BaseModel,
  method: Method | null,
  tokenizer: Pick<Tokenizer, 'endOfTextId'>,
  prompts: readonly (readonly number[])[],
  generation: Generation,
): AsyncGenerator<undefined, number[][]> {
  const { n_positions } = model.config;
  const { num_beams, top_k, temperature, max_new_tokens, no_repeat_ngram_size } = generation;
  // Virtual tokens take places of the context.
  const places = n_positions - countVirtual(method?.virtual);
  const read = prompts.map((ids) => ids.slice(-(places - 1)));
  const limits = read.map(({ length }) => Math.min(max_new_tokens, places - length + 1));
  const beams = num_beams > 1;
  const wanted = beams ? 2 * num_beams : temperature === 0 ? 1 : top_k;
  const decoder = createDecoder(model, method, {
    prompts: read,
    width: num_beams,
    top: wanted + (no_repeat_ngram_size > 0 ? SPARE : 0),
  });
  const writers = limits.map((limit, text) =>
    beams
      ? createBeamSearch({ ...generation, max_new_tokens: limit }, tokenizer.endOfTextId)
      : plainWriter(generation, limit, tokenizer.endOfTextId, text),
  );
  try {
    let next = await decoder.read();
    let perText = 1;
    for (;;) {
      const moves = writers.map((writer, text) =>
        writer.advance(next.slice(text * perText, (text + 1) * perText)),
      );
      if (moves.every((move) => move === null)) break;
      yield;
      perText = num_beams;
      const rows = Array.from({ length: writers.length * num_beams }, (_, row) => {
        const first = row - (row % num_beams);
        const move = moves[first / num_beams];
        // Rows that have no text, or no more, repeat their neighbours' first.
        const i = move && row - first < move.tokens.length ? row - first : 0;
        return { token: move?.tokens[i] ?? 0, parent: first + (move?.parents[i] ?? 0) };
      });
      next = await decoder.step(
        rows.map(({ token }) => token),
        rows.map(({ parent }) => parent),
      );
    }
  } finally {
    decoder.dispose();
  }
  return writers.map((writer) => [...writer.written()]);
}

function plainWriter(generation: Generation, limit: number, end: number, text: number): Writer {
  const { temperature, top_k, seed, no_repeat_ngram_size } = generation;
  const rng = createRng(seed, `generate/${text}`);
  const written: number[] = [];
  let done = false;
  return {
    advance([next]) {
      if (done || !next) return null;
      const { ids, logProbabilities } = withoutRepeats(next, written, no_repeat_ngram_size);
      const choice = { ids: ids.slice(0, top_k), logProbabilities: logProbabilities.slice(0, top_k) };
      const token = sampleToken(choice, temperature, rng.uniform);
      if (token !== end) written.push(token);
      done = token === end || written.length >= limit;
      return done ? null : { tokens: [token], parents: [0] };
    },
    written: () => written,
  };
}
