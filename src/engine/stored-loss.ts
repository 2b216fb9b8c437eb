/** What rounding the base model's weights costs: its loss with the weights as they are stored, beside that with the rounded ones. */
import * as tf from '@tensorflow/tfjs-core';
import { estimateMemory } from '../core/memory-estimate.ts';
import type { RunConfig } from '../core/run-config.ts';
import { BACKENDS } from '../core/run-record.ts';
import type { Batch } from '../data/batches.ts';
import { evaluateLoss } from './evaluate.ts';
import type { LoadedModel } from './model/load.ts';

/** Whether a second copy of the model, as it is stored, takes no more than training will beside the first: then measuring fits. */
function hasRoom({ base }: LoadedModel, config: RunConfig): boolean {
  const backend = BACKENDS.find((name) => name === tf.getBackend()) ?? 'cpu';
  const training = { ...config.training, base_dtype: 'stored' } as const;
  const { model, state, step } = estimateMemory(base.config, { ...config, training }, backend);
  return model <= state + step;
}

/**
 * The base model's loss with its weights as they are stored, in nats per token. Reads the model once more and drops it again. Yields
 * between batches.
 * @param batches those that the loss with rounded weights is measured on
 * @returns null where nothing is rounded, where a second copy would take more memory than training, or the files cannot be read
 */
export async function* storedLoss(
  model: LoadedModel,
  config: RunConfig,
  batches: readonly Batch[],
): AsyncGenerator<undefined, number | null> {
  if (!model.stored || !hasRoom(model, config)) return null;
  // A run goes on without this figure.
  const stored = await model.stored().catch(() => null);
  if (!stored) return null;
  try {
    return (yield* evaluateLoss(stored, null, batches)).loss;
  } finally {
    stored.dispose();
  }
}
