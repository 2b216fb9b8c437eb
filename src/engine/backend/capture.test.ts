/** Recorded steps against the same steps run eagerly, on tfjs's own programs and on ours. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { pickDevice } from '../device.ts';
import { needWebGPU } from '../testing.ts';
import type { Kernel, LabWebGPU } from './webgpu.ts';

/** x ← x + y, in place. */
const accumulate: Kernel = {
  name: 'test/accumulate',
  wgsl: `
    @group(0) @binding(0) var<storage, read_write> x: array<f32>;
    @group(0) @binding(1) var<storage, read> y: array<f32>;
    @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
      if (id.x < arrayLength(&x)) { x[id.x] = x[id.x] + y[id.x]; }
    }`,
};

describe('a capture', () => {
  let gpu: LabWebGPU;
  beforeAll(async () => {
    await pickDevice('webgpu');
    gpu = needWebGPU();
  });

  /** x ← x + tanh(x·W + input)/4: intermediates, an uploaded constant, an in-place update and a fixed input. */
  function recurrence() {
    const x = tf.tensor2d([0.1, 0.2, 0.3, 0.4], [1, 4]);
    const w = tf.tensor2d(
      Float32Array.from({ length: 16 }, (_, i) => Math.sin(i)),
      [4, 4],
    );
    const input = tf.tensor2d([0, 0, 0, 0], [1, 4]);
    const step = () => {
      const change = tf.mul(tf.tanh(tf.add(tf.matMul(x, w), input)), 0.25);
      gpu.dispatch(accumulate, [x, change], [1, 1, 1]);
    };
    return { x, input, step, dispose: () => tf.dispose([x, w, input]) };
  }
  const inputAt = (n: number) => Float32Array.of(n, -n, n / 2, 1).map((v) => v / 50);

  it('replays what ran eagerly, bit for bit, with inputs of its own', async () => {
    const eager = recurrence();
    const captured = recurrence();
    gpu.overwrite(captured.input, inputAt(0));
    const capture = gpu.capture(captured.step);
    for (let n = 0; n < 50; n++) {
      gpu.overwrite(eager.input, inputAt(n));
      tf.tidy(eager.step);
      if (n > 0) {
        gpu.overwrite(captured.input, inputAt(n));
        await capture.replay();
      }
    }
    expect(await captured.x.data()).toEqual(await eager.x.data());
    // Negative control: one more step tells the two apart.
    await capture.replay();
    expect(await captured.x.data()).not.toEqual(await eager.x.data());
    expect(capture.dispatches).toBe(5);
    capture.dispose();
    eager.dispose();
    captured.dispose();
  });

  it('keeps order without waiting, with eager work in between', async () => {
    const x = tf.tensor1d([0]);
    const one = tf.tensor1d([1]);
    const capture = gpu.capture(() => gpu.dispatch(accumulate, [x, one], [1, 1, 1]));
    const seen: tf.Tensor[] = [];
    const done: Promise<number>[] = [];
    for (let i = 0; i < 40; i++) {
      seen.push(tf.add(x, 0));
      done.push(capture.replay());
    }
    const values = await Promise.all(seen.map((tensor) => tensor.data()));
    expect(values.map(([value]) => value)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    await Promise.all(done);
    capture.dispose();
    tf.dispose([x, one, seen]);
  });

  it('stands beside another over the same weights', async () => {
    const alone = recurrence();
    const aloneCapture = gpu.capture(alone.step);
    for (let i = 0; i < 10; i++) await aloneCapture.replay();
    const expected = await alone.x.data();
    aloneCapture.dispose();

    const [first, second] = [recurrence(), recurrence()];
    const captures = [gpu.capture(first.step), gpu.capture(second.step)];
    for (let i = 0; i < 10; i++) for (const capture of captures) await capture.replay();
    expect(await first.x.data()).toEqual(expected);
    expect(await second.x.data()).toEqual(expected);
    captures[0]?.dispose();
    await captures[1]?.replay();
    expect(await second.x.data()).not.toEqual(expected);
    captures[1]?.dispose();
    for (const used of [alone, first, second]) used.dispose();
  });

  it('survives eager work that wants the same buffers', async () => {
    const captured = recurrence();
    const eager = recurrence();
    const capture = gpu.capture(captured.step);
    tf.tidy(eager.step);
    for (let i = 0; i < 5; i++) {
      tf.tidy(() => {
        for (let j = 0; j < 20; j++) tf.square(tf.fill([1, 4], 1e6));
        tf.square(tf.fill([4, 4], -1e6));
        tf.add(7, 1);
      });
      await capture.replay();
      tf.tidy(eager.step);
    }
    expect(await captured.x.data()).toEqual(await eager.x.data());
    capture.dispose();
    captured.dispose();
    eager.dispose();
  });

  it('submits in parts that hold the GPU for 50 ms at most, by the time that it took before; at once where the GPU is the CPU', async () => {
    const { software } = gpu;
    gpu.software = false;
    const x = tf.tensor1d([0]);
    const one = tf.tensor1d([1]);
    const capture = gpu.capture(() => {
      for (let i = 0; i < 40; i++) gpu.dispatch(accumulate, [x, one], [1, 1, 1]);
    });
    const submit = vi.spyOn(gpu.queue, 'submit');
    const finished = vi.spyOn(gpu, 'finished');
    const submitsOf = async (msNow: number) => {
      submit.mockClear();
      finished.mockImplementationOnce(async () => {
        await gpu.queue.onSubmittedWorkDone();
        return msNow;
      });
      await capture.replay();
      return submit.mock.calls.length;
    };
    expect(await submitsOf(200)).toBe(3); // not yet timed: 15 at a time, as tfjs does
    expect(await submitsOf(3)).toBe(4); // 200 ms in all, 50 ms each
    expect(await submitsOf(200)).toBe(1);
    gpu.software = true;
    expect(await submitsOf(200)).toBe(4); // as timed before
    expect(await submitsOf(200)).toBe(1);
    gpu.software = software;
    submit.mockRestore();
    finished.mockRestore();
    expect(Array.from(await x.data())).toEqual([240]);
    capture.dispose();
    tf.dispose([x, one]);
  });

  it('uploads outer tensors that it meets first to memory that outlives it', async () => {
    const total = tf.tensor1d([0, 0]);
    const fresh = tf.tensor1d([3, 4]);
    gpu.capture(() => gpu.dispatch(accumulate, [total, fresh], [1, 1, 1])).dispose();
    expect(Array.from(await fresh.data())).toEqual([3, 4]);
    expect(Array.from(await total.data())).toEqual([3, 4]);
    tf.dispose([total, fresh]);
  });

  it('reuses the memory of intermediates, shares it with other captures, and gives all of it back', async () => {
    const n = 100_000;
    const x = tf.fill([n], 1);
    const results = [tf.fill([n], 0), tf.fill([n], 0)];
    gpu.flush();
    const atStart = { ...gpu.memory(), tensors: tf.memory().numTensors };
    const held = () => gpu.memory().numBytesInGPU - atStart.numBytesInGPU;
    const captures = results.map((result, factor) =>
      gpu.capture(() => {
        let y = tf.tanh(x);
        for (let i = 0; i < 20; i++) {
          const next = tf.tanh(y);
          y.dispose();
          y = next;
        }
        gpu.copy(tf.mul(y, factor + 1), result);
      }),
    );
    // Two vectors in turn, and small uniform blocks.
    expect(held()).toBeGreaterThanOrEqual(2 * 4 * n);
    expect(held()).toBeLessThan(2 * 4 * n + 2 * 30 * 256);
    await Promise.all([...captures, ...captures].map((capture) => capture.replay()));
    const [once = NaN, twice = NaN] = await Promise.all(
      results.map(async (result) => (await result.data<'float32'>())[n - 1]),
    );
    expect(once).toBeGreaterThan(0);
    expect(twice).toBe(2 * once);

    captures[0]?.dispose();
    await captures[1]?.replay();
    expect(held()).toBeGreaterThanOrEqual(2 * 4 * n);
    captures[1]?.dispose();
    expect(held()).toBe(0);
    expect(tf.memory().numTensors).toBe(atStart.tensors);
    expect(() => captures[0]?.replay()).toThrow('disposed');
    tf.dispose([x, results]);
  });

  it('refuses a step that cannot be replayed, and leaves the backend sound', async () => {
    const x = tf.variable(tf.tensor1d([1, 2]));
    const other = tf.square(x);
    await tf.add(x, 0).data();
    const atStart = gpu.memory().numBytesInGPU;
    expect(() => gpu.capture(() => void tf.keep(tf.square(x)))).toThrow('kept a tensor');
    expect(() => gpu.capture(() => x.assign(tf.square(x)))).toThrow('kept a tensor');
    expect(() => gpu.capture(() => other.dispose())).toThrow('in place');
    expect(() =>
      gpu.capture(() => {
        throw new Error('of its own');
      }),
    ).toThrow('of its own');
    expect(gpu.memory().numBytesInGPU).toBe(atStart);
    const y = tf.tensor1d([5, 6]);
    expect(Array.from(await tf.square(y).data())).toEqual([25, 36]);
  });
});
