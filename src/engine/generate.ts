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
import type { Changes } from './methods/method.ts';
import type { BaseModel } from './model/base-model.ts';

/** How many of the likeliest tokens a ban on repetition may take; more would need a text much longer than ours. */
const SPARE = 32;

/** Texts that are done leave the batch once they are so large a share of it. */
const LEAVING_SHARE = 0.25;

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
 * Writes on from each prompt until the end mark, `max_new_tokens` or the context's end. Yields after each token how many
 * texts ended with it, so that the caller can pause or give up (by `return()`, which frees the cache).
 * @param prompts token ids, at least one each; only the last n_positions − 1, less the virtual tokens, are read if there are more
 * @returns the new ids of each, end mark excluded
 */
export async function* generate(
  model: BaseModel,
  method: Changes | null,
  tokenizer: Pick<Tokenizer, 'endOfTextId'>,
  prompts: readonly (readonly number[])[],
  generation: Generation,
): AsyncGenerator<number, number[][]> {
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
    /** The writers of the batch's texts. */
    let writing = writers;
    let ended = 0;
    for (;;) {
      const moves = writing.map((writer, text) =>
        writer.advance(next.slice(text * perText, (text + 1) * perText)),
      );
      const going = [...moves.keys()].filter((text) => moves[text]);
      const endedNow = writers.length - going.length - ended;
      ended += endedNow;
      yield endedNow;
      if (going.length === 0) break;
      perText = num_beams;
      const isThinned = going.length <= (1 - LEAVING_SHARE) * writing.length;
      const kept = isThinned ? going : [...moves.keys()];
      if (isThinned) {
        decoder.keep(
          kept.flatMap((text) => Array.from({ length: num_beams }, (_, i) => text * num_beams + i)),
        );
        writing = kept.flatMap((text) => writing[text] ?? []);
      }
      const rows = kept.flatMap((text, place) => {
        const { tokens = [], parents = [] } = moves[text] ?? {};
        return Array.from({ length: num_beams }, (_, row) => {
          // Rows that have no text, or no more, repeat their neighbours' first.
          const i = row < tokens.length ? row : 0;
          return { token: tokens[i] ?? 0, parent: place * num_beams + (parents[i] ?? 0) };
        });
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
