import { expect, it } from 'vitest';
import { runConfigSchema, type RunConfig } from './run-config.ts';
import { sharedStart } from './shared-start.ts';

const config = (method: object, seed = 1): RunConfig => runConfigSchema.parse({ method, seed });
const lora = { type: 'lora', r: 4 };

it('knows runs that draw A from one seed, whatever their ranks', () => {
  expect(sharedStart(config(lora), config({ ...lora, r: 64 }))).toBe('seed');
  expect(sharedStart(config(lora), config({ type: 'lora-prefix-embed', r: 8 }))).toBe('seed');
  expect(sharedStart(config(lora), config(lora, 2))).toBeNull();
  expect(sharedStart(config(lora), config({ ...lora, init_lora_weights: 'pissa' }))).toBeNull();
  expect(sharedStart(config(lora), config({ type: 'full' }))).toBeNull();
});

it('knows runs that start A and B as the same factors of W0, whatever their seeds', () => {
  const started = (init_lora_weights: string, seed = 1) => config({ ...lora, init_lora_weights }, seed);
  expect(sharedStart(started('pissa'), started('pissa', 2))).toBe('factors');
  expect(sharedStart(started('olora'), started('olora', 2))).toBe('factors');
  expect(sharedStart(started('pissa'), started('olora'))).toBeNull();
});

it('knows runs that train one adapter on', () => {
  const from = (adapter: string, method: object) => ({
    ...config(method),
    start: { adapter, name: 'otter' },
  });
  expect(sharedStart(from('a', lora), from('a', lora))).toBe('adapter');
  expect(sharedStart(from('a', lora), from('b', lora))).toBeNull();
  expect(sharedStart(from('a', lora), config(lora))).toBeNull();
});

it('knows VeRA’s frozen A and B by their own seed', () => {
  const vera = (key: number) => ({ type: 'vera', projection_prng_key: key });
  expect(sharedStart(config(vera(3), 1), config(vera(3), 2))).toBe('frozen');
  expect(sharedStart(config(vera(3)), config(vera(4)))).toBeNull();
});
