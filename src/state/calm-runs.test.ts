import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCalmRuns, isByHand, isMoreThanFindings, isOfPress } from './calm-runs.ts';
import { createRunsStore } from './runs-store.ts';
import { record } from './testing.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page with one live run, and the times at which its calm copy changed, in milliseconds. */
function bench() {
  const runs = createRunsStore([]);
  const calm = createCalmRuns(runs);
  const began = performance.now();
  const shown: number[] = [];
  calm.subscribe(() => shown.push(performance.now() - began));
  const step = (n: number) =>
    runs.setState(({ records }) => ({
      records: records.map((run) => ({
        ...run,
        steps: [...run.steps, { step: n, loss: 1, gradNorm: 1, learningRate: 1, tokens: 1, elapsedMs: n }],
      })),
    }));
  const steps = () => calm.getState().records[0]?.steps.length ?? 0;
  return { runs, calm, shown, step, steps };
}

describe('calm runs', () => {
  it('show steps four times a second, the latest always', () => {
    const { runs, shown, step, steps } = bench();
    runs.getState().add([{ ...record('a'), steps: [], state: 'running' }]);
    for (let n = 1; n <= 20; n++) {
      step(n);
      vi.advanceTimersByTime(50);
    }
    expect(shown).toEqual([0, 250, 500, 750, 1000]);
    vi.advanceTimersByTime(1000);
    expect(steps()).toBe(20);
    // Nothing came meanwhile: the next step need not wait.
    step(21);
    expect(steps()).toBe(21);
  });

  it('show at once what begins, pauses, ends, is renamed or deleted, with its latest steps', () => {
    const { runs, calm, step, steps } = bench();
    runs.getState().add([{ ...record('a'), steps: [], state: 'running' }]);
    expect(calm.getState().records).toHaveLength(1);
    step(1);
    expect(steps()).toBe(0);
    runs.getState().apply({
      type: 'status',
      runId: 'a',
      state: 'paused',
      trainableParameters: 1,
    });
    expect(calm.getState().records).toMatchObject([{ state: 'paused' }]);
    expect(steps()).toBe(1);
    runs.getState().rename('a', 'other');
    expect(calm.getState().records).toMatchObject([{ name: 'other' }]);
    runs.getState().annotate('a', 'noted');
    runs.getState().recolour('a', 2);
    expect(calm.getState().records).toMatchObject([{ note: 'noted', colour: 2 }]);
    runs.getState().remove(['a']);
    expect(calm.getState().records).toEqual([]);
  });

  it('tick and focus at once, together with the runs that are added', () => {
    const { runs, calm, shown } = bench();
    runs.getState().add([record('a'), record('b')], 'b');
    expect(shown).toHaveLength(1);
    expect(calm.getState()).toMatchObject({ ticked: ['a', 'b'], focused: 'b' });
    runs.getState().tick('b', false);
    expect(calm.getState()).toMatchObject({ ticked: ['a'], focused: 'a' });
    // The step under the pointer is none of theirs.
    runs.getState().setCursor(3, false);
    vi.advanceTimersByTime(1000);
    expect(shown).toHaveLength(2);
  });
});

describe('what has changed', () => {
  const ended = { ...record('a'), state: 'stopped' } as const;
  const changes: Record<string, (runs: ReturnType<typeof createRunsStore>) => void> = {
    'a tick': (runs) => runs.getState().tick('b', false),
    'a focus': (runs) => runs.getState().focus('b'),
    'a name': (runs) => runs.getState().rename('a', 'other'),
    'a deletion': (runs) => runs.getState().remove(['b']),
    'a new run': (runs) => runs.getState().add([{ ...record('c'), state: 'running' }]),
    'a run that goes on': (runs) => runs.getState().add([{ ...ended, state: 'running' }]),
    'a state': (runs) =>
      runs.getState().apply({ type: 'status', runId: 'b', state: 'paused', trainableParameters: 1 }),
  };
  it.each([
    ['a tick', true, true],
    ['a focus', true, true],
    ['a name', true, true],
    ['a deletion', true, true],
    ['a new run', false, true],
    ['a run that goes on', false, true],
    ['a state', false, false],
  ])('%s is by hand: %s, or of a press: %s', (name, hand, press) => {
    const runs = createRunsStore([]);
    runs.getState().add([ended, { ...record('b'), state: 'running' }]);
    const before = runs.getState();
    changes[name]?.(runs);
    const now = runs.getState();
    expect(now).not.toBe(before);
    expect([isByHand(now, before), isOfPress(now, before)]).toEqual([hand, press]);
    expect(isMoreThanFindings(now, before)).toBe(true);
  });
});
