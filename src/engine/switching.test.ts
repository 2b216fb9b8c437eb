/** Switches are timed round by round, count the bytes that move, and leave nothing behind. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultMethod, methodOf } from '../core/methods/methods.ts';
import { sizeOf } from '../core/tensors.ts';
import { loadModel, type LoadedModel } from './model/load.ts';
import { measureSwitches } from './switching.ts';
import { finish, onEveryBackend } from './testing.ts';

onEveryBackend('switching', () => {
  let loaded: LoadedModel;
  const read = () => loadModel('nano', new URL('/', location.href).href);
  beforeAll(async () => {
    loaded = await read();
  });
  afterAll(() => loaded.base.dispose());

  it('takes adapters in turn, and the model anew', async () => {
    const method = defaultMethod('lora');
    const tensors = Object.fromEntries(
      methodOf(method)
        .slots(loaded.info.config, method, 0)
        .map(({ name, shape }) => [name, { shape: [...shape], values: new Float32Array(sizeOf(shape)) }]),
    );
    const before = tf.memory().numTensors;
    const adapters = [
      { method, tensors },
      { method, tensors },
    ];
    const figures = await finish(
      measureSwitches(loaded, adapters, async () => {
        const own = await read();
        return () => own;
      }),
    );
    // r (dIn + dOut) of Wq and Wv in two layers, in float32.
    expect(figures.adapters.map(({ bytes }) => bytes)).toEqual([8192, 8192]);
    expect(figures.adapters.map(({ ms }) => ms.length)).toEqual([9, 9]);
    // On WebGPU the matrices of the blocks, 12 · 64² in each of 2 layers, move as halves.
    const halves = tf.getBackend() === 'webgpu' ? 2 * 12 * 64 ** 2 : 0;
    expect(figures.model).toMatchObject({ bytes: 4 * 173_824 - 2 * halves });
    expect(figures.model.ms).toHaveLength(3);
    expect([...figures.adapters, figures.model].every(({ ms }) => ms.every((time) => time > 0))).toBe(true);
    expect(tf.memory().numTensors).toBe(before);
  });
});
