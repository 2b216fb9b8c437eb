/** How many pairs each built-in task has, and how they are drawn so that no prompt comes up twice. */
import type { Pair, Sizes, Splits } from './task.ts';

export const SIZES: Sizes = { train: 12_000, validation: 300, test: 300 };

/**
 * Three splits of pairs, all with different prompts.
 * @param draw a pair; the index counts from 0 in each split. Asked again where its prompt is taken or the pair too long.
 * @param sizes how many; fewer give the beginning of the first split and cost no more than they are
 * @param longest most characters of prompt and completion together, for a context of 128 tokens; default no limit
 */
export function drawSplits(draw: (index: number) => Pair, sizes: Sizes = SIZES, longest = Infinity): Splits {
  const seen = new Set<string>();
  const split = (count: number): Pair[] =>
    Array.from({ length: count }, (_, index) => {
      let pair = draw(index);
      while (seen.has(pair.prompt) || pair.prompt.length + pair.completion.length > longest)
        pair = draw(index);
      seen.add(pair.prompt);
      return pair;
    });
  return { train: split(sizes.train), validation: split(sizes.validation), test: split(sizes.test) };
}
