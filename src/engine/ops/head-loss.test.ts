import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { createRng } from '../../core/rng.ts';
import { labWebGPU } from '../backend/current.ts';
import { expectClose, needWebGPU, onEveryBackend } from '../testing.ts';
import { crossEntropyReference } from './cross-entropy.ts';
import { headLoss, headLossOfRuns, headLossTerms } from './head-loss.ts';
import type { FrozenLinear } from './linear-map.ts';

const rng = createRng(1, 'head-loss');
const matrix = (rows: number, columns: number) =>
  tf.tensor2d(
    Float32Array.from({ length: rows * columns }, () => rng.normal()),
    [rows, columns],
  );

/** A head and a batch of which every third position does not count. */
function draw(N: number, d: number, vocabulary: number) {
  const wte = matrix(vocabulary, d);
  const head: FrozenLinear = {
    dIn: d,
    dOut: vocabulary,
    weight: labWebGPU() ? null : tf.transpose(wte),
    transposed: wte,
    bias: null,
    storage: 'f32',
  };
  const targets = tf.tensor1d(
    Int32Array.from({ length: N }, () => rng.int(vocabulary)),
    'int32',
  );
  const mask = tf.tensor1d(Float32Array.from({ length: N }, (_, n) => (n % 3 === 1 ? 0 : 1 / N)));
  return { x: matrix(N, d), wte, head, targets, mask };
}

