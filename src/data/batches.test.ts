import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBatcher, evaluationBatches, packTexts, trimTexts, withVirtualTokens } from './batches.ts';
import type { Example } from './dataset.ts';

const example = (ids: number[], completionStart: number): Example => ({
  prompt: '',
  completion: '',
  ids: Int32Array.from(ids),
  completionStart,
});
/** Examples told apart by their only completion token, 0 … n − 1. */
const numbered = (n: number) => Array.from({ length: n }, (_, id) => example([99, id], 1));
const PAD = 9;

test('inputs, targets and mask of a batch, by hand', () => {
  const examples = [example([9, 1, 2, 3, 9], 3), example([9, 4, 9], 1)];
  const [batch] = evaluationBatches(examples, { batchSize: 2, length: 5, padId: PAD, limit: 2 });
  expect(batch).toEqual({
    size: 2,
    length: 5,
    inputs: Int32Array.of(9, 1, 2, 3, PAD, 9, 4, PAD, PAD, PAD),
    targets: Int32Array.of(1, 2, 3, 9, PAD, 4, 9, PAD, PAD, PAD),
    mask: Float32Array.of(0, 0, 1, 1, 0, 1, 1, 0, 0, 0),
    tokens: 6,
  });
});

test('virtual tokens before the text and after its prompt, by hand', () => {
  const examples = [example([9, 1, 2, 3, 9], 3), example([9, 4, 9], 1)];
  const [batch] = evaluationBatches(examples, { batchSize: 2, length: 5, padId: PAD, limit: 2 });
  if (!batch) throw new Error('no batch');
  expect(withVirtualTokens(batch, { before: 1, after: 2 })).toEqual({
    size: 2,
    length: 8,
    inputs: Int32Array.of(0, 9, 1, 2, 0, 0, 3, PAD, 0, 9, 0, 0, 4, PAD, PAD, PAD),
    // The last virtual token predicts what the prompt's last token did.
    targets: Int32Array.of(0, 1, 2, 0, 0, 3, 9, PAD, 0, 0, 0, 4, 9, PAD, PAD, PAD),
    mask: Float32Array.of(0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0),
    tokens: 12,
    virtual: {
      count: 3,
      which: Int32Array.of(0, -1, -1, -1, 1, 2, -1, -1, 0, -1, 1, 2, -1, -1, -1, -1),
      positions: Int32Array.of(0, 0, 1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 1, 2, 3, 4),
    },
  });
  expect(withVirtualTokens(batch, { before: 0, after: 0 })).toMatchObject(batch);
  // The text's positions begin where those of the virtual tokens end.
  expect(withVirtualTokens(batch, { before: 2, after: 0, takesPositions: true }).virtual).toEqual({
    count: 2,
    which: Int32Array.of(0, 1, -1, -1, -1, -1, -1, 0, 1, -1, -1, -1, -1, -1),
    positions: Int32Array.of(0, 0, 2, 3, 4, 5, 6, 0, 0, 2, 3, 4, 5, 6),
  });
});

test('texts without padding, by hand, with virtual tokens too', () => {
  // The third row is padding.
  const examples = [example([9, 1, 2, 3, 9], 3), example([9, 4, 9], 1)];
  const [batch] = evaluationBatches(examples, { batchSize: 3, length: 5, padId: PAD, limit: 3 });
  if (!batch) throw new Error('no batch');
  expect(packTexts(batch)).toEqual({
    size: 1,
    length: 6,
    inputs: Int32Array.of(9, 1, 2, 3, 9, 4),
    targets: Int32Array.of(3, 9, 4, 9),
    mask: Float32Array.of(1, 1, 1, 1),
    tokens: 6,
    packing: {
      starts: Int32Array.of(0, 4, 6),
      positions: Int32Array.of(0, 1, 2, 3, 0, 1),
      counted: Int32Array.of(2, 3, 4, 5),
    },
  });
  const { virtual, packing } = packTexts(withVirtualTokens(batch, { before: 1, after: 0 }));
  expect(virtual).toEqual({
    count: 1,
    which: Int32Array.of(0, -1, -1, -1, -1, 0, -1, -1),
    positions: Int32Array.of(0, 0, 1, 2, 3, 0, 0, 1),
  });
  expect(packing?.starts).toEqual(Int32Array.of(0, 5, 8));
  expect(packing?.counted).toEqual(Int32Array.of(3, 4, 6, 7));
});

test('the smallest grid of texts, by hand, with virtual tokens too', () => {
  const examples = [example([9, 1, 2, 3, 9], 3), example([9, 4, 9], 1)];
  const [batch] = evaluationBatches(examples, { batchSize: 3, length: 7, padId: PAD, limit: 3 });
  if (!batch) throw new Error('no batch');
  expect(trimTexts(batch)).toEqual({
    size: 2,
    length: 4,
    inputs: Int32Array.of(9, 1, 2, 3, 9, 4, PAD, PAD),
    targets: Int32Array.of(1, 2, 3, 9, 4, 9, PAD, PAD),
    mask: Float32Array.of(0, 0, 1, 1, 1, 1, 0, 0),
    tokens: 6,
  });
  const { size, length, virtual } = trimTexts(withVirtualTokens(batch, { before: 1, after: 0 }));
  expect([size, length]).toEqual([2, 5]);
  expect(virtual).toEqual({
    count: 1,
    which: Int32Array.of(0, -1, -1, -1, -1, 0, -1, -1, -1, -1),
    positions: Int32Array.of(0, 0, 1, 2, 3, 0, 0, 1, 2, 3),
  });
  // Nothing is left to cut.
  expect(trimTexts(trimTexts(batch))).toEqual(trimTexts(batch));
  expect(packTexts(trimTexts(batch)).inputs).toEqual(packTexts(batch).inputs);
});

