import { expect, it } from 'vitest';
import { defaultRunConfig } from './run-config.ts';
import { noFindings, type RunRecord, type StepPoint } from './run-record.ts';
import { defaultMethod, methodConfigSchema } from './methods/methods.ts';
import { comparedRuns, peakMemory, stepTimes } from './savings.ts';

const config = defaultRunConfig();
const record = (id: string, fields: Partial<RunRecord> = {}): RunRecord => ({
  ...{
    format: 'rankscope-run',
    version: 1,
    id,
    name: id,
    named: false,
    config,
    state: 'finished',
    groupId: null,
  },
  ...{ createdAt: '2026-01-01T00:00:00.000Z', trainableParameters: 2048, totalParameters: 173_824 },
  device: { backend: 'wasm', reason: 'no-webgpu', adapter: '', software: false, f16: false, threads: 1 },
  dataset: {
    ...{ task: 'restaurant', name: 'restaurant', train: 100, validation: 10, test: 10, prompts: 120 },
    ...{
      longestTokens: 50,
      truncated: 0,
      dropped: [],
      examples: [],
      fingerprint: 'abcd1234',
      metrics: ['bleu'],
    },
  },
  ...noFindings(),
  ...fields,
});
const step = (n: number): StepPoint => ({
  ...{ step: n, loss: 3 / n, gradNorm: 1, learningRate: 0.005, tokens: 400, elapsedMs: 100 * n },
});
const lora = (id: string, fields = {}) => record(id, fields);
const full = (id: string, fields = {}) =>
  record(id, { config: { ...config, method: defaultMethod('full') }, ...fields });

it('compares the latest runs of both methods that are alike in all else', () => {
  const other = { device: { ...record('x').device, threads: 8 } };
  const last = record('d', {
    config: { ...config, method: methodConfigSchema.parse({ type: 'full', last_layers: 1 }) },
  });
  const found = comparedRuns([lora('a'), full('b'), lora('c'), full('e', other), last]);
  expect([found.lora?.id, found.full?.id]).toEqual(['c', 'b']);
});

it('has one of them alone where the other was not trained, or not alike', () => {
  const other = { device: { ...record('x').device, threads: 8 } };
  expect(comparedRuns([lora('a'), full('b', other)])).toMatchObject({ lora: { id: 'a' }, full: null });
  expect(comparedRuns([full('b')])).toMatchObject({ lora: null, full: { id: 'b' } });
  expect(comparedRuns([])).toEqual({ lora: null, full: null });
});

it('passes over runs that were stopped before their first step, and prefers those with timed steps', () => {
  const steps = Array.from({ length: 12 }, (_, i) => step(i + 1));
  const found = comparedRuns([
    lora('timed', { steps }),
    lora('short', { steps: steps.slice(0, 3) }),
    lora('stopped', { trainableParameters: 0, state: 'stopped' }),
    full('f'),
  ]);
  expect([found.lora?.id, found.full?.id]).toEqual(['timed', 'f']);
  expect(comparedRuns([lora('stopped', { trainableParameters: 0 })]).lora).toBeNull();
});

it('takes the time between steps, of runs with enough of them', () => {
  // 100 ms each, but for one long step that does not move the median.
  const steps = Array.from({ length: 12 }, (_, i) => step(i + 1));
  const late = steps.map((point, i) => ({ ...point, elapsedMs: point.elapsedMs + (i > 5 ? 900 : 0) }));
  expect(stepTimes({ steps: late })).toEqual({ low: 100, middle: 100, high: 100 });
  expect(stepTimes({ steps: steps.slice(0, 10) })).toBeNull();
});

it('adds up the memory of a run, of those that have it', () => {
  expect(peakMemory(lora('a', { memory: { model: 100, state: 20, step: 3 } }))).toBe(123);
  expect(peakMemory(lora('a'))).toBeNull();
});
