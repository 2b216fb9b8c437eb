/** The matrix kernels against sums in double precision, at shapes that fit no tile, with every tile. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { packHalves } from '../../core/float16.ts';
import { createRng } from '../../core/rng.ts';
import { candidates } from './autotune.ts';
import { emptyTensor } from '../backend/current.ts';
import type { LabWebGPU } from '../backend/webgpu.ts';
import { pickDevice } from '../device.ts';
import { expectClose, needWebGPU } from '../testing.ts';
import { outerProducts, sumOfProducts, type Matrix } from './matmul.ts';

const rng = createRng(3, 'matmul');
/** Multiples of 1/32 between −2 and 2, which float16 holds exactly. */
const numbers = (size: number) =>
  Float32Array.from({ length: size }, () => Math.round(128 * rng.uniform() - 64) / 32);

/** A rows × columns array from a function of row and column. */
const table = (rows: number, columns: number, f: (i: number, j: number) => number) =>
  Float32Array.from({ length: rows * columns }, (_, at) => f(Math.floor(at / columns), at % columns));

/** Σₖ f(k), in double precision. */
function sum(count: number, f: (k: number) => number): number {
  let total = 0;
  for (let k = 0; k < count; k++) total += f(k);
  return total;
}

const at = (x: Float32Array, index: number) => x[index] ?? NaN;

const SHAPES: [rows: number, depth: number, columns: number][] = [
  [1, 1, 1],
  [1, 64, 36],
  [3, 5, 7],
  [17, 4, 64],
  [37, 32, 68],
  [70, 48, 132],
  [65, 6, 20],
];
const TILES = [candidates(64, 64), candidates(3, 64), candidates(64, 1)].flat();
/** One of each kind: a software adapter takes seconds to compile the larger ones. */
const KINDS = TILES.filter(({ tm, tn, wx, wy }) => tm * tn * wx * wy <= 256 && tm !== 8);

describe('matrix kernels', () => {
  let gpu: LabWebGPU;
  beforeAll(async () => {
    await pickDevice('webgpu');
    gpu = needWebGPU();
  });

  it.each(SHAPES)(
    '[%i, %i] by %i columns: plain, transposed and packed, by each kind of tile',
    async (rows, depth, columns) => {
      const x = numbers(rows * depth);
      const w = numbers(depth * columns);
      const expected = table(rows, columns, (i, j) =>
        sum(depth, (k) => at(x, i * depth + k) * at(w, k * columns + j)),
      );
      const flipped = table(columns, depth, (j, k) => at(w, k * columns + j));
      const a = { tensor: tf.tensor2d(x, [rows, depth]), width: depth };
      const factors: { b: Matrix; transposed: boolean }[] = [
        { b: { tensor: tf.tensor2d(w, [depth, columns]), width: columns }, transposed: false },
        { b: { tensor: tf.tensor2d(flipped, [columns, depth]), width: depth }, transposed: true },
      ];
      if (columns % 4 === 0 && depth % 4 === 0)
        for (const { transposed, b } of [...factors]) {
          const packed = packHalves(transposed ? flipped : w);
          factors.push({
            b: { tensor: tf.tensor1d(packed, 'int32'), width: b.width, storage: 'f16' },
            transposed,
          });
        }
      for (const tile of KINDS)
        for (const factor of factors) {
          const { value } = sumOfProducts(gpu, [{ a, ...factor, depth }], { rows, columns, tile });
          expectClose(await value.data(), expected, 1e-5);
        }
      // Negative control: the check can fail.
      expect(() =>
        expectClose(
          expected.map((y) => y * 1.001 + 1e-3),
          expected,
          1e-5,
        ),
      ).toThrow();
    },
  );

  it('gives the same bits by every tile', async () => {
    const [rows, depth, columns] = [40, 64, 64];
    const a = { tensor: tf.randomNormal([rows, depth], 0, 1, 'float32', 1), width: depth };
    const b = { tensor: tf.randomNormal([depth, columns], 0, 1, 'float32', 2), width: columns };
    const results = await Promise.all(
      TILES.map((tile) =>
        sumOfProducts(gpu, [{ a, b, transposed: false, depth }], { rows, columns, tile }).value.data(),
      ),
    );
    for (const result of results) expect(result).toEqual(results[0]);
  });

  it.each([
    [5, 3, 7, 2],
    [1, 1, 1, 1],
    [200, 8, 4, 1],
    [70, 5, 12, 6],
  ])('outer products over %i rows: sections of [%i, %i] from offsets', async (count, rows, columns, gap) => {
    const widthA = 2 * rows + gap;
    const widthB = columns + gap;
    const a = numbers(count * widthA);
    const b = numbers(count * widthB);
    const [left, right] = [tf.tensor2d(a, [count, widthA]), tf.tensor2d(b, [count, widthB])];
    const sections = [
      { fromA: 0, fromB: 0 },
      { fromA: rows + gap, fromB: gap },
    ].map((section) => ({ ...section, output: emptyTensor<tf.Rank.R2>([rows, columns]) }));
    // Another shape in the same dispatch: b by itself.
    const square = emptyTensor<tf.Rank.R2>([widthB, widthB]);
    for (const split of [1, 64] as const) {
      const whole = { tensor: right, width: widthB };
      outerProducts(
        gpu,
        [
          ...sections.map(({ fromA, fromB, output }) => ({
            a: { tensor: left, width: widthA, from: fromA },
            b: { tensor: right, width: widthB, from: fromB },
            output,
          })),
          { a: whole, b: whole, output: square },
        ],
        count,
        split,
      );
      for (const { fromA, fromB, output } of sections) {
        const expected = table(rows, columns, (i, j) =>
          sum(count, (row) => at(a, row * widthA + fromA + i) * at(b, row * widthB + fromB + j)),
        );
        expectClose(await output.data(), expected, 1e-5);
        const wrong = expected.map((y) => y + 0.01);
        expect(() => expectClose(wrong, expected, 1e-5)).toThrow();
      }
      const squares = table(widthB, widthB, (i, j) =>
        sum(count, (row) => at(b, row * widthB + i) * at(b, row * widthB + j)),
      );
      expectClose(await square.data(), squares, 1e-5);
    }
  });
});
