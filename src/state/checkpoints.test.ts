import 'fake-indexeddb/auto';
import { afterEach, expect, it, vi } from 'vitest';
import type { Checkpoint } from '../core/checkpoint.ts';
import { packCheckpoint } from '../formats/checkpoint.ts';
import { CHECKPOINT_EVERY } from './checkpoints.ts';
import { createStorage, type PageStorage } from './storage.ts';
import {
  ADAPTER,
  notices,
  openBench,
  progress,
  record,
  settled,
  status,
  step,
  type Bench,
} from './testing.ts';

let databases = 0;
const fresh = () => `checkpoints-${++databases}`;

const at = (n: number): Checkpoint => ({
  step: n,
  elapsedMs: 100 * n,
  tensors: ADAPTER.tensors,
  first: ADAPTER.tensors,
  second: ADAPTER.tensors,
});

/** A run in training that the worker told a checkpoint of. */
async function training(bench: Bench, n: number): Promise<string> {
  await bench.page.actions.train();
  await settled();
  const id = bench.worker().sent('start').at(-1)?.runs[0]?.runId ?? '';
  status(bench, id, 'running');
  progress(bench, id, ...Array.from({ length: n }, (_, i) => i + 1));
  bench.worker().emit({ type: 'checkpoint', runId: id, checkpoint: at(n) });
  return id;
}
const kept = (storage: PageStorage, wanted: Record<string, number>) =>
  vi.waitFor(async () => expect(await storage.checkpoints()).toEqual(wanted), { timeout: 10_000 });

afterEach(() => vi.restoreAllMocks());

it('asks for one every half a minute while a run trains, and not otherwise', async () => {
  const ticks: [() => void, number | undefined][] = [];
  vi.spyOn(globalThis, 'setInterval').mockImplementation(((act: () => void, ms?: number) => {
    ticks.push([act, ms]);
    return 0;
  }) as typeof setInterval);
  const bench = await openBench();
  const id = await training(bench, 3);
  const tick = ticks.find(([, ms]) => ms === CHECKPOINT_EVERY)?.[0];
  tick?.();
  expect(bench.worker().sent('checkpoint')).toHaveLength(1);
  status(bench, id, 'finished');
  tick?.();
  bench.page.saveCheckpoints();
  await settled();
  expect(bench.worker().sent('checkpoint')).toHaveLength(1);
});

it('goes on in the next page where the run was cut, with its curve as far as that', async () => {
  const storage = createStorage(fresh());
  const first = await openBench({ storage });
  const id = await training(first, 5);
  await kept(storage, { [id]: 5 });
  // Steps that came after the checkpoint are taken again.
  progress(first, id, 6, 7);
  status(first, id, 'stopped');
  await first.page.keeper.flush();

  const bench = await openBench({ storage });
  await vi.waitFor(() => expect(bench.page.runs.getState().checkpoints).toEqual({ [id]: 5 }));
  await bench.page.actions.continueRun(id);
  await settled();
  expect(bench.worker().sent('start').at(-1)?.runs).toMatchObject([{ runId: id, from: at(5) }]);
  const [run] = bench.page.runs.getState().records;
  expect(run?.steps).toEqual([1, 2, 3, 4, 5].map(step));
  status(bench, id, 'finished');
  await kept(storage, {});
});

it('says that one is damaged, and leaves the run as it is', async () => {
  const storage = createStorage(fresh());
  const was = record('a', { state: 'stopped', weights: 'abc', steps: [1, 2, 3].map(step) });
  await storage.putRun(was, null);
  await storage.putCheckpoint('a', 2, (await packCheckpoint(at(2))).slice(0, -1));
  const bench = await openBench({ storage });
  await bench.page.actions.continueRun('a');
  expect(notices(bench)).toMatchObject([{ type: 'error', code: 'bad-checkpoint' }]);
  expect(bench.worker().sent('start')).toEqual([]);
  expect(bench.page.runs.getState().records).toEqual([was]);
  await kept(storage, {});
});

it('says that one is gone, and no longer offers to continue from it', async () => {
  const storage = createStorage(fresh());
  await storage.putRun(record('a', { state: 'stopped', weights: 'abc' }), null);
  await storage.putCheckpoint('a', 2, await packCheckpoint(at(2)));
  const bench = await openBench({ storage });
  await vi.waitFor(() => expect(bench.page.runs.getState().checkpoints).toEqual({ a: 2 }));
  await storage.deleteCheckpoint('a');
  await bench.page.actions.continueRun('a');
  expect(notices(bench)).toMatchObject([
    {
      type: 'error',
      code: 'bad-checkpoint',
      detail: 'The checkpoint is gone: another tab or the browser deleted it.',
    },
  ]);
  expect(bench.worker().sent('start')).toEqual([]);
  await vi.waitFor(() => expect(bench.page.runs.getState().checkpoints).toEqual({}));
});

it('goes on with no run of other weights, data or device', async () => {
  const storage = createStorage(fresh());
  await storage.putRun(record('a', { state: 'stopped', weights: 'other' }), null);
  await storage.putCheckpoint('a', 2, await packCheckpoint(at(2)));
  const bench = await openBench({ storage });
  await bench.page.actions.continueRun('a');
  expect(notices(bench)).toMatchObject([{ type: 'error', code: 'bad-checkpoint' }]);
  expect(bench.worker().sent('start')).toEqual([]);
  expect(await storage.checkpoints()).toEqual({ a: 2 });
});