onEveryBackend('the loss of a head', (backend) => {
  it.each([
    [128, 8, 40],
    [200, 12, 33],
    [65, 5, 7],
    [1, 8, 40],
  ])('of %i positions, %i wide, over %i tokens is the same in chunks and whole', async (N, d, vocabulary) => {
    const { x, wte, head, targets, mask } = draw(N, d, vocabulary);
    const reference = (input: tf.Tensor2D) =>
      crossEntropyReference(tf.matMul(input, wte, false, true), targets, mask);
    const expected = tf.valueAndGrad(reference)(x);
    const chosen = tf.cast(tf.oneHot(targets, vocabulary), 'float32');
    const logProbabilities = tf.logSoftmax(tf.matMul(x, wte, false, true));
    const terms = tf.mul(tf.neg(tf.sum(tf.mul(logProbabilities, chosen), 1)), mask);
    for (const limit of [undefined, 1]) {
      const { value, grad } = tf.valueAndGrad((input: tf.Tensor2D) =>
        // Twice, so that a gradient that forgets dy shows.
        tf.mul(2, headLoss(input, { frozen: head, trained: null }, targets, mask, limit)),
      )(x);
      expectClose(await value.data(), [2 * ((await expected.value.data())[0] ?? NaN)], 1e-5);
      const gradient = await expected.grad.data();
      const twice = gradient.map((g) => 2 * g);
      expectClose(await grad.data(), twice, 2e-5);
      expect(() => expectClose(gradient, twice, 2e-5)).toThrow();
      const evaluated = headLossTerms(x, { frozen: head, trained: null }, targets, mask, limit);
      // The same loss to the bit.
      expect(2 * ((await evaluated.loss.data())[0] ?? NaN)).toBe((await value.data())[0]);
      expectClose(await evaluated.terms.data(), await terms.data(), 1e-5);
    }
  });

  it.each([undefined, 1])('of several runs is that of each, in chunks of at most %s bytes', async (limit) => {
    const { x, head, targets, mask } = draw(70, 8, 40);
    const all: tf.Tensor2D = tf.concat([x, tf.mul(2, x)]);
    // Different ones, so that a gradient that takes the other run's dy shows.
    const dy = tf.tensor1d([1, -3]);
    const { value, grads } = tf.valueAndGrads((input: tf.Tensor) =>
      headLossOfRuns(input as tf.Tensor2D, { frozen: head }, targets, mask, 2, limit),
    )([all], dy);
    const [gradient] = grads;
    if (!gradient) throw new Error('There is no gradient.');
    for (const run of [0, 1]) {
      const own = tf.valueAndGrad((input: tf.Tensor2D) =>
        headLoss(input, { frozen: head, trained: null }, targets, mask, limit),
      )(tf.mul(1 + run, x), tf.scalar(run === 0 ? 1 : -3));
      expect((await value.data())[run]).toBe((await own.value.data())[0]);
      expectClose(await tf.slice(gradient, [70 * run, 0], [70, 8]).data(), await own.grad.data(), 1e-6);
    }
  });

  // The last chunk is shorter than the others, and one position alone is no chunk of its own.
  it.each([
    [200, 12, 33],
    [65, 5, 7],
    [64, 8, 40],
  ])(
    'gives its trained weight the same gradient in chunks: %i positions, %i wide, %i tokens',
    async (N, d, vocabulary) => {
      const { x, wte, head, targets, mask } = draw(N, d, vocabulary);
      const reference = (input: tf.Tensor, weight: tf.Tensor) =>
        crossEntropyReference(tf.matMul(input, weight, false, true), targets, mask);
      const expected = tf.valueAndGrads(reference)([x, wte]);
      // What is frozen must not be read where a trained weight takes its place.
      const frozen = { ...head, weight: null, transposed: tf.zerosLike(wte) };
      for (const limit of [undefined, 1]) {
        const { value, grads } = tf.valueAndGrads((input: tf.Tensor, weight: tf.Tensor) => {
          const trained = weight as tf.Tensor2D;
          return tf.mul(2, headLoss(input as tf.Tensor2D, { frozen, trained }, targets, mask, limit));
        })([x, wte]);
        expectClose(await value.data(), [2 * ((await expected.value.data())[0] ?? NaN)], 1e-5);
        for (const which of [0, 1]) {
          const gradient = (await expected.grads[which]?.data()) ?? new Float32Array();
          expectClose(
            (await grads[which]?.data()) ?? [],
            gradient.map((g) => 2 * g),
            2e-5,
          );
        }
      }
    },
  );

  if (backend === 'webgpu')
    it('in chunks holds a chunk of logits at most, in a captured step', async () => {
      const [N, d, vocabulary] = [512, 8, 4096];
      const { x, head, targets, mask } = draw(N, d, vocabulary);
      const loss = tf.zeros<tf.Rank.R0>([]);
      const gpu = needWebGPU();
      const bytesOf = (limit: number) => {
        const before = gpu.memory().numBytesAllocatedInGPU;
        const capture = gpu.capture(() => {
          const step = (input: tf.Tensor2D) =>
            headLoss(input, { frozen: head, trained: null }, targets, mask, limit);
          gpu.copy(tf.valueAndGrad(step)(x).value, loss);
        });
        const bytes = gpu.memory().numBytesAllocatedInGPU - before;
        capture.dispose();
        return bytes;
      };
      const whole = 4 * N * vocabulary;
      expect(bytesOf(Infinity)).toBeGreaterThan(2 * whole);
      const first = await loss.data();
      expect(bytesOf(1)).toBeLessThan(whole / 2);
      expectClose(await loss.data(), first, 1e-6);
    });

  if (backend === 'webgpu')
    it.each([
      // Sizes that no other test leaves in the pool.
      { training: false, vocabulary: 4100, buffers: 1 },
      { training: true, vocabulary: 4104, buffers: 2 },
    ])(
      'in chunks holds $buffers buffers of a chunk, as it is written, training: $training',
      async ({ training, vocabulary, buffers }) => {
        const N = 512;
        const { x, head, targets, mask } = draw(N, 8, vocabulary);
        const gpu = needWebGPU();
        const grown = async (limit: number) => {
          const { numBytesAllocatedInGPU } = gpu.memory();
          const loss = training
            ? headLoss
            : (...of: Parameters<typeof headLoss>) => headLossTerms(...of).loss;
          await tf.tidy(() => loss(x, { frozen: head, trained: null }, targets, mask, limit)).data();
          return gpu.memory().numBytesAllocatedInGPU - numBytesAllocatedInGPU;
        };
        const chunk = 4 * 64 * vocabulary;
        const inChunks = await grown(1);
        expect(inChunks).toBeGreaterThanOrEqual(buffers * chunk);
        expect(inChunks).toBeLessThan((buffers + 1) * chunk);
        expect(await grown(Infinity)).toBeGreaterThanOrEqual(8 * chunk);
      },
    );
});
