import { describe, expect, it, vi } from 'vitest';
import { createRng } from '../core/rng.ts';
import { defaultRunConfig, runConfigSchema } from '../core/run-config.ts';
import {
  noFindings,
  SCORED_PROMPTS,
  spectrumEvery,
  type DatasetSummary,
  type RunRecord,
  type Score,
} from '../core/run-record.ts';
import type { Cost, LabEvent, Work } from '../worker/protocol.ts';
import { createPaceStore, tokensPerSecond } from './pace.ts';
import { createRunsStore } from './runs-store.ts';
import { DATASET, record, step } from './testing.ts';

const run = (steps: number) => ({ steps: Array.from({ length: steps }, (_, i) => step(i + 1)) });

describe('tokens per second', () => {
  it('is unknown before two steps', () => {
    expect(tokensPerSecond([])).toBeNull();
    expect(tokensPerSecond([run(0)])).toBeNull();
    expect(tokensPerSecond([run(5), run(1)])).toBeNull();
  });

  it('counts a steady run, and runs that share a device (400 tokens every 100 ms)', () => {
    expect(tokensPerSecond([run(50)])).toBeCloseTo(4000, 9);
    expect(tokensPerSecond([run(100), run(100)])).toBeCloseTo(4000, 9);
  });

  it('looks at the latest steps: a slow start is forgotten', () => {
    const steps = run(100).steps.map((point) => ({ ...point, elapsedMs: point.elapsedMs + 60_000 }));
    steps[0] = step(1);
    expect(tokensPerSecond([{ steps }])).toBeCloseTo(4000, 9);
  });
});

/** What pieces of work take, in milliseconds: of the default run on two WASM threads, as measured here. */
const COST = {
  step: 17.5,
  spectrum: 3,
  firstStep: 400,
  eval: 80,
  samples: 17,
  baseText: 4,
  ownText: 2.6,
};

/**
 * A page on a simulated clock: runs that step in turn, as the worker does, each piece with a cost of its own around the
 * given ones. Gives the estimate after each report beside what was then left in truth.
 */
