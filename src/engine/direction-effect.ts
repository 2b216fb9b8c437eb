/** What one singular direction of ΔW does in a run, measured on texts: what excites it, and what the model predicts without it. */
import * as tf from '@tensorflow/tfjs-core';
import { mostChanged, mostExcited, type DirectionEffect } from '../core/direction-effect.ts';
import { mapOf, type Site } from '../core/site.ts';
import type { Batch } from '../data/batches.ts';
import type { Tokenizer } from '../data/tokenizer.ts';
import { uploadBatch } from './batch-tensors.ts';
import { countedPlaces, countTargets, measuredBatchFor, notFinite } from './evaluate.ts';
import type { Method } from './methods/method.ts';
import type { LoadedModel } from './model/load.ts';
import { wholeTexts, type Reading } from './model/reading.ts';
import { forward, logits } from './model/transformer.ts';
import { pickRows } from './ops/pick-rows.ts';

/** A direction of the input of a site. */
export interface InputDirection {
  site: Site;
  /** v, of unit length. */
  direction: Float32Array;
}

/** The places of each text of a batch, without padding and virtual tokens. */
function placesOfTexts({ size, length, mask, virtual, packing }: Batch): number[][] {
  const spans = packing
    ? [...packing.starts.subarray(1)].map((end, text) => [packing.starts[text] ?? 0, end] as const)
    : Array.from({ length: size }, (_, row) => {
        const from = row * length;
        return [from, from + mask.subarray(from, from + length).findLastIndex((m) => m > 0) + 1] as const;
      });
  return spans.map(([from, end]) =>
    Array.from({ length: end - from }, (_, i) => from + i).filter(
      (place) => !((virtual?.which[place] ?? -1) >= 0),
    ),
  );
}

/**
 * Strengths vᵀx are those at the site's input in the whole run, at every token of the texts. What the direction changes is taken
 * at the places whose next token is of a completion: the run's log p and p of every token, with all of ΔW and without the
 * direction. Yields between batches, so that the caller can pause.
 * @param whole the run @param without the run without the direction, of the same virtual tokens
 * @throws LabError `non-finite` where the run's predictions are no finite numbers
 */
export async function* directionEffect(
  { base, tokenizer }: Pick<LoadedModel, 'base'> & { tokenizer: Pick<Tokenizer, 'decode'> },
  { whole, without }: Record<'whole' | 'without', Method>,
  { site, direction }: InputDirection,
  batches: readonly Batch[],
): AsyncGenerator<undefined, DirectionEffect> {
  const map = mapOf(base.config, site.projection);
  const zeros = () => new Float64Array(base.config.vocab_size);
  const sums = { logp: zeros(), without: zeros(), whole: zeros() };
  const texts: { ids: number[]; strengths: number[] }[] = [];
  let [own, all, places] = [0, 0, 0];
  for (const batch of batches) {
    const measured = measuredBatchFor(whole, batch);
    const found = tf.tidy(() => {
      const tensors = uploadBatch(measured);
      const counted = countedPlaces(measured);
      const v = tf.tensor2d(direction, [direction.length, 1]);
      const seen: Record<string, tf.Tensor> = {};
      const laws = (method: Method, reading: Partial<Reading>) => {
        const how = { ...wholeTexts(base, tensors), ...reading };
        const hidden = forward(base, method, tensors.ids, { training: false }, how);
        return tf.logSoftmax(logits(base, method, how.counted ? hidden : pickRows(hidden, counted)));
      };
      const p = laws(whole, {
        // Every place is read at the site, so that none may be left out before it.
        counted: null,
        sees(layer, name, input) {
          if (layer !== site.layer || name !== map) return;
          seen['strengths'] = tf.reshape(tf.matMul(input, v), [-1]);
          seen['squares'] = tf.sum(tf.square(input), 1);
        },
      });
      const q = laws(without, { counted });
      const sum = (rows: tf.Tensor) => tf.sum(rows, 0);
      return { ...seen, logp: sum(tf.sub(p, q)), whole: sum(tf.exp(p)), without: sum(tf.exp(q)) };
    });
    const values = await readAll(found);
    for (const name of ['logp', 'whole', 'without'] as const)
      values[name]?.forEach((value, token) => (sums[name][token] = (sums[name][token] ?? 0) + value));
    for (const text of placesOfTexts(measured)) {
      const strengths = text.map((place) => values['strengths']?.[place] ?? NaN);
      texts.push({ ids: text.map((place) => measured.inputs[place] ?? NaN), strengths });
      own += strengths.reduce((sum, strength) => sum + strength ** 2, 0);
      all += text.reduce((sum, place) => sum + (values['squares']?.[place] ?? NaN), 0);
    }
    places += countTargets(batch);
    yield;
  }
  if (![own, ...sums.logp].every(Number.isFinite)) throw notFinite('What the direction changes', whole);
  const mean = (total: Float64Array) => total.map((value) => value / places);
  const means = { logp: mean(sums.logp), without: mean(sums.without), whole: mean(sums.whole) };
  return {
    texts: mostExcited(texts, tokenizer.decode),
    share: all > 0 ? own / all : 0,
    dIn: direction.length,
    ...mostChanged(means, tokenizer.decode),
    places,
  };
}

/** Reads tensors from the device and frees them. */
async function readAll(tensors: Readonly<Record<string, tf.Tensor>>): Promise<Record<string, Float32Array>> {
  const read = await Promise.all(
    Object.entries(tensors).map(async ([name, tensor]) => [name, await tensor.data<'float32'>()] as const),
  );
  tf.dispose(tensors);
  return Object.fromEntries(read);
}
