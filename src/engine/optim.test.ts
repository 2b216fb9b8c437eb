/** Parameters and their optimizer on every backend. The golden test holds AdamW's numbers against PyTorch. */
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { pickDevice } from './device.ts';
import { createAdamW, stepRates } from './optim.ts';
import { createParameters, gradientTensor, type Parameters } from './parameters.ts';
import { expectClose, needWebGPU, onEveryBackend } from './testing.ts';

/** Shapes that leave gaps in a packed buffer, and one that spans several workgroups. */
const SHAPES = [[1, 1], [3, 5], [7], [90, 41], [64]];
const numbers = (size: number, start: number) =>
  Float32Array.from({ length: size }, (_, i) => Math.sin(start + i + 0.5));
const make = (): Parameters =>
  createParameters(SHAPES.map((shape, i) => ({ shape, initial: numbers(tf.util.sizeFromShape(shape), i) })));

onEveryBackend('parameters', () => {
  it('are read as they were made, and as they were written', async () => {
    const parameters = make();
    expect(parameters.variables.map(({ shape }) => shape)).toEqual(SHAPES);
    const initial = parameters.variables.map(({ size }, i) => numbers(size, i));
    expect(await parameters.read()).toEqual(initial);
    const other = parameters.variables.map(({ size }, i) => numbers(size, 100 + i));
    parameters.write(other);
    expect(await parameters.read()).toEqual(other);
    // Each variable is what tfjs's own ops see, too.
    for (const [i, variable] of parameters.variables.entries()) {
      expect((await variable.data()).slice()).toEqual(other[i]);
      const sum = await tf.sum(variable).data();
      expectClose(sum, [other[i]?.reduce((a, b) => a + b, 0) ?? NaN], 1e-5);
    }
    parameters.dispose();
  });

  it('give back all memory', () => {
    const before = tf.memory();
    const parameters = make();
    const optimizer = createAdamW(parameters, { weightDecay: 0, maxGradNorm: 0 });
    optimizer.dispose();
    parameters.dispose();
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numBytes).toBe(before.numBytes);
  });
});

onEveryBackend('AdamW', () => {
  it('moves every entry by the learning rate at first, against its gradient', async () => {
    const parameters = make();
    const before = await parameters.read();
    const optimizer = createAdamW(parameters, { weightDecay: 0, maxGradNorm: 0 });
    const grads = parameters.variables.map(({ shape, size }, i) => tf.tensor(numbers(size, 7 * i), shape));
    optimizer.step(grads, tf.tensor1d(stepRates(0.01, 1)));
    for (const [i, values] of (await parameters.read()).entries()) {
      const gradient = (await grads[i]?.data()) ?? [];
      expectClose(
        values,
        (before[i] ?? new Float32Array()).map((value, j) => value - 0.01 * Math.sign(gradient[j] ?? NaN)),
        1e-5,
      );
    }
    optimizer.dispose();
    parameters.dispose();
  });

  it('multiplies a variable’s learning rate and weight decay by its factors', async () => {
    const parameters = make();
    const before = await parameters.read();
    const factors = [
      {},
      { rateFactor: 16 },
      { rateFactor: 0.5, decayFactor: 0 },
      { decayFactor: 0 },
      { decayFactor: 3 },
    ];
    const optimizer = createAdamW(parameters, { weightDecay: 0.5, maxGradNorm: 0, factors });
    optimizer.step(
      parameters.variables.map(({ shape }) => tf.fill(shape, 4)),
      tf.tensor1d(stepRates(0.01, 1)),
    );
    for (const [i, values] of (await parameters.read()).entries()) {
      const rate = [0.01, 0.16, 0.005, 0.01, 0.01][i] ?? NaN;
      const decay = [0.5, 0.5, 0, 0, 1.5][i] ?? NaN;
      expectClose(values, before[i]?.map((value) => value * (1 - decay * rate) - rate) ?? [], 1e-5);
    }
    optimizer.dispose();
    parameters.dispose();
  });

  it('measures the norm over all tensors, and clips by it', async () => {
    const figures = async (factor: number, maxGradNorm: number) => {
      const parameters = make();
      const optimizer = createAdamW(parameters, { weightDecay: 0, maxGradNorm });
      const norms: number[] = [];
      // Adam forgets the size of a single gradient; of a small one after a large one it does not.
      for (const [step, size] of [factor, 1].entries()) {
        const grads = parameters.variables.map(({ shape }) => tf.fill(shape, size));
        norms.push((await optimizer.step(grads, tf.tensor1d(stepRates(0.01, step + 1))).data())[0] ?? NaN);
      }
      const values = await parameters.read();
      optimizer.dispose();
      parameters.dispose();
      return { norms, values };
    };
    const root = Math.sqrt(SHAPES.reduce((sum, shape) => sum + tf.util.sizeFromShape(shape), 0));
    const clipped = await figures(50, root);
    expectClose(clipped.norms, [50 * root, root], 1e-5);
    const plain = await figures(1, 0);
    const large = await figures(50, 0);
    for (const [i, values] of clipped.values.entries()) {
      expectClose(values, plain.values[i] ?? [], 1e-6);
      expect(values).not.toEqual(large.values[i]);
    }
  });

  it.each([NaN, Infinity, 1e30])('changes nothing, then or later, after a gradient of %s', async (bad) => {
    const parameters = make();
    const before = await parameters.read();
    const optimizer = createAdamW(parameters, { weightDecay: 0.1, maxGradNorm: 1 });
    const norms: number[] = [];
    for (const [step, value] of [bad, 1].entries()) {
      const grads = parameters.variables.map(({ shape }) => tf.fill(shape, value));
      norms.push((await optimizer.step(grads, tf.tensor1d(stepRates(0.1, step + 1))).data())[0] ?? 0);
    }
    expect(norms.map(Number.isFinite)).toEqual([false, true]);
    expect(await parameters.read()).toEqual(before);
    optimizer.dispose();
    parameters.dispose();
  });

  it('decays weights apart from the gradient', async () => {
    const parameters = make();
    const before = await parameters.read();
    const optimizer = createAdamW(parameters, { weightDecay: 0.5, maxGradNorm: 1 });
    const grads = parameters.variables.map(({ shape }) => tf.zeros(shape));
    optimizer.step(grads, tf.tensor1d(stepRates(0.1, 1)));
    for (const [i, values] of (await parameters.read()).entries())
      expectClose(values, before[i]?.map((value) => value * (1 - 0.1 * 0.5)) ?? [], 1e-6);
    optimizer.dispose();
    parameters.dispose();
  });
});

describe('gradients written in place, on WebGPU', () => {
  it('reach the optimizer in two dispatches', async () => {
    await pickDevice('webgpu');
    const gpu = needWebGPU();
    const parameters = make();
    const optimizer = createAdamW(parameters, { weightDecay: 0, maxGradNorm: 0 });
    const rates = tf.tensor1d(stepRates(0.01, 1));
    parameters.variables.forEach((variable, i) => {
      const place = gradientTensor(variable);
      gpu.overwrite(place, numbers(place.size, i));
      place.dispose();
    });
    const capture = gpu.capture(() => {
      optimizer.step(
        parameters.variables.map((variable) => gradientTensor(variable)),
        rates,
      );
    });
    expect(capture.dispatches).toBe(2);
    const once = await parameters.read();
    await capture.replay();
    expect(await parameters.read()).not.toEqual(once);
    capture.dispose();
    optimizer.dispose();
    tf.dispose(rates);
    parameters.dispose();
  });
});
