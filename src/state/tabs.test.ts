/** Two and more tabs of one browser: the real page models on one (fake) IndexedDB. */
import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { deleteDB, openDB } from 'idb';
import { describe, expect, it, vi } from 'vitest';
import { noFindings } from '../core/run-record.ts';
import { packCheckpoint } from '../formats/checkpoint.ts';
import { liveHere } from './runs-store.ts';
import { createStorage, type PageStorage } from './storage.ts';
import { createTabs } from './tabs.ts';
import {
  ADAPTER,
  browser,
  notices,
  openBench,
  ownText,
  progress,
  record,
  settled,
  status,
  step,
  type Bench,
} from './testing.ts';

let databases = 0;

/** A browser on a database of its own, and its tabs. */
function open({ hasLocks = true, storage = createStorage(`tabs-${++databases}`) } = {}) {
  const shared = browser({ hasLocks });
  return {
    storage,
    /** A new tab; `close` is its crash: nothing more is heard of it. */
    tab: async ({ through = storage, query = '' }: { through?: PageStorage; query?: string } = {}) => {
      const { tabs, close } = shared.tab();
      const bench = await openBench({ storage: through, tabs, query });
      return { ...bench, tabs, close };
    },
  };
}

const runs = ({ page }: Bench) => page.runs.getState();
const run = (bench: Bench, id: string) => runs(bench).records.find((record) => record.id === id);

/** Starts a run and gives its id. */
async function train(bench: Bench): Promise<string> {
  const before = runs(bench).records.map(({ id }) => id);
  await bench.page.actions.train();
  await settled();
  const started = liveHere(runs(bench)).find(({ id }) => !before.includes(id));
  if (!started) throw new Error('No run was started.');
  return started.id;
}

describe.each([true, false])('a run that two tabs continue at once (locks: %s)', (hasLocks) => {
  it('is trained by one of them at most, and can be continued afterwards', { timeout: 20_000 }, async () => {
    const { storage, tab } = open({ hasLocks });
    await storage.putRun(record('a', { state: 'stopped', weights: 'abc', steps: [1, 2, 3].map(step) }), null);
    const tensors = ADAPTER.tensors;
    const checkpoint = { step: 2, elapsedMs: 200, tensors, first: tensors, second: tensors };
    await storage.putCheckpoint('a', 2, await packCheckpoint(checkpoint));
    const both = [await tab(), await tab()];
    await Promise.all(both.map((bench) => bench.page.actions.continueRun('a')));
    await settled();
    const started = both.filter((bench) => bench.worker().sent('start').length > 0);
    // Without locks both give way.
    expect(started).toHaveLength(hasLocks ? 1 : 0);
    const trains = started[0] ?? both[0];
    if (!trains) throw new Error('There are two tabs.');
    if (!hasLocks) await trains.page.actions.continueRun('a');
    await settled();
    expect(trains.worker().sent('start')).toHaveLength(1);
    const other = both.find((bench) => bench !== trains);
    await vi.waitFor(() => expect(other && runs(other).elsewhere).toEqual(['a']));
    expect(both.map(notices)).toEqual([[], []]);
  });
});

describe('last scores of a finished run', () => {
  const scoring = (bench: Bench, runId: string, progress: { written: number; texts: number } | null) =>
    bench.worker().emit({ type: 'scoring', runId, progress });
  const scores = (bench: Bench, runId: string) =>
    bench.worker().emit({
      type: 'progress',
      runs: [
        {
          runId,
          ...noFindings(),
          scores: [{ step: 1, split: 'test', metric: 'bleu', value: 40, interval: null, texts: 128 }],
          costs: [],
        },
      ],
    });

  it('are stored when they come, and seen by other tabs', async () => {
    const { tab, storage } = open();
    const [owner, other] = [await tab(), await tab()];
    const id = await train(owner);
    progress(owner, id, 1);
    scoring(owner, id, { written: 0, texts: 160 });
    status(owner, id, 'finished');
    await vi.waitFor(() => expect(run(other, id)).toMatchObject({ state: 'finished', scores: [] }));
    expect(runs(owner).scoring).toEqual({ [id]: { written: 0, texts: 160 } });
    // No news of another tab takes away what is not stored yet.
    expect(owner.tabs.owns(id)).toBe(true);
    scores(owner, id);
    scoring(owner, id, null);
    expect(runs(owner).scoring).toEqual({});
    await vi.waitFor(() => expect(run(other, id)?.scores).toMatchObject([{ value: 40 }]));
    expect(await storage.run(id)).toMatchObject({ state: 'finished', scores: [{ value: 40 }] });
    await vi.waitFor(() => expect(owner.tabs.owns(id)).toBe(false));
  });

  it('are absent where the page is closed before they come: the run stays finished', async () => {
    const { tab, storage } = open();
    const owner = await tab();
    const id = await train(owner);
    progress(owner, id, 1);
    scoring(owner, id, { written: 0, texts: 160 });
    status(owner, id, 'finished');
    await vi.waitFor(async () => expect(await storage.run(id)).toMatchObject({ state: 'finished' }));
    owner.close();
    const later = await tab();
    expect(run(later, id)).toMatchObject({ state: 'finished', scores: [] });
    expect(runs(later)).toMatchObject({ scoring: {}, elsewhere: [] });
    expect(notices(later)).toEqual([]);
  });

  it('keep no other tab from deleting the run', async () => {
    const { tab, storage } = open();
    const [owner, other] = [await tab(), await tab()];
    const id = await train(owner);
    scoring(owner, id, { written: 0, texts: 160 });
    status(owner, id, 'finished');
    await vi.waitFor(() => expect(run(other, id)?.state).toBe('finished'));
    other.page.actions.deleteRun(id);
    await vi.waitFor(() => expect(run(owner, id)).toBeUndefined());
    expect(owner.worker().sent('release')).toMatchObject([{ runId: id }]);
    scores(owner, id);
    scoring(owner, id, null);
    await settled();
    expect(runs(owner)).toMatchObject({ records: [], scoring: {} });
    expect(await storage.run(id)).toBeNull();
  });

  it('are awaited no longer where the worker has ended', async () => {
    const owner = await open().tab();
    const id = await train(owner);
    scoring(owner, id, { written: 0, texts: 160 });
    status(owner, id, 'finished');
    owner
      .worker()
      .emit({ type: 'error', code: 'device-lost', detail: 'Gone.', requestId: null, runId: null });
    await settled();
    expect(run(owner, id)?.state).toBe('finished');
    expect(runs(owner).scoring).toEqual({});
    await vi.waitFor(() => expect(owner.tabs.owns(id)).toBe(false));
  });
});

