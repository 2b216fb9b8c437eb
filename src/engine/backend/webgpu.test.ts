/** Kernels of our own among tfjs's programs: order, in-place updates, several outputs; and what goes wrong. */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LabError } from '../../core/lab-error.ts';
import { pickDevice } from '../device.ts';
import { needWebGPU } from '../testing.ts';
import { emptyTensor, labWebGPU, VIEW_ALIGNMENT } from './current.ts';
import { listenToDevice } from './device-error.ts';
import { createLabWebGPU, type Kernel, type LabWebGPU } from './webgpu.ts';

/** x ← x · factor, in place. */
const scale: Kernel = {
  name: 'test/scale',
  wgsl: `
    @group(0) @binding(0) var<storage, read_write> x: array<f32>;
    @group(0) @binding(1) var<uniform> factor: vec4f;
    @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
      if (id.x < arrayLength(&x)) { x[id.x] = x[id.x] * factor.x; }
    }`,
};
/** Splits integers into quotient and remainder by ten. */
const divide: Kernel = {
  name: 'test/divide',
  wgsl: `
    @group(0) @binding(0) var<storage, read> x: array<i32>;
    @group(0) @binding(1) var<storage, read_write> quotient: array<i32>;
    @group(0) @binding(2) var<storage, read_write> remainder: array<i32>;
    @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
      if (id.x < arrayLength(&x)) {
        quotient[id.x] = x[id.x] / 10;
        remainder[id.x] = x[id.x] % 10;
      }
    }`,
};
const uniform = (value: number) => new Float32Array([value, 0, 0, 0]).buffer;

const untilError = () =>
  new Promise<LabError>((resolve) => {
    listenToDevice(resolve);
  });