test('texts that have a class, in a grid and packed, by hand', () => {
  const classified = (ids: number[], label: number, types: number[]): Example => ({
    ...example(ids, ids.length),
    text: { label, types: Int32Array.from(types) },
  });
  const examples = [classified([5, 1, 6], 2, [0, 0, 1]), classified([5, 6], 0, [0, 0])];
  const [batch] = evaluationBatches(examples, { batchSize: 3, length: 4, padId: PAD, limit: 2 });
  if (!batch) throw new Error('no batch');
  expect(batch).toEqual({
    size: 3,
    length: 4,
    inputs: Int32Array.of(5, 1, 6, PAD, 5, 6, PAD, PAD, PAD, PAD, PAD, PAD),
    targets: Int32Array.of(2, 0, 0),
    mask: Float32Array.of(1, 1, 0),
    tokens: 5,
    texts: {
      lengths: Int32Array.of(3, 2, 1),
      types: Int32Array.of(0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    },
  });
  expect(trimTexts(batch)).toEqual({
    size: 2,
    length: 3,
    inputs: Int32Array.of(5, 1, 6, 5, 6, PAD),
    targets: Int32Array.of(2, 0),
    mask: Float32Array.of(1, 1),
    tokens: 5,
    texts: { lengths: Int32Array.of(3, 2), types: Int32Array.of(0, 0, 1, 0, 0, 0) },
  });
  expect(packTexts(batch)).toEqual({
    size: 1,
    length: 5,
    inputs: Int32Array.of(5, 1, 6, 5, 6),
    targets: Int32Array.of(2, 0),
    mask: Float32Array.of(1, 1),
    tokens: 5,
    texts: { lengths: Int32Array.of(3, 2), types: Int32Array.of(0, 0, 1, 0, 0) },
    packing: {
      starts: Int32Array.of(0, 3, 5),
      positions: Int32Array.of(0, 1, 2, 0, 1),
      counted: Int32Array.of(0, 3),
    },
  });
  expect(() => evaluationBatches(examples, { batchSize: 2, length: 2, padId: PAD, limit: 2 })).toThrow(
    'A text of 3 tokens with a class does not fit in 2',
  );
});

describe('training batches', () => {
  const shape = { batchSize: 4, length: 1, padId: PAD };
  const drawn = (examples: Example[], steps: number[], seed = 1, batchSize = 4) => {
    const batch = createBatcher(examples, { ...shape, batchSize, seed });
    return steps.flatMap((step) => [...batch(step).targets]);
  };

  test('each epoch holds every example once, also where batches straddle epochs or exceed the data', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 12 }), (n, batchSize) => {
        const steps = Array.from({ length: n }, (_, i) => i + 1); // n·batchSize draws: batchSize whole epochs
        const ids = drawn(numbered(n), steps, 1, batchSize);
        for (let epoch = 0; epoch < batchSize; epoch++) {
          const seen = ids.slice(epoch * n, (epoch + 1) * n).sort((a, b) => a - b);
          expect(seen).toEqual(Array.from({ length: n }, (_, i) => i));
        }
      }),
    );
  });

  test('a step gives the same batch whatever was asked before', () => {
    const inOrder = drawn(numbered(10), [1, 2, 3, 4, 5, 6]);
    const backwards = drawn(numbered(10), [6, 5, 4, 3, 2, 1]);
    for (let step = 0; step < 6; step++)
      expect(backwards.slice((5 - step) * 4, (6 - step) * 4)).toEqual(inOrder.slice(step * 4, step * 4 + 4));
  });

  test('epochs and seeds differ in their order', () => {
    const epochs = drawn(
      numbered(40),
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
    expect(epochs.slice(0, 40)).not.toEqual(epochs.slice(40));
    expect(drawn(numbered(40), [1, 2, 3], 1)).not.toEqual(drawn(numbered(40), [1, 2, 3], 2));
  });

  test('misuse is named', () => {
    expect(() => createBatcher([], { ...shape, seed: 1 })).toThrow(/at least one example/);
    expect(() => createBatcher(numbered(4), { ...shape, seed: 1 })(0)).toThrow(/from 1/);
    expect(() => createBatcher([example([9, 1, 9], 1)], { ...shape, seed: 1 })(1)).toThrow(
      '2 input tokens does not fit in 1',
    );
  });
});

describe('evaluation batches', () => {
  const shape = { batchSize: 4, length: 1, padId: PAD };

  test('come in order; the last has the same shape, its spare rows masked', () => {
    const batches = evaluationBatches(numbered(6), { ...shape, limit: Infinity });
    expect(batches.map(({ targets }) => [...targets])).toEqual([
      [0, 1, 2, 3],
      [4, 5, PAD, PAD],
    ]);
    expect(batches.map(({ mask }) => [...mask])).toEqual([
      [1, 1, 1, 1],
      [1, 1, 0, 0],
    ]);
    expect(batches.map(({ size, tokens }) => [size, tokens])).toEqual([
      [4, 4],
      [4, 2],
    ]);
  });

  test('stop at the limit, and may be none', () => {
    const [batch, ...rest] = evaluationBatches(numbered(6), { ...shape, limit: 3 });
    expect([...(batch?.mask ?? [])]).toEqual([1, 1, 1, 0]);
    expect(rest).toEqual([]);
    expect(evaluationBatches([], { ...shape, limit: 8 })).toEqual([]);
  });
});
