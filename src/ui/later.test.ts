import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fetchPart } from './later.tsx';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('fetches a part again where the connection failed', async () => {
  const load = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(new Error('offline'))
    .mockResolvedValue('part');
  const part = fetchPart(load);
  await vi.advanceTimersByTimeAsync(500);
  await expect(part).resolves.toBe('part');
  expect(load).toHaveBeenCalledTimes(2);
});

it('gives up in the end, with the cause', async () => {
  const load = vi.fn<() => Promise<string>>().mockRejectedValue(new Error('offline'));
  const part = expect(fetchPart(load)).rejects.toThrow('offline');
  await vi.advanceTimersByTimeAsync(60_000);
  await part;
  expect(load).toHaveBeenCalledTimes(4);
});
