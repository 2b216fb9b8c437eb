/** Measures what merging an adapter costs in exactness: logits merged against unmerged, and W0 after merging and unmerging. */
import * as tf from '@tensorflow/tfjs-core';
import type { MergeFigures } from '../core/merge-figures.ts';
import type { Batch } from '../data/batches.ts';
import { tensorsOf, uploadBatch } from './batch-tensors.ts';
import { countedPlaces, measuredBatchFor, notFinite } from './evaluate.ts';
import { adaptedMaps, mergedChanges } from './methods/merged.ts';
import type { Changes, Method } from './methods/method.ts';
import { weightOf, type BaseModel } from './model/base-model.ts';
import { wholeTexts } from './model/reading.ts';
import { forward, logits } from './model/transformer.ts';

/** Logits at once; those of a large vocabulary are compared in parts. */
const MOST_LOGITS = 2 ** 22;

/** The largest |x|, a scalar. */
const largestOf = (x: tf.Tensor): tf.Scalar => tf.max(tf.abs(x));

/** Values read from the device, in their order. */
async function readAll(scalars: tf.Scalar[]): Promise<number[]> {
  const values = await Promise.all(scalars.map(async (scalar) => (await scalar.data())[0] ?? NaN));
  tf.dispose(scalars);
  return values;
}

/** Merges, takes ΔW off again, and compares with W0, or with what A0 and B0 have left of it; null where ΔW is not simply added. */
async function roundTrip(
  model: BaseModel,
  method: Method,
): Promise<Pick<MergeFigures, 'roundTrip' | 'matrices'>> {
  const all = { isAdded: true, matrices: 0 };
  const found = tf.tidy(() =>
    adaptedMaps(model, method).flatMap(({ frozen, update: { pairs } }) => {
      all.matrices += pairs.filter((pair) => pair !== null).length;
      all.isAdded &&= pairs.every((pair) => !pair?.magnitude);
      if (!all.isAdded) return [];
      const w0 = weightOf(frozen);
      const merged = weightOf(frozen, pairs);
      const plain: typeof frozen = {
        ...frozen,
        ...{ weight: merged, transposed: frozen.transposed && tf.transpose(merged), storage: 'f32' },
      };
      const opposite = pairs.map((pair) => pair && { ...pair, scale: -pair.scale });
      return [largestOf(tf.sub(weightOf(plain, opposite), w0)), largestOf(w0)];
    }),
  );
  const values = await readAll(found);
  const { isAdded, matrices } = all;
  if (!isAdded) return { roundTrip: null, matrices };
  const every = (offset: number) => Math.max(0, ...values.filter((_, i) => i % 2 === offset));
  return { roundTrip: { difference: every(0), largest: every(1) }, matrices };
}

/**
 * Measures a method merged against unmerged. Yields between batches.
 * @param method one that adds a ΔW to some matrix
 * @throws LabError `non-finite` where logits are no finite numbers
 */
export async function* measureMerge(
  model: BaseModel,
  method: Method,
  batches: readonly Batch[],
): AsyncGenerator<undefined, MergeFigures> {
  const ofWeights = await roundTrip(model, method);
  yield;
  const merged = await mergedChanges(model, method);
  const figures = { logits: { difference: 0, largest: 0 }, places: 0, sameToken: 0 };
  try {
    for (const given of batches) {
      const batch = measuredBatchFor(method, given);
      const tensors = uploadBatch(batch);
      const counted = countedPlaces(batch);
      const hiddenOf = (changes: Changes) =>
        tf.tidy(() =>
          forward(
            model,
            changes,
            tensors.ids,
            { training: false },
            { ...wholeTexts(model, tensors), counted },
          ),
        );
      const hidden: tf.Tensor[] = [];
      try {
        const there = hiddenOf(method);
        hidden.push(there);
        const here = hiddenOf(merged);
        hidden.push(here);
        const [places] = there.shape;
        const step = Math.max(1, Math.floor(MOST_LOGITS / model.config.vocab_size));
        for (let from = 0; from < places; from += step) {
          const rows = Math.min(step, places - from);
          const [difference = NaN, largest = NaN, same = NaN] = await readAll(
            tf.tidy(() => {
              const [unmerged, own] = [there, here].map((states) =>
                logits(model, method, tf.slice(states, [from, 0], [rows, -1])),
              ) as [tf.Tensor2D, tf.Tensor2D];
              const isSame = tf.equal(tf.argMax(unmerged, 1), tf.argMax(own, 1));
              return [
                largestOf(tf.sub(own, unmerged)),
                largestOf(unmerged),
                tf.sum(tf.cast(isSame, 'float32')),
              ];
            }),
          );
          if (!Number.isFinite(difference + largest)) throw notFinite('A logit', method);
          figures.logits.difference = Math.max(figures.logits.difference, difference);
          figures.logits.largest = Math.max(figures.logits.largest, largest);
          figures.sameToken += same;
          figures.places += rows;
          yield;
        }
      } finally {
        tf.dispose([...hidden, counted, ...tensorsOf(tensors)]);
      }
    }
  } finally {
    merged.dispose();
  }
  return { ...figures, ...ofWeights };
}
