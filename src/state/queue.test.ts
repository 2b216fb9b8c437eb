import { afterEach, describe, expect, it, vi } from 'vitest';
import { runsOf, seedsFrom, type Axis } from '../core/experiment.ts';
import { defaultMethod } from '../core/methods/methods.ts';
import { SHIPPED } from '../core/models/shipped.ts';
import { defaultRunConfig } from '../core/run-config.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { KeptQueue, PageStorage } from './storage.ts';
import { createTabs } from './tabs.ts';
import { emptyStorage, notices, openBench, record, settled, status, type Bench } from './testing.ts';

const form = defaultRunConfig();
const ranks = (...values: number[]): Axis => ({ setting: 'r', values });
const configs = (...axes: Axis[]) => runsOf({ base: form, axes });

const started = (bench: Bench) =>
  bench
    .worker()
    .sent('start')
    .map(({ runs }) => runs.map(({ config }) => config));
const seedsOf = (bench: Bench) => started(bench).map((runs) => runs.map(({ seed }) => seed));
const due = ({ page }: Bench) => page.queue.getState().due;
const idsOf = (bench: Bench, n: number) => {
  const starts = bench.worker().sent('start');
  return starts[n]?.runs.map(({ runId }) => runId) ?? [];
};
const finish = async (bench: Bench, ids: readonly string[]) => {
  for (const id of ids) status(bench, id, 'finished');
  await settled();
};

/** What the browser keeps, over several pages. */
function kept() {
  const queues = new Map<string, KeptQueue>();
  const runs = new Map<string, RunRecord>();
  const storage: PageStorage = {
    ...emptyStorage,
    load: () =>
      Promise.resolve({ runs: [...runs.values()], own: null, queues: [...queues.values()], unreadable: [] }),
    run: (id) => Promise.resolve(runs.get(id) ?? null),
    putRun: (put) => Promise.resolve(runs.set(put.id, put)).then(() => true),
    putQueue: async (queue) => {
      if (queue.due.length > 0) queues.set(queue.id, queue);
      else queues.delete(queue.id);
      return Promise.resolve();
    },
    queue: (id) => Promise.resolve(queues.get(id) ?? null),
  };
  return { storage, queues, runs };
}

