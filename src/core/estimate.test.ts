import { describe, expect, it } from 'vitest';
import { estimateSeconds } from './estimate.ts';
import { defaultRunConfig, withMethod } from './run-config.ts';
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

describe('how long runs would take', () => {
  it('is their steps at the time that steps took, and a third of that for measuring', () => {
    const configs = [form, { ...form, training: { ...form.training, max_steps: 150 } }];
    expect(estimateSeconds(configs, [timed(10)], device)).toBeCloseTo(((300 + 150) * 0.01 * 4) / 3);
  });

  it('grows with the batch', () => {
    const twice = { ...form, training: { ...form.training, batch_size: 2 * form.training.batch_size } };
    expect(estimateSeconds([twice], [timed(10)], device)).toBeCloseTo((300 * 0.02 * 4) / 3);
  });

  it('is from runs of the same method and task where there are any, the latest that tell', () => {
    const full = withMethod(form, 'full');
    const known = [timed(10), timed(40, { config: full }), timed(10)];
    expect(estimateSeconds([full], known, device)).toBeCloseTo((300 * 0.04 * 4) / 3);
    expect(estimateSeconds([{ ...full, task: 'sql' }], known, device)).toBeCloseTo((300 * 0.01 * 4) / 3);
  });

  it('is unknown on a device that has trained no run of the model', () => {
    expect(estimateSeconds([form], [], device)).toBeNull();
    expect(estimateSeconds([{ ...form, model: 'micro' }], [timed(10)], device)).toBeNull();
    expect(estimateSeconds([form], [timed(10)], { ...device, threads: 4 })).toBeNull();
    expect(
      estimateSeconds([form], [{ ...timed(10), steps: timed(10).steps.slice(0, 3) }], device),
    ).toBeNull();
  });
});
