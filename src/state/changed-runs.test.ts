import { describe, expect, it } from 'vitest';
import { DECODINGS } from '../core/generation.ts';
import type { LowRankDelta } from '../core/methods/method.ts';
import { inspectedRun } from './inspected-run.ts';
import { ADAPTER, EFFECT, notices, openBench, record, settled, storedRun } from './testing.ts';

const openWith = (fields: Parameters<typeof record>[1] = {}) => openBench({ storage: storedRun(fields) });
const without = (delta: LowRankDelta): LowRankDelta => ({ ...delta, b: delta.b.map(() => 0) });
const never = new AbortController().signal;

/** The page with one finished run, and what asks it with another ΔW. */
async function bench(fields?: Parameters<typeof record>[1]) {
  const opened = await openWith(fields);
  await settled();
  const { page } = opened;
  const [found] = page.runs.getState().records;
  if (!found) throw new Error('the run is in the list');
  const run = await inspectedRun(found, page);
  return { ...opened, opened, run, changed: await page.actions.changedRuns() };
}

describe('runs with their ΔW changed', () => {
  it('are measured change by change, by what was kept of them', async () => {
    const { run, changed, worker } = await bench();
    const heard: unknown[] = [];
    await changed.measure(
      [
        { run, of: (delta) => delta },
        { run, of: without },
      ],
      (figures, at) => heard.push([at, figures]),
      never,
    );
    expect(heard).toEqual([
      [0, { loss: 1, heldOut: 2 }],
      [1, { loss: 1, heldOut: 2 }],
    ]);
    const [whole, none] = worker().sent('measure');
    const norms = [whole, none].map((sent) =>
      Object.entries(sent?.kept?.tensors ?? {})
        .filter(([name]) => name.endsWith('lora_B'))
        .map(([, { values }]) => Math.hypot(...values)),
    );
    expect(norms[0]?.every((norm) => norm > 0)).toBe(true);
    expect(norms[1]?.every((norm) => norm === 0)).toBe(true);
    expect(whole?.kept?.step).toBe(ADAPTER.step);
  });

  it('are asked what a direction does, and their losses and scores without it', async () => {
    const { run, changed, worker } = await bench();
    const site = { layer: 0, projection: 'q' } as const;
    const direction = new Float32Array(64).fill(1 / 8);
    expect(await changed.probe({ without: { run, of: without }, site, direction })).toEqual({
      effect: EFFECT,
      losses: { loss: 1, heldOut: 2 },
    });
    const [probe] = worker().sent('probe');
    expect(probe).toMatchObject({ site, direction, kept: { tensors: ADAPTER.tensors } });
    const [measured] = worker().sent('measure');
    expect(probe?.without).toEqual(measured?.kept);
    expect(await changed.score({ run, of: without })).toHaveLength(2);
    expect(worker().sent('score')).toMatchObject([{ kept: measured?.kept }]);
  });

  it('write a text', async () => {
    const { run, changed, worker } = await bench();
    expect(await changed.write({ run, of: without }, 'name[X]', DECODINGS.greedy)).toBe('changed a says');
    expect(worker().sent('generate')).toMatchObject([{ prompt: 'name[X]', kept: { step: ADAPTER.step } }]);
  });

  it('are not asked while something trains, when nobody waits any more, or on other data', async () => {
    const busy = await bench();
    await busy.page.actions.train();
    await settled();
    const nothing = () => expect.unreachable();
    await busy.changed.measure([{ run: busy.run, of: without }], nothing, never);
    const left = await bench();
    await left.changed.measure([{ run: left.run, of: without }], nothing, AbortSignal.abort());
    const other = await bench({ dataset: { ...record('a').dataset, fingerprint: 'other' } });
    await other.changed.measure([{ run: other.run, of: without }], nothing, never);
    expect(await busy.changed.score({ run: busy.run, of: without })).toBeNull();
    expect([busy, left, other].flatMap(({ worker }) => worker().sent('measure'))).toEqual([]);
    expect(notices(other.opened)).toMatchObject([{ type: 'error', code: 'no-data' }]);
  });
});