function simulate({
  configs,
  dataset = {},
  cost = COST,
  pause = 0,
  earlier = [],
  isBaseKnown = earlier.length > 0,
  prompts = { validation: 500, test: 600 },
}: {
  configs: object[];
  dataset?: Partial<DatasetSummary>;
  cost?: typeof COST;
  /** Milliseconds that the runs are paused half-way. */
  pause?: number;
  /** Distinct prompts of the splits: what a score writes to. */
  prompts?: { validation: number; test: number };
  /** Runs trained and scored before, whose base model's scores the worker still has. */
  earlier?: readonly RunRecord[];
  /** Whether the base model's figures came with the page. */
  isBaseKnown?: boolean;
}) {
  const rng = createRng(1, 'pace');
  const spectra = createRng(1, 'pace/spectra');
  let clock = 0;
  const runs = createRunsStore([]);
  const pace = createPaceStore(runs, () => clock);
  const data = { ...DATASET, train: 4000, validation: 500, test: 600, prompts: 4000, ...dataset };
  for (const { id } of earlier) {
    runs.getState().add(earlier);
    runs.getState().apply({ type: 'progress', runs: [{ runId: id, ...noFindings(), costs: [] }] });
  }
  const parsed = configs.map((config) => runConfigSchema.parse(config));
  const records = parsed.map((config, i) =>
    record(`r${i}`, { config, dataset: data, state: 'running', groupId: parsed.length > 1 ? 'g' : null }),
  );
  runs.getState().add(records);
  let working = 0;
  const seen: { at: number; left: number | null }[] = [];
  const pauses: number[] = [];

  type Report = Extract<LabEvent, { type: 'progress' }>['runs'][number];
  const spend = (work: Work, ms: number): Cost => {
    const spent = ms * (0.85 + 0.3 * (work === 'spectrum' ? spectra : rng).uniform());
    clock += spent;
    working += spent;
    return { work, times: 1, ms: spent };
  };
  const tell = (runId: string, news: Partial<Report>) => {
    runs.getState().apply({ type: 'progress', runs: [{ runId, ...noFindings(), costs: [], ...news }] });
    seen.push({ at: working, left: pace.getState().secondsLeft });
  };
  const texts = Math.min(SCORED_PROMPTS.validation, prompts.validation);
  const scores = (at: number, split: Score['split'] = 'validation'): Score[] => [
    { step: at, split, metric: 'bleu', value: 1, interval: null, texts: 32 },
  ];
  let isBaseScored = isBaseKnown;
  const judge = (id: string, at: number) => {
    if (data.metrics.length === 0) return;
    const ms = isBaseScored ? 0 : cost.baseText * texts;
    isBaseScored = true;
    tell(id, { scores: scores(0), costs: [spend('base-validation', ms)] });
    tell(id, { scores: scores(at), costs: [spend('validation', cost.ownText * texts)] });
  };

  records.forEach(({ id }, i) => {
    const fresh = i === 0 && !isBaseKnown;
    tell(id, {
      evals: [{ step: 0, loss: 3 }],
      costs: [spend('base', fresh ? cost.eval + cost.samples + 60 : 0.1)],
    });
  });
  const longest = Math.max(...parsed.map(({ training }) => training.max_steps));
  for (let n = 1; n <= longest; n++) {
    if (n === Math.ceil(longest / 2) && pause > 0) {
      for (const { id } of records)
        runs.getState().apply({ type: 'status', runId: id, state: 'paused', trainableParameters: 1 });
      clock += pause;
      pauses.push(pace.getState().secondsLeft ?? NaN);
      for (const { id } of records)
        runs.getState().apply({ type: 'status', runId: id, state: 'running', trainableParameters: 1 });
    }
    records.forEach(({ id }, i) => {
      const { max_steps, eval_steps, metric_steps } = parsed[i]?.training ?? defaultRunConfig().training;
      const last = n === max_steps;
      tell(id, { steps: [step(n)], costs: [spend('step', n === 1 ? cost.firstStep : cost.step)] });
      const every = spectrumEvery(parsed[i] ?? defaultRunConfig());
      if (Number.isFinite(every) && (last || n % every === 0))
        tell(id, { spectra: [{ step: n, sites: [] }], costs: [spend('spectrum', cost.spectrum)] });
      if (last || n % eval_steps === 0) {
        tell(id, { evals: [{ step: n, loss: 1 }], costs: [spend('eval', cost.eval)] });
        tell(id, { costs: [spend('samples', cost.samples)] });
      }
      if (!last && metric_steps > 0 && n % metric_steps === 0) judge(id, n);
      if (last)
        runs.getState().apply({ type: 'status', runId: id, state: 'finished', trainableParameters: 1 });
    });
  }
  const total = working;
  // What follows takes time that the estimate leaves out.
  parsed.forEach(({ training: { max_steps } }, i) => {
    const last = { scores: [...scores(max_steps), ...scores(0, 'test'), ...scores(max_steps, 'test')] };
    runs
      .getState()
      .apply({ type: 'progress', runs: [{ runId: `r${i}`, ...noFindings(), costs: [], ...last }] });
  });
  return {
    points: seen.map(({ at, left }) => ({
      share: at / total,
      left,
      truth: (total - at) / 1000,
      total: total / 1000,
    })),
    pauses,
    records: runs.getState().records,
    ended: pace.getState().secondsLeft,
  };
}

/** Within 25 % after a fifth of the run; near its end, where a single piece of work is left, within 5 % of the whole. */
function expectTrue({ points, ended }: ReturnType<typeof simulate>) {
  const late = points.filter(({ share }) => share >= 0.2);
  expect(late.length).toBeGreaterThan(10);
  const wrong = late.filter(
    ({ left, truth, total }) => !(Math.abs((left ?? NaN) - truth) <= Math.max(0.25 * truth, 0.05 * total)),
  );
  expect(wrong).toEqual([]);
  expect(ended).toBeNull();
}

