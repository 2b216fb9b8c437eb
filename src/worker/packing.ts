/** What a program elsewhere needs to repeat a run: the tensors that training starts from, and the data in the run's order. */
import type { RunConfig } from '../core/run-config.ts';
import type { NamedTensors } from '../core/tensors.ts';
import { createOrder } from '../data/batches.ts';
import { SPLITS, type Dataset, type Example } from '../data/dataset.ts';
import { PIECE } from '../data/pieces.ts';
import { startMethod } from '../engine/methods/create.ts';
import type { BaseModel } from '../engine/model/base-model.ts';

/** A method's tensors as training starts. Yields as `startMethod` does. */
export async function* startTensors(
  model: BaseModel,
  { method: config, seed }: Pick<RunConfig, 'method' | 'seed'>,
): AsyncGenerator<number, NamedTensors> {
  const method = yield* startMethod(config, model, seed);
  try {
    return await method.read();
  } finally {
    method.dispose();
  }
}

/** An example as its line has it: the text, and the tokens as the model reads them. */
const asRow = ({ prompt, completion, ids, completionStart }: Example) => ({
  prompt,
  completion,
  input_ids: [...ids],
  completion_start: completionStart,
});

/** JSON Lines: one for each item. Yields every so often. */
function* encodeLines<T>(
  items: readonly T[],
  rowOf: (item: T) => unknown,
): Generator<undefined, Uint8Array<ArrayBuffer>> {
  let text = '';
  for (const [i, item] of items.entries()) {
    if (i % PIECE === 0) yield;
    text += `${JSON.stringify(rowOf(item))}\n`;
  }
  return Uint8Array.from(new TextEncoder().encode(text));
}

/**
 * A dataset's splits as JSON Lines, one example a line, and the batches of a run: one step a line, which names its examples by
 * their places among the training lines, from 0.
 * @returns files by their paths
 */
export function* packData(
  dataset: Pick<Dataset, (typeof SPLITS)[number]>,
  { seed, training }: Pick<RunConfig, 'seed' | 'training'>,
): Generator<undefined, Record<string, Uint8Array<ArrayBuffer>>> {
  const files: Record<string, Uint8Array<ArrayBuffer>> = {};
  const train = dataset.train.slice(0, training.max_train_samples ?? undefined);
  const splits = { ...dataset, train };
  for (const split of SPLITS) files[`data/${split}.jsonl`] = yield* encodeLines(splits[split], asRow);
  const rowsAt = createOrder([...train.keys()], { seed, batchSize: training.batch_size });
  const steps = Array.from({ length: training.max_steps }, (_, done) => done + 1);
  files['batches.jsonl'] = yield* encodeLines(steps, rowsAt);
  return files;
}
