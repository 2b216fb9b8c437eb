import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng } from './rng.ts';
import { runConfigSchema } from './run-config.ts';
import { recordedRunSchema, type RunRecord, type RunState } from './run-record.ts';
import { verdict } from './verdict.ts';

/** Every so many steps a validation loss is taken. */
const EVERY = 20;

/**
 * A run whose losses follow a curve: validation exactly, training with the noise of its batches.
 * @param noise standard deviation of a training loss around the curve
 * @param training what training follows where that is not the curve
 */
function run({
  curve,
  training = curve,
  noise = 0.15,
  steps = 300,
  seed = 1,
  state = 'finished',
  config = {},
  every = EVERY,
}: {
  curve: (step: number) => number;
  training?: (step: number) => number;
  noise?: number;
  steps?: number;
  seed?: number;
  state?: RunState;
  config?: unknown;
  every?: number;
}) {
  const rng = createRng(seed, 'verdict');
  const numbers = Array.from({ length: steps }, (_, i) => i + 1);
  return {
    config: runConfigSchema.parse(config),
    state,
    steps: numbers.map((step) => ({
      step,
      loss: Math.max(0.01, training(step) + noise * rng.normal()),
      gradNorm: 1,
      learningRate: 0.005,
      tokens: 100,
      elapsedMs: step,
    })),
    evals: [0, ...numbers.filter((step) => step % every === 0)].map((step) => ({ step, loss: curve(step) })),
  };
}

/** What was measured by some step. */
const upTo = ({ steps, evals }: Pick<RunRecord, 'steps' | 'evals'>, step: number) => ({
  steps: steps.filter((point) => point.step <= step),
  evals: evals.filter((point) => point.step <= step),
});

/** As the default run goes: from the base model's 2.67 to 0.6. */
const healthy = (step: number) => 0.6 + 2.07 * Math.exp(-step / 45);
const hardly = (step: number) => 2.67 - 0.0004 * step;

describe('a healthy run', () => {
  test('is told nothing, at any step, however noisy its batches', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.constantFrom(0.05, 0.3, 1.2),
        fc.constantFrom(healthy, hardly),
        fc.integer({ min: 1, max: 300 }),
        (seed, noise, curve, steps) => {
          for (const state of ['running', 'finished', 'stopped'] as const)
            expect(verdict(run({ curve, noise, steps, seed, state }))).toBeNull();
        },
      ),
      { numRuns: 300 },
    );
  });

  test('that starts above the base model, as with virtual tokens, is told nothing while it comes down to the base model’s loss and below', () => {
    const curve = (step: number) => (step === 0 ? 2.67 : 1.5 + 7 * Math.exp(-step / 25));
    const lora = run({ curve, state: 'running' });
    const evals = lora.evals.map((point) => (point.step === 0 ? { ...point, start: 8.5 } : point));
    const whole = { ...lora, evals };
    for (let step = 1; step <= 300; step++) expect(verdict({ ...whole, ...upTo(whole, step) })).toBeNull();
    // Of a method that starts at the base model such losses are a divergence.
    expect(verdict({ ...lora, ...upTo(lora, 30) })).toMatchObject({ kind: 'diverged', by: 'above-base' });
  });

  test.each(['nano', 'micro'])(
    'of %s, as recorded, is told nothing at any step, live or stopped',
    (model) => {
      const file = new URL(`../../public/models/${model}/recorded.json`, import.meta.url);
      const { config, steps, evals } = recordedRunSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
      expect(steps.length).toBeGreaterThan(100);
      for (const { step } of steps)
        for (const state of ['running', 'stopped'] as const)
          expect(verdict({ config, state, ...upTo({ steps, evals }, step) })).toBeNull();
    },
  );

  test('may be above the base model for a while, and come down', () => {
    // Summaries at batch size 1 and learning rate 0.02, as trained here: 5.34, 5.76 at step 20, 4.98 at step 40.
    const curve = (step: number) => (step === 0 ? 5.34 : step <= 20 ? 5.76 : 5.2 - step / 150);
    const training = (step: number) => (step < 25 ? 7.2 : 5.4 - step / 150);
    for (const steps of [16, 20, 26, 40, 300])
      expect(verdict(run({ curve, training, noise: 1.3, steps, state: 'running' }))).toBeNull();
  });

  test('is told nothing before it has begun or been measured', () => {
    expect(verdict(run({ curve: healthy, steps: 0, state: 'waiting' }))).toBeNull();
    expect(verdict({ ...run({ curve: healthy, steps: 30 }), evals: [] })).toBeNull();
  });
});