describe('time left', () => {
  const ranks = [1, 2, 4, 8, 16].map((r) => ({ method: { r } }));
  const training = (changes: object) => [{ training: changes }];

  it.each([
    ['the default run', { configs: [{}] }],
    ['five compared ranks', { configs: ranks }],
    ['the default run, its base model known', { configs: [{}], isBaseKnown: true }],
    ['five compared ranks, their base model known', { configs: ranks, isBaseKnown: true }],
    ['scores at the end alone', { configs: training({ metric_steps: 0 }) }],
    ['one evaluation, at the end', { configs: training({ eval_steps: 1000 }) }],
    ['evaluations at every tenth of 74 steps', { configs: training({ max_steps: 74, eval_steps: 8 }) }],
    ['a long run', { configs: training({ max_steps: 2000, metric_steps: 500 }) }],
    ['plain text, which has no scores', { configs: [{}], dataset: { metrics: [], prompts: 0 } }],
    [
      'few test prompts',
      {
        configs: [{}],
        dataset: { validation: 5, test: 6 },
        prompts: { validation: 5, test: 6 },
      },
    ],
    [
      'few prompts with many references each',
      {
        configs: [{}],
        dataset: { validation: 160, test: 160, validationPrompts: 20, testPrompts: 20 },
        prompts: { validation: 20, test: 20 },
      },
    ],
    [
      'full fine-tuning, whose spectra take longer than all else',
      { configs: [{ method: { type: 'full' } }], cost: { ...COST, spectrum: 2500 } },
    ],
    ['a method without spectra', { configs: [{ method: { type: 'bitfit' } }] }],
    ['slow evaluations', { configs: [{}], cost: { ...COST, eval: 900 } }],
  ])('is within 25 % of the truth after a fifth of %s', (_, run) => {
    expectTrue(simulate(run));
  });

  it('takes the base model’s scores from an earlier run where the worker does', () => {
    const { records } = simulate({ configs: [{}] });
    expectTrue(
      simulate({ configs: [{ method: { r: 8 } }], earlier: records.map((run) => ({ ...run, id: 'old' })) }),
    );
  });

  it.each([0, 100])('counts no last scores, scored every %i steps', (metric_steps) => {
    const { points, ended } = simulate({ configs: [{ training: { metric_steps } }] });
    const last = points.at(-1);
    expect(last?.truth).toBe(0);
    expect(last?.left).toBeLessThan(0.005 * (last?.total ?? NaN));
    expect(ended).toBeNull();
  });

  it('leaves pauses out', () => {
    const paused = simulate({ configs: [{}], pause: 3_600_000 });
    expectTrue(paused);
    expect(paused.pauses).toHaveLength(1);
    expect(paused.pauses[0]).toBeLessThan(30);
  });

  it('is unknown until steps have been timed', () => {
    const { points } = simulate({ configs: [{}] });
    expect(points[0]?.left).toBeNull();
    expect(points[1]?.left).toBeNull();
    expect(points[2]?.left).not.toBeNull();
  });

  it('goes down with the clock while no news comes', () => {
    vi.useFakeTimers();
    try {
      let clock = 0;
      const runs = createRunsStore([]);
      const pace = createPaceStore(runs, () => clock);
      runs.getState().add([record('a', { state: 'running' })]);
      for (const n of [1, 2])
        runs.getState().apply({
          type: 'progress',
          runs: [
            {
              runId: 'a',
              ...noFindings(),
              steps: [step(n)],
              costs: [{ work: 'step', times: 1, ms: 100 }],
            },
          ],
        });
      const left = pace.getState().secondsLeft ?? NaN;
      // 298 steps, and what is measured on the way.
      expect(left).toBeGreaterThan(29.8);
      clock += 3000;
      vi.advanceTimersByTime(3000);
      expect(pace.getState().secondsLeft).toBeCloseTo(left - 3, 9);
      // A change that brings no piece of work to its end leaves it where it is.
      runs.getState().rename('a', 'my run');
      expect(pace.getState().secondsLeft).toBeCloseTo(left - 3, 9);
      // Paused, it stands still.
      runs.getState().apply({ type: 'status', runId: 'a', state: 'paused', trainableParameters: 1 });
      clock += 3000;
      vi.advanceTimersByTime(3000);
      expect(pace.getState().secondsLeft).toBeCloseTo(left - 3, 9);
      // Resumed, it goes on from there.
      runs.getState().apply({ type: 'status', runId: 'a', state: 'running', trainableParameters: 1 });
      clock += 2000;
      vi.advanceTimersByTime(2000);
      expect(pace.getState().secondsLeft).toBeCloseTo(left - 5, 9);
    } finally {
      vi.useRealTimers();
    }
  });
});
