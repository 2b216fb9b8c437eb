import { describe, expect, it } from 'vitest';
import { defaultRunConfig } from '../core/run-config.ts';
import { pace } from './pace.ts';
import { step } from './testing.ts';

const run = (steps: number, max_steps = 300) => {
  const config = defaultRunConfig();
  config.training.max_steps = max_steps;
  return { config, steps: Array.from({ length: steps }, (_, i) => step(i + 1)) };
};

describe('pace', () => {
  it('is unknown before two steps', () => {
    expect(pace([])).toBeNull();
    expect(pace([run(0)])).toBeNull();
    expect(pace([run(1)])).toBeNull();
  });

  it('counts tokens and time of a steady run (400 tokens every 100 ms)', () => {
    const now = pace([run(50)]);
    expect(now?.tokensPerSecond).toBeCloseTo(4000, 9);
    expect(now?.secondsLeft).toBeCloseTo(25, 9);
  });

  it('adds up the turns of runs that share a device', () => {
    const now = pace([run(100), run(100)]);
    expect(now?.tokensPerSecond).toBeCloseTo(4000, 9);
    expect(now?.secondsLeft).toBeCloseTo(40, 9);
  });

  it('looks at the latest steps: a slow start is forgotten', () => {
    const { config, steps } = run(100);
    const slowStart = steps.map((point) => ({ ...point, elapsedMs: point.elapsedMs + 60_000 }));
    slowStart[0] = step(1);
    expect(pace([{ config, steps: slowStart }])?.tokensPerSecond).toBeCloseTo(4000, 9);
  });

  it('has nothing left at the end', () => {
    expect(pace([run(300)])?.secondsLeft).toBe(0);
  });
});
