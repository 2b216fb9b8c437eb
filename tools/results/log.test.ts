import { describe, expect, it } from 'vitest';
import { entry, score, SUBJECT } from './fixture.ts';
import {
  entryOf,
  entrySchema,
  keyOf,
  rateEntryOf,
  rateEntrySchema,
  readLines,
  type Measured,
} from './log.ts';
import { plan } from './plan.ts';
import { withMethod } from '../../src/core/run-config.ts';

const jobs = plan({ subjects: [SUBJECT], seeds: [1], max_steps: 300 });
const [job, other] = [jobs[0], jobs[1]];
if (!job || !other) throw new Error('The plan is empty.');
const line = JSON.stringify(entry(job));

const { device, seconds } = entry(job);
const measured: Measured = {
  ...{ diverged: false, weights: 'aa', fingerprint: '01', device, seconds, trainableParameters: 512 },
  evals: [
    { step: 0, loss: 3, heldOut: 1 },
    { step: 280, loss: 0.4, heldOut: 2 },
    { step: 300, loss: 0.5, heldOut: 2.1 },
  ],
  spectra: [
    { step: 0, sites: [{ site: { layer: 0, projection: 'q' }, singularValues: [0] }] },
    { step: 300, sites: [{ site: { layer: 0, projection: 'q' }, singularValues: [1 / 3] }] },
  ],
  scores: [
    score(0, 'bleu', 5),
    { ...score(100, 'bleu', 30), split: 'validation' },
    { ...score(300, 'bleu', 31), split: 'validation' },
    score(300, 'bleu', 40),
  ],
  answers: [],
};
const said = { browser: 'Chromium 156', at: '2026-11-21T10:00:00.000Z' };

describe('the log of results', () => {
  it('gives back what was written to it', () => {
    const written = [entry(job), entry(other)];
    const text = written.map((one) => `${JSON.stringify(one)}\n`).join('');
    expect(readLines(entrySchema, text)).toEqual({ entries: written, damaged: [] });
    expect(readLines(entrySchema, '')).toEqual({ entries: [], damaged: [] });
  });

  it('reads past lines that were cut off or are something else', () => {
    const { entries, damaged } = readLines(
      entrySchema,
      `${line}\n${line.slice(0, 300)}\n{"a":1}\n\n${line}\n`,
    );
    expect(entries).toHaveLength(2);
    expect(damaged).toEqual([2, 3]);
  });

  it('knows a run again by weights, data and config, in whatever order its keys are', () => {
    const { method, ...rest } = job.config;
    expect(keyOf({ ...job, config: { method, ...rest } })).toBe(keyOf(job));
    expect(keyOf(entry(job, { seconds: { training: 1, whole: 2 } }))).toBe(keyOf(job));
    const changed = [
      other,
      { ...job, weights: 'ab' },
      { ...job, fingerprint: '02' },
      { ...job, config: { ...job.config, seed: 2 } },
    ];
    expect(new Set([job, ...changed].map(keyOf)).size).toBe(5);
  });

  it('keeps the first, the lowest and the last loss, the last spectrum, and the scores on the test split alone', () => {
    const { evals, scores, spectrum } = entryOf(job, measured, said);
    expect([evals.base.step, evals.best.step, evals.final.step]).toEqual([0, 280, 300]);
    expect(scores).toEqual([score(0, 'bleu', 5), score(300, 'bleu', 40)]);
    expect(spectrum).toEqual([{ site: { layer: 0, projection: 'q' }, singularValues: [0.333333] }]);
  });

  it('takes no run of other weights or data, and none that did not come to its end', () => {
    expect(() => entryOf({ ...job, weights: 'ab' }, measured, said)).toThrow('changed');
    expect(() => entryOf({ ...job, fingerprint: '02' }, measured, said)).toThrow('changed');
    const evals = measured.evals.slice(0, 2);
    expect(() => entryOf(job, { ...measured, evals }, said)).toThrow('step 300');
    expect(() => entryOf(job, { ...measured, spectra: [] }, said)).toThrow('step 300');
  });

  it('tells of a method without ΔW nothing but its losses and scores', () => {
    const prefix = { ...job, config: withMethod(job.config, 'prefix-layer') };
    expect(entryOf(prefix, { ...measured, spectra: [] }, said).spectrum).toEqual([]);
  });
});

describe('the log of learning rates', () => {
  it('keeps the losses of a run that ended, and says of one that diverged that it did', () => {
    const ended = rateEntryOf(job, { ...measured, scores: [], spectra: [] }, said);
    expect(ended.evals?.final).toEqual({ step: 300, loss: 0.5, heldOut: 2.1 });
    const diverged = rateEntryOf(
      job,
      { ...measured, diverged: true, evals: measured.evals.slice(0, 1) },
      said,
    );
    expect(diverged.evals).toBeNull();
    const text = [ended, diverged].map((one) => JSON.stringify(one)).join('\n');
    expect(readLines(rateEntrySchema, text)).toEqual({ entries: [ended, diverged], damaged: [] });
    expect(() => rateEntryOf(job, { ...measured, evals: measured.evals.slice(0, 2) }, said)).toThrow(
      'step 300',
    );
  });
});
