/** What autotune chooses, keeps and leaves alone. Which tile is fastest is the device's business. */
import * as tf from '@tensorflow/tfjs-core';
import { deleteDB, openDB } from 'idb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pickDevice } from '../device.ts';
import type { SumSpec } from './matmul.wgsl.ts';
import { needWebGPU, SMALL_PRODUCT } from '../testing.ts';
import { autotune, candidates, tileFor } from './autotune.ts';
import { createLabWebGPU, type LabWebGPU } from '../backend/webgpu.ts';

const DATABASE = 'rankscope-tiles';

describe('autotune', () => {
  let gpu: LabWebGPU;
  beforeAll(async () => {
    await deleteDB(DATABASE);
    await pickDevice('webgpu');
    gpu = needWebGPU();
  });
  afterAll(() => deleteDB(DATABASE));

  const entries = async (): Promise<unknown[]> => {
    const database = await openDB(DATABASE);
    const [keys, values] = await Promise.all([database.getAllKeys('tiles'), database.getAll('tiles')]);
    database.close();
    return keys.map((key, i): unknown => [key, values[i]]);
  };

  it('measures what was asked for, keeps the choice for the next visit and takes no memory', async () => {
    const tensors = tf.memory().numTensors;
    expect(candidates(64, 30)).toContainEqual(tileFor(gpu, 'example', SMALL_PRODUCT, 30));
    expect(await autotune(gpu)).toBe(1);
    const chosen = tileFor(gpu, 'example', SMALL_PRODUCT, 30);
    expect(candidates(64, 30)).toContainEqual(chosen);
    expect(await entries()).toHaveLength(1);
    expect(tf.memory().numTensors).toBe(tensors);
    // A batch of about the same size shares the choice.
    expect(tileFor(gpu, 'example', SMALL_PRODUCT, 32)).toBe(chosen);
    expect(await autotune(gpu)).toBe(0);
  });

  it('takes what an earlier visit chose', async () => {
    const database = await openDB(DATABASE);
    const [key] = await database.getAllKeys('tiles');
    if (key === undefined) throw new Error('nothing was kept');
    // The second candidate, which is not the default.
    await database.put('tiles', 1, key);
    database.close();
    const visit = await createLabWebGPU();
    const first = tileFor(visit, 'example', SMALL_PRODUCT, 30);
    expect(await autotune(visit)).toBe(0);
    expect(tileFor(visit, 'example', SMALL_PRODUCT, 30)).not.toEqual(first);
    visit.dispose();
  });

  it('reads float16 as such only where the device may, and then where that was chosen', async () => {
    const halves: SumSpec = { ...SMALL_PRODUCT, inputs: ['f32', 'f16'] };
    const visit = await createLabWebGPU();
    tileFor(visit, 'halves', halves, 30);
    expect(await autotune(visit)).toBe(1);
    expect(tileFor(visit, 'halves', halves, 30).native).toBeUndefined();
    visit.dispose();

    const database = await openDB(DATABASE);
    const key = (await database.getAllKeys('tiles')).find((name) => JSON.stringify(name).includes('halves'));
    // One past those that every device may use.
    const plain = candidates(64, 30).filter(({ shared }) => !shared).length;
    await database.put('tiles', plain, key);
    database.close();
    for (const may of [true, false]) {
      const later = await createLabWebGPU();
      later.nativeHalves = may;
      expect(tileFor(later, 'halves', halves, 30).native).toBeUndefined();
      // Where the device may not, what was chosen is nothing to it: it measures.
      expect(await autotune(later)).toBe(may ? 0 : 1);
      expect(tileFor(later, 'halves', halves, 30).native).toBe(may ? true : undefined);
      later.dispose();
    }
  });

  it('keeps to the default where there is no memory to measure in', async () => {
    const visit = await createLabWebGPU();
    const first = tileFor(visit, 'large', SMALL_PRODUCT, 30);
    vi.spyOn(visit.device, 'popErrorScope').mockResolvedValueOnce(new GPUOutOfMemoryError('none left'));
    expect(await autotune(visit)).toBe(0);
    expect(tileFor(visit, 'large', SMALL_PRODUCT, 30)).toBe(first);
    expect(JSON.stringify(await entries())).not.toContain('large');
    visit.dispose();
  });

  it('measures, and remembers nothing, where there is no database or it is full', async () => {
    const refuse = (name: string) => () => {
      throw new DOMException('refused', name);
    };
    for (const spy of [
      () => vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(refuse('SecurityError')),
      () => vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(refuse('QuotaExceededError')),
    ]) {
      const visit = await createLabWebGPU();
      tileFor(visit, 'refused', SMALL_PRODUCT, 30);
      const refusal = spy();
      expect(await autotune(visit)).toBe(1);
      expect(refusal).toHaveBeenCalledOnce();
      refusal.mockRestore();
      visit.dispose();
      expect(JSON.stringify(await entries())).not.toContain('refused');
    }
  });
});
