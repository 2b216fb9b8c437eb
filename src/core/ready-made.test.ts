import { expect, it } from 'vitest';
import { experimentSchema, MOST_RUNS, needsLora, runsOf } from './experiment.ts';
import { axesOf, READY_MADE } from './ready-made.ts';
import { defaultRunConfig, withMethod } from './run-config.ts';

it('each ready-made experiment is possible, and compares several runs of a size that one computer bears', () => {
  const form = defaultRunConfig();
  for (const id of READY_MADE) {
    const experiment = { base: form, axes: axesOf(id, form) };
    expect(experimentSchema.safeParse(experiment).success, id).toBe(true);
    const runs = runsOf(experiment);
    expect(runs.length, id).toBeGreaterThan(2);
    expect(runs.length, id).toBeLessThanOrEqual(MOST_RUNS);
  }
});

it('those that need no LoRA compare as many runs from any method', () => {
  const form = withMethod(defaultRunConfig(), 'bitfit');
  for (const id of READY_MADE.filter((each) => !needsLora(axesOf(each, form))))
    expect(runsOf({ base: form, axes: axesOf(id, form) }).length, id).toBeGreaterThan(2);
});