describe('a run that another tab trains', () => {
  it('is seen, followed, and renamed, by tabs that were open before it and after it', async () => {
    const { tab } = open();
    const [owner, before] = [await tab(), await tab()];
    const id = await train(owner);
    await vi.waitFor(() => expect(runs(before).elsewhere).toEqual([id]));
    const after = await tab();
    expect(runs(after)).toMatchObject({ elsewhere: [id], focused: id });
    progress(owner, id, 1, 2);
    await owner.page.keeper.flush();
    await vi.waitFor(() => expect(run(after, id)?.steps).toHaveLength(2));

    runs(before).rename(id, 'named elsewhere');
    await vi.waitFor(() => expect(run(owner, id)?.name).toBe('named elsewhere'));
    progress(owner, id, 3);
    status(owner, id, 'finished');
    for (const other of [before, after])
      await vi.waitFor(() => {
        expect(run(other, id)).toMatchObject({ state: 'finished', name: 'named elsewhere', named: true });
        expect(run(other, id)?.steps).toHaveLength(3);
        expect(runs(other).elsewhere).toEqual([]);
      });
    expect([before, after].flatMap(notices)).toEqual([]);
  });

  it('is neither stopped nor deleted by a tab that does not own it', async () => {
    const { tab, storage } = open();
    const owner = await tab();
    const id = await train(owner);
    const other = await tab();
    other.page.actions.deleteRun(id);
    await other.page.actions.reset();
    await other.page.actions.train();
    await settled();
    expect(await storage.run(id)).toMatchObject({ state: 'waiting' });
    expect(run(owner, id)?.state).toBe('running');
    expect(run(other, id)).toBeDefined();
    expect(other.worker().sent('stop')).toHaveLength(0);
  });

  it('leaves the others’ lists when its owner resets, and comes back with Put back', async () => {
    const { tab } = open();
    const [owner, other] = [await tab(), await tab()];
    const id = await train(owner);
    await vi.waitFor(() => expect(run(other, id)).toBeDefined());
    await owner.page.actions.reset();
    const cleared = notices(owner).find((notice) => notice.type === 'cleared');
    // At once, while its deletion may be under way.
    await owner.page.actions.restore(cleared?.runs ?? []);
    await vi.waitFor(() => expect(run(other, id)?.state).toBe('stopped'));
    await settled();
    expect((await (await tab()).page.keeper.adapter(id))?.step).toBe(7);
  });
});

it('a new name is kept while news of the run comes before it is written', async () => {
  const { tab, storage } = open();
  const owner = await tab();
  const id = await train(owner);
  let write: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    write = resolve;
  });
  const putRun: PageStorage['putRun'] = (put, was) => gate.then(() => storage.putRun(put, was));
  const other = await tab({ through: { ...storage, putRun } });
  runs(other).rename(id, 'renamed');
  progress(owner, id, 1);
  await owner.page.keeper.flush();
  await vi.waitFor(() => expect(run(other, id)?.steps).toHaveLength(1));
  expect(run(other, id)?.name).toBe('renamed');
  write();
  for (const bench of [owner, other]) {
    await vi.waitFor(() => expect(run(bench, id)?.name).toBe('renamed'));
    await settled();
    expect(run(bench, id)).toMatchObject({ name: 'renamed', steps: [step(1)] });
  }
  expect(await storage.run(id)).toMatchObject({ name: 'renamed', steps: [step(1)] });
});

it('what two tabs give a run at once, each something else, is kept in both', async () => {
  const { tab, storage } = open();
  const [one, two] = [await tab(), await tab()];
  const id = await train(one);
  status(one, id, 'finished');
  await vi.waitFor(() => expect(run(two, id)?.state).toBe('finished'));
  runs(one).rename(id, 'best so far');
  runs(two).annotate(id, '  with twice\nthe batch ');
  runs(two).recolour(id, 4);
  const given = { name: 'best so far', named: true, note: 'with twice the batch', colour: 4 };
  for (const bench of [one, two]) await vi.waitFor(() => expect(run(bench, id)).toMatchObject(given));
  await vi.waitFor(async () => expect(await storage.run(id)).toMatchObject(given));
  // What is taken away is gone in storage, too.
  runs(one).annotate(id, '');
  runs(one).recolour(id, undefined);
  await vi.waitFor(() => expect(run(two, id)?.note).toBeUndefined());
  const kept = await storage.run(id);
  expect([kept?.name, kept?.note, kept?.colour]).toEqual(['best so far', undefined, undefined]);
});

