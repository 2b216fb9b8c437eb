/** How far one law of the next token is from another: exact over the vocabulary, where a loss only has samples. */
import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '../data/batches.ts';
import { uploadBatch } from './batch-tensors.ts';
import { countedPlaces, countTargets, measuredBatchFor, notFinite } from './evaluate.ts';
import type { Method } from './methods/method.ts';
import type { BaseModel } from './model/base-model.ts';
import { wholeTexts } from './model/reading.ts';
import { forward, logits } from './model/transformer.ts';

/**
 * Mean KL(p ‖ q) = Σ p·(log p − log q) over the counted places of all batches, in nats per token: what is lost by
 * writing with q what p writes. Yields between batches, so that the caller can pause.
 * @param reference gives p
 * @param method gives q; null for the base model
 * @throws LabError as `evaluateLoss`
 */
export async function* evaluateDivergence(
  model: BaseModel,
  reference: Method,
  method: Method | null,
  batches: readonly Batch[],
): AsyncGenerator<undefined, number> {
  let sum = 0;
  let places = 0;
  for (const batch of batches) {
    const total = tf.tidy(() => {
      // Virtual tokens move the counted places, and leave them in their order.
      const law = (adapted: Method | null) => {
        const own = measuredBatchFor(adapted, batch);
        const tensors = uploadBatch(own);
        const reading = { ...wholeTexts(model, tensors), counted: countedPlaces(own) };
        const hidden = forward(model, adapted, tensors.ids, { training: false }, reading);
        return tf.logSoftmax(logits(model, adapted, hidden));
      };
      const p = law(reference);
      return tf.sum<tf.Scalar>(tf.mul(tf.exp(p), tf.sub(p, law(method))));
    });
    const [value = NaN] = await total.data();
    total.dispose();
    sum += value;
    places += countTargets(batch);
    yield;
  }
  const mean = sum / places;
  if (!Number.isFinite(mean)) throw notFinite('The distance to the teacher', method);
  return mean;
}
