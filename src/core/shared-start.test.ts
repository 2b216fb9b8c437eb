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

it('knows VeRA’s frozen A and B by their own seed', () => {
  const vera = (key: number) => ({ type: 'vera', projection_prng_key: key });
  expect(sharedStart(config(vera(3), 1), config(vera(3), 2))).toBe('frozen');
  expect(sharedStart(config(vera(3)), config(vera(4)))).toBeNull();
});