describe('a run whose owner is gone', () => {
  it('is stopped where it was kept, by one tab, which says so', async () => {
    const { tab, storage } = open();
    const owner = await tab();
    const ids = [await train(owner)];
    progress(owner, ids[0] ?? '', 1);
    await owner.page.keeper.flush();
    const others = [await tab(), await tab()];
    await settled();
    expect(others.flatMap((other) => runs(other).elsewhere)).toEqual([...ids, ...ids]);
    owner.close();
    for (const other of others)
      await vi.waitFor(() =>
        expect(runs(other).records[0]).toMatchObject({ state: 'stopped', steps: [step(1)] }),
      );
    expect(others.flatMap(notices)).toMatchObject([{ type: 'interrupted', runs: 1 }]);
    expect(await storage.run(ids[0] ?? '')).toMatchObject({ state: 'stopped' });
    // Nobody says it again.
    const next = await tab();
    await settled();
    expect(notices(next)).toEqual([]);
  });

  it('is stopped at the next visit where no tab was left, and a comparison is told of once', async () => {
    const { tab } = open();
    const owner = await tab();
    await owner.page.actions.compareRanks();
    await settled();
    await owner.page.keeper.flush();
    owner.close();
    const next = await tab();
    await vi.waitFor(() => expect(notices(next)).toMatchObject([{ type: 'interrupted', runs: 5 }]));
    expect(new Set(runs(next).records.map(({ state }) => state))).toEqual(new Set(['stopped']));
  });

  it('is another tab’s for good where its owner ended it, without a word', async () => {
    const { tab } = open();
    const owner = await tab();
    const id = await train(owner);
    const other = await tab();
    status(owner, id, 'finished');
    await vi.waitFor(() => expect(run(other, id)?.state).toBe('finished'));
    owner.close();
    await settled();
    expect(notices(other)).toEqual([]);
  });
});

describe('without locks', () => {
  it('the owner answers for its run, and its silence ends the run', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 100 });
    try {
      const { tab } = open({ hasLocks: false });
      const owner = await tab();
      const id = await train(owner);
      const other = await tab();
      await vi.advanceTimersByTimeAsync(8000);
      expect([run(other, id)?.state, notices(other)]).toEqual(['running', []]);
      owner.close();
      await vi.advanceTimersByTimeAsync(12_000);
      await vi.waitFor(() => expect(run(other, id)?.state).toBe('stopped'));
    } finally {
      vi.useRealTimers();
    }
  });

  it('an owner that is too busy for two questions and answers the third is still there', async () => {
    vi.useFakeTimers();
    try {
      let hear: (event: MessageEvent<unknown>) => void = () => undefined;
      const ask = vi.fn(() => {
        if (ask.mock.calls.length % 3 !== 0) return;
        setTimeout(() => hear(new MessageEvent('message', { data: { type: 'owned', id: 'a' } })));
      });
      const tabs = createTabs(null, {
        postMessage: ask,
        addEventListener: (_, listener) => {
          hear = listener;
        },
      });
      const act = vi.fn(() => Promise.resolve());
      void tabs.whenFree('a', act);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(ask.mock.calls.length).toBeGreaterThan(6);
      expect(act).not.toHaveBeenCalled();
    } finally {
      vi.useRealTimers();
    }
  });

  it('an owner that was taken for gone puts its run right', async () => {
    const { tab, storage } = open();
    const owner = await tab();
    const id = await train(owner);
    progress(owner, id, 1);
    await owner.page.keeper.flush();
    const stored = await storage.run(id);
    if (!stored) throw new Error('The run is not stored.');
    // What a tab does that hears nothing of the owner.
    await storage.putRun({ ...stored, state: 'stopped' }, stored);
    const other = await tab();
    other.tabs.tell({ type: 'run', id });
    await vi.waitFor(async () => expect(await storage.run(id)).toMatchObject({ state: 'running' }));
    await vi.waitFor(() => expect(runs(other).elsewhere).toEqual([id]));
    await storage.deleteRun(id);
    other.tabs.tell({ type: 'run', id });
    progress(owner, id, 2);
    status(owner, id, 'finished');
    await vi.waitFor(async () =>
      expect(await storage.run(id)).toMatchObject({ state: 'finished', steps: [step(1), step(2)] }),
    );
  });
});

it('locks that reject are as none', async () => {
  const act = vi.fn(() => Promise.resolve());
  const tabs = createTabs({ request: () => Promise.reject(new Error('denied')) }, null);
  tabs.own('mine');
  expect(tabs.owns('mine')).toBe(true);
  await tabs.whenFree('other', act);
  expect(act).toHaveBeenCalledTimes(1);
});

describe('a tab whose page is left and opened again', () => {
  const session = () => {
    const items = new Map<string, string>();
    return {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => void items.set(key, value),
    };
  };

  it('tells its own run from that of a tab that was closed', async () => {
    const storage = createStorage(`tabs-${++databases}`);
    const tab = session();
    const before = await openBench({ storage, tabs: createTabs(null, null, tab) });
    const id = await train(before);
    await before.page.keeper.flush();
    await storage.putRun(record('other', { state: 'running' }), null);
    const after = await openBench({ storage, tabs: createTabs(null, null, tab) });
    await vi.waitFor(() => expect(notices(after)).toHaveLength(2));
    expect(notices(after)).toContainEqual(
      expect.objectContaining({
        type: 'interrupted',
        run: expect.objectContaining({ id }) as unknown,
        isLeft: true,
      }),
    );
    expect(notices(after)).toContainEqual(
      expect.objectContaining({ run: expect.objectContaining({ id: 'other' }) as unknown, isLeft: false }),
    );
    expect(createTabs(null, null, tab).hasOwned(id)).toBe(false);
  });

  it('does without a memory that is refused or holds something else', () => {
    const refuse = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const refused = createTabs(null, null, { getItem: refuse, setItem: refuse });
    refused.own('a');
    expect(refused.owns('a')).toBe(true);
    const odd = createTabs(null, null, { getItem: () => '{"a":1', setItem: refuse });
    expect(odd.hasOwned('a')).toBe(false);
  });
});

