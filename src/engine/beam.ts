/**
 * Beam search over token sequences, as Hugging Face's `generate` does it: keeps the `num_beams` likeliest unfinished
 * texts, and the best finished ones by log-probability over length to the power of `length_penalty`. Knows no model.
 */
import type { Generation } from '../core/generation.ts';
import type { NextTokens } from './decoder.ts';

export type BeamOptions = Pick<
  Generation,
  'num_beams' | 'length_penalty' | 'no_repeat_ngram_size' | 'max_new_tokens'
>;

/** How a text's beams go on: a token each, and the earlier beam that it continues. */
export interface Move {
  tokens: readonly number[];
  parents: readonly number[];
}

/** Chooses the tokens of one text. */
export interface Writer {
  /**
   * @param next what may come next in each beam: of the prompt alone at first, then in the order of the last move
   * @returns how to go on, or null once the text is done and ever after
   */
  advance(next: readonly NextTokens[]): Move | null;
  /** The text, or the best of those finished, end mark excluded. */
  written(): readonly number[];
}

interface Text {
  tokens: readonly number[];
  /** Sum of log-probabilities; for a finished text, with the length penalty. */
  score: number;
}

/** Those next tokens that do not write a run of n tokens for the second time; all of them if n is 0. */
export function withoutRepeats(next: NextTokens, written: readonly number[], n: number): NextTokens {
  if (n === 0 || written.length < n) return next;
  const latest = written.slice(written.length - n + 1);
  const banned = new Set<number>();
  for (let start = 0; start + n <= written.length; start++)
    if (latest.every((token, i) => written[start + i] === token)) banned.add(written[start + n - 1] ?? NaN);
  const kept = [...next.ids.keys()].filter((i) => !banned.has(next.ids[i] ?? NaN));
  return {
    ids: kept.map((i) => next.ids[i] ?? NaN),
    logProbabilities: kept.map((i) => next.logProbabilities[i] ?? NaN),
  };
}

/** @param end the token that finishes a text; it counts towards the length */
export function createBeamSearch(
  { num_beams, length_penalty, no_repeat_ngram_size, max_new_tokens }: BeamOptions,
  end: number,
): Writer {
  let beams: Text[] = [{ tokens: [], score: 0 }];
  let finished: Text[] = [];
  let length = 0;

  const penalised = (score: number) => score / length ** length_penalty;

  return {
    advance(next) {
      length++;
      const candidates = beams
        .flatMap(({ tokens, score }, parent) => {
          const follows = next[parent];
          if (!follows) return [];
          const { ids, logProbabilities } = withoutRepeats(follows, tokens, no_repeat_ngram_size);
          return ids.map((id, i) => ({ parent, id, tokens, score: score + (logProbabilities[i] ?? NaN) }));
        })
        .sort((a, b) => b.score - a.score)
        // Enough for a full set of beams, were every beam to end.
        .slice(0, 2 * num_beams);

      const going: typeof candidates = [];
      for (const [rank, candidate] of candidates.entries()) {
        const { id, tokens, score } = candidate;
        const ended = id === end;
        if (!ended && length < max_new_tokens) going.push(candidate);
        else if (rank < num_beams)
          finished.push({ tokens: ended ? tokens : [...tokens, id], score: penalised(score) });
        if (going.length === num_beams) break;
      }
      finished = finished.sort((a, b) => b.score - a.score).slice(0, num_beams);
      beams = going.map(({ tokens, id, score }) => ({ tokens: [...tokens, id], score }));

      const [first] = going;
      const worst = finished[num_beams - 1]?.score ?? -Infinity;
      if (!first || penalised(first.score) <= worst) {
        beams = [];
        return null;
      }
      return { tokens: going.map(({ id }) => id), parents: going.map(({ parent }) => parent) };
    },
    written: () => finished[0]?.tokens ?? [],
  };
}
