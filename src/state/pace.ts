/** How fast runs go and how long they will take, from their latest steps. */
import type { RunRecord } from '../core/run-record.ts';

/** Steps that count as "now". */
const WINDOW = 30;

export interface Pace {
  tokensPerSecond: number;
  /** Training time until the last step of every run, in seconds. */
  secondsLeft: number;
}

/**
 * The pace of runs that take turns on one device, or null before each has made two steps. A step's time is its
 * own, without the other runs' turns, so times add up.
 */
export function pace(runs: readonly Pick<RunRecord, 'steps' | 'config'>[]): Pace | null {
  let tokens = 0;
  let seconds = 0;
  let secondsLeft = 0;
  for (const { steps, config } of runs) {
    const recent = steps.slice(-WINDOW - 1);
    const [first] = recent;
    const last = recent.at(-1);
    if (!first || !last || last.step <= first.step) return null;
    const spent = (last.elapsedMs - first.elapsedMs) / 1000;
    seconds += spent;
    // The first point only marks when the window began: its tokens were spent before.
    tokens += recent.slice(1).reduce((sum, point) => sum + point.tokens, 0);
    secondsLeft += ((config.training.max_steps - last.step) * spent) / (last.step - first.step);
  }
  return seconds > 0 ? { tokensPerSecond: tokens / seconds, secondsLeft } : null;
}
