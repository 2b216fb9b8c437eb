import { describe, expect, it } from 'vitest';
import { judge, table, type Figures, type Sample } from './flat.ts';

const FIGURES: Figures = {
  ...{
    pageHeap: 2 ** 24,
    domNodes: 1000,
    listeners: 50,
    workerHeap: 2 ** 23,
    tensors: 80,
    tensorBytes: 2 ** 20,
    wasmMemory: 2 ** 24,
  },
  ...{ rendererRss: 2 ** 28, browserRss: 2 ** 29 },
};
const samples = (
  change: (i: number) => Partial<Figures>,
  n = 50,
  phase: Sample['phase'] = 'hour',
): Sample[] =>
  Array.from({ length: n }, (_, i) => ({
    ...{ phase, seconds: 60 * i, count: i },
    figures: { ...FIGURES, ...change(i) },
  }));
const growing = (all: readonly Sample[]) => judge(all).flatMap(({ flat, figure }) => (flat ? [] : figure));

describe('a soak', () => {
  it('is flat where nothing grows, and where what grew has been given back', () => {
    expect(growing(samples(() => ({})))).toEqual([]);
    expect(growing(samples((i) => ({ pageHeap: 2 ** 24 * (1 + 0.3 * (i % 2)) })))).toEqual([]);
    expect(growing(samples((i) => ({ tensors: 100 - i })))).toEqual([]);
  });

  it('takes no warm-up for growth, and no single peak', () => {
    expect(growing(samples((i) => ({ rendererRss: i < 10 ? i * 2 ** 24 : 2 ** 28 })))).toEqual([]);
    expect(growing(samples((i) => ({ browserRss: i === 47 ? 2 ** 31 : 2 ** 29 })))).toEqual([]);
  });

  it('finds a slow leak in any figure, in either phase', () => {
    for (const figure of Object.keys(FIGURES) as (keyof Figures)[])
      for (const phase of ['hour', 'runs'] as const)
        expect(growing(samples((i) => ({ [figure]: FIGURES[figure] * (1 + 0.004 * i) }), 50, phase))).toEqual(
          [figure],
        );
  });

  it('is judged phase by phase, by the medians of the first and the last quarter after two fifths of warm-up', () => {
    const all = [
      ...samples((i) => ({ pageHeap: 100 + i }), 20),
      ...samples(() => ({ pageHeap: 3 }), 20, 'runs'),
    ];
    const [hour, runs] = judge(all).filter(({ figure }) => figure === 'pageHeap');
    // Warm from the 8th: quarters of 3, from 108 to 110 and from 117 to 119.
    expect(hour).toMatchObject({ phase: 'hour', first: 109, last: 118, flat: false });
    expect(runs).toMatchObject({ phase: 'runs', first: 3, last: 3, growth: 0, flat: true });
    expect(table(judge(all))).toContain('| hour | DOM nodes | 1000 | 1000 | 0.0 % |');
    expect(table(judge(all))).toContain('8.3 % **grows** |');
  });

  it('is not flat where there is nothing to tell it by', () => {
    expect(judge(samples(() => ({}), 1)).every(({ flat }) => !flat)).toBe(true);
  });
});