describe('a tab that hears nothing', () => {
  it('changes only the name of a run of which it has an old copy', async () => {
    const storage = createStorage(`tabs-${++databases}`);
    await storage.putRun(record('a', { state: 'stopped', steps: [step(1)] }), null);
    const stale = await openBench({ storage });
    await storage.putRun(record('a', { state: 'finished', steps: [step(1), step(2)] }), null);
    runs(stale).rename('a', 'renamed');
    await vi.waitFor(async () =>
      expect(await storage.run('a')).toEqual({
        ...record('a', { state: 'finished', steps: [step(1), step(2)] }),
        name: 'renamed',
        named: true,
      }),
    );
    // A rename of what another tab has deleted brings nothing back.
    await storage.deleteRun('a');
    runs(stale).rename('a', 'again');
    await vi.waitFor(() => expect(runs(stale).records).toEqual([]));
    expect(await storage.run('a')).toBeNull();
  });

  it('catches up when it comes back from its rest', async () => {
    const storage = createStorage(`tabs-${++databases}`);
    for (const id of ['a', 'b']) await storage.putRun(record(id), null);
    const rested = await openBench({ storage });
    await storage.deleteRun('a');
    const [b, c] = [record('b', { name: 'other' }), record('c')];
    await storage.putRun(b, null);
    await storage.putRun(c, null);
    await rested.page.follower.refresh();
    expect(runs(rested).records).toEqual([b, c]);
  });
});

describe('own data of another tab', () => {
  it('is there to choose; data in use stays in use, and the tab says so', async () => {
    const { tab } = open();
    const [chooser, idle] = [await tab(), await tab()];
    const take = async (bench: Bench, name: string) => {
      await bench.page.session.getState().offerOwnData(ownText(name, 'a,b\n1,2\n'));
      await bench.page.session.getState().acceptOffer();
    };
    await take(chooser, 'first.csv');
    await vi.waitFor(() => expect(idle.page.session.getState().own?.name).toBe('first.csv'));
    expect(notices(idle)).toEqual([]);
    await take(idle, 'second.csv');
    await vi.waitFor(() =>
      expect(notices(chooser)).toEqual([{ type: 'other-own-data', name: 'second.csv' }]),
    );
    expect(chooser.page.session.getState().own?.name).toBe('first.csv');
  });
});

describe('whatever tabs do', () => {
  /** Of any tab, in any order, with news heard at once or late. */
  const deeds = fc.array(
    fc.record({
      tab: fc.nat(2),
      deed: fc.constantFrom('train', 'progress', 'finish', 'rename', 'delete', 'reset', 'wait'),
      which: fc.nat(3),
    }),
    { maxLength: 14 },
  );

  it(
    'storage ends with each owner’s findings, and all tabs show what is stored',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(deeds, async (list) => {
          const { tab, storage } = open();
          const benches = [await tab(), await tab(), await tab()];
          let names = 0;
          /** Of each run, how many steps were reported, and whether it finished. */
          const truth = new Map<string, { steps: number; finished: boolean }>();
          for (const { tab: at, deed, which } of list) {
            const bench = benches[at];
            if (!bench) continue;
            const { records } = runs(bench);
            const chosen = records[which % Math.max(1, records.length)];
            const mine = records.find(({ id, state }) => state === 'running' && bench.tabs.owns(id));
            if (deed === 'train') await train(bench);
            else if (deed === 'wait') await settled();
            else if (deed === 'reset') await bench.page.actions.reset();
            else if (deed === 'progress' && mine) {
              progress(bench, mine.id, mine.steps.length + 1);
              truth.set(mine.id, { steps: mine.steps.length + 1, finished: false });
            } else if (deed === 'finish' && mine) {
              status(bench, mine.id, 'finished');
              truth.set(mine.id, { steps: mine.steps.length, finished: true });
            } else if (deed === 'rename' && chosen) runs(bench).rename(chosen.id, `name ${++names}`);
            else if (deed === 'delete' && chosen && !bench.tabs.owns(chosen.id))
              bench.page.actions.deleteRun(chosen.id);
          }
          for (const bench of benches) await bench.page.keeper.flush();
          await vi.waitFor(
            async () => {
              const { runs: stored } = await storage.load();
              const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
              for (const bench of benches)
                expect([...runs(bench).records].sort(byId)).toEqual([...stored].sort(byId));
            },
            { timeout: 5000 },
          );
          for (const { id, steps, state } of (await storage.load()).runs) {
            const reported = truth.get(id);
            if (!reported) continue;
            expect(steps).toHaveLength(reported.steps);
            if (reported.finished) expect(state).toBe('finished');
          }
          for (const bench of benches)
            for (const id of runs(bench).elsewhere)
              expect(benches.some(({ tabs }) => tabs.owns(id))).toBe(true);
        }),
        { numRuns: 60 },
      );
    },
  );
});

describe('a deleted run', () => {
  it('is named in the other tab, even while that tab renames it, and can be put back with its adapter', async () => {
    const { tab, storage } = open();
    const owner = await tab();
    const id = await train(owner);
    status(owner, id, 'finished');
    await vi.waitFor(async () => expect(await storage.adapter(id)).not.toBeNull());
    const other = await tab();
    owner.page.actions.deleteRun(id);
    runs(other).rename(id, 'renamed too late');
    await vi.waitFor(() =>
      expect(notices(other)).toMatchObject([
        { type: 'deleted-elsewhere', run: { name: 'renamed too late' }, runs: 1 },
      ]),
    );
    expect(runs(other).records).toEqual([]);
    const [notice] = notices(owner);
    if (notice?.type !== 'deleted') throw new Error('Nothing offers to put the run back.');
    expect(notice.run).toMatchObject({ record: { id }, adapter: ADAPTER });
    expect(await storage.isDeleted(id)).toBe(true);
    await owner.page.actions.restore([notice.run]);
    await vi.waitFor(() => expect(run(other, id)?.state).toBe('finished'));
    expect(notices(other)).toEqual([]);
    expect([await storage.isDeleted(id), await storage.adapter(id)]).toEqual([false, ADAPTER]);
  });

  it('is told with the others that were deleted while the message stands', async () => {
    const { tab, storage } = open();
    for (const id of ['a', 'b']) await storage.putRun(record(id), null);
    const [deleter, other] = [await tab(), await tab()];
    deleter.page.actions.deleteRun('a');
    deleter.page.actions.deleteRun('b');
    await vi.waitFor(() => expect(notices(other)).toMatchObject([{ type: 'deleted-elsewhere', runs: 2 }]));
    expect(runs(other).records).toEqual([]);
  });
});