describe('the WebGPU backend', () => {
  let gpu: LabWebGPU;
  beforeAll(async () => {
    await pickDevice('webgpu');
    gpu = needWebGPU();
  });
  afterEach(() => {
    listenToDevice((error) => {
      throw error;
    });
  });

  it('is ours on webgpu only', async () => {
    await pickDevice('wasm');
    expect(labWebGPU()).toBeNull();
    expect(() => emptyTensor([1])).toThrow('WebGPU');
    await pickDevice('webgpu');
    expect(labWebGPU()).toBe(gpu);
  });

  it('asks for all that the adapter offers', async () => {
    const adapter = await navigator.gpu.requestAdapter();
    expect(gpu.device.limits.maxStorageBuffersPerShaderStage).toBe(
      adapter?.limits.maxStorageBuffersPerShaderStage,
    );
    expect(gpu.device.limits.maxBufferSize).toBe(adapter?.limits.maxBufferSize);
    for (const feature of ['shader-f16', 'subgroups', 'timestamp-query'] as const)
      expect(gpu.device.features.has(feature)).toBe(adapter?.features.has(feature));
  });

  it('updates in place, in order with tfjs, and reads what is there now', async () => {
    const x = tf.tensor1d([1, 2, 3]);
    const before = tf.add(x, 10);
    gpu.dispatch(scale, [x], [1, 1, 1], uniform(3));
    const between = tf.add(x, 10);
    gpu.dispatch(scale, [x], [1, 1, 1], uniform(-1));
    expect(Array.from(await before.data())).toEqual([11, 12, 13]);
    expect(Array.from(await between.data())).toEqual([13, 16, 19]);
    expect(Array.from(await x.data())).toEqual([-3, -6, -9]);
    // Read once already: a copy on the host would now be stale.
    gpu.dispatch(scale, [x], [1, 1, 1], uniform(2));
    expect(Array.from(await x.data())).toEqual([-6, -12, -18]);
    tf.dispose([x, before, between]);
  });

  it('writes several outputs, of integers too, and reuses what is disposed', async () => {
    const x = tf.tensor1d([7, 42, 130], 'int32');
    const values = async () => {
      const outputs = [emptyTensor<tf.Rank.R1>([3], 'int32'), emptyTensor<tf.Rank.R1>([3], 'int32')];
      gpu.dispatch(divide, [x, ...outputs], [1, 1, 1]);
      const both = await Promise.all(outputs.map((output) => output.data()));
      tf.dispose(outputs);
      return both.map((data) => Array.from(data));
    };
    expect(await values()).toEqual([
      [0, 4, 13],
      [7, 2, 0],
    ]);
    const { numBytesInGPU } = gpu.memory();
    for (let i = 0; i < 40; i++) await values();
    expect(gpu.memory().numBytesInGPU).toBe(numBytesInGPU);
    x.dispose();
  });

  it('keeps the order over more dispatches than one submit holds', async () => {
    const x = tf.tensor1d([1]);
    for (let i = 0; i < 100; i++) gpu.dispatch(scale, [x], [1, 1, 1], uniform(i % 2 ? 0.5 : 2));
    expect(Array.from(await x.data())).toEqual([1]);
    x.dispose();
  });

  it('overwrites a tensor after what was dispatched before', async () => {
    const x = tf.tensor1d([1, 2]);
    const before = tf.add(x, 1);
    gpu.overwrite(x, new Float32Array([5, 6]));
    const after = tf.add(x, 1);
    expect(Array.from(await before.data())).toEqual([2, 3]);
    expect(Array.from(await after.data())).toEqual([6, 7]);
    tf.dispose([x, before, after]);
  });

  it('views parts of a tensor, for tfjs and for kernels, and copies into them', async () => {
    const places = VIEW_ALIGNMENT / 4;
    const whole = tf.tensor1d(Float32Array.from({ length: 2 * places }, (_, i) => i));
    tf.dispose(tf.square(whole));
    gpu.flush();
    const { numBytesInGPU } = gpu.memory();
    const first = gpu.view(whole, 0, [1, 3]);
    const second = gpu.view(whole, VIEW_ALIGNMENT, [2, 2]);
    gpu.dispatch(scale, [second], [1, 1, 1], uniform(-1));
    const doubled = tf.add(second, second);
    expect(Array.from(await doubled.data())).toEqual([-128, -130, -132, -134]);
    expect(Array.from(await first.data())).toEqual([0, 1, 2]);
    expect(Array.from(await second.data())).toEqual([-64, -65, -66, -67]);
    gpu.copy(doubled, second);
    expect(Array.from(await second.data())).toEqual([-128, -130, -132, -134]);
    gpu.overwrite(second, new Float32Array([9, 8, 7, 6]));
    expect(Array.from((await whole.data()).slice(places - 1, places + 5))).toEqual([63, 9, 8, 7, 6, 68]);
    tf.dispose([first, second, doubled]);
    gpu.flush();
    expect(gpu.memory().numBytesInGPU).toBe(numBytesInGPU);
    whole.dispose();
  });

  it('keeps the buffer of a disposed tensor while commands that write to a view of it wait', async () => {
    const size = 3 * VIEW_ALIGNMENT + 4;
    const source = tf.fill([4], 7);
    const whole = tf.tensor1d(new Float32Array(size));
    gpu.flush();
    const view = gpu.view(whole, VIEW_ALIGNMENT, [4]);
    gpu.copy(source, view);
    tf.dispose([view, whole]);
    // Uploaded at once, before those commands run.
    const next = tf.tensor1d(new Float32Array(size));
    const sum = tf.sum(next);
    expect(await sum.data()).toEqual(Float32Array.of(0));
    tf.dispose([source, next, sum]);
  });

  it('refuses two kernels of one name', () => {
    const x = tf.tensor1d([1]);
    gpu.dispatch(scale, [x], [1, 1, 1], uniform(1));
    expect(() => gpu.dispatch({ ...scale, wgsl: `${scale.wgsl} ` }, [x], [1, 1, 1], uniform(1))).toThrow(
      'test/scale',
    );
    x.dispose();
  });

  it('reports a kernel that does not compile, and a lost device', async () => {
    const broken = untilError();
    const other = await createLabWebGPU();
    other.device.createShaderModule({ code: 'nonsense' });
    // Errors travel with the next answer from the GPU process.
    await other.queue.onSubmittedWorkDone();
    expect(await broken).toMatchObject({
      code: 'internal',
      message: expect.stringMatching(/nonsense/) as string,
    });
    const lost = untilError();
    other.device.destroy();
    expect(await lost).toMatchObject({ code: 'device-lost' });
  });
});
