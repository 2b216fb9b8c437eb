import { expect, it, vi } from 'vitest';
import { fromGpu } from './gpu-wait.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const CHROMIUM =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Safari/537.36';

async function queueOfThisBrowser(): Promise<GPUQueue> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('This test needs WebGPU.');
  return (await adapter.requestDevice()).queue;
}

it.each([
  [FIREFOX, true],
  [CHROMIUM, false],
])('submits nothing while it waits, but in Firefox: %s', async (agent, nudges) => {
  const queue = await queueOfThisBrowser();
  const submit = vi.spyOn(queue, 'submit');
  const wait = new Promise<string>((resolve) => setTimeout(() => resolve('done'), 50));
  expect(await fromGpu(queue, wait, agent)).toBe('done');
  const { length } = submit.mock.calls;
  expect(length > 3).toBe(nudges);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(submit).toHaveBeenCalledTimes(length);
});

it('ends with a promise that is broken, too', async () => {
  const queue = await queueOfThisBrowser();
  const submit = vi.spyOn(queue, 'submit');
  const broken = new Promise((_, reject) => setTimeout(() => reject(new Error('lost')), 20));
  await expect(fromGpu(queue, broken, FIREFOX)).rejects.toThrow('lost');
  const { length } = submit.mock.calls;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(submit).toHaveBeenCalledTimes(length);
});
