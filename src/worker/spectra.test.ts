/** Singular values in their worker: the same as without one, in order, until nobody wants them. */
import { expect, it } from 'vitest';
import { createRng } from '../core/rng.ts';
import { denseFigures } from '../core/delta-figures.ts';
import { figuresApart } from './spectra-client.ts';

const SHAPES = [
  [3, 5],
  [64, 64],
  [40, 7],
] as const;
const rng = createRng(1, 'spectra');
const matrices = SHAPES.map(([rows, columns]) => ({
  rows,
  columns,
  values: Float32Array.from({ length: rows * columns }, () => rng.normal()),
}));
const never = new AbortController().signal;

it('gives the values of each matrix in its order, and says how many are done', async () => {
  const heard: number[] = [];
  const found = await figuresApart(matrices, { hear: (done) => heard.push(done), signal: never });
  expect(found).toEqual(matrices.map(({ values, rows, columns }) => denseFigures(values, rows, columns)));
  expect(heard).toEqual([1, 2, 3]);
  expect(await figuresApart([], { hear: () => undefined, signal: never })).toEqual([]);
});

it('ends when nobody wants them, before and after it began', async () => {
  const ending = new AbortController();
  const taken = figuresApart(matrices, { hear: () => ending.abort(), signal: ending.signal });
  await expect(taken).rejects.toMatchObject({ code: 'abandoned' });
  const again = figuresApart(matrices, { hear: () => undefined, signal: ending.signal });
  await expect(again).rejects.toMatchObject({ code: 'abandoned' });
});

it('names a matrix that has none, and a script that does not come', async () => {
  const broken = { rows: 1, columns: 1, values: Float32Array.of(NaN) };
  const listener = { hear: () => undefined, signal: never };
  await expect(figuresApart([broken], listener)).rejects.toMatchObject({
    message: expect.stringMatching(/not finite/) as unknown,
  });
  await expect(
    figuresApart(matrices, listener, () => new Worker('/absent.js', { type: 'module' })),
  ).rejects.toMatchObject({ code: 'file-fetch' });
});
