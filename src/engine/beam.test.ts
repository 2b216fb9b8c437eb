import { describe, expect, it } from 'vitest';
import { createBeamSearch, withoutRepeats, type BeamOptions } from './beam.ts';
import type { NextTokens } from './decoder.ts';

const END = 0;
const WORDS = 4;
const LENGTH = 4;

/** A made-up law of the next token, which depends on all before it. */
function law(tokens: readonly number[]): NextTokens {
  const scores = Array.from({ length: WORDS }, (_, id) =>
    Math.sin(7 * id + tokens.reduce((h, t) => 3 * h + 5 * t, 1)),
  );
  const whole = Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0));
  const ids = [...scores.keys()].sort((a, b) => (scores[b] ?? NaN) - (scores[a] ?? NaN));
  return { ids, logProbabilities: ids.map((id) => (scores[id] ?? NaN) - whole) };
}

function search(options: Partial<BeamOptions>): readonly number[] {
  const beams = createBeamSearch(
    { num_beams: 3, length_penalty: 1, no_repeat_ngram_size: 0, max_new_tokens: LENGTH, ...options },
    END,
  );
  let texts: number[][] = [[]];
  for (let move = beams.advance([law([])]); move; move = beams.advance(texts.map(law))) {
    const { tokens, parents } = move;
    texts = tokens.map((token, i) => [...(texts[parents[i] ?? NaN] ?? []), token]);
  }
  const written = beams.written();
  // Done is done.
  expect(beams.advance(texts.map(law))).toBeNull();
  expect(beams.written()).toBe(written);
  return written;
}

/** The best text of all, by trying them all: ended ones, and those that run out of room. */
function best(penalty: number): number[] {
  let winner = { tokens: [] as number[], score: -Infinity };
  const visit = (tokens: number[], sum: number) => {
    const { ids, logProbabilities } = law(tokens);
    for (const [i, id] of ids.entries()) {
      const total = sum + (logProbabilities[i] ?? NaN);
      const length = tokens.length + 1;
      const ended = id === END;
      if (ended || length === LENGTH) {
        const score = total / length ** penalty;
        if (score > winner.score) winner = { tokens: ended ? tokens : [...tokens, id], score };
      } else visit([...tokens, id], total);
    }
  };
  visit([], 0);
  return winner.tokens;
}

describe('beam search', () => {
  it.each([0, 0.8, 1, 2, 5])(
    'as wide as all texts finds the best of all, length penalty %d',
    (length_penalty) => {
      expect(search({ num_beams: WORDS ** LENGTH, length_penalty })).toEqual(best(length_penalty));
    },
  );

  it('of one beam follows the likeliest tokens', () => {
    const greedy: number[] = [];
    for (let token = NaN; token !== END && greedy.length < LENGTH;) {
      token = law(greedy).ids[0] ?? NaN;
      if (token !== END) greedy.push(token);
    }
    expect(search({ num_beams: 1, length_penalty: 1 })).toEqual(greedy);
  });

  it('prefers longer texts at a higher length penalty', () => {
    const lengths = [-2, 0, 5].map((length_penalty) => search({ num_beams: 50, length_penalty }).length);
    expect(lengths).toEqual([...lengths].sort());
    expect(lengths[0]).toBeLessThan(lengths[2] ?? NaN);
  });

  it('writes no run of tokens twice', () => {
    const pairs = (tokens: readonly number[]) => tokens.slice(1).map((token, i) => `${tokens[i]} ${token}`);
    const free = pairs(search({ max_new_tokens: 30, length_penalty: 5 }));
    expect(new Set(free).size).toBeLessThan(free.length);
    const bound = pairs(search({ max_new_tokens: 30, length_penalty: 5, no_repeat_ngram_size: 2 }));
    expect(new Set(bound).size).toBe(bound.length);
  });
});

describe('the ban on repeats', () => {
  const next = { ids: [1, 2, 3], logProbabilities: [-1, -2, -3] };

  it('takes what followed the same tokens before', () => {
    expect(withoutRepeats(next, [5, 1, 5, 3, 5], 2)).toEqual({ ids: [2], logProbabilities: [-2] });
    expect(withoutRepeats(next, [5, 6, 2, 7, 5, 6], 3).ids).toEqual([1, 3]);
    expect(withoutRepeats(next, [3], 1).ids).toEqual([1, 2]);
  });

  it('leaves all where nothing can repeat', () => {
    expect(withoutRepeats(next, [5, 1, 5], 0)).toBe(next);
    expect(withoutRepeats(next, [], 2)).toBe(next);
    expect(withoutRepeats(next, [1, 2, 3], 3)).toEqual(next);
  });
});
