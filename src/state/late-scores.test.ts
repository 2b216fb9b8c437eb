import { describe, expect, it } from 'vitest';
import { ADAPTER, emptyStorage, notices, openBench, record, scoreAt, settled, step } from './testing.ts';

/** A page with these runs of an earlier visit, all finished; those that are named have their adapters. */
const openWith = (runs: Parameters<typeof record>[], adapters: readonly string[]) =>
  openBench({
    storage: {
      ...emptyStorage,
      load: () =>
        Promise.resolve({ runs: runs.map((run) => record(...run)), own: null, queues: [], unreadable: [] }),
      adapter: (id) => Promise.resolve(adapters.includes(id) ? ADAPTER : null),
    },
  });

describe('last scores that their page was left without', () => {
  it('are taken from the kept adapters, and told of runs whose adapters are nowhere', async () => {
    const bench = await openWith(
      [
        ['bare', { steps: [step(5)] }],
        ['late', { steps: [step(5)], scores: [scoreAt(0)] }],
        ['scored', { steps: [step(5)], scores: [scoreAt(5)] }],
      ],
      ['late', 'scored'],
    );
    await settled();
    const ids = bench.page.runs.getState().records.map(({ id }) => id);
    await bench.page.actions.scoreLate(ids);
    expect(bench.worker().sent('score')).toMatchObject([{ runId: 'late', kept: ADAPTER }]);
    const late = bench.page.runs.getState().records.find(({ id }) => id === 'late');
    // The base model's were known, and stand there once.
    expect(late?.scores).toEqual([scoreAt(0), scoreAt(ADAPTER.step)]);
    expect(late?.answers).toHaveLength(1);
    expect(notices(bench)).toMatchObject([{ type: 'no-adapter', run: { id: 'bare' } }]);
  });

  it('are not taken from other data than the run learned from', async () => {
    const other = { ...record('late').dataset, fingerprint: 'other' };
    const bench = await openWith([['late', { steps: [step(5)], dataset: other }]], ['late']);
    await settled();
    await bench.page.actions.scoreLate(['late']);
    expect(bench.worker().sent('score')).toEqual([]);
    expect(notices(bench)).toMatchObject([{ type: 'error', code: 'no-data' }]);
  });

  it('wait while something trains', async () => {
    const bench = await openWith([['late', { steps: [step(5)] }]], ['late']);
    await bench.page.actions.train();
    await settled();
    await bench.page.actions.scoreLate(['late']);
    expect(bench.worker().sent('score')).toEqual([]);
  });
});
