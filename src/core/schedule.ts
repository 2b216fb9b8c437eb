/**
 * Learning rates over a run, as Hugging Face's `get_scheduler` gives them. A pure function of the step.
 */
import type { TrainingConfig } from './run-config.ts';

/**
 * The learning rate of optimizer step `step`, counted from 1. With c = step − 1 updates done before it,
 * w = `warmup_steps` and T = `max_steps`, it is `learning_rate` times
 *
 *     c/w                               while c < w (so the very first step of a warm-up has rate 0)
 *     max(0, (T − c)/(T − w))           linear
 *     max(0, ½(1 + cos π(c − w)/(T − w)))   cosine
 *     1                                 constant (Hugging Face's `constant_with_warmup`)
 *
 * with max(1, T − w) below the fraction bars.
 */
export function learningRateAt(
  config: Pick<TrainingConfig, 'learning_rate' | 'lr_scheduler_type' | 'warmup_steps' | 'max_steps'>,
  step: number,
): number {
  return config.learning_rate * factor(config, step - 1);
}

function factor(
  {
    lr_scheduler_type,
    warmup_steps,
    max_steps,
  }: Pick<TrainingConfig, 'lr_scheduler_type' | 'warmup_steps' | 'max_steps'>,
  done: number,
): number {
  if (done < warmup_steps) return done / warmup_steps;
  const progress = Math.min(1, (done - warmup_steps) / Math.max(1, max_steps - warmup_steps));
  switch (lr_scheduler_type) {
    case 'linear':
      return 1 - progress;
    case 'cosine':
      return 0.5 * (1 + Math.cos(Math.PI * progress));
    case 'constant':
      return 1;
  }
}