it('makes room on a full disk with older ones, says when that is not enough, and trains on', async () => {
  const whole = createStorage(fresh());
  let room = 1;
  const storage: PageStorage = {
    ...whole,
    async putCheckpoint(...given) {
      if (Object.keys(await whole.checkpoints()).length >= room)
        throw new DOMException('No room.', 'QuotaExceededError');
      await whole.putCheckpoint(...given);
    },
  };
  await whole.putRun(record('old', { state: 'stopped' }), null);
  await whole.putCheckpoint('old', 2, await packCheckpoint(at(2)));
  const bench = await openBench({ storage });
  const id = await training(bench, 3);
  await kept(storage, { [id]: 3 });
  expect(notices(bench)).toEqual([]);
  room = 0;
  bench.worker().emit({ type: 'checkpoint', runId: id, checkpoint: at(4) });
  await vi.waitFor(() => expect(notices(bench)).toMatchObject([{ type: 'no-checkpoint', isFull: true }]));
  progress(bench, id, 4, 5);
  expect(bench.page.runs.getState().records.at(-1)).toMatchObject({ state: 'running', steps: { length: 5 } });
  expect(await storage.checkpoints()).toEqual({ [id]: 3 });
  room = 2;
  bench.worker().emit({ type: 'checkpoint', runId: id, checkpoint: at(5) });
  await kept(storage, { [id]: 5 });
  await vi.waitFor(() => expect(notices(bench)).toEqual([]));
});

it('deletes one older checkpoint at a time, since browsers free its room late', async () => {
  const whole = createStorage(fresh());
  let isFull = true;
  const storage: PageStorage = {
    ...whole,
    async putCheckpoint(...given) {
      if (isFull) throw new DOMException('No room.', 'QuotaExceededError');
      await whole.putCheckpoint(...given);
    },
  };
  for (const id of ['a', 'b']) {
    await whole.putRun(record(id, { state: 'stopped' }), null);
    await whole.putCheckpoint(id, 2, await packCheckpoint(at(2)));
  }
  const bench = await openBench({ storage });
  const id = await training(bench, 3);
  await vi.waitFor(() => expect(notices(bench)).toMatchObject([{ type: 'no-checkpoint', isFull: true }]));
  expect(await storage.checkpoints()).toEqual({ b: 2 });
  isFull = false;
  bench.worker().emit({ type: 'checkpoint', runId: id, checkpoint: at(4) });
  await kept(storage, { b: 2, [id]: 4 });
  await vi.waitFor(() => expect(notices(bench)).toEqual([]));
});

it('is put back with its run, which goes on from it', async () => {
  const storage = createStorage(fresh());
  const bench = await openBench({ storage });
  const id = await training(bench, 3);
  await kept(storage, { [id]: 3 });
  status(bench, id, 'stopped');
  bench.page.actions.deleteRun(id);
  await kept(storage, {});
  const [deleted] = notices(bench).filter((notice) => notice.type === 'deleted');
  await bench.page.actions.restore(deleted ? [deleted.run] : []);
  await kept(storage, { [id]: 3 });
  await bench.page.actions.continueRun(id);
  await settled();
  expect(bench.worker().sent('start').at(-1)?.runs).toMatchObject([{ runId: id, from: at(3) }]);
});

it('is deleted with its run, and of a run that diverged', async () => {
  const storage = createStorage(fresh());
  const bench = await openBench({ storage });
  const id = await training(bench, 3);
  await kept(storage, { [id]: 3 });
  bench
    .worker()
    .emit({ type: 'status', runId: id, state: 'failed', failure: 'non-finite', trainableParameters: 2048 });
  await kept(storage, {});
  const other = await training(bench, 2);
  await kept(storage, { [other]: 2 });
  status(bench, other, 'stopped');
  bench.page.actions.deleteRun(other);
  await kept(storage, {});
});

it('of an older run makes room for a record and its adapter, before anything is said not to be saved', async () => {
  const whole = createStorage(fresh());
  const isFull = async () => Object.keys(await whole.checkpoints()).length > 1;
  const full = new DOMException('No room.', 'QuotaExceededError');
  const storage: PageStorage = {
    ...whole,
    putRun: async (...given) => ((await isFull()) ? Promise.reject(full) : whole.putRun(...given)),
    putAdapter: async (...given) => ((await isFull()) ? Promise.reject(full) : whole.putAdapter(...given)),
  };
  for (const id of ['a', 'b', 'c']) {
    await whole.putRun(record(id, { state: 'stopped' }), null);
    await whole.putCheckpoint(id, 2, await packCheckpoint(at(2)));
  }
  const bench = await openBench({ storage });
  const put = vi.spyOn(storage, 'putRun');
  await bench.page.actions.train();
  // One checkpoint at a time: the second time there is still no room.
  await vi.waitFor(() => expect(notices(bench)).toMatchObject([{ type: 'not-saved', runs: 1 }]));
  expect(await storage.checkpoints()).toEqual({ b: 2, c: 2 });
  expect(put).toHaveBeenCalledTimes(2);
  const id = bench.page.runs.getState().records.at(-1)?.id ?? '';
  status(bench, id, 'running');
  progress(bench, id, 1);
  status(bench, id, 'finished');
  await settled();
  // What was deleted may still count: no other goes at once.
  expect(await storage.checkpoints()).toEqual({ b: 2, c: 2 });
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 40_000);
  await bench.page.keeper.flush();
  await vi.waitFor(() => expect(bench.page.runs.getState().unsaved).toEqual([]));
  expect(await storage.checkpoints()).toEqual({ c: 2 });
  expect(await storage.run(id)).toMatchObject({ state: 'finished', steps: [step(1)] });
  expect(await storage.adapter(id)).not.toBeNull();
  await vi.waitFor(() => expect(notices(bench)).toEqual([]));
  await vi.waitFor(() => expect(bench.page.runs.getState().checkpoints).toEqual({ c: 2 }));
});