describe('storage that the browser empties', () => {
  /** All that is stored goes, without a word: what remains of a site whose data were cleared. */
  const empty = async (name: string) => {
    const db = await openDB(name);
    const clearing = db.transaction(['runs', 'adapters', 'own'], 'readwrite');
    for (const store of ['runs', 'adapters', 'own']) void clearing.objectStore(store).clear();
    await clearing.done;
    db.close();
  };

  /** A tab with two runs of an earlier visit, one that it has trained, and own data. */
  async function filled() {
    const name = `tabs-${++databases}`;
    const storage = createStorage(name);
    for (const id of ['a', 'b']) {
      await storage.putRun(record(id), null);
      await storage.putAdapter(id, ADAPTER);
    }
    await storage.putOwnData(ownText('pairs.csv', 'a,b'));
    const { tab } = open({ storage });
    const bench = await tab();
    const trained = await train(bench);
    status(bench, trained, 'finished');
    await vi.waitFor(async () => expect(await storage.adapter(trained)).not.toBeNull());
    // The adapter of the live run is read, and written, a moment after its record.
    await settled();
    await bench.page.keeper.flush();
    return { name, storage, tab, bench, trained };
  }

  /** Everything is stored again as the tab shows it, and the tab says what was lost. */
  async function expectSavedAgain({ storage, bench, trained }: Awaited<ReturnType<typeof filled>>) {
    await vi.waitFor(async () => {
      const { runs: stored, own } = await storage.load();
      expect(new Set(stored)).toEqual(new Set(runs(bench).records));
      expect(own?.name).toBe('pairs.csv');
      expect((await storage.adapter(trained))?.step).toBe(ADAPTER.step);
    });
    expect(runs(bench).records.map(({ id }) => id)).toEqual(['a', 'b', trained]);
    expect(notices(bench)).toEqual([{ type: 'storage-emptied', runs: 3, bare: 2, own: 'pairs.csv' }]);
    expect(runs(bench).unsaved).toEqual([]);
  }

  it('is filled again by a rename', async () => {
    const all = await filled();
    await empty(all.name);
    runs(all.bench).rename('a', 'precious');
    await expectSavedAgain(all);
    expect((await all.storage.run('a'))?.name).toBe('precious');
  });

  it('is filled again when the tab comes back from its rest', async () => {
    const all = await filled();
    await empty(all.name);
    await all.bench.page.follower.refresh();
    await expectSavedAgain(all);
  });

  it('is filled again as soon as the connection ends, which blocks nobody', async () => {
    const all = await filled();
    let wasBlocked = false;
    await deleteDB(all.name, { blocked: () => (wasBlocked = true) });
    expect(wasBlocked).toBe(false);
    await expectSavedAgain(all);
  });

  it('is filled again although it refuses to open for a moment', async () => {
    const memory = createStorage(`tabs-${++databases}`);
    await memory.putRun(record('a'), null);
    let disconnect: () => void = () => undefined;
    const load = vi.fn(() => memory.load());
    const through: PageStorage = {
      ...memory,
      load,
      onDisconnect: (listener) => {
        disconnect = listener;
      },
    };
    const bench = await openBench({ storage: through });
    await empty(`tabs-${databases}`);
    load.mockRejectedValueOnce(new DOMException('The connection was closed.', 'AbortError'));
    disconnect();
    await vi.waitFor(() => expect(notices(bench)).toMatchObject([{ type: 'storage-emptied', runs: 1 }]));
    await vi.waitFor(async () => expect(await memory.run('a')).toEqual(record('a')));
  });

  it('is filled by two tabs with what each has, and a live run by its owner alone', async () => {
    const { name, tab, storage, bench } = await filled();
    const live = await train(bench);
    progress(bench, live, 1);
    await bench.page.keeper.flush();
    const other = await tab();
    await vi.waitFor(() => expect(runs(other).elsewhere).toEqual([live]));
    progress(bench, live, 2);
    await empty(name);
    await Promise.all([bench.page.follower.refresh(), other.page.follower.refresh()]);
    progress(bench, live, 3);
    status(bench, live, 'finished');
    await vi.waitFor(async () => {
      expect(await storage.run(live)).toMatchObject({
        state: 'finished',
        steps: [step(1), step(2), step(3)],
      });
      expect((await storage.load()).runs).toHaveLength(4);
      expect(run(other, live)?.state).toBe('finished');
    });
    expect([notices(bench), notices(other)]).toMatchObject([
      [{ type: 'storage-emptied', runs: 4 }],
      [{ type: 'storage-emptied', runs: 3 }],
    ]);
  });

  it('loses no live run whose owner goes at the same time', async () => {
    const { name, tab, storage, bench, trained } = await filled();
    const live = await train(bench);
    const other = await tab();
    await vi.waitFor(() => expect(runs(other).elsewhere).toEqual([live]));
    await empty(name);
    bench.close();
    await vi.waitFor(async () => {
      expect(await storage.run(live)).toMatchObject({ state: 'stopped' });
      expect((await storage.load()).runs.map(({ id }) => id)).toHaveLength(4);
    });
    expect(run(other, trained)).toBeDefined();
    expect(notices(other)).toContainEqual(expect.objectContaining({ type: 'storage-emptied' }));
  });

  it('says when it refuses to take the runs again', async () => {
    const { name, storage, bench } = await filled();
    const other = await openBench({
      storage: {
        ...storage,
        putRun: (put, was) => (was ? storage.putRun(put, was) : Promise.reject(new Error('busy'))),
      },
    });
    bench.close();
    await empty(name);
    await other.page.follower.refresh();
    await vi.waitFor(() => expect(runs(other).unsaved).toHaveLength(3));
    expect(notices(other).map(({ type }) => type)).toContain('not-saved');
  });

  it('is left alone by a page of an older version, which says so', async () => {
    const { name, bench } = await filled();
    const newer = await openDB(name, 99);
    await vi.waitFor(() => expect(notices(bench)).toEqual([{ type: 'newer-version' }]));
    const id = await train(bench);
    await vi.waitFor(() => expect(runs(bench).unsaved).toEqual([id]));
    expect(notices(bench)).toContainEqual(
      expect.objectContaining({ type: 'not-saved', isNewerVersion: true }),
    );
    const next = await openBench({ storage: createStorage(name) });
    expect(notices(next)).toEqual([{ type: 'newer-version' }]);
    newer.close();
  });
});

