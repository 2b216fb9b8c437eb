import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchWorker } from './watch.ts';

describe('the watch over a worker', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const begin = (allowance = 0) => {
    const deaths: string[] = [];
    const watch = watchWorker(
      () => allowance,
      (detail) => deaths.push(detail),
    );
    return { watch, deaths };
  };

  it('tells of silence within five seconds, once', () => {
    const { watch, deaths } = begin();
    watch.heard({ type: 'alive', lock: null });
    for (let beat = 0; beat < 10; beat++) {
      vi.advanceTimersByTime(500);
      watch.heard({ type: 'beat', afterMs: 500 });
    }
    vi.advanceTimersByTime(3500);
    expect(deaths).toEqual([]);
    vi.advanceTimersByTime(1500);
    expect(deaths).toEqual(['The worker has not answered for 5 seconds.']);
    vi.advanceTimersByTime(60_000);
    expect(deaths).toHaveLength(1);
  });

  it('waits five minutes for the first word: a slow connection may need them for the script', () => {
    const { watch, deaths } = begin();
    vi.advanceTimersByTime(300_000);
    expect(deaths).toEqual([]);
    expect(watch.started).toBe(false);
    vi.advanceTimersByTime(1000);
    expect(deaths).toHaveLength(1);
  });

  it('never takes a slow worker for a hanging one, however its beats slow down by up to four times', () => {
    const pace = fc.record({
      first: fc.integer({ min: 100, max: 900 }),
      times: fc.array(fc.double({ min: 0.3, max: 3.9, noNaN: true }), { maxLength: 12 }),
    });
    fc.assert(
      fc.property(pace, ({ first, times }) => {
        const { watch, deaths } = begin();
        watch.heard({ type: 'alive', lock: null });
        let gap = first;
        for (const factor of [1, ...times]) {
          gap = Math.min(60_000, Math.max(100, gap * factor));
          vi.advanceTimersByTime(gap);
          watch.heard({ type: 'beat', afterMs: gap });
        }
        watch.stop();
        expect(deaths).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('tells of every silence in the end, whatever came before', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 8000 }), { maxLength: 20 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 0, max: 100_000 }), (before, allowance) => {
        const { watch, deaths } = begin(allowance);
        watch.heard({ type: 'alive', lock: null });
        for (const afterMs of before) watch.heard({ type: 'beat', afterMs });
        vi.advanceTimersByTime(4000 + 4 * Math.max(0, ...before) + allowance + 1000);
        expect(deaths).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });

  it('grants the time that what was asked accounts for', () => {
    const { watch, deaths } = begin(30_000);
    watch.heard({ type: 'alive', lock: null });
    vi.advanceTimersByTime(33_000);
    expect(deaths).toEqual([]);
    vi.advanceTimersByTime(2000);
    expect(deaths).toHaveLength(1);
  });

  it.each([
    { backend: 'cpu', reason: 'no-wasm', software: false },
    { backend: 'webgpu', reason: 'forced', software: true },
  ] as const)('grants a minute more while single operations may take seconds: %o', (slow) => {
    const { watch, deaths } = begin();
    const device = { adapter: '', software: false, f16: false, threads: 1 };
    const ready = { type: 'ready' as const, requestId: 1, tasks: [] };
    watch.heard({ type: 'alive', lock: null });
    watch.heard({ ...ready, device: { ...device, ...slow } });
    vi.advanceTimersByTime(63_000);
    expect(deaths).toEqual([]);
    watch.heard({ ...ready, device: { ...device, backend: 'wasm', reason: 'no-webgpu' } });
    vi.advanceTimersByTime(5000);
    expect(deaths).toHaveLength(1);
  });

  it('tells of a plain JavaScript worker that hangs', () => {
    const { watch, deaths } = begin();
    const device = {
      backend: 'cpu',
      reason: 'no-wasm',
      adapter: '',
      software: false,
      f16: false,
      threads: 1,
    } as const;
    watch.heard({ type: 'alive', lock: null });
    watch.heard({ type: 'ready', requestId: 1, device, tasks: [] });
    vi.advanceTimersByTime(66_000);
    expect(deaths).toHaveLength(1);
  });

  it('forgives the silence of a page that slept itself', () => {
    const { watch, deaths } = begin();
    watch.heard({ type: 'alive', lock: null });
    vi.advanceTimersByTime(1000);
    // The clock goes on, and no timer fires.
    vi.setSystemTime(Date.now() + 3_600_000);
    const clock = performance.now();
    vi.spyOn(performance, 'now').mockImplementation(() => clock + 3_600_000);
    vi.advanceTimersByTime(3500);
    expect(deaths).toEqual([]);
    vi.restoreAllMocks();
    watch.stop();
  });
});

it('tells at once of a worker that the browser ended', async () => {
  const script = `navigator.locks.request('a lock', () => {
    postMessage(null);
    return new Promise(() => {});
  });`;
  const worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
  await new Promise((resolve) => worker.addEventListener('message', resolve, { once: true }));
  const death = new Promise<string>((resolve) => {
    watchWorker(() => 3_600_000, resolve).heard({ type: 'alive', lock: 'a lock' });
  });
  const began = performance.now();
  worker.terminate();
  expect(await death).toBe('The browser ended the worker.');
  expect(performance.now() - began).toBeLessThan(3000);
});
