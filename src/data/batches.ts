/**
 * Examples as padded arrays of one fixed shape. Which examples a training step sees depends on the seed and the
 * step alone, never on rank or method: runs that are compared see the same batches in the same order.
 */
import { countVirtual, type VirtualTokens } from '../core/methods/method.ts';
import { createRng } from '../core/rng.ts';
import type { Example } from './dataset.ts';

/** Row-major arrays of `size` sequences of `length` tokens. */
export interface Batch {
  size: number;
  length: number;
  /** What the model reads, [size · length], padded. */
  inputs: Int32Array;
  /** The next token at each place, [size · length], padded; of packed texts, at each place that counts. */
  targets: Int32Array;
  /** 1 where the target is part of a completion (its end mark included), else 0; one for each target. */
  mask: Float32Array;
  /** Input tokens without padding. */
  tokens: number;
  /** Where virtual tokens stand among the inputs; absent where there are none. */
  virtual?: {
    /** How many different ones there are. */
    count: number;
    /** Which one stands at each place, −1 for a token of the text; [size · length]. */
    which: Int32Array;
    /** The position of each place in its text, which counts virtual tokens if they take positions; [size · length]. */
    positions: Int32Array;
  };
  /** Of texts that have a class each: then there is one target for each text, its class, and nothing is predicted at its places. */
  texts?: {
    /** The tokens of each text, at least 1; [size]. */
    lengths: Int32Array;
    /** The segment that each token is of, [size · length]. */
    types: Int32Array;
  };
  /** Where the texts lie whose rows follow each other without padding, in one row; absent in a grid. */
  packing?: {
    /** The place where each text begins, and where the last one ends. */
    starts: Int32Array;
    /** The position of each place in its text; [size · length]. */
    positions: Int32Array;
    /** The places whose targets count, rising. */
    counted: Int32Array;
  };
}

/** The shape that all batches of a run share; `length` and `padId` are the dataset's. */
export interface BatchShape {
  batchSize: number;
  length: number;
  padId: number;
}

/**
 * The examples of a training step, by step, from 1. Each epoch goes through all examples once in an order of its own; a batch at
 * the end of an epoch takes its rest from the next. Stepping in order costs one shuffle per epoch.
 * @param examples or whatever stands for them: their order depends on their number alone
 * @throws RangeError without examples, or for a step below 1
 */
export function createOrder<T>(
  examples: readonly T[],
  { seed, batchSize }: { seed: number; batchSize: number },
): (step: number) => T[] {
  if (examples.length === 0) throw new RangeError('createOrder needs at least one example');
  let epoch = -1;
  let order: T[] = [];

  return (step) => {
    if (!Number.isInteger(step) || step < 1) throw new RangeError(`Steps count from 1, not ${step}`);
    const rows: T[] = [];
    while (rows.length < batchSize) {
      const next = (step - 1) * batchSize + rows.length;
      const nextEpoch = Math.floor(next / examples.length);
      if (nextEpoch !== epoch) {
        epoch = nextEpoch;
        order = createRng(seed, `epoch/${epoch}`).shuffle(examples);
      }
      const from = next % examples.length;
      rows.push(...order.slice(from, from + batchSize - rows.length));
    }
    return rows;
  };
}

/**
 * Training batches by step, in `createOrder`.
 * @throws RangeError as `createOrder`, or if an example is longer than the shape
 */
export function createBatcher(
  examples: readonly Example[],
  { seed, ...shape }: BatchShape & { seed: number },
): (step: number) => Batch {
  const rowsAt = createOrder(examples, { seed, batchSize: shape.batchSize });
  return (step) => toBatch(rowsAt(step), shape);
}

/**
 * The first `limit` examples in order. The last batch keeps the shape: its spare rows are padding, masked out.
 * @throws RangeError if an example is longer than the shape
 */
export function evaluationBatches(
  examples: readonly Example[],
  { limit, ...shape }: BatchShape & { limit: number },
): Batch[] {
  const count = Math.ceil(Math.min(limit, examples.length) / shape.batchSize);
  return Array.from({ length: count }, (_, i) =>
    toBatch(examples.slice(i * shape.batchSize, Math.min(limit, (i + 1) * shape.batchSize)), shape),
  );
}

/**
 * The batch with virtual tokens in every row, which is so many places longer. What follows the prompt is predicted from the
 * last token before it, virtual or not.
 */
export function withVirtualTokens(batch: Batch, { before, after, takesPositions }: VirtualTokens): Batch {
  const count = countVirtual({ before, after });
  const length = batch.length + count;
  const places = batch.size * length;
  const inputs = new Int32Array(places);
  const targets = new Int32Array(places);
  const mask = new Float32Array(places);
  const which = new Int32Array(places).fill(-1);
  const positions = new Int32Array(places);
  for (let row = 0; row < batch.size; row++) {
    const from = row * batch.length;
    const to = row * length;
    // The place of the prompt's last token: the first that counts. A row of padding has none.
    const lastOfPrompt = Math.max(
      0,
      batch.mask.subarray(from, from + batch.length).findIndex((m) => m > 0),
    );
    for (let token = 0; token < before; token++) which[to + token] = token;
    for (let token = 0; token < after; token++)
      which[to + before + lastOfPrompt + 1 + token] = before + token;
    for (let place = 0; place < batch.length; place++) {
      const read = to + before + place + (place > lastOfPrompt ? after : 0);
      inputs[read] = batch.inputs[from + place] ?? 0;
      positions[read] = takesPositions ? read - to : place;
      const written = to + before + place + (place >= lastOfPrompt ? after : 0);
      targets[written] = batch.targets[from + place] ?? 0;
      mask[written] = batch.mask[from + place] ?? 0;
    }
  }
  const tokens = batch.tokens + count * batch.size;
  return { size: batch.size, length, inputs, targets, mask, tokens, virtual: { count, which, positions } };
}