describe('storage that refuses', () => {
  const full = () => Promise.reject(new DOMException('no room', 'QuotaExceededError'));
  const fakeUsage = { quota: 110, persisted: false, own: 3, runs: { big: 60, small: 20 } };

  it('says that it is full and of what, marks each run, and saves all when there is room', async () => {
    const memory = createStorage(`tabs-${++databases}`);
    await memory.putRun(record('big'), null);
    await memory.putRun(record('small'), null);
    let isFull = true;
    const through: PageStorage = {
      ...memory,
      putRun: (put, was) => (isFull ? full() : memory.putRun(put, was)),
      putAdapter: (id, adapter) => (isFull ? full() : memory.putAdapter(id, adapter)),
      usage: () => Promise.resolve(fakeUsage),
    };
    const bench = await openBench({ storage: through });
    const first = await train(bench);
    await vi.waitFor(() => expect(notices(bench)).toMatchObject([{ type: 'not-saved', runs: 1 }]));
    expect(notices(bench)).toMatchObject([
      {
        full: {
          own: 3,
          largest: [
            { run: { id: 'big' }, bytes: 60 },
            { run: { id: 'small' }, bytes: 20 },
          ],
        },
      },
    ]);
    // Dismissed; the same loss is not told again, and the next one is.
    const [shown] = bench.page.notices.getState().notices;
    bench.page.notices.getState().dismiss(shown?.id ?? 0);
    progress(bench, first, 1);
    status(bench, first, 'finished');
    await settled();
    expect(notices(bench)).toEqual([]);
    const second = await train(bench);
    await vi.waitFor(() => expect(notices(bench)).toMatchObject([{ type: 'not-saved', runs: 2 }]));
    expect(runs(bench).unsaved).toEqual([first, second]);
    // It stays whole in memory, its adapter too.
    expect((await bench.page.actions.exportRun(first))?.blob.size).toBeGreaterThan(500);
    status(bench, second, 'finished');
    bench.page.session.setState({ model: null });
    expect(await bench.page.keeper.adapter(first)).not.toBeNull();

    isFull = false;
    bench.page.actions.deleteRun('big');
    await vi.waitFor(() => expect(runs(bench).unsaved).toEqual([]));
    await vi.waitFor(() => expect(notices(bench).filter(({ type }) => type === 'not-saved')).toEqual([]));
    expect(await memory.run(first)).toMatchObject({ state: 'finished', steps: [step(1)] });
    expect(await memory.adapter(first)).not.toBeNull();
    expect(await memory.run('big')).toBeNull();
  });

  it('is tried again by and by without a deed', async () => {
    const memory = createStorage(`tabs-${++databases}`);
    let refusals = 2;
    const through: PageStorage = {
      ...memory,
      putRun: (put, was) => (refusals-- > 0 ? Promise.reject(new Error('busy')) : memory.putRun(put, was)),
    };
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 100 });
    try {
      const bench = await openBench({ storage: through });
      runs(bench).add([record('a')]);
      await vi.advanceTimersByTimeAsync(1000);
      expect(runs(bench).unsaved).toEqual(['a']);
      expect(notices(bench)).toMatchObject([{ type: 'not-saved', runs: 1, detail: 'busy', full: null }]);
      await vi.advanceTimersByTimeAsync(40_000);
      expect(runs(bench).unsaved).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
    expect(await memory.run('a')).toEqual(record('a'));
  });

  it('counts a write that the browser does not end as refused, until it ends', async () => {
    const memory = createStorage(`tabs-${++databases}`);
    const hung: (() => void)[] = [];
    const putRun: PageStorage['putRun'] = (put, was) =>
      new Promise((resolve, reject) => hung.push(() => void memory.putRun(put, was).then(resolve, reject)));
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 100 });
    try {
      const bench = await openBench({ storage: { ...memory, putRun } });
      runs(bench).add([record('a'), record('b')]);
      await vi.advanceTimersByTimeAsync(45_000);
      expect(runs(bench).unsaved).toEqual(['a', 'b']);
      // The browser comes to the end after all.
      for (const go of hung) go();
      await vi.advanceTimersByTimeAsync(60_000);
      expect(runs(bench).unsaved).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('keeps own data for later, and says so each time', async () => {
    const memory = createStorage(`tabs-${++databases}`);
    let isFull = true;
    const through: PageStorage = {
      ...memory,
      putOwnData: (own) => (isFull ? full() : memory.putOwnData(own)),
    };
    const bench = await openBench({ storage: through });
    const { keeper } = bench.page;
    await keeper.putOwnData(ownText('first.csv', 'x'));
    expect(notices(bench)).toMatchObject([{ type: 'not-saved', runs: 0, own: 'first.csv' }]);
    await keeper.putOwnData(ownText('second.csv', 'x'));
    expect(notices(bench)).toMatchObject([{ type: 'not-saved', own: 'second.csv' }]);
    isFull = false;
    runs(bench).add([record('a')]);
    await vi.waitFor(async () => expect((await memory.ownData())?.name).toBe('second.csv'));
    await vi.waitFor(() => expect(notices(bench)).toEqual([]));
  });

  it('that refuses to delete says so and is asked again', async () => {
    const memory = createStorage(`tabs-${++databases}`);
    await memory.putRun(record('a'), null);
    let refuses = true;
    const through: PageStorage = {
      ...memory,
      deleteRun: (id) => (refuses ? Promise.reject(new Error('busy')) : memory.deleteRun(id)),
    };
    const bench = await openBench({ storage: through });
    bench.page.actions.deleteRun('a');
    await vi.waitFor(() => expect(notices(bench)).toContainEqual({ type: 'not-deleted', detail: 'busy' }));
    refuses = false;
    await bench.page.keeper.write();
    expect(await memory.run('a')).toBeNull();
  });

  it('keeps a run that was never stored in the list when the tab comes back from its rest', async () => {
    const memory = createStorage(`tabs-${++databases}`);
    const bench = await openBench({ storage: { ...memory, putRun: full, putAdapter: full } });
    runs(bench).add([record('a')]);
    await bench.page.keeper.putAdapters([{ record: record('a'), adapter: ADAPTER }]);
    await vi.waitFor(() => expect(runs(bench).unsaved).toEqual(['a']));
    await bench.page.follower.refresh();
    expect(runs(bench).records).toEqual([record('a')]);
    expect(await bench.page.keeper.adapter('a')).toEqual(ADAPTER);
  });

  it('does not delete a run that was put back while its deletion failed', async () => {
    const memory = createStorage(`tabs-${++databases}`);
    await memory.putRun(record('a'), null);
    let refuse: (error: Error) => void = () => undefined;
    const deleteRun = vi
      .fn((id: string) => memory.deleteRun(id))
      .mockImplementationOnce(
        () =>
          new Promise((_, reject) => {
            refuse = reject;
          }),
      );
    const bench = await openBench({ storage: { ...memory, deleteRun } });
    bench.page.actions.deleteRun('a');
    await vi.waitFor(() => expect(deleteRun).toHaveBeenCalledTimes(1));
    await bench.page.actions.restore([{ record: record('a'), adapter: ADAPTER }]);
    refuse(new Error('busy'));
    await settled();
    await bench.page.keeper.write();
    expect(await memory.run('a')).toEqual(record('a'));
    expect(await memory.adapter('a')).toEqual(ADAPTER);
    expect(deleteRun).toHaveBeenCalledTimes(1);
    expect(notices(bench).map(({ type }) => type)).toEqual(['deleted']);
  });

  it('is tried again after the page was hidden', async () => {
    const memory = createStorage(`tabs-${++databases}`);
    let refusals = 2;
    const putAdapter: PageStorage['putAdapter'] = (id, adapter) =>
      refusals-- > 0 ? Promise.reject(new Error('busy')) : memory.putAdapter(id, adapter);
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 100 });
    try {
      const bench = await openBench({ storage: { ...memory, putAdapter } });
      runs(bench).add([record('a')]);
      await vi.advanceTimersByTimeAsync(1000);
      await bench.page.keeper.putAdapters([{ record: record('a'), adapter: ADAPTER }]);
      await bench.page.keeper.flush();
      expect(runs(bench).unsaved).toEqual(['a']);
      await vi.advanceTimersByTimeAsync(40_000);
      expect(runs(bench).unsaved).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
    expect(await memory.adapter('a')).toEqual(ADAPTER);
  });

  it('loses no deletion when the page goes while another write hangs', async () => {
    const memory = createStorage(`tabs-${++databases}`);
    await memory.putRun(record('a'), null);
    const putRun = vi.fn(() => new Promise<never>(() => undefined));
    const bench = await openBench({ storage: { ...memory, putRun } });
    runs(bench).add([record('b')]);
    await vi.waitFor(() => expect(putRun).toHaveBeenCalledTimes(1));
    bench.page.actions.deleteRun('a');
    void bench.page.keeper.flush();
    await vi.waitFor(async () => expect(await memory.run('a')).toBeNull());
  });

  it('shows runs that are put back before their adapters are stored', async () => {
    const memory = createStorage(`tabs-${++databases}`);
    const putAdapter = () => new Promise<never>(() => undefined);
    const bench = await openBench({ storage: { ...memory, putAdapter } });
    void bench.page.actions.restore(['a', 'b'].map((id) => ({ record: record(id), adapter: ADAPTER })));
    await settled();
    expect(runs(bench).records.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(await bench.page.keeper.adapter('b')).toEqual(ADAPTER);
  });

  it('leaves a run without an owner as it is until its record can be read', async () => {
    const memory = createStorage(`tabs-${++databases}`);
    await memory.putRun(record('a', { state: 'running' }), null);
    let refuses = true;
    const read: PageStorage['run'] = (id) => (refuses ? Promise.reject(new Error('busy')) : memory.run(id));
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 100 });
    try {
      const bench = await openBench({ storage: { ...memory, run: read } });
      await vi.advanceTimersByTimeAsync(2000);
      expect(await memory.run('a')).toMatchObject({ state: 'running' });
      expect(notices(bench)).toEqual([]);
      refuses = false;
      await vi.advanceTimersByTimeAsync(30_000);
      await vi.waitFor(async () => expect(await memory.run('a')).toMatchObject({ state: 'stopped' }));
      expect(notices(bench)).toMatchObject([{ type: 'interrupted', runs: 1 }]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is not given again what it has, of a run stored before names were marked', async () => {
    const memory = createStorage(`tabs-${++databases}`);
    const old = record('a', { state: 'running' });
    delete old.named;
    await memory.putRun(old, null);
    const putRun = vi.fn<PageStorage['putRun']>((put, was) => memory.putRun(put, was));
    const bench = await openBench({ storage: { ...memory, putRun } });
    await vi.waitFor(async () => expect(await memory.run('a')).toMatchObject({ state: 'stopped' }));
    for (let round = 0; round < 3; round++) await bench.page.keeper.write();
    expect(putRun).toHaveBeenCalledTimes(1);
  });

  it('that does not tell its usage either is still tried again', async () => {
    const memory = createStorage(`tabs-${++databases}`);
    let isFull = true;
    const putRun: PageStorage['putRun'] = (put, was) => (isFull ? full() : memory.putRun(put, was));
    const usage = () => new Promise<never>(() => undefined);
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 100 });
    try {
      const bench = await openBench({ storage: { ...memory, putRun, usage } });
      runs(bench).add([record('a')]);
      await vi.advanceTimersByTimeAsync(6000);
      expect(notices(bench)).toMatchObject([{ type: 'not-saved', runs: 1, full: { own: 0, largest: [] } }]);
      isFull = false;
      await vi.advanceTimersByTimeAsync(20_000);
      await vi.waitFor(() => expect(runs(bench).unsaved).toEqual([]));
    } finally {
      vi.useRealTimers();
    }
  });

  it('that refuses one run does not hold back the writes of a live one', async () => {
    const memory = createStorage(`tabs-${++databases}`);
    const putRun: PageStorage['putRun'] = (put, was) =>
      put.id === 'refused' ? Promise.reject(new Error('busy')) : memory.putRun(put, was);
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 100 });
    try {
      const bench = await openBench({ storage: { ...memory, putRun } });
      const started = bench.page.actions.train();
      await vi.advanceTimersByTimeAsync(2000);
      await started;
      const [live] = liveHere(runs(bench));
      runs(bench).add([record('refused')]);
      await vi.advanceTimersByTimeAsync(1000);
      progress(bench, live?.id ?? '', 1);
      await vi.advanceTimersByTimeAsync(5000);
      expect(await memory.run(live?.id ?? '')).toMatchObject({ steps: [step(1)] });
    } finally {
      vi.useRealTimers();
    }
  });

  it('is asked once a visit to keep what it has, at the first Train', async () => {
    const persist = vi.fn(() => Promise.resolve(true));
    const bench = await openBench({ storage: { ...createStorage(`tabs-${++databases}`), persist } });
    expect(persist).not.toHaveBeenCalled();
    await train(bench);
    await train(bench);
    expect(persist).toHaveBeenCalledTimes(1);
  });
});

