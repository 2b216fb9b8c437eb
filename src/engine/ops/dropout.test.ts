/** Dropout's draws: the same on every backend, independent of each other, and as many as asked for. */
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, onEveryBackend } from '../testing.ts';
import { dropout, pcg4d } from './dropout.ts';

const drop = async (rate: number, seed: number, stream: string, step: number, size = 4001) => {
  const y = tf.tidy(() =>
    dropout(tf.ones<tf.Rank.R2>([1, size]), rate, { seed, stream, step: tf.tensor1d([step], 'int32') }),
  );
  const values = await y.data<'float32'>();
  y.dispose();
  return values;
};
const keptIn = (values: Float32Array) => values.reduce((n, value) => n + (value > 0 ? 1 : 0), 0);

const onBackends = new Map<string, Float32Array>();

onEveryBackend('dropout', (backend) => {
  it('keeps 1 − rate of the entries, scaled so that the mean stays', async () => {
    const values = await drop(0.25, 3, '0.q', 1);
    expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
    // Four standard deviations of a binomial.
    expect(Math.abs(keptIn(values) / 4001 - 0.75)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 4001));
  });

  it('draws anew for another seed, stream or step, and independently', async () => {
    const first = await drop(0.5, 3, '0.q', 1);
    expect(await drop(0.5, 3, '0.q', 1)).toEqual(first);
    for (const other of [
      await drop(0.5, 4, '0.q', 1),
      await drop(0.5, 3, '1.q', 1),
      await drop(0.5, 3, '0.q', 2),
    ]) {
      const both = first.reduce((n, value, i) => n + (value > 0 && (other[i] ?? 0) > 0 ? 1 : 0), 0);
      expect(Math.abs(both / 4001 - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 4001));
    }
  });

  it('at rate 0 keeps everything', async () => {
    expectClose(await drop(0, 3, '0.q', 1, 9), new Array(9).fill(1), 0);
  });

  it('draws the same on every backend', async () => {
    onBackends.set(backend, await drop(0.3, 2 ** 31 + 5, '2.up', 70_000));
    const [first] = onBackends.values();
    expect(onBackends.get(backend)).toEqual(first);
  });
});

describe('pcg4d', () => {
  it('gives the words of exact arithmetic modulo 2³²', () => {
    const exact = (...input: [number, number, number, number]) => {
      const word = (x: bigint) => BigInt.asUintN(32, x);
      let [x, y, z, w] = input.map((i) => word(BigInt(i) * 1664525n + 1013904223n)) as [
        bigint,
        bigint,
        bigint,
        bigint,
      ];
      for (const round of [0, 1]) {
        x = word(x + y * w);
        y = word(y + z * x);
        z = word(z + x * y);
        w = word(w + y * z);
        if (round === 0) [x, y, z, w] = [x ^ (x >> 16n), y ^ (y >> 16n), z ^ (z >> 16n), w ^ (w >> 16n)];
      }
      return [x, y, z, w].map(Number);
    };
    expect(pcg4d(0, 0, 0, 0)).toEqual(exact(0, 0, 0, 0));
    expect(pcg4d(2 ** 32 - 1, 7, 2 ** 31, 123456)).toEqual(exact(2 ** 32 - 1, 7, 2 ** 31, 123456));
  });
});