/** A tab whose session outlives its pages; the lock of a page goes with it. */
function tab() {
  const memory = new Map<string, string>();
  const session = {
    getItem: (key: string) => memory.get(key) ?? null,
    setItem: (key: string, value: string) => void memory.set(key, value),
  };
  return () => createTabs(null, null, session);
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('an experiment', () => {
  it('trains the runs of one seed in lockstep, as one group, and the next seed after them', async () => {
    const bench = await openBench();
    bench.page.actions.experiment(configs(ranks(1, 8), seedsFrom(form, 2)));
    await settled();
    expect(seedsOf(bench)).toEqual([[1, 1]]);
    expect(bench.page.runs.getState().records).toHaveLength(2);
    expect(due(bench)).toHaveLength(4);
    const [first = '', second = ''] = idsOf(bench, 0);
    await finish(bench, [first]);
    // Its batch has not ended yet.
    expect(started(bench)).toHaveLength(1);
    expect(due(bench)).toHaveLength(3);
    await finish(bench, [second]);
    expect(seedsOf(bench)).toEqual([
      [1, 1],
      [2, 2],
    ]);
    await finish(bench, idsOf(bench, 1));
    expect(due(bench)).toEqual([]);
    const { records, ticked } = bench.page.runs.getState();
    expect(new Set(records.map(({ groupId }) => groupId)).size).toBe(1);
    expect(ticked).toHaveLength(4);
  });

  it('waits for what is live; a run that is asked for goes first', async () => {
    const bench = await openBench();
    bench.page.actions.experiment(configs(ranks(1, 8)));
    await settled();
    bench.page.actions.experiment(configs(seedsFrom(form, 2)));
    await settled();
    expect(started(bench)).toHaveLength(1);
    expect(due(bench)).toHaveLength(4);
    await bench.page.actions.train();
    await settled();
    // What was live was stopped and kept; the seeds are due still.
    expect(started(bench)).toHaveLength(2);
    expect(due(bench)).toHaveLength(2);
    await finish(bench, idsOf(bench, 1));
    expect(seedsOf(bench).slice(2)).toEqual([[1]]);
    await finish(bench, idsOf(bench, 2));
    expect(seedsOf(bench).slice(3)).toEqual([[2]]);
  });

  it('keeps what is live, stopped, where another comparison of the same model, data and seed takes its place', async () => {
    const bench = await openBench();
    bench.page.actions.experiment(configs(ranks(1, 8)));
    await settled();
    const live = idsOf(bench, 0);
    await bench.page.actions.compareRanks();
    await settled();
    const ranksOf = started(bench).map((runs) => runs.map(({ method }) => 'r' in method && method.r));
    expect(ranksOf).toEqual([
      [1, 8],
      [1, 2, 4, 8, 16],
    ]);
    const states = new Map(bench.page.runs.getState().records.map(({ id, state }) => [id, state]));
    expect(live.map((id) => states.get(id))).toEqual(['stopped', 'stopped']);
    expect(due(bench)).toHaveLength(5);
  });

  it('has the worker forget runs that are over once their weights take much memory', async () => {
    const bench = await openBench();
    const wide = { ...SHIPPED.nano, n_embd: 4096, n_inner: 16_384 };
    const over = (id: string, shape = wide) => ({
      ...record(id, { state: 'finished' }),
      shape,
      config: { ...form, model: 'own', method: defaultMethod('full') },
    });
    bench.page.runs.getState().add([over('big'), over('scored')]);
    bench.page.runs.setState({ held: ['big', 'scored'], scoring: { scored: { written: 0, texts: 1 } } });
    bench.page.actions.experiment(configs(ranks(1, 8)));
    await settled();
    expect(bench.worker().sent('release')).toEqual([{ type: 'release', runId: 'big' }]);
    expect(bench.page.runs.getState().held).not.toContain('big');
    const [first = ''] = idsOf(bench, 0);
    await finish(bench, idsOf(bench, 0));
    bench.page.runs.setState({ held: [first], scoring: {} });
    bench.page.actions.experiment(configs(seedsFrom(form, 2)));
    await settled();
    // These are small.
    expect(bench.worker().sent('release')).toHaveLength(1);
  });

  it('leaves out what is dropped, and all of it at a reset', async () => {
    const bench = await openBench();
    bench.page.actions.experiment(configs(seedsFrom(form, 4)));
    await settled();
    const third = due(bench)[2]?.runId ?? '';
    bench.page.queue.drop([third]);
    await finish(bench, idsOf(bench, 0));
    await finish(bench, idsOf(bench, 1));
    expect(seedsOf(bench)).toEqual([[1], [2], [4]]);
    await bench.page.actions.reset();
    await settled();
    expect(due(bench)).toEqual([]);
    expect(started(bench)).toHaveLength(3);
  });

  it('is held while a worker that died is started again, and goes on when a person says so', async () => {
    const bench = await openBench();
    bench.page.actions.experiment(configs(seedsFrom(form, 2)));
    await settled();
    vi.stubGlobal('ErrorEvent', Event);
    bench.worker().die();
    await settled();
    expect(bench.page.queue.getState()).toMatchObject({ isHeld: true, due: [{ config: { seed: 2 } }] });
    bench.page.queue.goOn();
    await vi.waitFor(() => expect(seedsOf(bench)).toEqual([[2]]));
  });

  it('loads the model of each batch after the scores of the one before, and the form’s in the end', async () => {
    const bench = await openBench();
    bench.page.actions.experiment(configs({ setting: 'model', values: ['nano', 'micro'] }));
    await settled();
    const [first = ''] = idsOf(bench, 0);
    const scoring = (progress: { written: number; texts: number } | null) =>
      bench.worker().emit({ type: 'scoring', runId: first, progress });
    scoring({ written: 0, texts: 64 });
    await finish(bench, [first]);
    expect(started(bench)).toHaveLength(1);
    scoring(null);
    await settled();
    const models = () =>
      bench
        .worker()
        .sent('loadModel')
        .map(({ model }) => model);
    expect(models()).toEqual(['nano', 'micro']);
    expect(started(bench)[1]).toMatchObject([{ model: 'micro' }]);
    expect(bench.page.config.getState().config.model).toBe('nano');
    await finish(bench, idsOf(bench, 1));
    expect(models()).toEqual(['nano', 'micro', 'nano']);
  });

  it('is held where the form gets another model', async () => {
    const bench = await openBench();
    bench.page.actions.experiment(configs(seedsFrom(form, 2)));
    await settled();
    bench.page.config.getState().update({ model: 'micro' });
    await settled();
    expect(started(bench)).toHaveLength(1);
    expect(bench.page.queue.getState()).toMatchObject({ isHeld: true, due: [{ config: { seed: 2 } }] });
  });
});

describe('a page that is loaded anew', () => {
  it('goes on with its experiment: what was going begins anew, what waited is still to come', async () => {
    const { storage, queues } = kept();
    const newPage = tab();
    const before = await openBench({ storage, tabs: newPage() });
    before.page.actions.experiment(configs(ranks(1, 8), seedsFrom(form, 2)));
    await settled();
    const ids = idsOf(before, 0);
    await finish(before, ids.slice(0, 1));
    await before.page.keeper.flush();
    expect([...queues.values()].map((queue) => queue.due.length)).toEqual([3]);

    const after = await openBench({ storage, tabs: newPage() });
    await vi.waitFor(() => expect(idsOf(after, 0)).toEqual(ids.slice(1)));
    // Under its own name in the list, and without what it had learned.
    const { records } = after.page.runs.getState();
    expect(records.map(({ id, state }) => [id, state])).toEqual([
      [ids[0], 'finished'],
      [ids[1], 'running'],
    ]);
    expect(notices(after)).toEqual([{ type: 'goes-on', again: 1, waiting: 2 }]);
    await finish(after, ids.slice(1));
    expect(seedsOf(after)).toEqual([[1], [2, 2]]);
    await finish(after, idsOf(after, 1));
    expect(queues.size).toBe(0);
  });

  it('in another tab takes over what a closed one left, and waits for a person’s word', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const { storage } = kept();
    await storage.putQueue({
      id: 'left',
      due: configs(seedsFrom(form, 2)).map((config, i) => ({ runId: `g-${i}`, groupId: 'g', config })),
    });
    const bench = await openBench({ storage, tabs: tab()() });
    await vi.advanceTimersByTimeAsync(6000);
    vi.useRealTimers();
    await settled();
    expect(bench.page.queue.getState().isHeld).toBe(true);
    expect(started(bench)).toEqual([]);
    bench.page.queue.goOn();
    await vi.waitFor(() => expect(seedsOf(bench)).toEqual([[1]]));
  });
});