/** How many places of each row are read: as far as its last target that counts, or to the end of a text that has a class. */
const placesRead = ({ size, length, mask, texts }: Batch): number[] =>
  Array.from({ length: size }, (_, row) => {
    if (texts) return mask[row] ? (texts.lengths[row] ?? NaN) : 0;
    return mask.subarray(row * length, (row + 1) * length).findLastIndex((m) => m > 0) + 1;
  });

/**
 * The smallest grid with all that is measured or learned: without rows that have no target that counts, and without the columns
 * after the last place that is read.
 */
export function trimTexts(batch: Batch): Batch {
  const { targets, mask, tokens, virtual, texts } = batch;
  const used = placesRead(batch);
  const rows = [...used.keys()].filter((row) => used[row]);
  const length = Math.max(...used);
  const places = rows.flatMap((row) => Array.from({ length }, (_, place) => row * batch.length + place));
  /** Of targets there is one for each place, or for each text. */
  const kept = texts ? rows : places;
  const pick = (values: Int32Array, from = places) => Int32Array.from(from, (place) => values[place] ?? 0);
  return {
    size: rows.length,
    length,
    inputs: pick(batch.inputs),
    targets: pick(targets, kept),
    mask: Float32Array.from(kept, (target) => mask[target] ?? 0),
    tokens,
    ...(virtual && {
      virtual: { count: virtual.count, which: pick(virtual.which), positions: pick(virtual.positions) },
    }),
    ...(texts && { texts: { lengths: pick(texts.lengths, rows), types: pick(texts.types) } }),
  };
}

/**
 * The same texts one after another in a single row, each as far as it is read: what comes after that changes nothing that is measured
 * or learned. A row that is not read is left out, and so are the targets that do not count.
 */
export function packTexts(batch: Batch): Batch {
  const { length, inputs, targets, mask, virtual, texts } = batch;
  const starts = [0];
  const places: number[] = [];
  for (const [row, used] of placesRead(batch).entries()) {
    const from = row * length;
    for (let place = from; place < from + used; place++) places.push(place);
    if (used > 0) starts.push(places.length);
  }
  const pick = (values: Int32Array) => Int32Array.from(places, (place) => values[place] ?? 0);
  // A text's class is told from its first token.
  const counted = texts
    ? starts.slice(0, -1)
    : [...places.keys()].filter((place) => mask[places[place] ?? NaN]);
  /** The targets that count, in the order of `counted`. */
  const kept = [...mask.keys()].filter((target) => mask[target]);
  return {
    size: 1,
    length: places.length,
    inputs: pick(inputs),
    targets: Int32Array.from(kept, (target) => targets[target] ?? 0),
    mask: Float32Array.from(kept, (target) => mask[target] ?? 0),
    tokens: batch.tokens,
    ...(virtual && {
      virtual: { count: virtual.count, which: pick(virtual.which), positions: pick(virtual.positions) },
    }),
    ...(texts && {
      texts: {
        lengths: Int32Array.from(kept, (row) => texts.lengths[row] ?? NaN),
        types: pick(texts.types),
      },
    }),
    packing: {
      starts: Int32Array.from(starts),
      positions: Int32Array.from(places, (place) => place % length),
      counted: Int32Array.from(counted),
    },
  };
}

function toBatch(rows: readonly Example[], { batchSize, length, padId }: BatchShape): Batch {
  if (rows.some(({ text }) => text)) return toClassified(rows, { batchSize, length, padId });
  const inputs = new Int32Array(batchSize * length).fill(padId);
  const targets = new Int32Array(batchSize * length).fill(padId);
  const mask = new Float32Array(batchSize * length);
  let tokens = 0;
  for (const [row, { ids, completionStart }] of rows.entries()) {
    const places = ids.length - 1;
    if (places > length)
      throw new RangeError(`An example of ${places} input tokens does not fit in ${length}`);
    inputs.set(ids.subarray(0, places), row * length);
    targets.set(ids.subarray(1), row * length);
    // Place p predicts ids[p + 1].
    mask.fill(1, row * length + completionStart - 1, row * length + places);
    tokens += places;
  }
  return { size: batchSize, length, inputs, targets, mask, tokens };
}

/** Texts that have a class each. A spare row is a text of one token that does not count. */
function toClassified(rows: readonly Example[], { batchSize, length, padId }: BatchShape): Batch {
  const inputs = new Int32Array(batchSize * length).fill(padId);
  const types = new Int32Array(batchSize * length);
  const lengths = new Int32Array(batchSize).fill(1);
  const targets = new Int32Array(batchSize);
  const mask = new Float32Array(batchSize);
  let tokens = 0;
  for (const [row, { ids, text }] of rows.entries()) {
    if (!text || ids.length > length)
      throw new RangeError(`A text of ${ids.length} tokens with a class does not fit in ${length}`);
    inputs.set(ids, row * length);
    types.set(text.types, row * length);
    lengths[row] = ids.length;
    targets[row] = text.label;
    mask[row] = 1;
    tokens += ids.length;
  }
  return { size: batchSize, length, inputs, targets, mask, tokens, texts: { lengths, types } };
}
