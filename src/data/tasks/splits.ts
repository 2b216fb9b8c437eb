/** How many pairs each built-in task has, and how they are drawn so that no prompt comes up twice. */
import { allAtOnce, PIECE } from '../pieces.ts';
import type { Pair, Sizes, Splits, Task } from './task.ts';

export const SIZES: Sizes = { train: 12_000, validation: 300, test: 300 };

/**
 * A task's data; the same seed gives the same pairs on every machine. No two splits share a prompt.
 * @param sizes how many pairs. Fewer training pairs are the first of those that all of them are, and cost no more than they are.
 */
export const generate = (task: Task, seed: number, sizes?: Sizes): Splits =>
  allAtOnce(generateInPieces(task, seed, sizes));

/** `generate` piece by piece. */
export function* generateInPieces(task: Task, seed: number, sizes = SIZES): Generator<undefined, Splits> {
  const { longest = Infinity } = task;
  const draw = task.draw(seed);
  const seen = new Set<string>();
  function* split(count: number): Generator<undefined, Pair[]> {
    const pairs: Pair[] = [];
    while (pairs.length < count) {
      if (pairs.length % PIECE === 0) yield;
      let pair = draw(pairs.length);
      while (seen.has(pair.prompt) || pair.prompt.length + pair.completion.length > longest)
        pair = draw(pairs.length);
      seen.add(pair.prompt);
      pairs.push(pair);
    }
    return pairs;
  }
  return {
    train: yield* split(sizes.train),
    validation: yield* split(sizes.validation),
    test: yield* split(sizes.test),
  };
}
