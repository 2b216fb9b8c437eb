/** Times of the golden model: every way in every round, and nothing left on the device. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { waysOn } from '../core/latency.ts';
import type { Times } from '../core/timed-work.ts';
import { measureLatency } from './latency.ts';
import type { BaseModel } from './model/base-model.ts';
import { GOLDEN_CONFIG, goldenModel } from './model/golden.ts';
import { finish, onEveryBackend } from './testing.ts';

const WAYS = waysOn(GOLDEN_CONFIG, { type: 'prefix-kv', prefix_tokens: 2 });
const WORKS = [
  { batch: 1, length: 4 },
  { batch: 2, length: null },
];

onEveryBackend('timing', () => {
  let model: BaseModel;
  beforeAll(async () => {
    model = await goldenModel();
  });
  afterAll(() => model.dispose());

  it('takes a time of every way in every round, of forward passes and of tokens', async () => {
    const before = tf.memory().numTensors;
    const heard: Times[] = [];
    await finish(measureLatency(model, WAYS, WORKS, (times) => heard.push(times)));
    expect(heard.map(({ batch, length }) => ({ batch, length }))).toEqual(WORKS);
    for (const { rounds } of heard) {
      expect(rounds.length).toBeGreaterThanOrEqual(8);
      for (const round of rounds) {
        expect(round).toHaveLength(WAYS.length);
        expect(round.every((ms) => ms > 0 && Number.isFinite(ms))).toBe(true);
      }
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('can be given up between two times, and frees what it holds', async () => {
    const before = tf.memory().numTensors;
    const timing = measureLatency(model, WAYS, WORKS, () => expect.unreachable());
    // Beyond the start of the methods, into the rounds.
    for (let i = 0; i < 30; i++) expect((await timing.next()).done).toBe(false);
    expect(tf.memory().numTensors).toBeGreaterThan(before);
    await timing.return();
    expect(tf.memory().numTensors).toBe(before);
  });
});