describe('a run that is due and has ended meanwhile', () => {
  it('is not trained anew, whether it ended before its queue was taken over or after', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const { storage, runs } = kept();
    const due3 = configs(seedsFrom(form, 3)).map((config, i) => ({ runId: `g-${i}`, groupId: 'g', config }));
    const recordOf = (i: number, state: RunRecord['state']) =>
      record(`g-${i}`, { config: due3[i]?.config ?? form, state });
    runs.set('g-0', recordOf(0, 'finished'));
    runs.set('g-1', recordOf(1, 'stopped'));
    await storage.putQueue({ id: 'left', due: due3 });
    const bench = await openBench({ storage, tabs: tab()() });
    await vi.advanceTimersByTimeAsync(6000);
    vi.useRealTimers();
    await settled();
    expect(due(bench).map(({ runId }) => runId)).toEqual(['g-1', 'g-2']);
    // A person continues the stopped one by itself.
    const { records } = bench.page.runs.getState();
    bench.page.runs.setState({
      records: records.map((run) => (run.id === 'g-1' ? recordOf(1, 'finished') : run)),
    });
    await settled();
    expect(due(bench).map(({ runId }) => runId)).toEqual(['g-2']);
  });
});

describe('one run of several', () => {
  it('is stopped alone', async () => {
    const bench = await openBench();
    await bench.page.actions.compareRanks();
    await settled();
    const [first = ''] = idsOf(bench, 0);
    bench.page.actions.stopRun(first);
    await settled();
    expect(bench.worker().sent('stop')).toEqual([{ type: 'stop', runId: first }]);
    status(bench, first, 'stopped');
    await settled();
    // What it learned is kept, as of a run that ends by itself.
    expect(
      bench
        .worker()
        .sent('readAdapter')
        .map(({ runId }) => runId),
    ).toContain(first);
    expect(due(bench)).toHaveLength(4);
  });

  it('is trained anew with twice the steps, after what is due', async () => {
    const bench = await openBench();
    await bench.page.actions.compareRanks();
    await settled();
    const [first = ''] = idsOf(bench, 0);
    bench.page.actions.trainLonger(first);
    await settled();
    expect(due(bench).at(-1)?.config.training.max_steps).toBe(2 * form.training.max_steps);
    await finish(bench, idsOf(bench, 0));
    expect(started(bench)[1]).toMatchObject([{ method: { r: 1 }, training: { max_steps: 600 } }]);
    const [a, , , , , longer] = bench.page.runs.getState().records;
    expect(longer?.groupId).toBe(a?.groupId);
    expect(record('x').groupId).toBeNull();
  });
});
