import { describe, expect, it } from 'vitest';
import { defaultRunConfig } from '../core/run-config.ts';
import type { RunState } from '../core/run-record.ts';
import { createPaceStore, tokensPerSecond } from './pace.ts';
import { createRunsStore } from './runs-store.ts';
import { record, step } from './testing.ts';

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

describe('time left', () => {
  /** Runs of `max` steps on a clock that the test sets; `news` adds steps and states as the worker reports them. */
  const open = (max: number, ...ids: string[]) => {
    const config = defaultRunConfig();
    config.training.max_steps = max;
    let clock = 5000;
    const runs = createRunsStore([]);
    const pace = createPaceStore(runs, () => clock);
    runs.getState().add(ids.map((id) => record(id, { config, state: 'running' })));
    const steps = (...numbers: number[]) =>
      runs.getState().apply({
        type: 'progress',
        runs: ids.map((runId) => ({
          runId,
          steps: numbers.map(step),
          evals: [],
          scores: [],
          answers: [],
          spectra: [],
          samples: [],
        })),
      });
    const become = (state: RunState) => {
      for (const runId of ids)
        runs.getState().apply({ type: 'status', runId, state, trainableParameters: 2048 });
    };
    const pass = (ms: number) => void (clock += ms);
    return { steps, become, pass, left: () => pace.getState().secondsLeft };
  };

  it('counts the clock, evaluation included, and not the first step', () => {
    const { steps, pass, left } = open(100, 'a');
    pass(60_000);
    steps(1);
    expect(left()).toBeNull();
    // Ten steps of 100 ms each by their own count, in four seconds with the evaluation between them.
    pass(4000);
    steps(2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    expect(left()).toBeCloseTo(89 * 0.4, 9);
  });

  it('leaves pauses out, and single steps made in them', () => {
    const { steps, become, pass, left } = open(10, 'a');
    steps(1);
    pass(1000);
    steps(2);
    become('paused');
    pass(3_600_000);
    steps(3);
    pass(3_600_000);
    expect(left()).toBeCloseTo(7, 9);
    become('running');
    pass(1000);
    steps(4);
    expect(left()).toBeCloseTo(6, 9);
  });

  it('is that of all runs together', () => {
    const { steps, pass, left } = open(11, 'a', 'b');
    steps(1);
    pass(2000);
    steps(2);
    expect(left()).toBeCloseTo(18, 9);
  });

  it('is nothing at the last step and unknown after the end', () => {
    const { steps, become, pass, left } = open(2, 'a');
    steps(1);
    pass(500);
    steps(2);
    expect(left()).toBe(0);
    become('finished');
    expect(left()).toBeNull();
  });
});
