import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRunsStore, MOST_SHOWN, type RunsState } from './runs-store.ts';
import { record } from './testing.ts';

const open = (...ids: string[]) => createRunsStore(ids.map((id) => record(id)));
const shown = ({ getState }: { getState: () => RunsState }) => {
  const { ticked, focused } = getState();
  return { ticked, focused };
};

describe('the focus', () => {
  it('leaves a run that is unticked, for the one ticked last', () => {
    const runs = open('a', 'b', 'c');
    runs.getState().tick('a', true);
    runs.getState().tick('b', true);
    runs.getState().tick('c', false);
    expect(shown(runs)).toEqual({ ticked: ['a', 'b'], focused: 'b' });
    runs.getState().tick('a', false);
    expect(shown(runs)).toEqual({ ticked: ['b'], focused: 'b' });
    runs.getState().tick('b', false);
    expect(shown(runs)).toEqual({ ticked: [], focused: null });
  });

  it('keeps beside a new run only those on the same data', () => {
    const runs = open('a', 'b');
    runs.getState().tick('a', true);
    runs.getState().add([record('c')]);
    expect(shown(runs)).toEqual({ ticked: ['b', 'a', 'c'], focused: 'c' });
    const { dataset, ...other } = record('d');
    runs.getState().add([{ ...other, dataset: { ...dataset, fingerprint: 'other' } }]);
    expect(shown(runs)).toEqual({ ticked: ['d'], focused: 'd' });
  });

  it('ticks the run it goes to, and goes to the first run ticked', () => {
    const runs = open('a', 'b');
    runs.getState().focus('a');
    expect(shown(runs)).toEqual({ ticked: ['b', 'a'], focused: 'a' });
    runs.setState({ ticked: [], focused: null });
    runs.getState().tick('b', true);
    expect(shown(runs)).toEqual({ ticked: ['b'], focused: 'b' });
  });

  it('is on a ticked run whatever is done, and on none only where none is ticked', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    const move = fc.oneof(
      fc.record({ act: fc.constantFrom('tick', 'untick', 'focus', 'remove'), id }),
      fc.record({ act: fc.constant('add'), id: fc.uuid() }),
    );
    fc.assert(
      fc.property(fc.array(move), (moves) => {
        const runs = open('a', 'b', 'c', 'd');
        const known = () => runs.getState().records.map((run) => run.id);
        for (const { act, id: at } of moves) {
          const { tick, focus, remove, add } = runs.getState();
          if (act === 'add') add([record(at)]);
          else if (!known().includes(at)) continue;
          else if (act === 'focus') focus(at);
          else if (act === 'remove') remove([at]);
          else tick(at, act === 'tick');
          const { ticked, focused } = runs.getState();
          expect(new Set(ticked).size).toBe(ticked.length);
          expect(known()).toEqual(expect.arrayContaining([...ticked]));
          if (focused === null) expect(ticked).toEqual([]);
          else expect(ticked).toContain(focused);
        }
      }),
    );
  });
});

describe('added runs', () => {
  const grouped = (id: string) => record(id, { groupId: 'g' });

  it('of a group that comes together are overlaid alone', () => {
    const runs = open('a');
    runs.getState().add([grouped('g-1'), grouped('g-2')]);
    expect(shown(runs)).toEqual({ ticked: ['g-1', 'g-2'], focused: 'g-1' });
  });

  it('join the others where one comes by itself, from a group or not', () => {
    const runs = open('a');
    runs.getState().add([grouped('g-1')]);
    runs.getState().add([record('b')]);
    expect(shown(runs)).toEqual({ ticked: ['a', 'g-1', 'b'], focused: 'b' });
  });
});

describe('of more runs than the charts can show', () => {
  const ids = (n: number) => Array.from({ length: n }, (_, i) => `r${i}`);
  const newest = ids(200).slice(-MOST_SHOWN);

  it('the newest are ticked where many come at once, and where a group of them was kept', () => {
    const runs = open('a');
    runs.getState().add(ids(200).map((id) => record(id)));
    expect(shown(runs)).toEqual({ ticked: newest, focused: 'r199' });
    const kept = createRunsStore(ids(200).map((id) => record(id, { groupId: 'g' })));
    expect(shown(kept)).toEqual({ ticked: newest, focused: 'r199' });
  });

  it('no other is ticked, and the one that is focused takes the place of the one ticked first', () => {
    const runs = open();
    runs.getState().add(ids(200).map((id) => record(id)));
    runs.getState().tick('r0', true);
    expect(shown(runs).ticked).toEqual(newest);
    runs.getState().focus('r0');
    expect(shown(runs)).toEqual({ ticked: [...newest.slice(1), 'r0'], focused: 'r0' });
    runs.getState().focus('r190');
    expect(shown(runs)).toEqual({ ticked: [...newest.slice(1), 'r0'], focused: 'r190' });
    runs.getState().tick('r0', false);
    runs.getState().tick('r1', true);
    expect(shown(runs).ticked).toEqual([...newest.slice(1), 'r1']);
  });

  it('never more are ticked, whatever is done', () => {
    const move = fc.record({
      act: fc.constantFrom('tick', 'untick', 'focus', 'add'),
      id: fc.nat(29).map((i) => `r${i}`),
    });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
        const runs = open(...ids(30));
        let added = 0;
        for (const { act, id } of moves) {
          if (act === 'add') runs.getState().add([record(`new ${added++}`)]);
          else if (act === 'focus') runs.getState().focus(id);
          else runs.getState().tick(id, act === 'tick');
          expect(shown(runs).ticked.length).toBeLessThanOrEqual(MOST_SHOWN);
        }
      }),
    );
  });
});

describe('the step shown', () => {
  it('is the one under the pointer, else the one held, until that is let go', () => {
    const runs = open('a');
    const { setCursor } = runs.getState();
    const cursor = () => runs.getState().cursor;
    setCursor(3, false);
    expect(cursor()).toBe(3);
    setCursor(null, false);
    expect(cursor()).toBeNull();
    setCursor(5, true);
    setCursor(8, false);
    expect(cursor()).toBe(8);
    setCursor(null, false);
    expect(cursor()).toBe(5);
    setCursor(null, true);
    expect(runs.getState()).toMatchObject({ cursor: null, heldStep: null });
  });

  it('is the latest again when a run is added', () => {
    const runs = open('a');
    runs.getState().setCursor(5, true);
    runs.getState().add([record('b')]);
    expect(runs.getState()).toMatchObject({ cursor: null, heldStep: null });
  });
});
