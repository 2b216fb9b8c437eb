/** A task in a few words of its own: made from its first pairs alone, so that all tasks can be shown at once. */
import type { TaskCard } from '../../core/task-card.ts';
import { generate, SIZES } from './splits.ts';
import type { Task } from './task.ts';

/** The example is the shortest of so many: a card is small. */
const LOOKED_AT = 40;

/** @param seed that of the dataset, so that the example is one of its training pairs */
export function cardOf(task: Task, seed: number): TaskCard {
  const pairs = generate(task, seed, { train: LOOKED_AT, validation: 0, test: 0 }).train;
  const length = ({ prompt, completion }: TaskCard['example']) => prompt.length + completion.length;
  const { prompt, completion } = pairs.reduce((best, pair) => (length(pair) < length(best) ? pair : best));
  return {
    id: task.id,
    train: SIZES.train,
    metrics: [...task.metrics],
    chance: task.labels ? 100 / task.labels.length : null,
    example: { prompt, completion },
  };
}
