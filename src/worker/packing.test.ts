import { expect, test } from 'vitest';
import { runConfigSchema } from '../core/run-config.ts';
import { createBatcher } from '../data/batches.ts';
import { allAtOnce } from '../data/pieces.ts';
import { packData } from './packing.ts';

/** Ten examples, each of tokens of its own. */
const train = Array.from({ length: 10 }, (_, i) => ({
  prompt: `p${i}`,
  completion: `c${i}`,
  ids: Int32Array.of(0, 10 + i, 20 + i, 0),
  completionStart: 2,
}));
const dataset = { train, validation: train.slice(0, 2), test: train.slice(2, 3) };

test('the lines give the batches that the run takes, over the end of an epoch and with fewer examples', () => {
  const config = runConfigSchema.parse({
    seed: 5,
    training: { batch_size: 4, max_steps: 7, max_train_samples: 10 },
  });
  const files = allAtOnce(packData({ ...dataset, train: [...train, ...train] }, config));
  const linesOf = (path: string): unknown[] =>
    new TextDecoder()
      .decode(files[path])
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
  const rows = linesOf('data/train.jsonl') as { input_ids: number[] }[];
  expect(rows).toHaveLength(10);
  expect(rows[3]).toEqual({
    prompt: 'p3',
    completion: 'c3',
    input_ids: [0, 13, 23, 0],
    completion_start: 2,
  });
  expect([linesOf('data/validation.jsonl'), linesOf('data/test.jsonl')].map(({ length }) => length)).toEqual([
    2, 1,
  ]);
  const batches = linesOf('batches.jsonl') as number[][];
  expect(batches).toHaveLength(7);
  const batchAt = createBatcher(train, { seed: 5, batchSize: 4, length: 3, padId: 0 });
  for (const [i, lines] of batches.entries())
    expect(lines.flatMap((line) => rows[line]?.input_ids.slice(0, 3))).toEqual([...batchAt(i + 1).inputs]);
});
