/** Cross-entropy of a model on batches, without training it. */
import * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../core/lab-error.ts';
import { packTexts, trimTexts, withVirtualTokens, type Batch } from '../data/batches.ts';
import { labWasm } from './backend/current.ts';
import { uploadBatch, type BatchTensors } from './batch-tensors.ts';
import type { Changes, Method, Pass } from './methods/method.ts';
import type { BaseModel } from './model/base-model.ts';
import { classLogits } from './model/bert.ts';
import { wholeTexts, type Stream } from './model/reading.ts';
import { forward, headOf } from './model/transformer.ts';
import { crossEntropySum, crossEntropyTerms, type LossAndTerms } from './ops/cross-entropy.ts';
import { headLoss, headLossTerms } from './ops/head-loss.ts';

/** The error of a measure that is no finite number: of a run `non-finite`, of the base model alone `model-format`. */
export function notFinite(what: string, method: Changes | null): LabError {
  return method
    ? new LabError('non-finite', `${what} is no longer a finite number.`)
    : new LabError(
        'model-format',
        `${what} is not a finite number for the base model: its weights are too large.`,
      );
}

/** How many targets of a batch count towards its loss. */
export function countTargets({ mask }: Batch): number {
  return mask.reduce((sum, m) => sum + m, 0);
}

/** The places whose targets count, in their order, [C] int32. The caller disposes them. */
export const countedPlaces = ({ mask, packing }: Batch): tf.Tensor1D =>
  tf.tensor1d(packing?.counted ?? [...mask.keys()].filter((place) => mask[place]), 'int32');

/**
 * Σ over a batch's targets (tokens of completions, or an encoder's classes) of −log p, in nats, as a graph: to be called inside a gradient.
 * The batch must outlive the gradient, so it is uploaded outside of it.
 * @param from where the pass begins; null for the texts
 */
export function batchLossSum(
  model: BaseModel,
  method: Method | null,
  batch: BatchTensors,
  pass: Pass,
  from: Stream | null = null,
): tf.Scalar {
  if (model.family === 'bert')
    return crossEntropySum(classLogits(model, method, batch, pass, { from }), batch.targets, batch.mask);
  const hidden = forward(model, method, batch.ids, pass, wholeTexts(model, batch), { from });
  return headLoss(hidden, headOf(model, method), batch.targets, batch.mask);
}

/** What flows into the layer `until`, [B·T, d]. Parameters as of `batchLossSum`. */
export function streamInto(
  until: number,
  model: BaseModel,
  method: Method | null,
  batch: BatchTensors,
  pass: Pass,
  from: Stream | null,
): tf.Tensor2D {
  if (model.family === 'bert') return classLogits(model, method, batch, pass, { from, until });
  return forward(model, method, batch.ids, pass, wholeTexts(model, batch), { from, until });
}

/** The same sum without training, and its terms. To be called inside `tf.tidy`. */
function batchLossTerms(model: BaseModel, method: Method | null, batch: BatchTensors): LossAndTerms {
  if (model.family === 'bert') {
    const scores = classLogits(model, method, batch, { training: false });
    return crossEntropyTerms(scores, batch.targets, batch.mask);
  }
  const hidden = forward(model, method, batch.ids, { training: false }, wholeTexts(model, batch));
  return headLossTerms(hidden, headOf(model, method), batch.targets, batch.mask);
}

/** A batch as a method reads it: with its virtual tokens. @param method null for the base model */
export function batchFor(method: Changes | null, batch: Batch): Batch {
  return method?.virtual ? withVirtualTokens(batch, method.virtual) : batch;
}

/** Batches cut before: a run's losses are taken on the same ones again and again. Where a test changes backends, each cuts its own. */
const cutBefore = { packed: new WeakMap<Batch, Batch>(), trimmed: new WeakMap<Batch, Batch>() };

/**
 * A batch as a method's loss is measured on it, without what no target needs: packed where the kernels take texts of any length,
 * else a smaller grid.
 */
export function measuredBatchFor(method: Method | null, batch: Batch): Batch {
  const own = batchFor(method, batch);
  const isPacked = labWasm() !== null;
  const cut = cutBefore[isPacked ? 'packed' : 'trimmed'];
  const known = cut.get(own) ?? (isPacked ? packTexts(own) : trimTexts(own));
  cut.set(own, known);
  return known;
}

/** A batch as a method is trained on it: packed as it is measured, or else whole, since a captured step needs one shape for all batches. */
export const trainedBatchFor = (method: Method, batch: Batch): Batch =>
  labWasm() ? measuredBatchFor(method, batch) : batchFor(method, batch);

/**
 * The mean loss of each text that has a target.
 * @param batch as it is before a method reads it
 * @param terms of the targets that count. A method may move targets and leaves them in their order
 */
function meansByText({ size, mask }: Batch, terms: Float32Array): number[] {
  const length = mask.length / size;
  const means: number[] = [];
  let from = 0;
  for (let row = 0; row < size; row++) {
    const targets = mask.subarray(row * length, (row + 1) * length).filter((m) => m > 0).length;
    const own = terms.subarray(from, from + targets);
    if (targets > 0) means.push(own.reduce((sum, term) => sum + term, 0) / targets);
    from += targets;
  }
  return means;
}

/** A loss over texts, in nats per completion token; of an encoder per text. */
export interface Measured {
  loss: number;
  tokens: number;
  /** The mean loss of each text, in their order. */
  examples: number[];
}

/**
 * Mean −log p per completion token over all batches, in nats. Yields between batches, so that the caller can pause.
 * @param method null for the base model
 * @throws LabError where the loss is no finite number, as `notFinite` has it
 */
export async function* evaluateLoss(
  model: BaseModel,
  method: Method | null,
  batches: readonly Batch[],
): AsyncGenerator<undefined, Measured> {
  let sum = 0;
  let tokens = 0;
  const examples: number[] = [];
  for (const batch of batches) {
    const own = measuredBatchFor(method, batch);
    const found = tf.tidy(() => batchLossTerms(model, method, uploadBatch(own)));
    const [[value = NaN], terms] = await Promise.all([found.loss.data(), found.terms.data<'float32'>()]);
    tf.dispose(found);
    sum += value;
    tokens += countTargets(batch);
    examples.push(
      ...meansByText(
        batch,
        terms.filter((_, place) => own.mask[place]),
      ),
    );
    yield;
  }
  const loss = sum / tokens;
  if (!Number.isFinite(loss)) throw notFinite('The loss on held-out pairs', method);
  return { loss, tokens, examples };
}
