/** Matrix products of our own on WASM against sums in double precision, at shapes that fit no tile. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../../core/rng.ts';
import { labWasm } from '../backend/current.ts';
import type { LabWasm } from '../backend/wasm.ts';
import { memory, pickDevice } from '../device.ts';
import { expectClose } from '../testing.ts';
import { outerOnWasm, sumOnWasm } from './matmul-wasm.ts';

const rng = createRng(4, 'matmul-wasm');
const numbers = (size: number) => Float32Array.from({ length: size }, () => rng.normal());
const at = (x: Float32Array, index: number) => x[index] ?? NaN;

/** A rows × columns array from a function of row and column. */
const table = (rows: number, columns: number, f: (i: number, j: number) => number) =>
  Float32Array.from({ length: rows * columns }, (_, place) =>
    f(Math.floor(place / columns), place % columns),
  );

/** Σₖ f(k), in double precision. */
function sum(count: number, f: (k: number) => number): number {
  let total = 0;
  for (let k = 0; k < count; k++) total += f(k);
  return total;
}

const SIZES = [1, 3, 5, 7, 17, 33, 127];
/** Each size beside each other one, somewhere. */
const SHAPES = SIZES.flatMap((rows, i) =>
  SIZES.map((depth, j) => [rows, depth, SIZES[(i + j) % SIZES.length] ?? 1] as const),
);
/** Widths that need no packing where rows are few, and rows enough for all threads. */
const WHOLE = [
  [1, 64, 24],
  [3, 5, 8],
  [300, 16, 64],
] as const;

/** GELU in its tanh form. */
const gelu = (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));

describe('matrix products on WASM', () => {
  let wasm: LabWasm;
  beforeAll(async () => {
    await pickDevice('wasm');
    const kernels = labWasm();
    if (!kernels) throw new Error('this test needs WASM SIMD');
    wasm = kernels;
  });

  it.each([...SHAPES, ...WHOLE])(
    '[%i, %i] by %i columns: plain, transposed, over rows',
    (rows, depth, columns) => {
      const x = numbers(rows * depth);
      const w = numbers(depth * columns);
      const expected = table(rows, columns, (i, j) =>
        sum(depth, (k) => at(x, i * depth + k) * at(w, k * columns + j)),
      );
      const flipped = table(columns, depth, (j, k) => at(w, k * columns + j));
      const across = table(depth, rows, (k, i) => at(x, i * depth + k));
      const values = tf.tidy(() => {
        const a = { tensor: tf.tensor2d(x, [rows, depth]), width: depth };
        const plain = { tensor: tf.tensor2d(w, [depth, columns]), width: columns };
        const turned = { tensor: tf.tensor2d(flipped, [columns, depth]), width: depth };
        const output = wasm.empty<tf.Rank.R2>([rows, columns]);
        const overRows = { tensor: tf.tensor2d(across, [depth, rows]), width: rows };
        outerOnWasm(wasm, [{ a: overRows, b: plain, output }], depth);
        return [
          sumOnWasm(wasm, [{ a, b: plain, transposed: false, depth }], { rows, columns }).value,
          sumOnWasm(wasm, [{ a, b: turned, transposed: true, depth }], { rows, columns }).value,
          output,
        ].map((tensor) => tensor.dataSync<'float32'>());
      });
      for (const value of values) expectClose(value, expected, 1e-5);
      // Negative control: the check can fail.
      expect(() =>
        expectClose(
          expected.map((value) => value * 1.0001),
          expected,
          1e-5,
        ),
      ).toThrow();
    },
  );

  it.each([5, 40])(
    'sums sections of %i rows, from parts of wider matrices, with all that follows',
    (rows) => {
      const [depth, columns, r] = [9, 11, 3];
      const x = numbers(rows * (depth + 2));
      const w = numbers(depth * 2 * columns);
      const low = numbers(rows * r);
      const b = numbers(columns * r);
      const bias = numbers(2 * columns);
      const addend = numbers(rows * 2 * columns);
      const before = table(rows, 2 * columns, (i, j) => {
        const main = sum(depth, (k) => at(x, i * (depth + 2) + 2 + k) * at(w, k * 2 * columns + j));
        const own = j < columns ? 0 : sum(r, (k) => at(low, i * r + k) * at(b, (j - columns) * r + k));
        return 0.5 * (main + own) + at(bias, j);
      });
      const expected = before.map((value, place) => gelu(value) + at(addend, place));
      const [value, kept] = tf.tidy(() => {
        const result = sumOnWasm(
          wasm,
          [
            {
              a: { tensor: tf.tensor2d(x, [rows, depth + 2]), width: depth + 2, from: 2 },
              b: { tensor: tf.tensor2d(w, [depth, 2 * columns]), width: 2 * columns },
              transposed: false,
              depth,
            },
            {
              a: { tensor: tf.tensor2d(low, [rows, r]), width: r },
              b: { tensor: tf.tensor2d(b, [columns, r]), width: r },
              transposed: true,
              depth: r,
              section: 1,
            },
          ],
          {
            rows,
            columns,
            sections: 2,
            scale: 0.5,
            bias: tf.tensor1d(bias),
            addend: tf.tensor2d(addend, [rows, 2 * columns]),
            gelu: true,
          },
        );
        return [result.value.dataSync<'float32'>(), result.before?.dataSync<'float32'>() ?? []];
      });
      expectClose(value, expected, 1e-5);
      expectClose(kept, before, 1e-5);
      // Negative control: without the second product it is another matrix.
      expect(() =>
        expectClose(
          kept,
          before.map((one, place) => one - 0.5 * at(bias, place % 22)),
          1e-5,
        ),
      ).toThrow();
    },
  );

  it('stays right when memory grows, and keeps none of it', () => {
    const [rows, depth, columns] = [50, 20, 30];
    const x = tf.tensor2d(numbers(rows * depth), [rows, depth]);
    const w = tf.tensor2d(numbers(depth * columns), [depth, columns]);
    const product = () =>
      tf.tidy(() =>
        sumOnWasm(
          wasm,
          [{ a: { tensor: x, width: depth }, b: { tensor: w, width: columns }, transposed: false, depth }],
          { rows, columns },
        ).value.dataSync<'float32'>(),
      );
    const before = product();
    const held = memory();
    const size = wasm.memoryBytes;
    const large = tf.zeros([size / 4]);
    expect(wasm.memoryBytes).toBeGreaterThan(size);
    expect(product()).toEqual(before);
    large.dispose();
    expect(product()).toEqual(before);
    expect(memory()).toEqual(held);
    const grown = wasm.memoryBytes;
    for (let i = 0; i < 1000; i++) product();
    expect(wasm.memoryBytes).toBe(grown);
    tf.dispose([x, w]);
  });
});
