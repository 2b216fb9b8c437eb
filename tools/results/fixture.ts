/** Made-up entries for the tests of the log, the plan and the report. */
import type { Score } from '../../src/core/run-record.ts';
import type { MetricId } from '../../src/core/metrics/metric-id.ts';
import type { Entry, Job } from './log.ts';

export const SUBJECT = { model: 'nano', task: 'restaurant', weights: 'aa', fingerprint: '01' } as const;

/** A score on 128 test prompts whose interval reaches `margin` to both sides. */
export const score = (step: number, metric: MetricId, value: number, margin = 1): Score => ({
  step,
  split: 'test',
  metric,
  value,
  interval: { low: value - margin, high: value + margin },
  texts: 128,
});

/** A finished run: scores and losses as given, the rest made up. */
export const entry = (job: Job, fields: Partial<Entry> = {}): Entry => {
  const step = job.config.training.max_steps;
  return {
    ...job,
    scores: [score(0, 'bleu', 5), score(step, 'bleu', 40)],
    evals: {
      base: { step: 0, loss: 3, heldOut: 1 },
      best: { step: 200, loss: 0.5, heldOut: 1.5 },
      final: { step, loss: 0.6, heldOut: 2 },
    },
    spectrum: [
      { site: { layer: 0, projection: 'q' }, singularValues: [3, 2, 0.5, 0] },
      { site: { layer: 1, projection: 'v' }, singularValues: [2, 2, 0.2, 0.1] },
    ],
    trainableParameters: 2048,
    seconds: { training: 40, whole: 60 },
    device: { backend: 'wasm', reason: 'forced', adapter: '', software: false, f16: false, threads: 2 },
    browser: 'Chromium 156',
    at: '2026-11-21T10:00:00.000Z',
    ...fields,
  };
};
