/** For tests only: a record of a short run. */
import { runConfigSchema } from '../../core/run-config.ts';
import type { RunRecord } from '../../core/run-record.ts';
import type { Site } from '../../core/site.ts';

export const SITE_Q: Site = { layer: 0, projection: 'q' };
export const SITE_V: Site = { layer: 1, projection: 'v' };

/** Three steps, evaluated before the first and after the second. */
export const record = (part: Partial<RunRecord> = {}): RunRecord => ({
  format: 'rankscope-run',
  version: 1,
  id: 'a',
  name: 'calm otter',
  createdAt: '2026-01-01T00:00:00Z',
  config: runConfigSchema.parse({}),
  device: { backend: 'cpu', reason: 'forced', adapter: '', software: false, f16: false, threads: 1 },
  dataset: {
    task: 'restaurant',
    name: 'Restaurant',
    train: 0,
    validation: 0,
    test: 0,
    prompts: 0,
    longestTokens: 0,
    truncated: 0,
    dropped: [],
    examples: [],
    fingerprint: '',
    metrics: [],
  },
  state: 'finished',
  groupId: null,
  trainableParameters: 1,
  totalParameters: 2,
  steps: [4, 2, 3].map((loss, i) => ({
    step: i + 1,
    loss,
    gradNorm: 1,
    learningRate: 1,
    tokens: 1,
    elapsedMs: 1,
  })),
  evals: [
    { step: 0, loss: 5 },
    { step: 2, loss: 2.5 },
  ],
  spectra: [
    { step: 0, sites: [{ site: SITE_Q, singularValues: [0, 0] }] },
    {
      step: 2,
      sites: [
        { site: SITE_Q, singularValues: [3, 1] },
        { site: SITE_V, singularValues: [2, 2] },
      ],
    },
  ],
  alignments: [],
  samples: [],
  scores: [],
  answers: [],
  ...part,
});
