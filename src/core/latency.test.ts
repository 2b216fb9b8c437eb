import { describe, expect, it } from 'vitest';
import { latencies, TABLE_1, verdictOf, waysOn, workOn } from './latency.ts';
import { defaultMethod, methodConfigSchema } from './methods/methods.ts';
import { SHIPPED } from './models/shipped.ts';

describe('what is timed', () => {
  it('is two lengths and one more token at three batches, within the context', () => {
    expect(workOn(1024).map(({ batch, length }) => `${batch}×${length}`)).toEqual([
      ...['1×32', '4×32', '16×32', '1×128', '4×128', '16×128', '1×null', '4×null', '16×null'],
    ]);
    expect(new Set(workOn(120).map(({ length }) => length))).toEqual(new Set([32, 120, null]));
    expect(new Set(workOn(20).map(({ length }) => length))).toEqual(new Set([20, null]));
  });

  it('is every way that the model can be adapted in, in the sizes of the form’s method', () => {
    const chosen = methodConfigSchema.parse({ type: 'adapter-h', bottleneck: 3 });
    const ways = waysOn(SHIPPED.nano, chosen);
    expect(ways.map(({ way }) => way)).toEqual([
      ...['base', 'merged', 'unmerged', 'adapter-h', 'adapter-l', 'prefix-kv'],
    ]);
    expect(ways[3]?.method).toEqual(chosen);
    expect(ways[4]?.method).toEqual(defaultMethod('adapter-l'));
    // Of a Llama all but LoRA is left out.
    const llama = { ...SHIPPED.nano, rope: { theta: 1e4 } };
    expect(waysOn(llama, chosen).map(({ way }) => way)).toEqual(['base', 'merged', 'unmerged']);
  });
});

describe('what times say', () => {
  // A slow second half falls on both alike.
  const load = Array.from({ length: 40 }, (_, i) => (i < 20 ? 1 : 3) + (i % 7) / 100);
  const rounds = load.map((factor, i) => [
    10 * factor,
    10 * factor * (i % 2 ? 1.01 : 0.99),
    12 * factor,
    9 * factor,
  ]);
  const [base, same, more, less] = latencies(['base', 'merged', 'unmerged', 'prefix-kv'], { rounds });

  it('compares within rounds, so that what slows a round does not count', () => {
    expect(base).toMatchObject({ over: null });
    expect(more?.over?.share).toBeCloseTo(0.2, 9);
    expect(more?.over?.interval?.low).toBeCloseTo(0.2, 9);
    expect(less?.over?.share).toBeCloseTo(-0.1, 9);
    expect(base?.ms).toBeGreaterThan(10);
    expect(base?.interval?.high).toBeGreaterThan(30);
  });

  it('tells ways apart only where the interval does', () => {
    expect([base, same, more, less].map((found) => found && verdictOf(found))).toEqual([0, 0, 1, -1]);
    const few = latencies(['base', 'unmerged'], { rounds: rounds.slice(0, 7) });
    expect(few.map(verdictOf)).toEqual([0, 0]);
  });
});

it('has the paper’s per cents over merged LoRA', () => {
  const [merged, ...others] = TABLE_1.rows;
  for (const { cells } of others)
    cells.forEach(([mean, , share], i) => {
      const own = merged.cells[i]?.[0] ?? NaN;
      expect(100 * (mean / own - 1)).toBeCloseTo(share, 0);
    });
});