describe('entries that cannot be read', () => {
  it('include the adapter of a good run, whose exports say why they are without it', async () => {
    const name = `tabs-${++databases}`;
    const storage = createStorage(name);
    await storage.putRun(record('good'), null);
    const db = await openDB(name);
    await db.put('adapters', 'junk', 'good');
    db.close();
    let isSilent = false;
    const rawAdapter = (id: string) =>
      isSilent ? Promise.reject(new Error('silent')) : storage.rawAdapter(id);
    const bench = await openBench({ storage: { ...storage, rawAdapter } });
    const { actions, space } = bench.page;
    await vi.waitFor(() => expect(notices(bench)).toEqual([{ type: 'unreadable-entries', entries: 1 }]));
    const file = await space.getState().exportUnreadable();
    expect(JSON.parse(await file.text())).toMatchObject([{ store: 'adapters', key: 'good', value: 'junk' }]);

    expect(await actions.exportAdapter('good')).toBeNull();
    const exported = await actions.exportRun('good');
    expect(JSON.parse((await exported?.blob.text()) ?? '')).toMatchObject({ id: 'good', adapter: null });
    expect(notices(bench).slice(1)).toMatchObject([
      { type: 'no-adapter', why: 'unreadable' },
      { type: 'exported-bare', why: 'unreadable' },
    ]);
    isSilent = true;
    await actions.exportAdapter('good');
    await space.getState().deleteUnreadable();
    isSilent = false;
    await actions.exportRun('good');
    expect(notices(bench).slice(-2)).toMatchObject([
      { type: 'no-adapter', why: 'refused' },
      { type: 'exported-bare', why: 'absent' },
    ]);
    expect(await storage.rawAdapter('good')).toBeUndefined();
    expect(runs(bench).records).toHaveLength(1);
  });

  it('are counted, offered as a file and deleted when asked', async () => {
    const unreadable = [
      { store: 'runs', key: 'old', value: { version: 0, when: 10n, weights: new Float32Array([1, 2]) } },
      { store: 'own', key: 'data', value: { name: 'x' } },
    ] as const;
    const self: { self?: unknown } = {};
    self.self = self;
    const memory = createStorage(`tabs-${++databases}`);
    const deleted: string[] = [];
    const bench = await openBench({
      storage: {
        ...memory,
        load: () =>
          Promise.resolve({ runs: [record('good')], own: null, queues: [], unreadable: [...unreadable] }),
        rawAdapter: () => Promise.resolve({ a: new Float32Array([3]), self }),
        deleteUnreadable: ({ key }) => Promise.resolve(void deleted.push(key)),
      },
    });
    expect(notices(bench)).toEqual([{ type: 'unreadable-entries', entries: 2 }]);
    expect(runs(bench).records).toHaveLength(1);
    const { exportUnreadable, deleteUnreadable } = bench.page.space.getState();
    expect(JSON.parse(await (await exportUnreadable()).text())).toEqual([
      {
        store: 'runs',
        key: 'old',
        value: { version: 0, when: '10', weights: [1, 2] },
        adapter: { a: [3], self: { self: null } },
      },
      { store: 'own', key: 'data', value: { name: 'x' }, adapter: null },
    ]);
    await deleteUnreadable();
    expect(deleted).toEqual(['old', 'data']);
    expect(bench.page.space.getState().unreadable).toEqual([]);
    expect(notices(bench)).toEqual([]);
  });
});
