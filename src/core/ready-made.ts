/** Experiments that ask one question each: what varies, and where the paper has figures of its own. */
import {
  EXAMPLES_AXIS,
  MATRICES_AXIS,
  RANK_AXIS,
  seedsFrom,
  WIDE_RATES_AXIS,
  type Axis,
} from './experiment.ts';
import { METHOD_IDS } from './methods/methods.ts';
import type { RunConfig } from './run-config.ts';

/** In the order of the menu. */
export const READY_MADE = ['rank', 'matrices', 'examples', 'rate', 'method', 'seeds', 'forgetting'] as const;
export type ReadyMade = (typeof READY_MADE)[number];

/** The seeds that a comparison needs at least to say anything about another one. */
const SEEDS = 3;

/**
 * What varies in a ready-made experiment.
 * - `rank`: Table 6 of the paper
 * - `matrices`: Table 5, at one number of trained parameters
 * - `examples`: Table 16
 * - `rate`: a U-curve for LoRA at a small, a middling and a large rank, and one for full fine-tuning
 * - `method`: every method, each with about as many trained weights as the form's, at the learning rate that was tuned for it
 * - `seeds`: the form's run, which differs in nothing but chance
 * - `forgetting`: LoRA and full fine-tuning, each mild to harsh, for what is learned against what is lost
 */
export function axesOf(id: ReadyMade, form: RunConfig): Axis[] {
  switch (id) {
    case 'rank':
      return [RANK_AXIS];
    case 'matrices':
      return [MATRICES_AXIS];
    case 'examples':
      return [EXAMPLES_AXIS];
    case 'rate':
      return [
        { setting: 'method', values: ['lora', 'full'] },
        { setting: 'r', values: [1, 8, 64] },
        WIDE_RATES_AXIS,
      ];
    case 'method':
      return [{ setting: 'method_at_budget', values: [...METHOD_IDS] }];
    case 'seeds':
      return [seedsFrom(form, SEEDS)];
    case 'forgetting':
      return [{ setting: 'method', values: ['lora', 'full'] }, WIDE_RATES_AXIS];
    default:
      return id satisfies never;
  }
}
