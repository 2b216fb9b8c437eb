import { describe, expect, it } from 'vitest';
import { estimator, totalSeconds } from './estimate.ts';
import { defaultRunConfig, withMethod, type RunConfig } from './run-config.ts';
import { noFindings, type DeviceInfo, type RunRecord } from './run-record.ts';

const device: DeviceInfo = {
  backend: 'wasm',
  reason: 'no-webgpu',
  adapter: '',
  software: false,
  f16: false,
  threads: 2,
};
const form = defaultRunConfig();

/** A run of 21 steps that took so many milliseconds each. */
const timed = (ms: number, fields: Partial<RunRecord> = {}) => ({
  ...({ config: form, device, ...noFindings() } as RunRecord),
  steps: Array.from({ length: 21 }, (_, i) => ({
    step: i + 1,
    loss: 1,
    gradNorm: 1,
    learningRate: 1,
    tokens: 1,
    elapsedMs: 500 + ms * i,
  })),
  ...fields,
});

const secondsOf = (configs: readonly RunConfig[], known: readonly RunRecord[], on = device) =>
  totalSeconds(configs, estimator(known, on));

describe('how long runs would take', () => {
  it('is their steps at the time that steps took, and a third of that for measuring', () => {
    const configs = [form, { ...form, training: { ...form.training, max_steps: 150 } }];
    expect(secondsOf(configs, [timed(10)])).toBeCloseTo(((300 + 150) * 0.01 * 4) / 3);
  });

  it('grows with the batch', () => {
    const twice = { ...form, training: { ...form.training, batch_size: 2 * form.training.batch_size } };
    expect(secondsOf([twice], [timed(10)])).toBeCloseTo((300 * 0.02 * 4) / 3);
  });

  it('is from runs of the same method and task where there are any, the latest that tell', () => {
    const full = withMethod(form, 'full');
    const known = [timed(10), timed(40, { config: full }), timed(10)];
    expect(secondsOf([full], known)).toBeCloseTo((300 * 0.04 * 4) / 3);
    expect(secondsOf([{ ...full, task: 'sql' }], known)).toBeCloseTo((300 * 0.01 * 4) / 3);
  });

  it('counts the second forward pass of gradient checkpointing, of the run to come and of those that were timed', () => {
    const model = { ...form, model: 'micro' };
    const again = { ...model, training: { ...model.training, gradient_checkpointing: true } };
    const [plain, checkpointed] = [
      secondsOf([model], [timed(10, { config: model })]),
      secondsOf([again], [timed(10, { config: model })]),
    ];
    const ratio = (checkpointed ?? NaN) / (plain ?? NaN);
    // Of four layers three are computed once more: at most 3/8 of a step that computes each forward and back.
    expect(ratio).toBeGreaterThan(1.25);
    expect(ratio).toBeLessThan(1.375);
    expect(secondsOf([again], [timed(10, { config: again })])).toBeCloseTo(plain ?? NaN);
    expect(secondsOf([model], [timed(10 * ratio, { config: again })])).toBeCloseTo(plain ?? NaN);
    const int8 = { ...model, training: { ...model.training, base_dtype: 'int8' as const } };
    expect(secondsOf([int8], [timed(10, { config: model })])).toBeCloseTo(plain ?? NaN);
  });

  it('is unknown on a device that has trained no run of the model', () => {
    expect(secondsOf([form], [])).toBeNull();
    expect(secondsOf([{ ...form, model: 'micro' }], [timed(10)])).toBeNull();
    expect(secondsOf([form], [timed(10)], { ...device, threads: 4 })).toBeNull();
    expect(secondsOf([form], [{ ...timed(10), steps: timed(10).steps.slice(0, 3) }])).toBeNull();
    expect(secondsOf([form, { ...form, model: 'micro' }], [timed(10)])).toBeNull();
  });
});