describe('a run that diverges', () => {
  // As the default run goes at a learning rate of 0.5.
  const wild = (step: number) => (step === 0 ? 2.67 : 4.4 + 9 * Math.exp(-step / 25));
  const diverged = { kind: 'diverged', by: 'above-base', against: 2.67, remedies: ['learning-rate'] };

  test('is told while it is live, within a window of steps, and at its end', () => {
    expect(verdict(run({ curve: wild, steps: 4, state: 'running' }))).toBeNull();
    expect(verdict(run({ curve: wild, steps: 12, state: 'running' }))).toMatchObject(diverged);
    expect(verdict(run({ curve: wild }))).toMatchObject({ ...diverged, step: 300, loss: wild(300) });
  });

  test('is told where it jumps after it had learned, and only where validation jumped, too', () => {
    const jumps = (step: number) => (step < 150 ? healthy(step) : 2.5);
    expect(verdict(run({ curve: jumps, steps: 145 }))).toBeNull();
    expect(verdict(run({ curve: jumps, steps: 165, state: 'running' }))).toMatchObject({
      kind: 'diverged',
      by: 'jump',
      loss: 2.5,
      against: healthy(140),
    });
    expect(verdict(run({ curve: healthy, training: jumps, steps: 165, state: 'running' }))).toBeNull();
    // One bad batch is none.
    const spike = (step: number) => (step === 160 ? 12 : healthy(step));
    expect(verdict(run({ curve: healthy, training: spike, steps: 165 }))).toBeNull();
  });

  test('is told where it jumps for as long as the last validation loss says so, however old that is', () => {
    const jumps = (step: number) => (step < 150 ? healthy(step) : 2.5);
    const told = (steps: number, every: number) =>
      verdict(run({ curve: jumps, steps, every, state: 'stopped' }))?.by;
    expect([176, 179, 180, 199].map((steps) => told(steps, 20))).toEqual(Array(4).fill('jump'));
    expect([190, 200, 216, 217, 250, 299].map((steps) => told(steps, 100))).toEqual([
      undefined,
      ...Array<string>(5).fill('jump'),
    ]);
    // The step that is told is that of the loss beside it.
    expect(verdict(run({ curve: jumps, steps: 190, every: 20 }))).toMatchObject({ step: 180, loss: 2.5 });
  });

  test('stays told at every step while it goes on so, however noisy its batches and rare its evaluations', () => {
    const jumps = (step: number) => (step < 130 ? healthy(step) : 2.4);
    fc.assert(
      fc.property(
        fc.integer(),
        fc.constantFrom(0.05, 0.3, 1.2),
        fc.constantFrom(5, 20, 50, 100, 1000),
        fc.constantFrom(wild, jumps),
        (seed, noise, every, curve) => {
          const whole = run({ curve, noise, seed, every, state: 'running' });
          const told = whole.steps.map(({ step }) => verdict({ ...whole, ...upTo(whole, step) })?.by);
          const first = told.findIndex((by) => by !== undefined);
          if (curve === wild) expect(first).toBeGreaterThan(-1);
          if (curve === jumps && every <= 100) expect(first).toBeGreaterThanOrEqual(130);
          if (first > -1) expect(new Set(told.slice(first)).size).toBe(1);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('is taken back by a validation loss that is low again, or by training where there is none', () => {
    const recovers = (step: number) => (step < 150 ? healthy(step) : step < 200 ? 2.5 : 0.7);
    expect(verdict(run({ curve: recovers, steps: 199, state: 'running' }))?.by).toBe('jump');
    expect(verdict(run({ curve: recovers, steps: 200, state: 'running' }))).toBeNull();
    const calms = (step: number) => (step === 0 ? 2.67 : step < 60 ? 9 : 1);
    expect(verdict(run({ curve: calms, steps: 59, every: 1000, state: 'running' }))?.by).toBe('above-base');
    expect(verdict(run({ curve: calms, steps: 90, every: 1000, state: 'running' }))).toBeNull();
  });

  test('is not told of training alone where validation has denied it', () => {
    // With much dropout the adapter trains on less than it is measured with.
    const whole = run({ curve: healthy, training: () => 6, noise: 0.3, state: 'running' });
    for (let step = 20; step <= 300; step++) expect(verdict({ ...whole, ...upTo(whole, step) })).toBeNull();
  });

  test('is told without a recent validation loss where training leaves no doubt', () => {
    expect(verdict(run({ curve: wild, every: 1000, state: 'running' }))).toMatchObject(diverged);
  });

  test('is told by its failure, without a single loss', () => {
    const failed = { ...run({ curve: healthy, steps: 3, state: 'failed' }), failure: 'non-finite' as const };
    expect(verdict(failed)).toMatchObject({ kind: 'diverged', by: 'non-finite', step: 3 });
    expect(verdict({ ...failed, failure: 'out-of-memory' })).toBeNull();
  });

  test('is told what to change: a large scale and clipping that is off by name', () => {
    const config = { method: { r: 1 }, training: { max_grad_norm: 0 } };
    expect(verdict(run({ curve: wild, config }))).toMatchObject({
      scale: 32,
      remedies: ['learning-rate', 'scale', 'clip'],
    });
    // BitFit has no scale.
    expect(verdict(run({ curve: wild, config: { ...config, method: { type: 'bitfit' } } }))).toMatchObject({
      scale: null,
      remedies: ['learning-rate', 'clip'],
    });
  });
});

describe('a run that ends above the base model while its loss falls', () => {
  /** As 8 virtual tokens begin: far above the base model's 2.67. */
  const falls = (step: number) => 2.2 + 6.5 * Math.exp(-step / 12);
  const early = { kind: 'unfinished', remedies: ['steps'] };
  const started = (whole: ReturnType<typeof run>, start: number) => ({
    ...whole,
    evals: whole.evals.map((point) => (point.step === 0 ? { step: 0, loss: 2.67, start } : point)),
  });

  test('is told to train more steps, however few it made', () => {
    expect(verdict(started(run({ curve: falls, steps: 4, every: 4 }), 8.7))).toMatchObject(early);
    expect(verdict(started(run({ curve: falls, steps: 20 }), 8.7))).toMatchObject({ ...early, step: 20 });
    expect(verdict(started(run({ curve: falls, steps: 20, every: 10 }), 8.7))).toMatchObject(early);
    expect(verdict(started(run({ curve: falls, steps: 20, state: 'running' }), 8.7))).toBeNull();
  });

  test('is told to find more data where training is far below, though validation fell a little at last', () => {
    const overfit = (step: number) => (step === 0 ? 2.67 : step < 300 ? 3.7 : 3.6);
    expect(verdict(run({ curve: overfit, training: () => 1.5 }))).toMatchObject({
      kind: 'worse',
      remedies: ['data'],
    });
  });

  test('is told so by training alone, too, unless validation rises', () => {
    const training = (step: number) => 6 - step / 20;
    const flat = (step: number) => (step === 0 ? 2.67 : 3);
    expect(verdict(run({ curve: flat, training, steps: 60 }))).toMatchObject(early);
    const rises = (step: number) => 2.67 + step / 100;
    expect(verdict(run({ curve: rises, training, steps: 60 }))).toMatchObject({
      kind: 'worse',
      remedies: ['learning-rate'],
    });
  });

  test('is not told so once it has come to rest, however noisy its batches', () => {
    const rests = (step: number) => 3 + 6 * Math.exp(-step / 12);
    for (let seed = 1; seed <= 100; seed++)
      expect(verdict(started(run({ curve: rests, noise: 1.2, seed }), 9))).toMatchObject({ kind: 'worse' });
  });
});

describe('a run that ends worse than the base model', () => {
  const worse = (step: number) => 2.67 + step / 1000;

  test('is told at its end, not before', () => {
    expect(verdict(run({ curve: worse }))).toMatchObject({
      kind: 'worse',
      loss: worse(300),
      against: 2.67,
      remedies: ['learning-rate'],
    });
    expect(verdict(run({ curve: worse, steps: 171, state: 'stopped' }))).toMatchObject({
      kind: 'worse',
      step: 160,
      loss: worse(160),
    });
    expect(verdict(run({ curve: worse, state: 'running' }))).toBeNull();
    expect(verdict(run({ curve: worse, state: 'paused' }))).toBeNull();
  });

  test('has learned its training pairs by heart where their loss fell', () => {
    const training = (step: number) => 0.05 + 2.6 * Math.exp(-step / 30);
    expect(verdict(run({ curve: worse, training, noise: 0.02 }))).toMatchObject({
      kind: 'worse',
      remedies: ['data'],
    });
    // It had learned before it got worse: still its data, not a jump.
    const overfits = (step: number) => (step < 100 ? healthy(step) : 2.8);
    expect(verdict(run({ curve: overfits, training, noise: 0.02 }))).toMatchObject({
      kind: 'worse',
      remedies: ['data'],
    });
  });
});
